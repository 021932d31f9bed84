import { expect, test } from "vitest";
import { at, isError } from "../../src/diagnostic/diagnostic.ts";
import { checkExpression } from "../../src/expression/check.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { printExpression } from "../../src/expression/print.ts";
import { simplify } from "../../src/expression/simplify.ts";
import { environment } from "./library.ts";

const table: [expression: string, simple: string][] = [
  ["true ? row.count : 2", "row.count"],
  ["false ? row.fee : row.count", "decimal(row.count)"],
  ["true && row.paid", "row.paid"],
  ["row.count ?? 3", "row.count"],
  ["row.note ?? row.title", "row.note ?? row.title"],
  ["{ note: null }.note ?? row.title", "row.title"],
  ["row.tags.map(tag => { tag: tag, note: null })[0]?.note ?? row.title", "row.title"],
];

test.each(table)("%s is no more than %s", (expression, simple) => {
  const parsed = parseExpression(expression);
  if ("problems" in parsed) throw new Error(expression);
  const typing = checkExpression(parsed.expression, environment, { at: () => at("program", []) });
  expect(typing.diagnostics.filter(isError)).toEqual([]);
  expect(printExpression(simplify(parsed.expression, typing))).toBe(simple);
});
