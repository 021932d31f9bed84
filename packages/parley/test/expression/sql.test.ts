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
  [
    "row.note == null || length(trim(row.note)) > 0",
    "note is null or char_length(btrim(note, E'\\t\\n\\u000B\\f\\r \\u00A0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF')) > 0",
  ],
  ['row.status in ["open", "late"]', "status in ('open', 'late')"],
  ['row.state == "open"', "state is not distinct from 'open'"],
  ["row.returnedAt != row.renewedAt", "returned_at is distinct from renewed_at"],
  ['row.title != "it\'s"', "title <> 'it''s'"],
  ['row.dueOn > date("2026-01-01") + duration("P1D")', "due_on > (date '2026-01-01' + interval 'P1D')::date"],
  ["row.count / 2 < row.fee", "count::numeric / 2 < fee"],
  ["-(row.count - 1) * 2 < 0", "-(count::numeric - 1) * 2 < 0"],
  ['row.title + row.status == "a"', "title || status::text = 'a'"],
  ["(row.limit ?? 0) < 5", 'coalesce("limit", 0) < 5'],
  ["row.title == row.status", "title = status::text"],
  ["row.title in [row.note, row.title]", "coalesce(title in (note, title), false)"],
  ["row.title in row.tags", "title = any(tags)"],
  ["row.tags.some(tag => tag == row.title)", "title = any(tags)"],
  ["row.tags.count() > 1 && !isEmpty(row.tags)", "cardinality(tags) > 1 and not (cardinality(tags) = 0)"],
  ["row.tags[0] == row.title", "(tags)[(0::numeric + 1)::int] is not distinct from title"],
  [
    'row.returnedAt == null || row.returnedAt - row.lentAt <= duration("P3W")',
    "returned_at is null or returned_at - lent_at <= interval 'P3W'",
  ],
  ["row.dueOn - row.dueOn < days(3)", "(due_on - due_on) * interval '1 day' < make_interval(days => 3::int)"],
  [
    "row.lentAt + hours(row.count) > startOfDay(row.dueOn)",
    "(((lent_at at time zone 'UTC') + make_interval(hours => count::int)) at time zone 'UTC') > (due_on::date::timestamp at time zone 'UTC')",
  ],
  [
    "daysBetween(row.dueOn, row.lentAt) < 3",
    "trunc(extract(epoch from (lent_at at time zone 'UTC')::timestamp - due_on::timestamp) / 86400) < 3",
  ],
  ["weekdayOf(row.dueOn) < 6", "extract(isodow from due_on) < 6"],
  [
    'startsWith(row.title, "a") || endsWith(row.title, "z") || contains(lower(row.title), "x")',
    "starts_with(title, 'a') or right(title, char_length('z')) = 'z' or strpos(lower(title), 'x') > 0",
  ],
  ["round(row.fee, 1) == min(row.fee, 2)", "round(fee, 1) = least(fee, 2)"],
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
