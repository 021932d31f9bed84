import { expect, test } from "vitest";
import { answerType, bodyType, pathType, queryType } from "../../src/api/types.ts";
import { printType, type Type } from "../../src/expression/types.ts";
import { library } from "./samples/library.ts";

const operation = (name: string) => library.operations[name]!;
const print = (type: Type | undefined): string | undefined => type && printType(type);

test("a body is text on the wire and dates and decimals in the program", () => {
  expect(print(bodyType(operation("createBook"), library, "wire"))).toBe(
    "{ title: string, subtitle?: string or null, price: string, published?: string or null, tags: list of string, details?: json }",
  );
  expect(print(bodyType(operation("createBook"), library, "program"))).toBe(
    "{ title: string, subtitle?: string or null, price: decimal, published?: date or null, tags: list of string, details?: json }",
  );
});

test("the program always finds what a listing has defaults for", () => {
  expect(print(queryType(operation("listBooks"), library, "wire"))).toContain(
    "page?: integer, size?: integer, sort?:",
  );
  expect(print(queryType(operation("listBooks"), library, "program"))).toContain(
    "page: integer, size: integer, sort:",
  );
});

test("an answer is made from rows where its schema has a model", () => {
  expect(print(answerType(operation("getLoan"), library, "program"))).toBe("Loan");
  expect(print(answerType(operation("listBooks"), library, "program"))).toBe("list of Book");
  expect(print(answerType(operation("reportLoans"), library, "program"))).toBe(
    "list of { day: date, count: integer, fines: decimal or null, period: { from: date, to?: date }, latest: Loan or null }",
  );
});

test("an answer on the wire is what the client gets", () => {
  expect(print(answerType(operation("setPeriod"), library, "wire"))).toBe("{ from: string, to?: string }");
  expect(print(answerType(operation("listBooks"), library, "wire"))).toMatch(
    /^\{ data: list of \{ id: string, .*\}, page: \{ page: integer, size: integer, total: integer, pages: integer \} \}$/,
  );
  expect(answerType(operation("deleteBook"), library, "wire")).toBeUndefined();
});

test("path parameters are typed one by one", () => {
  expect(print(pathType(operation("setPeriod"), library, "program"))).toBe(
    "{ memberId: uuid, number: integer }",
  );
});
