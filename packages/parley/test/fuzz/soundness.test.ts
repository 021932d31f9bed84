import { expect, test } from "vitest";
import { fuzzSoundness } from "../../fuzz/soundness/part.ts";
import { smallRuns, told } from "./small.ts";

const run = smallRuns();

test("random databases are valid to Prisma, PostgreSQL and the compiler", async () => {
  const { findings, counts } = await fuzzSoundness(run(10, 1, "database"));
  expect(told(findings)).toEqual([]);
  expect(counts["database accepted"]).toBeGreaterThan(8);
});

test("random APIs, programs and tests compile", async () => {
  const { findings, counts } = await fuzzSoundness(run(5, 1, "api", "program", "scenario"));
  expect(told(findings)).toEqual([]);
  expect(counts["projects typechecked"]).toBe(5);
});
