import { describe, expect, test } from "vitest";
import { checkDatabase } from "../../src/database/check/check.ts";
import type { Database } from "../../src/database/document.ts";
import { hasErrors, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { catalogue } from "../../src/diagnostic/define.ts";
import { bookingCases } from "./bookings.ts";
import { type Case, book, loan, field, withDefault, BROKEN, cases } from "./diagnostics-samples.ts";
import { condition, library } from "./sample.ts";

function find(findings: readonly Diagnostic[], { code, pointer }: Case): Diagnostic | undefined {
  return findings.find(
    (finding) =>
      finding.code === `database/${code}` && "document" in finding.at && finding.at.pointer === pointer,
  );
}

test("the sample has no finding", () => {
  expect(checkDatabase(library())).toEqual([]);
});

describe("every rule finds what breaks it, at its place", () => {
  test.each(Object.entries(cases))("%s", (_, broken) => {
    const database = library();
    broken.change(database);
    const findings = checkDatabase(database);
    const finding = find(findings, broken);
    expect(finding, JSON.stringify(findings, undefined, 1)).toBeDefined();
    expect(finding!.message).toContain(broken.hint ?? "");
    expect(finding!.message).not.toMatch(/\{\w+\}/);
  });

  test("every code of the area has a case here or in the migrations' tests", () => {
    const codes = [...catalogue.keys()].filter((code) => code.startsWith("database/"));
    const covered = new Set([
      ...[...Object.values(cases), ...Object.values(bookingCases)].map(({ code }) => `database/${code}`),
      "database/default-mismatch",
      "database/needs-default",
      "database/lossy-change",
      "database/value-rename",
      "database/rows-may-break",
    ]);
    expect(codes.filter((code) => !covered.has(code))).toEqual([]);
  });
});

describe("defaults", () => {
  const refused: [string, (database: Database) => void][] = [
    ["text for a boolean", withDefault({ type: "boolean" }, "true")],
    ["a fraction for an int", withDefault({ type: "int" }, 1.5)],
    ["an int beyond 32 bits", withDefault({ type: "int" }, 2 ** 31)],
    ["a bigint beyond 64 bits", withDefault({ type: "bigint" }, "9223372036854775808")],
    ["a float with an exponent", withDefault({ type: "float" }, 1e21)],
    ["a decimal with too many digits", withDefault({ type: "decimal", precision: 4, scale: 2 }, "123.4")],
    ["a decimal with too fine digits", withDefault({ type: "decimal", precision: 4, scale: 2 }, "1.234")],
    ["a string that is too long", withDefault({ type: "string", maxLength: 2 }, "abc")],
    ["a string PostgreSQL refuses", withDefault({ type: "text" }, "a\0")],
    ["a word for a date", withDefault({ type: "date" }, "today")],
    ["a day that does not exist", withDefault({ type: "date" }, "2026-02-30")],
    ["a date for a datetime", withDefault({ type: "datetime" }, "2026-02-20")],
    ["no JSON", withDefault({ type: "json" }, "{a: 1}")],
    ["bytes", withDefault({ type: "bytes" }, "AA==")],
    ["no value of the enum", withDefault({ type: "enum", enum: "Visibility" }, "publik")],
    ["a uuid for a string", field({ type: "text", default: { type: "uuid" } })],
    ["a sequence of text", field({ type: "text", default: { type: "sequence" } })],
    ["an empty list for a scalar", field({ type: "int", default: { type: "emptyList" } })],
    ["a literal for a list", withDefault({ type: "int", list: true }, 1)],
  ];
  test.each(refused)("%s", (_, change) => {
    const database = library();
    change(database);
    const pointer = `${BROKEN}/default`;
    expect(find(checkDatabase(database), { code: "default-mismatch", pointer, change })).toBeDefined();
  });
});

describe("conditions", () => {
  const refused: [string, string, (database: Database) => void][] = [
    [
      "a check that is no boolean",
      "/models/Book/checks/pages/condition",
      (database) => (book(database).checks!["pages"]!.condition = condition("row.pages + 1")),
    ],
    [
      "a check over a relation",
      "/models/Loan/checks/own/condition",
      (database) => (loan(database).checks = { own: { condition: condition('row.member.name != ""') } }),
    ],
    [
      "a check that asks the clock",
      "/models/Loan/checks/due/condition",
      (database) => (loan(database).checks = { due: { condition: condition("row.dueAt > now()") } }),
    ],
    [
      "a partial index over what is not there",
      "/models/Loan/indexes/due/where",
      (database) => (loan(database).indexes!["due"]!.where = condition("row.returned == null")),
    ],
    [
      "an actor in a guest's scope",
      "/models/Book/scope/read/guest",
      (database) => (book(database).scope!.read["guest"] = condition("row.id == actor.id")),
    ],
    [
      "a scope that is no boolean",
      "/models/Book/scope/write/librarian",
      (database) => (book(database).scope!.write["librarian"] = condition("row.title")),
    ],
  ];
  test.each(refused)("%s", (_, pointer, change) => {
    const database = library();
    change(database);
    const findings = checkDatabase(database);
    expect(hasErrors(findings)).toBe(true);
    expect(findings.map(({ at }) => "document" in at && at.pointer)).toContain(pointer);
  });
});
