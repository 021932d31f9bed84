import { expect, test } from "vitest";
import { checkDocument } from "../../src/backend/check.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { draftApi } from "../../src/blueprint/api.ts";
import { draftDatabase } from "../../src/blueprint/database.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import { draftScenarios } from "../../src/blueprint/scenario.ts";
import { documentNames, isError } from "../../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { printExpression } from "../../src/expression/print.ts";
import type { Statement } from "../../src/program/document.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";

/** Nobody has an account. */
const open = "## Note\n- text: text\n- status: states open | done\n- finish: open -> done";

const task =
  "## Task (owned by member)\n- title: string 1..80\n- status: states open | done\n- finish: open -> done";

function drafted(...parts: string[]): Backend {
  const { requirements } = parseOutline(["# Tasks\n## Actors\n- member: signs up", ...parts].join("\n"));
  expect(renderForModels(checkRequirements(requirements!).filter(isError))).toBe("");
  return draftedFrom(requirements!);
}

function draftedFrom(requirements: Requirements): Backend {
  const database = draftDatabase(requirements);
  const api = draftApi(requirements, database);
  const program = draftProgram(requirements, database, api);
  return { requirements, database, api, program, scenario: draftScenarios(requirements, database, api) };
}

/** What once did not check, by what was the matter. */
const cases: Record<string, string[]> = {
  "a relation is called like its own concept": [
    `${task}\n- task -> Task, optional, seen as parts`,
    "## Rules\n- member may create, read, update own Task",
  ],
  "a limit counts per what may be missing": [
    `${task}\n- board -> Board, optional`,
    "## Board\n- name: string",
    '## Rules\n- member may create Task, Board\n- at most 3 Task per board, else full "Full."',
  ],
  "parts of a condition are decided": [
    task,
    '## Rules\n- member may create Task\n- member may read Task where `row.title == (true ? "a" : row.id)`',
  ],
  "a permission of guests speaks of the actor": [
    task,
    '## Rules\n- member may create Task\n- anybody, member may read Task where `row.title == (actor?.id ?? "public")`',
  ],
  "only guests may do what speaks of the actor": [
    "## Note\n- text: text\n- by: string, optional, set by the server",
    "## Rules\n- anybody may create, read Note\n- on create Note, by = `actor?.id`",
  ],
  "a condition holds by itself for new rows": [
    task,
    "## Rules\n- member may create Task\n- create Task only if `row.memberId == actor.id`",
  ],
  "nobody can meet a condition": [
    task,
    '## Rules\n- member may create Task\n- create Task only if `row.memberId != actor.id`, else never "Never."',
  ],
  "computed values speak of each other": [
    `${task}\n- size: integer, set by the server\n- twice: integer, set by the server`,
    "## Rules\n- member may create Task\n- on create Task, twice = `2 * row.size`\n- on create Task, size = `length(row.title)`\n- create Task only if `row.size > 3`",
  ],
  "a new row is somebody's by what the server sets": [
    `${task}\n- helper -> member, optional, set by the server, seen as helped`,
    "## Rules\n- member may create, read own Task",
  ],
  "a transition may leave out what is always there": [
    `${task}\n  - title: string, optional`,
    "## Rules\n- member may create, finish own Task",
  ],
  "found rows are called like the row that they follow": [
    task,
    "## Rules\n- member may create, finish Task\n- on finish Task: update Task as task where `task.memberId == row.memberId` set title = `row.title`",
  ],
  "an address is part of the profile": [
    "- helper: signs up\n  - email: email, optional",
    task,
    "## Rules\n- member may create Task",
  ],
};

test.each(Object.entries(cases))("drafts check where %s", (_, parts) => {
  expect(findingsOf(drafted(...parts))).toBe("");
});

function findingsOf(backend: Backend): string {
  const findings = documentNames.slice(1).flatMap((name) => checkDocument(name, backend).filter(isError));
  return renderForModels(findings);
}

function procedure(name: string, ...parts: string[]): Statement[] {
  return drafted(...parts).program.procedures[name]!.statements;
}

test("drafts check where nobody has an account", () => {
  const { requirements } = parseOutline(
    ["# Notes", open, "## Rules\n- anybody may create, read, update, finish, delete Note"].join("\n"),
  );
  expect(renderForModels(checkRequirements(requirements!))).toBe("");
  expect(findingsOf(draftedFrom(requirements!))).toBe("");
});

test("what points to nothing is limited by nothing", () => {
  const statements = procedure("createTask", ...cases["a limit counts per what may be missing"]!);
  const limit = statements.findLast((statement) => statement.type === "if");
  expect(limit?.type === "if" && printExpression(limit.condition)).toBe("body.boardId != null");
  expect(limit?.type === "if" && limit.then.map(({ type }) => type)).toEqual(["find", "require"]);
});

test("a condition that always holds is not asked, and nothing follows one that never does", () => {
  const always = procedure("createTask", ...cases["a condition holds by itself for new rows"]!);
  expect(always.map(({ type }) => type)).toEqual(["create", "return"]);
  const never = procedure("createTask", ...cases["nobody can meet a condition"]!);
  expect(never).toEqual([{ type: "require", condition: { type: "boolean", value: false }, error: "never" }]);
});
