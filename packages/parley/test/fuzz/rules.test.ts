import { expect, test } from "vitest";
import { fuzzRules } from "../../fuzz/rejection/by-hand.ts";
import { sense } from "../../fuzz/rejection/sense.ts";
import { wholeCatalogue } from "../reference/diagnostics.ts";
import { smallRuns, told } from "./small.ts";

const run = smallRuns();

test("a rule is confirmed by a tool behind Parley, or says why none could know", async () => {
  const { findings, counts } = await fuzzRules(run(0, 1, "expression", "api"));
  expect(told(findings)).toEqual([]);
  expect(counts["refused by a tool"]).toBeGreaterThan(40);
});

test("rules of sense are rules", async () => {
  const catalogue = await wholeCatalogue();
  expect(Object.keys(sense).filter((code) => catalogue.get(code)?.severity !== "error")).toEqual([]);
});
