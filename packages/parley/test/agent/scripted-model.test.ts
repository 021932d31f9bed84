import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run, type RunResult } from "../../src/agent/run.ts";
import { draftIn } from "../../src/agent/simulated-answer.ts";
import { bootProject } from "../../src/host/boot.ts";
import { createDatabase, dropDatabase } from "../../src/host/databases.ts";
import { startServer } from "../../src/host/postgres.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import {
  startSimulatedModel,
  type SimulatedModel,
  type SimulatedRequest,
} from "../../src/model/simulated/server.ts";
import type { Said } from "../../src/reading/said.ts";

type Json = Record<string, unknown>;

const outline = readFileSync(join(import.meta.dirname, "../requirements/outlines/todo.md"), "utf8");

/** A model that adds one field, one rule, one operation with what it does, and one test; it answers all else with nothing. */
function answer({ function: { name }, messages }: SimulatedRequest): unknown {
  const draft = draftIn(messages.map(({ content }) => content)) as Record<string, Record<string, Json>>;
  switch (name) {
    case "design_nouns": {
      const todo = draft["concepts"]?.["Todo"];
      if (!todo) return {};
      const priority = { type: "enum", values: ["low", "high"], default: "low", filter: true };
      const attributes = { ...(todo["attributes"] as Json), priority };
      return { concepts: { put: { Todo: { ...todo, attributes } } } };
    }
    case "design_rules": {
      const formal = {
        type: "condition",
        concept: "Todo",
        actions: ["create"],
        condition: 'input.title != "nothing"',
        error: { code: "todo-means-nothing", title: "A todo has to mean something." },
      };
      const statement = "If the title is “nothing”, the backend shall refuse the todo.";
      return {
        requirements: { put: { R90: { kind: "rule", statement, evidence: [], status: "built", formal } } },
      };
    }
    case "design_operations":
      if (!draft["operations"]?.["listTodos"]) return {};
      return {
        schemas: {
          put: {
            TodoSummary: {
              properties: { open: { schema: { type: "integer" } }, done: { schema: { type: "integer" } } },
            },
          },
        },
        operations: {
          put: {
            summarizeTodos: {
              group: "todos",
              method: "summarize",
              verb: "GET",
              path: "/todo-summary",
              summary: "Count open and done todos",
              parameters: {},
              answer: { status: 200, schema: "TodoSummary", shape: "one" },
              access: ["member"],
              errors: [],
              requirements: ["R1"],
            },
          },
        },
      };
    case "design_procedures": {
      const count = (status: string) =>
        `Todo.count(todo => todo.memberId == actor.id && todo.status == "${status}")`;
      if (!draft["procedures"]?.["listTodos"]) return {};
      const statements = [{ type: "return", value: `{ open: ${count("open")}, done: ${count("done")} }` }];
      return { procedures: { put: { summarizeTodos: { statements } } } };
    }
    case "design_scenarios":
      return {
        scenarios: {
          put: {
            summaryCounts: {
              type: "story",
              group: "todos",
              title: "the summary counts open and done todos",
              proves: ["R1"],
              statements: [
                { type: "actor", name: "member", kind: "member" },
                {
                  type: "call",
                  name: "todo",
                  call: {
                    operation: "createTodo",
                    as: "member",
                    body: 'sample("CreateTodo", { title: "a" })',
                  },
                },
                {
                  type: "call",
                  call: {
                    operation: "createTodo",
                    as: "member",
                    body: 'sample("CreateTodo", { title: "b" })',
                  },
                },
                {
                  type: "call",
                  call: { operation: "completeTodo", as: "member", path: { todoId: "todo.id" } },
                },
                { type: "call", name: "summary", call: { operation: "summarizeTodos", as: "member" } },
                { type: "expect", condition: "summary.open == 1 && summary.done == 1" },
              ],
            },
          },
        },
      };
    default:
      return {};
  }
}

describe("a scripted model that adds a field, a rule, an operation and a test to todo", () => {
  const directory = join(mkdtempSync(join(tmpdir(), "parley-scripted-")), "todo");
  let simulated: SimulatedModel;

  const go = async (said: Said[]): Promise<RunResult> => {
    const { model } = resolveModel("local/scripted", { baseUrl: simulated.baseUrl, env: {} });
    return run({ directory, said, model: model! });
  };

  beforeAll(async () => {
    simulated = await startSimulatedModel({ answer, damage: 0, seed: 1 });
  });
  afterAll(() => simulated.close());

  test("all four are in the running backend", async () => {
    const result = await go([{ type: "outline", text: outline }]);
    expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(result.verified).toBe(true);
    expect(result.report?.edits.withdrawn).toBe(0);
    await probe(directory);
  });

  test("and still after a later message about something else", async () => {
    const calls = simulated.requests();
    const result = await go([
      { type: "text", text: "By the way, members also keep notes: a note has a title and a text." },
    ]);
    expect(result.verified).toBe(true);
    expect(simulated.requests()).toBeGreaterThan(calls);
    await probe(directory);
  });

  test("a further run asks nothing and changes no file", async () => {
    const calls = simulated.requests();
    const before = readFileSync(join(directory, "src/todos/todos.service.ts"), "utf8");
    const result = await go([]);
    expect(result.verified).toBe(true);
    expect(simulated.requests()).toBe(calls);
    expect(readFileSync(join(directory, "src/todos/todos.service.ts"), "utf8")).toBe(before);
  });
});

/** Talks to the backend as it was verified, over HTTP. */
async function probe(directory: string): Promise<void> {
  const server = await startServer();
  if (!server.ok) throw new Error(server.diagnostics[0]!.message);
  const name = `parley_probe_${process.pid}_${Date.now()}`;
  const database = await createDatabase(server.value.url, name);
  const backend = await bootProject({
    directory: join(directory, ".parley/cache/verify"),
    environment: { DATABASE_URL: database },
  });
  if (!backend.ok) throw new Error(backend.diagnostics[0]!.message);
  try {
    const send = async (
      verb: string,
      path: string,
      body?: unknown,
      token?: string,
    ): Promise<{ status: number; body: Json }> => {
      const response = await fetch(backend.value.url + path, {
        method: verb,
        headers: {
          "content-type": "application/json",
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Json };
    };
    const joined = await send("POST", "/auth/join", { email: "ada@example.org", password: "correct horse" });
    const token = joined.body["accessToken"] as string;
    const created = await send("POST", "/todos", { title: "a", priority: "high" }, token);
    expect(created).toMatchObject({ status: 201, body: { title: "a", priority: "high" } });
    const refused = await send("POST", "/todos", { title: "nothing" }, token);
    expect(refused).toMatchObject({ status: 409, body: { code: "todo-means-nothing" } });
    const summary = await send("GET", "/todo-summary", undefined, token);
    expect(summary).toEqual({ status: 200, body: { open: 1, done: 0 } });
    const tests = readFileSync(join(directory, "test/todos.test.ts"), "utf8");
    expect(tests).toContain("the summary counts open and done todos");
  } finally {
    await backend.value.stop();
    await dropDatabase(server.value.url, name);
    await server.value.stop();
  }
}
