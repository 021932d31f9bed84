import { expect, test } from "vitest";
import type { Api } from "../../src/api/document.ts";
import { draftScenarios, witnesses } from "../../src/blueprint/scenario.ts";
import { testedOperations } from "../../src/scenario/calls.ts";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import type { TestStatement } from "../../src/scenario/document.ts";
import { draftBackend, outlines } from "../scenario/drafts.ts";

test.each(outlines)("a call that succeeds is found for every operation of %s", (outline) => {
  const { requirements, database, api } = draftBackend(outline);
  expect(witnesses(requirements, database, api).filter(({ found }) => !found)).toEqual([]);
});

test("every rule of a document is proved by a story", () => {
  const { requirements, scenario } = draftBackend("club");
  const told = new Set(
    Object.values(scenario.scenarios).flatMap(({ type, proves }) => (type === "story" ? proves : [])),
  );
  expect(Object.keys(requirements.requirements).filter((id) => !told.has(id))).toEqual([]);
});

/** Changes that a hand may make to an API, each leaving a document that drafts must live with. */
const edits: Record<string, (api: Api) => void> = {
  "an operation of no block": (api) => {
    api.operations["shout"] = {
      ...api.operations["createBoat"]!,
      id: "hand/shout",
      method: "shout",
      path: "/shout",
    };
  },
  "an operation renamed": (api) => {
    const { createBoat, ...others } = api.operations;
    api.operations = { ...others, addBoat: createBoat! };
  },
  "an operation removed": (api) => {
    delete api.operations["createBoat"];
  },
  "another path": (api) => {
    api.operations["getBoat"]!.path = "/harbours/{harbourId}/boats/{boatId}";
    api.operations["getBoat"]!.parameters["harbourId"] = { type: "string", format: "uuid" };
  },
  "a body that asks for more": (api) => {
    api.schemas["CreateBoat"]!.properties["harbourId"] = { schema: { type: "string", format: "uuid" } };
  },
  "a query that is needed": (api) => {
    const report = Object.values(api.operations).find(({ answer }) => answer.shape === "list")!;
    report.query = { year: { schema: { type: "integer", minimum: 2000 } } };
  },
  "an answer of nothing": (api) => {
    api.operations["createBoat"]!.answer = { status: 204, shape: "none" };
  },
};

test.each(Object.entries(edits))("the draft lives with %s", (_, edit) => {
  const { requirements, database, api: drafted } = draftBackend("club");
  // Parts that operations share are their own in a document that was read.
  const api = JSON.parse(JSON.stringify(drafted)) as Api;
  edit(api);
  const scenario = draftScenarios(requirements, database, api);
  expect(checkScenarios(scenario, api, requirements, database).filter(isError)).toEqual([]);
  expect(testedOperations(scenario).size).toBeGreaterThan(10);
});

test("a rule over the clock waits, one over values chooses them", () => {
  const { scenario } = draftBackend("club");
  const statements = Object.values(scenario.scenarios).flatMap((one): TestStatement[] =>
    one.type === "story" ? one.statements : [],
  );
  expect(statements).toContainEqual({ type: "advance", duration: "P40DT12H" });
  expect(statements).toContainEqual(
    expect.objectContaining({ type: "refuse", refusal: { status: 409, code: "boat-taken" } }),
  );
  expect(statements).toContainEqual(
    expect.objectContaining({ type: "refuse", refusal: { status: 409, code: "too-early" } }),
  );
});
