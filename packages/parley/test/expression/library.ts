import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  floatType,
  integerType,
  jsonType,
  listOf,
  nullable,
  rowOf,
  stringType,
  type Environment,
  type Type,
} from "../../src/expression/types.ts";

export const statusType: Type = { type: "enum", name: "Status", values: ["open", "late", "returned"] };

/** One of two objects, told apart by their kind. */
export const petType: Type = {
  type: "union",
  discriminator: "kind",
  variants: [
    {
      type: "object",
      properties: {
        kind: { type: { type: "literal", value: "cat" } },
        name: { type: stringType },
        lives: { type: integerType },
      },
    },
    {
      type: "object",
      properties: {
        kind: { type: { type: "literal", value: "dog" } },
        name: { type: stringType },
        tricks: { type: listOf(stringType), optional: true },
      },
    },
  ],
};

/** A small world to check and print expressions in; `declarations` says the same in TypeScript. */
export const environment: Environment = {
  names: {
    row: rowOf("Loan"),
    actor: {
      type: "object",
      properties: { id: { type: stringType }, kind: { type: { type: "enum", values: ["member", "clerk"] } } },
    },
    input: {
      type: "object",
      properties: {
        title: { type: stringType },
        note: { type: stringType, optional: true },
        price: { type: decimalType, optional: true },
      },
    },
    found: nullable(rowOf("Loan")),
    lines: listOf(rowOf("Line")),
    pet: petType,
    maybe: nullable(petType),
  },
  models: {
    Loan: {
      members: {
        id: stringType,
        memberId: stringType,
        member: rowOf("Member"),
        title: stringType,
        note: nullable(stringType),
        status: statusType,
        state: nullable(statusType),
        count: integerType,
        limit: nullable(integerType),
        ratio: floatType,
        fee: decimalType,
        discount: nullable(decimalType),
        paid: booleanType,
        checked: nullable(booleanType),
        dueOn: dateType,
        lentAt: datetimeType,
        returnedAt: nullable(datetimeType),
        renewedAt: nullable(datetimeType),
        data: jsonType,
        tags: listOf(stringType),
        lines: listOf(rowOf("Line")),
        previous: nullable(rowOf("Loan")),
      },
    },
    Member: { members: { id: stringType, name: stringType } },
    Line: {
      members: { id: stringType, quantity: integerType, price: decimalType, soldAt: nullable(datetimeType) },
    },
  },
};

export const declarations = `
  interface Member { id: string; name: string }
  interface Line { id: string; quantity: number; price: Decimal; soldAt: Date | null }
  type Pet = { kind: "cat"; name: string; lives: number } | { kind: "dog"; name: string; tricks?: string[] };
  type Status = "open" | "late" | "returned";
  interface Loan {
    id: string; memberId: string; member: Member; title: string; note: string | null; status: Status;
    state: Status | null; count: number; limit: number | null; ratio: number; fee: Decimal;
    discount: Decimal | null; paid: boolean; checked: boolean | null; dueOn: Date; lentAt: Date;
    returnedAt: Date | null; renewedAt: Date | null; data: object; tags: string[]; lines: Line[];
    previous: Loan | null;
  }
`;
