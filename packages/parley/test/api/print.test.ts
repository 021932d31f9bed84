import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { argumentsOf, locationOf } from "../../src/api/layout.ts";
import { refusalsOf } from "../../src/api/print/openapi.ts";
import { printApi } from "../../src/api/print/print.ts";
import { viewOf } from "../../src/api/print/view.ts";
import { formatFiles } from "../../src/text/format.ts";
import { originAt, positionOf } from "../../src/text/origin-map.ts";
import type { PrintedFile } from "../../src/text/render.ts";
import { database, library } from "./samples/library.ts";

const expected = join(import.meta.dirname, "samples/library");
let files: Map<string, PrintedFile>;

beforeAll(async () => {
  const printed = await formatFiles(printApi(library, database));
  files = new Map(printed.map((file) => [file.path, file]));
});

test.each([
  "client/index.ts",
  "client/types.ts",
  "src/app.module.ts",
  "src/books/books.controller.ts",
  "src/books/books.dto.ts",
  "src/books/books.view.ts",
  "src/common/problems.ts",
  "src/loans/loans.view.ts",
])("%s", (path) => {
  const target = join(expected, `${path}.txt`);
  if (process.env["UPDATE"]) {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, files.get(path)!.text);
  }
  expect(files.get(path)!.text).toBe(readFileSync(target, "utf8"));
});

test("every schema that is used is printed once, none that is not", () => {
  const declarations = [...files.values()].flatMap(({ text, path }) =>
    path.endsWith(".dto.ts") ? [...text.matchAll(/export type (\w+)/g)].map(([, name]) => name) : [],
  );
  expect(declarations.toSorted()).toEqual(
    [...Object.keys(library.schemas), "PeriodBody", "ListBooksQuery", "ReportLoansQuery"].toSorted(),
  );
});

test("a line of a printed file leads back to its node and requirement", () => {
  const file = files.get("src/books/books.controller.ts")!;
  const { line, column } = positionOf(file.text, file.text.indexOf("this.service.create"));
  expect(originAt(file, line, column)).toEqual([
    { document: "api", pointer: "/operations/createBook", requirement: ["R1"] },
  ]);
});

test("an operation tells every status that it refuses with", () => {
  const { operations } = library;
  expect([...refusalsOf(library, operations["createLoan"]!)]).toEqual([
    [400, ["validation-failed", "malformed-request"]],
    [401, ["unauthorized"]],
    [403, ["forbidden"]],
    [404, ["not-found"]],
    [409, ["loan-limit"]],
    [413, ["payload-too-large"]],
    [415, ["unsupported-media-type"]],
    [429, ["too-many-requests"]],
  ]);
  expect([...refusalsOf(library, operations["getBook"]!).keys()]).toEqual([404, 429]);
});

test("a created row is found at its own path", () => {
  expect(locationOf(library, library.operations["createLoan"]!)).toEqual({
    path: "/loans/{loanId}",
    parameter: "loanId",
  });
});

test("arguments follow the path, then body, then query, and hide nothing", () => {
  const { path, ...rest } = argumentsOf({
    ...library.operations["setPeriod"]!,
    path: "/members/{delete}/{body}/{_}",
  });
  expect(path.map(({ name }) => name)).toEqual(["delete2", "body2", "parameter"]);
  expect(rest).toEqual({ actor: { name: "actor", optional: false }, body: { name: "body" } });
});

test("views say how a service answers", () => {
  expect(viewOf(library, database, "Loan")).toEqual({
    select: { name: "loanSelect", from: "src/loans/loans.view.ts" },
    mapper: { name: "toLoan", from: "src/loans/loans.view.ts" },
  });
  expect(viewOf(library, database, "Tokens")).toEqual({});
});
