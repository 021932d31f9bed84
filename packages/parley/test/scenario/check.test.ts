import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/diagnostic/define.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import type { Scenario } from "../../src/scenario/document.ts";
import {
  actor,
  api,
  create,
  created,
  database,
  mistakes,
  requirements,
  story,
} from "./diagnostics-samples.ts";
import { written } from "./statement-kinds.ts";

function found(scenario: Scenario): string[] {
  return checkScenarios({ scenarios: { one: scenario } }, api, requirements, database).map(
    ({ code, at: place, message }) => `${code} ${"pointer" in place ? place.pointer : ""} ${message}`,
  );
}

test("a story that fits has no finding", () => {
  expect(
    found(
      story(actor, create, {
        type: "expect",
        condition: written('todo.status == "open" && near(moment(todo.createdAt), now())'),
      }),
    ),
  ).toEqual([]);
});

describe("each mistake is found where it stands", () => {
  test.each(mistakes)("%s", (_, scenario, expected) => {
    expect(found(scenario)).toContainEqual(expect.stringContaining(expected));
  });

  test("every rule has a sample", () => {
    const codes = [...catalogue.keys()].filter((code) => code.startsWith("scenario/"));
    const provoked = new Set(mistakes.map(([, , expected]) => expected.split(" ")[0]!));
    const drafted = ["scenario/no-witness", "scenario/counts-nothing"];
    expect(codes.filter((code) => !provoked.has(code) && !drafted.includes(code))).toEqual([]);
  });
});

test("a request that is meant to be refused as invalid may be of any shape", () => {
  const call = { ...created, body: written('sample("CreateTodo", { title: absent(), extra: 1 })') };
  expect(found(story(actor, { type: "refuse", call, refusal: { status: 400 } }))).toEqual([]);
});
