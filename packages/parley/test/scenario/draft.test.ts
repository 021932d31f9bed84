import { expect, test } from "vitest";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import { testedOperations } from "../../src/scenario/calls.ts";
import { draftBackend, outlines } from "./drafts.ts";

test.each(outlines)("what is drafted for %s checks, and calls every operation", (outline) => {
  const { requirements, database, api, scenario } = draftBackend(outline);
  expect(renderForModels(checkScenarios(scenario, api, requirements, database))).toBe("");
  expect(Object.keys(api.operations).filter((name) => !testedOperations(scenario).has(name))).toEqual([]);
});
