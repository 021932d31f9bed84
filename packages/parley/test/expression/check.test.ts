import { describe, expect, test } from "vitest";
import { at } from "../../src/diagnostic/diagnostic.ts";
import { checkExpression, type Checked } from "../../src/expression/check.ts";
import { readExpression } from "../../src/expression/diagnostics.ts";
import { narrow } from "../../src/expression/narrow.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { printExpression } from "../../src/expression/print.ts";
import {
  booleanType,
  decimalType,
  floatType,
  isAssignable,
  listOf,
  printType,
  stringType,
  type Environment,
  type Type,
} from "../../src/expression/types.ts";
import { renameMember } from "../../src/expression/visit.ts";
import { refused } from "./diagnostics-samples.ts";
import { environment, petType, statusType } from "./library.ts";

function tree(text: string) {
  const parsed = parseExpression(text);
  if ("problems" in parsed) throw new Error(`${text}: ${JSON.stringify(parsed.problems)}`);
  return parsed.expression;
}

function check(text: string, expected?: Type, scope: Environment = environment): Checked {
  return checkExpression(tree(text), scope, { expected, at: (span) => at("database", ["x"], span) });
}

describe("accepted", () => {
  test.each([
    ["row.count + 1", "integer"],
    ["row.count / 2", "decimal"],
    ["row.fee * row.count - 0.20", "decimal"],
    ["row.ratio * 1.5", "float"],
    ["1.5 > row.ratio", "boolean"],
    ["row.ratio == -0.5", "boolean"],
    ['row.title + " " + row.status', "string"],
    ['row.dueOn + duration("P3D")', "date"],
    ["row.lentAt - hours(row.count)", "datetime"],
    ["dateOf(row.lentAt) <= row.dueOn", "boolean"],
    ["daysBetween(row.dueOn, now())", "integer"],
    ['row.note ?? "none"', "string"],
    ["row.limit ?? 0.5", "decimal"],
    ["row.paid ? row.fee : 0", "decimal"],
    ['row.paid ? "a" : null', '"a" or null'],
    ["row.note != null && length(row.note) > 3", "boolean"],
    ["row.note == null || length(row.note) > 3", "boolean"],
    ["!(row.note == null) ? length(row.note) : 0", "integer"],
    ['(row.note == null ? true : contains(row.note, "x")) && row.paid', "boolean"],
    ["(row.note != null && row.paid || row.note != null) && length(row.note) > 1", "boolean"],
    ["found?.member?.name", "string or null"],
    ["found?.note != null && found.title == found.note", "boolean"],
    ['row.previous?.status == "open" && row.previous.paid', "boolean"],
    ["input.note", "string or null"],
    ["row.lines.sum(line => line.price * line.quantity)", "decimal"],
    ["row.lines.filter(line => line.quantity > 1).map(line => { id: line.id })", "list of { id: string }"],
    ["row.lines.maximum(line => line.quantity)", "integer or null"],
    ["row.lines[0]?.price", "decimal or null"],
    ["row.lines.sort(line => line.price).count()", "integer"],
    ["row.note != null && row.tags.some(tag => tag == row.note)", "boolean"],
    ['row.status in ["open", "late"] && row.title in row.tags', "boolean"],
    ['Loan.exists(loan => loan.memberId == actor.id && loan.status == "open")', "boolean"],
    ["Loan.average(loan => loan.limit)", "float or null"],
    ["Loan.sum(loan => loan.discount, loan => loan.paid)", "decimal"],
    ["min(row.fee, 10)", "decimal"],
    ['concat(row.title, "#", string(row.count))', "string"],
    ["isEmpty([])", "boolean"],
    ['row.status != "open" && row.status == "late"', "boolean"],
    ["now() - row.lentAt", "duration"],
    ["today() - row.dueOn", "duration"],
    ['row.dueOn + (today() - row.dueOn) + min(days(1), duration("P2D"))', "date"],
    ['now() - row.lentAt > hours(row.count) && duration("P1D") == days(1)', "boolean"],
    ["max(now() - row.lentAt, hours(1)) - minutes(5) + seconds(1)", "duration"],
    ["row.lines.sum(line => (line.soldAt ?? row.lentAt) - row.lentAt) < days(row.count)", "boolean"],
    ["row.lines.average(line => line.price)", "decimal or null"],
    ["row.lines.average(line => line.quantity)", "float or null"],
    ["first(row.lines)?.price", "decimal or null"],
    ['last(["a", "b"])', "string or null"],
    ["take(skip(reverse(row.tags), 1), row.count)", "list of string"],
    ["distinct(row.lines.map(line => line.price))", "list of decimal"],
    ["flatten(lines.map(line => [line.id]))", "list of string"],
    [
      'join(split(replace(row.title, "a", "b"), " "), "-") + padStart(substring(row.title, 1, 3), 5, " ")',
      "string",
    ],
    ["float(row.fee) * row.ratio", "float"],
    ["yearOf(row.dueOn) + monthOf(now()) + hourOf(row.lentAt)", "integer"],
    ["pet.kind", '"cat" | "dog"'],
    ["pet.name", "string"],
    ['pet.kind == "cat" ? pet.lives : 0', "integer"],
    ['pet.kind != "cat" ? (pet.tricks ?? []).count() : pet.lives', "integer"],
    ['found != null || pet.kind == "dog" || pet.lives > 1', "boolean"],
    ['maybe?.kind == "cat" && maybe.lives > 1', "boolean"],
    ['maybe == null || maybe.kind != "dog" && maybe.lives > 1', "boolean"],
    ['pet.kind == "cat" && row.tags.some(tag => tag == pet.name)', "boolean"],
    ['[pet].some(one => one.kind == "cat" && one.lives > 1)', "boolean"],
  ])("%s is of type %s", (text, type) => {
    const checked = check(text);
    expect(checked.diagnostics).toEqual([]);
    expect(checked.type && printType(checked.type)).toBe(type);
  });

  test.each<[string, Type]>([
    ['"open"', statusType],
    ['row.paid ? "open" : "late"', statusType],
    ["1", decimalType],
    ["0.5", floatType],
    ["[]", listOf(stringType)],
    ["[1, 2.5]", listOf(decimalType)],
    ['{ kind: "cat", name: "Tom", lives: 9 }', petType],
    ['row.paid ? { kind: "cat", name: "Tom", lives: 9 } : { kind: "dog", name: "Rex" }', petType],
    [
      '[{ kind: "cat", name: "Tom", lives: 9 }, { kind: "dog", name: "Rex", tricks: ["sit"] }]',
      listOf(petType),
    ],
    [
      '{ id: row.id, status: "open" }',
      {
        type: "object",
        properties: {
          id: { type: stringType },
          status: { type: statusType },
          note: { type: stringType, optional: true },
        },
      },
    ],
  ])("%s serves where its type is wanted", (text, expected) => {
    expect(check(text, expected).diagnostics).toEqual([]);
  });
});

