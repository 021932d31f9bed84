import { expect, test } from "vitest";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import type { Scenario, TestStatement } from "../../src/scenario/document.ts";
import { seededRandom } from "../../src/schema/random.ts";
import { draftBackend } from "../scenario/drafts.ts";
import { randomScenarios } from "./scenario.ts";

const draws = 60;

test("random tests check in most draws, and have statements of every kind", () => {
  const seen = new Set<string>();
  const refused: string[] = [];
  for (const outline of ["todo", "club"]) {
    const { requirements, database, api } = draftBackend(outline);
    for (let seed = 0; seed < draws; seed++) {
      const scenarios = randomScenarios(seededRandom(seed), database, api, 8);
      for (const scenario of Object.values(scenarios.scenarios))
        kindsOf(scenario).forEach((kind) => seen.add(kind));
      const [first] = checkScenarios(scenarios, api, requirements, database).filter(
        ({ severity }) => severity === "error",
      );
      if (first)
        refused.push(`${outline} ${seed}: ${first.code} ${JSON.stringify(first.at)} ${first.message}`);
    }
  }
  expect([...seen].toSorted()).toEqual(
    "actor advance call cases expect forEach if inbox let matrix race refuse return story throw walk".split(
      " ",
    ),
  );
  expect(refused.length, refused.join("\n")).toBeLessThanOrEqual(0.1 * 2 * draws);
});

function kindsOf(scenario: Scenario): string[] {
  const statements = scenario.type === "story" ? scenario.statements : scenario.setup;
  return [scenario.type, ...statements.flatMap(kindsIn)];
}

function kindsIn(statement: TestStatement): string[] {
  switch (statement.type) {
    case "if":
      return ["if", ...[...statement.then, ...(statement.else ?? [])].flatMap(kindsIn)];
    case "forEach":
      return ["forEach", ...statement.body.flatMap(kindsIn)];
    default:
      return [statement.type];
  }
}
