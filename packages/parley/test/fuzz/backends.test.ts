import { expect, test } from "vitest";
import { fuzzBackends } from "../../fuzz/backends.ts";
import { smallRuns, told } from "./small.ts";

const run = smallRuns();

test("a random backend starts, and the tests derived for it pass", async () => {
  const { findings, counts } = await fuzzBackends(run(1, 1), 1);
  expect(told(findings)).toEqual([]);
  expect(counts["drafted tests passed"]).toBeGreaterThan(0);
  expect(counts["drafted operations with a witness"]).toBe(counts["drafted operations"]);
});
