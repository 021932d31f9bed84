import { unwitnessed } from "../../src/blueprint/scenario.ts";
import { emptyIdOf } from "../../src/blueprint/scenario/reports.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import type { Call, Scenario, TestStatement } from "../../src/scenario/document.ts";
import { draftBackend } from "./drafts.ts";
import { written } from "./statement-kinds.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";

export const { requirements, database, api } = draftBackend("todo");
database.models["Member"]!.fields["badge"] = { id: "badge", type: "bytes", nullable: true };

export const actor: TestStatement = { type: "actor", name: "member", kind: "member" };
export const created: Call = { operation: "createTodo", as: "member", body: written('sample("CreateTodo")') };
export const create: TestStatement = { type: "call", call: created, name: "todo" };

export function story(...statements: TestStatement[]): Scenario {
  return { type: "story", id: "s", group: "todos", title: "A story", proves: ["R1"], statements };
}

const table = { id: "t", group: "todos", title: "A table", proves: [], setup: [actor] };

/** What is wrong, where it is, and what begins the finding: its code, place and message. */
export const mistakes: [string, Scenario, string][] = [
  [
    "an unknown operation",
    story(actor, { type: "call", call: { ...created, operation: "createTodos" } }),
    "scenario/unknown-operation /scenarios/one/statements/1/call/operation There is no operation createTodos. Did you mean createTodo?",
  ],
  [
    "a column that a profile does not have",
    story({ type: "actor", name: "member", kind: "member", profile: { nam: written('"Ada"') } }, create),
    "scenario/unknown-column /scenarios/one/statements/0/profile/nam",
  ],
  [
    "bytes of a profile",
    story({ type: "actor", name: "member", kind: "member", profile: { badge: written('"x"') } }, create),
    "scenario/bytes-column /scenarios/one/statements/0/profile/badge",
  ],
  [
    "an unknown kind",
    story({ type: "actor", name: "x", kind: "membr" }, create),
    "scenario/unknown-kind /scenarios/one/statements/0/kind",
  ],
  ["a caller that nobody made", story(create), "scenario/unknown-caller /scenarios/one/statements/0/call/as"],
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
    "expression/unknown-member /scenarios/one/statements/1/call/body",
  ],
  [
    "a value that does not fit",
    story(actor, {
      type: "call",
      call: { ...created, body: written('sample("CreateTodo", { title: 1 })') },
    }),
    "expression/wrong-type /scenarios/one/statements/1/call/body",
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
  ["a test without a call", story(actor), "scenario/nothing-asserted /scenarios/one/statements"],
  [
    "a test that asserts under a condition alone",
    story(actor, {
      type: "if",
      condition: written('member.email == "x"'),
      then: [{ type: "call", call: created }],
    }),
    "scenario/nothing-asserted /scenarios/one/statements",
  ],
  [
    "an expectation that nothing can disappoint",
    story(actor, create, { type: "expect", condition: written("1 + 1 == 2") }),
    "scenario/constant-expectation /scenarios/one/statements/2/condition",
  ],
  [
    "a body with more than its schema has",
    story(actor, create, {
      type: "call",
      call: {
        operation: "updateTodo",
        as: "member",
        path: { todoId: written("todo.id") },
        body: written("todo"),
      },
    }),
    "scenario/stray-property /scenarios/one/statements/2/call/body",
  ],
  [
    "a body where none is taken",
    story(actor, { type: "call", call: { operation: "me", as: "member", body: written("{}") } }),
    "scenario/unexpected-body /scenarios/one/statements/1/call/body",
  ],
  [
    "an unknown parameter",
    story(actor, {
      type: "call",
      call: { operation: "listTodos", as: "member", query: { seize: written("1") } },
    }),
    "scenario/unknown-parameter /scenarios/one/statements/1/call/query/seize",
  ],
  [
    "the answer of an operation that answers nothing",
    story(actor, { type: "call", call: { operation: "signOut", as: "member" }, name: "answer1" }),
    "scenario/answers-nothing /scenarios/one/statements/1/name",
  ],
  [
    "a walk over what has no pages",
    story(actor, { type: "walk", call: { operation: "me", as: "member" }, name: "all" }),
    "scenario/not-a-page /scenarios/one/statements/1/call/operation",
  ],
  [
    "a race that more win than are let in",
    story(actor, {
      type: "race",
      calls: [created, { ...created, as: "guest" }],
      succeed: 2,
      refusal: { status: 401 },
    }),
    "scenario/more-than-all /scenarios/one/statements/1/succeed",
  ],
  [
    "an error that the operation does not list",
    story(actor, { type: "refuse", call: created, refusal: { status: 409, code: "todo-wrong-state" } }),
    "scenario/unlisted-error /scenarios/one/statements/1/refusal/code",
  ],
  [
    "a case that succeeds for somebody who is not let in",
    {
      ...table,
      type: "cases",
      call: { ...created, as: "guest" },
      cases: [{ title: "as it is", status: 201 }],
    },
    "scenario/access-denied /scenarios/one/cases/0/status",
  ],
  [
    "a row that succeeds for somebody who is not let in",
    { ...table, type: "matrix", call: created, rows: [{ as: "guest", status: 201 }] },
    "scenario/access-denied /scenarios/one/rows/0/as",
  ],
  [
    "a success of another status",
    { ...table, type: "cases", call: created, cases: [{ title: "as it is", status: 200 }] },
    "scenario/wrong-success /scenarios/one/cases/0/status",
  ],
  [
    "statements behind the end",
    story(actor, create, { type: "return" }, create),
    "scenario/unreachable /scenarios/one/statements/3",
  ],
  [
    "a table whose setup ends each test",
    {
      ...table,
      type: "cases",
      setup: [actor, { type: "return" }],
      call: created,
      cases: [{ title: "as it is", status: 201 }],
    },
    "scenario/unreachable /scenarios/one/call",
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

export const diagnosticSamples: DiagnosticSample[] = [
  ...mistakes.map(([, scenario, expected]): DiagnosticSample => ({
    code: expected.split(" ")[0]!,
    provoke: () => checkScenarios({ scenarios: { one: scenario } }, api, requirements, database),
    spoiled: () => ({
      language: "scenario",
      whole: { requirements, database, api, scenario: { scenarios: {} } },
      broken: { requirements, database, api, scenario: { scenarios: { one: scenario } } },
    }),
  })),
  {
    code: "scenario/no-witness",
    provoke: () => unwitnessed({ requirements, database, api, scenario: { scenarios: {} } }),
  },
  {
    code: "scenario/counts-nothing",
    provoke: () => {
      const id = emptyIdOf(api.operations["createTodo"]!.id);
      return unwitnessed({
        requirements,
        database,
        api,
        scenario: { scenarios: { one: { ...story(actor, create), id } } },
      });
    },
  },
];
