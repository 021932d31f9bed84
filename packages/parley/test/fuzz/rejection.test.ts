import { expect, test } from "vitest";
import { fuzzRejection } from "../../fuzz/rejection/part.ts";
import { smallRuns, told } from "./small.ts";

const run = smallRuns();

test("what is broken is refused by a rule", async () => {
  const { findings, counts } = await fuzzRejection(run(15, 1));
  expect(told(findings)).toEqual([]);
  expect(counts["broken"]).toBeGreaterThanOrEqual(15);
});
