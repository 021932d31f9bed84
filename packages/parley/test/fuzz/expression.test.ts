import { expect, test } from "vitest";
import { fuzzExpressions } from "../../fuzz/expression/part.ts";
import { firstDead, wordsOf } from "../../fuzz/expression/grammar.ts";
import { smallRuns, told } from "./small.ts";

const run = smallRuns();

test("expressions: text, types, TypeScript and SQL say the same", { timeout: 60_000 }, async () => {
  const { findings, counts } = await fuzzExpressions(run(400, 1));
  expect(told(findings)).toEqual([]);
  expect(counts).toMatchObject({ trees: 400, damaged: 40, typed: 400 });
  expect(counts["conditions in SQL"]).toBeGreaterThan(350);
});

test.each([
  ["a + b", undefined],
  ["a +", 2],
  ["a < b < c", 3],
  ["list.map()", 3],
  ["list.reduce(x => x)", 2],
  ["Loan.sum(a => a.x, a => a.y)", undefined],
  ["loan.exists()", 2],
  ["date(3)", 2],
  ["x => x", 1],
])("%s: the first dead word", (text, dead) => {
  expect(firstDead(wordsOf(text))).toBe(dead);
});
