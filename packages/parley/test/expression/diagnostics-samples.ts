import { at, type Diagnostic, type Span } from "../../src/diagnostic/diagnostic.ts";
import { checkExpression } from "../../src/expression/check.ts";
import type { Expression } from "../../src/expression/document.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { readExpression } from "../../src/expression/diagnostics.ts";
import { printSql } from "../../src/expression/sql.ts";
import { stringType, type Type } from "../../src/expression/types.ts";
import { snakeCase } from "../../src/text/names.ts";
import { sqlIdentifier } from "../../src/text/text.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";
import { environment } from "./library.ts";

/** A text, the code of what is wrong with it, the message, and the part of the text where it is. */
export const refused: [text: string, code: string, message: string, place: string][] = [
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
    "now() + row.lentAt",
    "expression/wrong-operands",
    "+ does not take datetime and datetime.",
    "now() + row.lentAt",
  ],
  [
    "row.dueOn + (now() - row.lentAt)",
    "expression/wrong-operands",
    "+ does not take date and duration.",
    "row.dueOn + (now() - row.lentAt)",
  ],
  [
    'now() - row.lentAt > "P1D"',
    "expression/wrong-operands",
    '> does not take duration and "P1D".',
    'now() - row.lentAt > "P1D"',
  ],
  [
    "pet.lives",
    "expression/member-of-some",
    'Only some of { kind: "cat", name: string, lives: integer } | { kind: "dog", name: string, tricks?: list of string } have the member lives.',
    "pet.lives",
  ],
  [
    'pet.kind == "dog" && pet.lives > 1',
    "expression/unknown-member",
    '{ kind: "dog", name: string, tricks?: list of string } has no member lives.',
    "pet.lives",
  ],
  [
    'pet.kind == "cat" && pet.kind == "dog"',
    "expression/never-equal",
    'pet.kind ("cat") can never be "dog" ("dog").',
    'pet.kind == "dog"',
  ],
  [
    'pet.kind == "cat" && row.lines.some(line => line.quantity == pet.lives)',
    "expression/member-of-some",
    'Only some of { kind: "cat", name: string, lives: integer } | { kind: "dog", name: string, tricks?: list of string } have the member lives.',
    "pet.lives",
  ],
  [
    "substring(row.title)",
    "expression/wrong-arguments",
    "substring takes 3 arguments (value, from, to?), not 1.",
    "substring(row.title)",
  ],
  [
    "distinct(row.lines)",
    "expression/wrong-argument",
    "The elements of list of Line are not compared.",
    "row.lines",
  ],
  [
    "flatten(row.tags)",
    "expression/wrong-argument",
    "flatten takes a list of lists, not list of string.",
    "row.tags",
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
  ["[].some(x => true)", "expression/empty-list", "some asks a list that nothing is ever in.", "[]"],
  ["1 in []", "expression/empty-list", "in asks a list that nothing is ever in.", "[]"],
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
];

export const diagnosticSamples: DiagnosticSample[] = [
  ...refused.map(([text, code]): DiagnosticSample => ({ code, provoke: () => findingsIn(text) })),
  { code: "expression/never-null", provoke: () => findingsIn("row.title != null") },
  { code: "expression/always-null", provoke: () => findingsIn('null ?? "a"') },
  {
    code: "expression/missing-property",
    provoke: () =>
      findingsIn("{ note: row.note }", { type: "object", properties: { title: { type: stringType } } }),
  },
  {
    code: "expression/not-in-sql",
    provoke: () => {
      const expression = parsed("row.lentAt < now()");
      const locate = (span?: Span) => at("database", ["x"], span);
      const typing = checkExpression(expression, environment, { at: locate });
      const column = (name: string) => sqlIdentifier(snakeCase(name));
      const printed = printSql(expression, { typing, at: locate, column });
      return "diagnostics" in printed ? printed.diagnostics : [];
    },
  },
  {
    code: "expression/syntax",
    provoke: () => {
      const read = readExpression("row.", (span) => at("program", ["x"], span));
      return "diagnostics" in read ? read.diagnostics : [];
    },
  },
];

function parsed(text: string): Expression {
  const read = parseExpression(text);
  if ("problems" in read) throw new Error(`${text} is no expression.`);
  return read.expression;
}

function findingsIn(text: string, expected?: Type): Diagnostic[] {
  const options = { at: (span?: Span) => at("database", ["x"], span), ...(expected ? { expected } : {}) };
  return checkExpression(parsed(text), environment, options).diagnostics;
}
