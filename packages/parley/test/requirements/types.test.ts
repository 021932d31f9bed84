import { expect, test } from "vitest";
import { printType } from "../../src/expression/types.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { inputType, newRowModel, requirementsModelTypes } from "../../src/requirements/types.ts";

const outline = `# Library

## Actors
- librarian: bootstrap
- member: signs up

## Book
- price: decimal 0..10, optional

## Copy (part of Book)

## Loan (owned by member as borrower)
- copy -> Copy
- replaces -> Loan, optional, one for each, seen as replacedBy
- tags: list of string, optional
- renewals: integer, default 0
- dueAt: datetime, set by the server
- status: states active | returned
- return: active -> returned
  - note: text, optional

## Rules
- on create Loan, dueAt = \`now()\`
`;

const { requirements } = parseOutline(outline);
const models = requirementsModelTypes(requirements!);
const members = (model: string): Record<string, string> =>
  Object.fromEntries(Object.entries(models[model]!.members).map(([name, type]) => [name, printType(type)]));

const body = (action: string): string => printType(inputType(requirements!, "Loan", action));

test("a row has its attributes, relations with keys, inverses, state and what every row has", () => {
  expect(members("Loan")).toEqual({
    id: "uuid",
    createdAt: "datetime",
    updatedAt: "datetime",
    tags: "list of string",
    renewals: "integer",
    dueAt: "datetime",
    borrowerId: "uuid",
    borrower: "Member",
    copyId: "uuid",
    copy: "Copy",
    replacesId: "uuid or null",
    replaces: "Loan or null",
    replacedBy: "Loan or null",
    status: '"active" | "returned"',
  });
  expect(members("Book")).toMatchObject({ price: "decimal or null", copies: "list of Copy" });
  expect(members("Member")).toMatchObject({ loans: "list of Loan", account: "Account" });
});

test("a row that is being created has neither id nor state, and only the rows that are at hand", () => {
  const names = Object.keys(members(newRowModel("Loan"))).toSorted();
  expect(names).toEqual("borrower borrowerId copy copyId dueAt renewals replacesId tags".split(" "));
});

test("the body holds what the client says, the owner too where others create the row", () => {
  expect(body("create")).toBe(
    "{ tags?: list of string, renewals?: integer, borrowerId: uuid, copyId: uuid, replacesId?: uuid }",
  );
  expect(body("update")).toBe(
    "{ tags?: list of string, renewals?: integer, copyId?: uuid, replacesId?: uuid }",
  );
  expect(body("return")).toBe("{ note?: string }");
  const own = parseOutline(`${outline}- member may create own Loan\n`).requirements!;
  expect(printType(inputType(own, "Loan", "create"))).not.toContain("borrowerId");
});