describe("refused, in its place", () => {
  test.each(refused)("%s", (text, code, message, place) => {
    const canonical = printExpression(tree(text));
    const { diagnostics } = check(text);
    expect(diagnostics).toHaveLength(1);
    const [diagnostic] = diagnostics;
    expect(diagnostic).toMatchObject({ code, message, severity: "error" });
    const span = diagnostic!.at && "span" in diagnostic!.at ? diagnostic!.at.span : undefined;
    expect(span && canonical.slice(span.start, span.end)).toBe(place);
    if (canonical.indexOf(place) === canonical.lastIndexOf(place))
      expect(span?.start).toBe(canonical.indexOf(place));
  });

  test.each([
    "row.count == 1 && row.count == 2",
    "row.checked == true && row.checked == false",
    "row.checked != true && row.checked == true",
    "1 == 2",
    'concat("a", "b") == "a"',
    'concat(string(-1), "a" + "b") == ""',
    'row.status == concat("op", "")',
  ])("%s can never be", (text) => {
    expect(check(text).diagnostics).toMatchObject([{ code: "expression/never-equal" }]);
  });

  test("all errors at once", () => {
    const { diagnostics } = check("row.a == 1 && row.b.c && lower(2) == nothing");
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([
      "Loan has no member a.",
      "Loan has no member b.",
      "Expected string, found integer.",
      "Nothing is called nothing here.",
    ]);
  });

  test("objects by what is wanted", () => {
    const { diagnostics } = check("{ titel: row.title }", {
      type: "object",
      properties: { title: { type: stringType }, note: { type: stringType, optional: true } },
    });
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([
      "The object wanted here has no member titel. Did you mean title?",
      "The property title is missing.",
    ]);
  });

  test("a test for null that says nothing is a warning", () => {
    expect(check("row.title != null").diagnostics).toMatchObject([
      { code: "expression/never-null", severity: "warning", message: "row.title is never null here." },
    ]);
  });
});

test("narrowing lasts for later statements", () => {
  const later = narrow(environment, tree("found != null && found.note != null"), true);
  expect(check("length(found.note)", undefined, later).diagnostics).toEqual([]);
  const otherwise = narrow(environment, tree("found == null"), false);
  expect(check("found.title", undefined, otherwise).diagnostics).toEqual([]);
  expect(check("found.note == found.title", booleanType, otherwise).diagnostics).toEqual([]);
});

test("a text that is no expression is a diagnostic with its span", () => {
  const read = readExpression("row.", (span) => at("program", ["procedures", "a"], span));
  expect(read).toMatchObject({
    diagnostics: [
      {
        code: "expression/syntax",
        message: "Expected a name, found the end.",
        at: { document: "program", pointer: "/procedures/a", span: { start: 4, end: 4 } },
      },
    ],
  });
});

test("a field is renamed where it belongs to the model", () => {
  const expression = tree("row.title == row.member.name && Loan.exists(x => x.title == input.title)");
  const { types } = checkExpression(expression, environment, { at: (span) => at("program", [], span) });
  expect(printExpression(renameMember(expression, types, "Loan", "title", "name"))).toBe(
    "row.name == row.member.name && Loan.exists(x => x.name == input.title)",
  );
});

test("integers become decimals only where they stand alone", () => {
  expect(isAssignable({ type: "integer" }, decimalType)).toBe(true);
  expect(isAssignable(listOf({ type: "integer" }), listOf(decimalType))).toBe(false);
});
