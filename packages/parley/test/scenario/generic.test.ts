import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { emptyRequirements } from "../../src/agent/imported.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import { draftScenarios, unwitnessed } from "../../src/blueprint/scenario.ts";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { verifyProject } from "../../src/host/verify.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import { draftBackend } from "./drafts.ts";
import { projectFiles } from "./proof.ts";

/** The database and API of an outline, as if somebody else had made them: nothing is known of what they are for. */
function withoutRequirements(outline: string): Backend {
  const { database, api: drafted } = draftBackend(outline);
  const requirements = emptyRequirements(outline);
  const operations = Object.entries(drafted.operations).map(([name, operation]) => [
    name,
    { ...operation, requirements: [] },
  ]);
  const api = { ...drafted, operations: Object.fromEntries(operations) as typeof drafted.operations };
  const program = draftProgram(requirements, database, api);
  return { requirements, database, api, program, scenario: draftScenarios(requirements, database, api) };
}

function titlesOf({ scenario }: Backend): string[] {
  return Object.values(scenario.scenarios).map(({ id }) => id);
}

test("what is drafted without requirements checks", () => {
  for (const outline of ["todo", "club", "library"]) {
    const { scenario, api, requirements, database } = withoutRequirements(outline);
    expect(checkScenarios(scenario, api, requirements, database).filter(isError)).toEqual([]);
  }
});

test("rows are made, read, listed, changed and deleted; what is not certain is told", () => {
  const backend = withoutRequirements("todo");
  const told = titlesOf(backend);
  for (const action of ["create", "list", "get", "update", "delete"]) {
    expect(told).toContain(`todo/${action}/story`);
  }
  expect(told).toContain("todo/create/cases");
  expect(told).toContain("todo/get/cases");
  const untested = unwitnessed(backend);
  expect(untested.map(({ code, severity }) => `${code} ${severity}`)).toContain(
    "scenario/no-witness warning",
  );
  const places = untested.map(({ at }) => ("pointer" in at ? at.pointer : ""));
  expect(places).toContain("/operations/completeTodo");
  expect(places).not.toContain("/operations/createTodo");
});

test("an operation that a test calls is witnessed, whoever wrote the test", () => {
  const backend = withoutRequirements("todo");
  const called = { operation: "completeTodo", as: "member", path: {} };
  const scenario = {
    scenarios: {
      byHand: {
        type: "story" as const,
        id: "hand",
        group: "todos",
        title: "x",
        proves: [],
        statements: [{ type: "call" as const, call: called }],
      },
    },
  };
  const places = unwitnessed({ ...backend, scenario }).map(({ at }) => ("pointer" in at ? at.pointer : ""));
  expect(places).not.toContain("/operations/completeTodo");
  expect(places).toContain("/operations/createTodo");
});

test("the drafts pass against the server that is drafted without requirements", async () => {
  const directory = await mkdtemp(join(tmpdir(), "parley-generic-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const { tests, diagnostics } = await verifyProject(
    directory,
    await projectFiles(withoutRequirements("library")),
  );
  expect(diagnostics.filter(isError)).toEqual([]);
  expect(tests?.failed).toBe(0);
  expect(tests?.passed).toBeGreaterThan(20);
}, 300_000);
