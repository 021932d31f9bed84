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
import { environment, statusType } from "./library.ts";

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
  test.each([
    ["row.titel", "expression/unknown-member", "Loan has no member titel. Did you mean title?", "row.titel"],
    ["rwo.title", "expression/unknown-name", "Nothing is called rwo here. Did you mean row?", "rwo"],
    [
      "lowr(row.title)",
      "expression/unknown-function",
      "There is no function lowr. Did you mean lower?",
      "lowr(row.title)",
    ],
    [
      "Loann.exists()",
      "expression/unknown-model",
      "There is no model Loann. Did you mean Loan?",
      "Loann.exists()",
    ],
    ["length(row.note)", "expression/possibly-null", "row.note may be null here.", "row.note"],
    ["found.title", "expression/possibly-null", "found may be null here.", "found"],
    [
      "row.note != null || length(row.note) > 1",
      "expression/possibly-null",
      "row.note may be null here.",
      "row.note",
    ],
    ['found?.title + "x"', "expression/possibly-null", "found?.title may be null here.", "found?.title"],
    ["1 + row.title", "expression/wrong-operands", "+ does not take integer and string.", "1 + row.title"],
    [
      "row.fee * row.ratio",
      "expression/wrong-operands",
      "* does not take decimal and float. decimal(…) makes a decimal of a float.",
      "row.fee * row.ratio",
    ],
    [
      "now() - row.lentAt",
      "expression/wrong-operands",
      "- does not take datetime and datetime. Use daysBetween or hoursBetween.",
      "now() - row.lentAt",
    ],
    [
      "row.dueOn + hours(3)",
      "expression/wrong-operands",
      "+ does not take date and duration.",
      "row.dueOn + hours(3)",
    ],
    [
      "row.dueOn < now()",
      "expression/wrong-operands",
      "< does not take date and datetime. dateOf(…) makes a date of a datetime.",
      "row.dueOn < now()",
    ],
    [
      'row.status == "opne"',
      "expression/never-equal",
      'row.status (Status) can never be "opne" ("opne").',
      'row.status == "opne"',
    ],
    [
      'row.status == "open" && row.status == "late"',
      "expression/never-equal",
      'row.status ("open") can never be "late" ("late").',
      'row.status == "late"',
    ],
    [
      "row.member == row.member",
      "expression/never-equal",
      "row.member (Member) can never be row.member (Member). Compare their id.",
      "row.member == row.member",
    ],
    ['row.status in ["open", "gone"]', "expression/wrong-type", 'Expected Status, found "gone".', '"gone"'],
    [
      'row.paid ? 1 : "a"',
      "expression/no-common-type",
      'integer and "a" have no type in common.',
      'row.paid ? 1 : "a"',
    ],
    ["row.count.some(x => true)", "expression/not-a-list", "some asks a list, not integer.", "row.count"],
    [
      "row.lines.quantity",
      "expression/no-members",
      "A value of type list of Line has no member quantity. Use an operation: some(…), map(…), count(), or [0].",
      "row.lines.quantity",
    ],
    [
      'date("2026-02-30") == row.dueOn',
      "expression/invalid-literal",
      '"2026-02-30" is no date: write date("2026-01-31").',
      'date("2026-02-30")',
    ],
    [
      "round(row.fee)",
      "expression/wrong-arguments",
      "round takes 2 arguments (value, digits), not 1.",
      "round(row.fee)",
    ],
    [
      "days(-1)",
      "expression/wrong-argument",
      "The count is not negative: subtract the duration instead.",
      "-1",
    ],
    ["!row.count", "expression/wrong-type", "Expected boolean, found integer.", "row.count"],
    ["row.lines.sum(line => line.id)", "expression/wrong-operand", "sum does not take string.", "line.id"],
  ])("%s", (text, code, message, place) => {
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
