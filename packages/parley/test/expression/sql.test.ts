import { expect, test } from "vitest";
import { at, type Span } from "../../src/diagnostic/diagnostic.ts";
import { checkExpression } from "../../src/expression/check.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { printSql } from "../../src/expression/sql.ts";
import { sqlIdentifier } from "../../src/text/text.ts";
import { snakeCase } from "../../src/text/names.ts";
import { flatten } from "../../src/text/tree.ts";
import { environment } from "./library.ts";

const relations = new Set(["member", "lines", "previous"]);

function locate(span?: Span) {
  return at("database", ["models", "Loan"], span);
}

function print(text: string) {
  const parsed = parseExpression(text);
  if ("problems" in parsed) throw new Error(`${text}: ${JSON.stringify(parsed.problems)}`);
  const typing = checkExpression(parsed.expression, environment, { at: locate });
  expect(typing.diagnostics).toEqual([]);
  return printSql(parsed.expression, {
    typing,
    at: locate,
    column: (member) => (relations.has(member) ? undefined : sqlIdentifier(snakeCase(member))),
  });
}

test.each([
  ["row.count >= 0 && row.count <= 10", "count >= 0 and count <= 10"],
  ["(row.paid || row.count > 1) && !(row.fee == 0.50)", "(paid or count > 1) and not (fee = 0.50)"],
  ["row.note == null || length(trim(row.note)) > 0", "note is null or char_length(btrim(note)) > 0"],
  ['row.status in ["open", "late"]', "status in ('open', 'late')"],
  ['row.state == "open"', "state is not distinct from 'open'"],
  ["row.returnedAt != row.renewedAt", "returned_at is distinct from renewed_at"],
  ['row.title != "it\'s"', "title <> 'it''s'"],
  ['row.dueOn > date("2026-01-01") + duration("P1D")', "due_on > (date '2026-01-01' + interval 'P1D')::date"],
  ["row.count / 2 < row.fee", "count::numeric / 2 < fee"],
  ["-(row.count - 1) * 2 < 0", "-(count - 1) * 2 < 0"],
  ['row.title + row.status == "a"', "title || status = 'a'"],
  ["(row.limit ?? 0) < 5", 'coalesce("limit", 0) < 5'],
  ["row.paid ? row.count == 1 : false", "case when paid then count = 1 else false end"],
])("%s is %s in SQL", (text, sql) => {
  const printed = print(text);
  expect("text" in printed && flatten(printed.text)).toBe(sql);
});

test("what a constraint cannot hold is refused in its place", () => {
  const printed = print('row.member.name == "x" && row.lentAt < now()');
  expect("diagnostics" in printed && printed.diagnostics).toMatchObject([
    {
      code: "expression/not-in-sql",
      message: "row.member.name cannot be part of a constraint or an index of the database.",
      at: { span: { start: 0, end: 15 } },
    },
    {
      message: "now() cannot be part of a constraint or an index of the database.",
      at: { span: { start: 39, end: 44 } },
    },
  ]);
});
