import { expect, test } from "vitest";
import { either } from "../../src/blueprint/alternatives.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { printExpression } from "../../src/expression/print.ts";

const read = (text: string) => {
  const parsed = parseExpression(text);
  if (!("expression" in parsed)) throw new Error(text);
  return parsed.expression;
};

test.each([
  [["row.a == actor.id", 'row.s == "shown"', 'row.s == "shown"'], 'row.a == actor.id || row.s == "shown"'],
  [['row.s == "shown"', 'row.s == "shown" && row.b'], 'row.s == "shown"'],
  [['row.s != "draft"', 'row.s == "open" && row.b'], 'row.s != "draft"'],
  [['row.s != "draft"', 'row.s == "draft" && row.b'], 'row.s != "draft" || row.b'],
  [['row.s == "open"', 'row.s != "open" && row.b'], 'row.s == "open" || row.b'],
  [
    ['row.s in ["open", "shown"]', 'row.s == "shown" && row.b', "row.c"],
    'row.s in ["open", "shown"] || row.c',
  ],
  [
    ['row.s == "draft" && row.b', 'row.s == "draft" && row.c'],
    'row.s == "draft" && row.b || row.s == "draft" && row.c',
  ],
  [['row.s == "open"', 'row.s != "open"'], "true"],
])("%j is said as %s", (conditions, said) => {
  expect(printExpression(either(conditions.map(read)))).toBe(said);
});
