import type { Api, Operation } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { modelNameOf } from "../database/fields.ts";
import { equals, name, path } from "../expression/build.ts";
import type { Procedure, Program, Statement } from "../program/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { plainRequirements, withoutActor } from "../requirements/plain.ts";
import { remembering } from "../schema/remember.ts";
import { draftAccountProgram } from "./account-program.ts";
import { isolationOf } from "./contention.ts";
import { deletion, transitioning, updating } from "./changes.ts";
import { statedOf, targetOf } from "./concepts.ts";
import { creation } from "./creation.ts";
import { genericProcedure } from "./generic.ts";
import { findRow } from "./rows.ts";
import {
  isOpenToAllAlone,
  operationById,
  parentOf,
  tablesOf,
  type DraftContext,
  type Table,
} from "./tables.ts";
import { procedureVariables, rowVariable } from "./variables.ts";

/** A procedure for every operation: what a block brought, else what its shape says, else that it is not there yet. Total. */
export function draftProgram(requirements: Requirements, database: Database, api: Api): Program {
  const context: DraftContext = {
    requirements: plainRequirements(requirements),
    database: remembering(database),
    api: remembering(api),
  };
  const program: Program = { procedures: {} };
  draftAccountProgram(program, context);
  for (const table of tablesOf(context.requirements, context.database)) draftTable(program, context, table);
  draftReports(program, context);
  for (const [name, operation] of Object.entries(api.operations)) {
    if (Object.hasOwn(program.procedures, name)) continue;
    const statements = genericProcedure(context, { name, operation });
    program.procedures[name] = { id: operation.id, statements };
  }
  return program;
}

function draftTable(program: Program, context: DraftContext, table: Table): void {
  const add = (role: string, statements: (operation: Operation) => Statement[], action?: string): void => {
    const found = operationById(context.api, role);
    if (!found) return;
    const isolation = action === undefined ? {} : isolationOf(context, table, action);
    program.procedures[found.name] = { id: role, ...isolation, statements: statements(found.operation) };
  };
  const { noun } = table;
  if (!noun.actor) add(`${noun.id}/create`, (operation) => creation(context, table, operation), "create");
  add(`${noun.id}/list`, (operation) => listing(context, table, operation));
  add(`${noun.id}/get`, (operation) => [
    findRow(table, operation, "read"),
    { type: "return", value: name(rowVariable(table.name)) },
  ]);
  add(`${noun.id}/update`, (operation) => updating(context, table, operation), "update");
  add(`${noun.id}/delete`, (operation) => deletion(context, table, operation), "delete");
  for (const [action, transition] of Object.entries(noun.lifecycle?.transitions ?? {})) {
    add(transition.id, (operation) => transitioning(context, table, operation, action), action);
  }
}

function listing(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const parent = parentOf(context.requirements, context.database, table.noun);
  const variables = procedureVariables(parent?.name ?? table.name);
  const rows = variables.claim(table.model.group);
  const page: Statement = { type: "page", name: rows, model: table.name, parameter: "row", scope: "read" };
  const answer: Statement = { type: "return", value: name(rows) };
  if (!parent || !table.noun.parent) return [page, answer];
  const where = equals(path("row", `${table.noun.parent.as}Id`), path(variables.row, "id"));
  return [findRow(parent, operation, "read"), { ...page, where }, answer];
}

function draftReports(program: Program, context: DraftContext): void {
  for (const { formal, requirement } of statedOf(context.requirements, "report")) {
    const found = operationById(context.api, `${requirement.id}/report`);
    const noun = targetOf(context.requirements, formal.concept);
    const model = noun && modelNameOf(context.database, noun.id);
    if (!found || model === undefined) continue;
    const { where } = formal;
    const asked = where && isOpenToAllAlone(found.operation) ? withoutActor(where) : where;
    const statements: Statement[] = [
      {
        type: "group",
        name: "rows",
        model,
        parameter: "row",
        ...(asked ? { where: asked } : {}),
        by: formal.by,
        measures: formal.measures,
        ...(formal.sort ? { sort: formal.sort } : {}),
        ...(formal.limit ? { limit: formal.limit } : {}),
      },
      { type: "return", value: name("rows") },
    ];
    const procedure: Procedure = { id: `${requirement.id}/report`, statements };
    program.procedures[found.name] = procedure;
  }
}
