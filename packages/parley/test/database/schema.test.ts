import { expect, test } from "vitest";
import { checkDatabase } from "../../src/database/check/check.ts";
import { constraintsOf } from "../../src/database/constraints.ts";
import { printErd } from "../../src/database/print/erd.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { valueAt } from "../../src/diagnostic/diagnostic.ts";
import { checkPrismaSchema, formatPrismaSchema } from "../../src/host/prisma-schema.ts";
import { flatten } from "../../src/text/tree.ts";
import { hostileLibrary, library, longNames, meetingNames } from "./sample.ts";

test.each([
  ["every type and constraint", library()],
  ["hostile words", hostileLibrary()],
  ["names near the limit", longNames()],
  ["names that meet", meetingNames()],
])("%s: Prisma takes the schema and would lay it out the same", (_, database) => {
  expect(checkDatabase(database)).toEqual([]);
  const { text } = printPrismaSchema(database);
  expect(checkPrismaSchema(text)).toEqual([]);
  expect(text).toBe(formatPrismaSchema(text));
  expect(text).not.toMatch(/^model Evil/m);
  const names = constraintsOf(database).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => Buffer.byteLength(name) > 63)).toEqual([]);
});

test("a model reads as one would write it by hand", () => {
  const { text } = printPrismaSchema(library());
  expect(text.slice(text.indexOf("model Loan"))).toBe(`model Loan {
  id         String     @id(map: "loan_pkey") @db.Uuid
  status     LoanStatus @default(open)
  dueAt      DateTime   @map("due_at") @db.Timestamptz(3)
  returnedAt DateTime?  @map("returned_at") @db.Timestamptz(3)
  memberId   String     @map("member_id") @db.Uuid
  bookId     String     @map("book_id") @db.Uuid
  createdAt  DateTime   @map("created_at") @db.Timestamptz(3)
  updatedAt  DateTime   @map("updated_at") @db.Timestamptz(3)

  member Member @relation("Loan_member", fields: [memberId], references: [id], onDelete: Restrict, map: "loan_member_id_fkey")
  book   Book   @relation("Loan_book", fields: [bookId], references: [id], onDelete: Restrict, map: "loan_book_id_fkey")

  @@index([bookId], map: "loan_book_id_idx")
  @@map("loan")
}
`);
});

test("every line of a model leads back to a node of the document", () => {
  const database = library();
  const { text, origins } = printPrismaSchema(database);
  for (const { origin } of origins) expect(valueAt(database, origin.pointer), origin.pointer).toBeDefined();
  const inner = (words: string) => {
    const offset = text.indexOf(words);
    return origins.findLast(({ start, end }) => start <= offset && offset < end)?.origin.pointer;
  };
  expect(inner("As printed on the cover")).toBe("/models/Book/fields/title");
  expect(inner('@relation("Loan_book", fields')).toBe("/models/Loan/relations/book");
  expect(inner("@@index([publishedOn")).toBe("/models/Book/indexes/newest");
});

test("the diagram has every table, key and relation", () => {
  const diagram = flatten(printErd(hostileLibrary()));
  expect(diagram).toContain('Member ||--o{ Loan : "member"');
  expect(diagram).toContain('Book |o--o{ Book : "sequelOf"');
  expect(diagram).toContain('Account ||--o| Member : "account"');
  expect(diagram).toMatch(/uuid id PK\n/);
  const quoted = diagram.replaceAll(/"[^"\n]*"/g, "");
  expect(quoted).not.toMatch(/["`$%;]|Evil/);
});
