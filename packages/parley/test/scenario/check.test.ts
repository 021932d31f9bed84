import { describe, expect, test } from "vitest";
import { parseExpression } from "../../src/expression/parse.ts";
import type { Expression } from "../../src/expression/document.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import type { Call, Scenario, TestStatement } from "../../src/scenario/document.ts";
import { draftBackend } from "./drafts.ts";

const { requirements, api } = draftBackend("todo");

function written(text: string): Expression {
  const parsed = parseExpression(text);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.expression;
}

const actor: TestStatement = { type: "actor", name: "member", kind: "member" };
const created: Call = { operation: "createTodo", as: "member", body: written('sample("CreateTodo")') };
const create: TestStatement = { type: "call", call: created, name: "todo" };

function story(...statements: TestStatement[]): Scenario {
  return { type: "story", id: "s", group: "todos", title: "A story", proves: ["R1"], statements };
}

function found(scenario: Scenario): string[] {
  return checkScenarios({ scenarios: { one: scenario } }, api, requirements).map(
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
  const mistakes: [string, Scenario, string][] = [
    [
      "an unknown operation",
      story(actor, { type: "call", call: { ...created, operation: "createTodos" } }),
      "scenario/unknown-operation /scenarios/one/statements/1/call/operation There is no operation createTodos. Did you mean createTodo?",
    ],
    [
      "an unknown kind",
      story({ type: "actor", name: "x", kind: "membr" }, create),
      "scenario/unknown-kind /scenarios/one/statements/0/kind",
    ],
    [
      "a caller that nobody made",
      story(create),
      "scenario/unknown-caller /scenarios/one/statements/0/call/as",
    ],
    [
      "an unknown variable",
      story(actor, { type: "expect", condition: written("todo.id == member.id") }, create),
      "expression/unknown-name /scenarios/one/statements/1/condition",
    ],
    [
      "an unknown property",
      story(actor, create, { type: "expect", condition: written('todo.titel == "x"') }),
      "expression/unknown-member /scenarios/one/statements/2/condition",
    ],
    [
      "an unknown schema",
      story(actor, { type: "call", call: { ...created, body: written('sample("CreatTodo")') } }),
      "expression/wrong-argument /scenarios/one/statements/1/call/body",
    ],
    [
      "an unknown property of a sample",
      story(actor, {
        type: "call",
        call: { ...created, body: written('sample("CreateTodo", { titel: "x" })') },
      }),
      "expression/wrong-argument",
    ],
    [
      "a value that does not fit",
      story(actor, {
        type: "call",
        call: { ...created, body: written('sample("CreateTodo", { title: 1 })') },
      }),
      "expression/wrong-argument",
    ],
    [
      "a missing path parameter",
      story(actor, create, { type: "call", call: { operation: "getTodo", as: "member" } }),
      "scenario/missing-parameter /scenarios/one/statements/2/call/path",
    ],
    [
      "a missing body",
      story(actor, { type: "call", call: { operation: "createTodo", as: "member" } }),
      "scenario/missing-body",
    ],
    [
      "a call that is not allowed",
      story(actor, { type: "call", call: { ...created, as: "guest" } }),
      "scenario/access-denied /scenarios/one/statements/1/call/as",
    ],
    [
      "a status of another error",
      story(actor, { type: "refuse", call: created, refusal: { status: 404, code: "todo-wrong-state" } }),
      "scenario/wrong-status /scenarios/one/statements/1/refusal/status",
    ],
    [
      "an unknown error",
      story(actor, { type: "refuse", call: created, refusal: { status: 409, code: "todo-wrong-stat" } }),
      "scenario/unknown-error",
    ],
    [
      "a duration that is none",
      story(actor, create, { type: "advance", duration: "3 days" }),
      "scenario/invalid-duration /scenarios/one/statements/2/duration",
    ],
    ["a test without a call", story(actor), "scenario/nothing-asserted /scenarios/one"],
    [
      "statements behind the end",
      story(actor, create, { type: "return" }, create),
      "scenario/unreachable /scenarios/one/statements/3",
    ],
    [
      "an unknown requirement",
      { ...story(actor, create), proves: ["R99"] },
      "scenario/unknown-requirement /scenarios/one/proves/0",
    ],
    [
      "a requirement that is not touched",
      { ...story(actor, { type: "call", call: { operation: "me", as: "member" } }), proves: ["R1"] },
      "scenario/untouched-requirement /scenarios/one/proves/0",
    ],
    [
      "a name that is taken",
      story({ ...actor, name: "expect" }, create),
      "scenario/taken-name /scenarios/one/statements/0/name",
    ],
    [
      "a row for nobody",
      {
        type: "matrix",
        id: "m",
        group: "todos",
        title: "x",
        proves: [],
        setup: [actor],
        call: created,
        rows: [{ as: "other", status: 404 }],
      },
      "scenario/unnamed-row /scenarios/one/rows/0/as",
    ],
  ];
  test.each(mistakes)("%s", (_, scenario, expected) => {
    expect(found(scenario)).toContainEqual(expect.stringContaining(expected));
  });
});

test("a request that is meant to be refused as invalid may be of any shape", () => {
  const call = { ...created, body: written('sample("CreateTodo", { title: absent(), extra: 1 })') };
  expect(found(story(actor, { type: "refuse", call, refusal: { status: 400 } }))).toEqual([]);
});
