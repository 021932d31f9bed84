import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { symbol, text, type Text } from "../../text/text.ts";
import { EXTENSION } from "../layout.ts";

const PATH = "src/common/wire.ts";

/** What `src/common/wire.ts` exports. */
export type WireName =
  | "calendarDate"
  | "dateTime"
  | "decimalNumber"
  | "email"
  | "jsonValue"
  | "orNull"
  | "PathParameter"
  | "plainText"
  | "queryBoolean"
  | "queryInteger"
  | "queryList"
  | "queryNumber"
  | "uuid"
  | "webAddress";

export function wire(name: WireName): Text {
  return symbol({ name, from: PATH });
}

/**
 * `src/common/wire.ts`: the one place where text that clients send becomes the dates, decimals and numbers that
 * the program computes with. Everything that PostgreSQL would refuse is refused there.
 */
export function printWire(): PrintedFile {
  const z = symbol({ name: "z", from: "zod" });
  const pipeTransform = symbol({ name: "PipeTransform", from: "@nestjs/common", typeOnly: true });
  const prisma = symbol({ name: "Prisma", from: "src/database/client/client.ts", typeOnly: true });
  const decimalType = symbol({ name: "Decimal", from: "src/common/decimal.ts", typeOnly: true });
  const decimal = symbol({ name: "decimal", from: "src/common/decimal.ts" });
  const problem = symbol({ name: "Problem", from: "src/common/problem.ts" });
  const fromDateOnly = symbol({ name: "fromDateOnly", from: "src/common/time.ts" });
  return renderTypeScript(
    PATH,
    text`
      /*
       * What clients send and what the program computes with: text becomes dates, moments and decimals here and
       * nowhere else, and what the database cannot hold is refused.
       */

      const MAXIMUM_DEPTH = 20;

      const storable = [(value: string) => !value.includes("\\0"), "Must not contain the character U+0000"] as const;

      /** Any text. */
      export const plainText = () => ${z}.string().refine(...storable);

      export const uuid = () => ${z}.uuid().toLowerCase();

      /** Kept in lower case, so that equal addresses are equal. */
      export const email = (longest = 254) => ${z}.string().trim().toLowerCase().pipe(${z}.email().max(longest));

      /** An absolute address of the web. */
      export const webAddress = () => ${z}.url({ protocol: /^https?$/ }).refine(...storable);

      const supportedYear = [
        (moment: Date) => moment.getUTCFullYear() >= 1 && moment.getUTCFullYear() <= 9999,
        "Must be between the years 1 and 9999",
      ] as const;

      /** A moment with its offset from UTC, RFC 3339. */
      export const dateTime = () =>
        ${z}.iso
          .datetime({ offset: true })
          .transform((value) => new Date(value))
          .refine(...supportedYear);

      /** A day, "YYYY-MM-DD": midnight of UTC, as date columns hold it. */
      export const calendarDate = () => ${z}.iso.date().transform(${fromDateOnly}).refine(...supportedYear);

      type DecimalBounds = {
        /** Digits before and after the point. */
        whole: number;
        scale: number;
        minimum?: string;
        maximum?: string;
      };

      /** An exact number, sent as text. */
      export function decimalNumber({ whole, scale, minimum, maximum }: DecimalBounds) {
        const digits = new RegExp(\`^-?\\\\d{1,\${whole}}\${scale > 0 ? \`(\\\\.\\\\d{1,\${scale}})?\` : ""}$\`);
        return ${z}
          .string()
          .regex(digits, \`Must be a number with at most \${whole} digits before and \${scale} after the point\`)
          .transform((value): ${decimalType} => ${decimal}(value))
          .refine((value) => minimum === undefined || value.gte(minimum), \`Must be at least \${minimum}\`)
          .refine((value) => maximum === undefined || value.lte(maximum), \`Must be at most \${maximum}\`);
      }

      /** Any JSON but a bare null. */
      export const jsonValue = () =>
        ${z}
          .unknown()
          .refine((value) => value !== undefined && value !== null, "Required")
          .refine((value) => isStorable(value, 0), \`Must not be nested deeper than \${MAXIMUM_DEPTH} levels or contain U+0000\`)
          .transform((value) => value as ${prisma}.InputJsonValue);

      function isStorable(value: unknown, depth: number): boolean {
        if (typeof value === "string") return storable[0](value);
        if (typeof value !== "object" || value === null) return true;
        if (depth === MAXIMUM_DEPTH) return false;
        return Object.entries(value).every(([key, item]) => storable[0](key) && isStorable(item, depth + 1));
      }

      /** A whole number in a path or query. */
      export const queryInteger = (minimum: number, maximum: number) =>
        ${z}
          .string()
          .regex(/^-?\\d{1,16}$/, "Must be a whole number")
          .transform(Number)
          .pipe(${z}.int().min(minimum).max(maximum));

      /** A number in a query. */
      export const queryNumber = (minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE) =>
        ${z}
          .string()
          .regex(/^-?\\d{1,300}(\\.\\d{1,300})?$/, "Must be a number")
          .transform(Number)
          .pipe(${z}.number().min(minimum).max(maximum));

      /** "true" or "false" in a query. */
      export const queryBoolean = () => ${z}.enum(["true", "false"]).transform((value) => value === "true");

      /** A query parameter that may be repeated. */
      export const queryList = <Item extends ${z}.ZodType>(item: Item) =>
        ${z}.preprocess((value) => (typeof value === "string" ? [value] : value), ${z}.array(item).max(100));

      /** What becomes of a value that may not be there. */
      export function orNull<Value, Result>(value: Value | null | undefined, convert: (value: Value) => Result): Result | null {
        return value === null || value === undefined ? null : convert(value);
      }

      /** A parameter in a path. What cannot name anything is answered like what names nothing: 404. */
      export class PathParameter<Value> implements ${pipeTransform}<unknown, Value> {
        constructor(private readonly schema: ${z}.ZodType<Value>) {}

        transform(value: unknown): Value {
          const result = this.schema.safeParse(value);
          if (!result.success) throw new ${problem}("not-found");
          return result.data;
        }
      }
    `,
    { extension: EXTENSION },
  );
}
