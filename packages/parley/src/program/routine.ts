import type { Api, Operation } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { sidesOf } from "../database/fields.ts";
import type { Expression } from "../expression/document.ts";
import type { ModelType, Environment, Type } from "../expression/types.ts";
import { chainOf } from "../expression/visit.ts";
import type { Procedure, Program, Statement } from "./document.ts";
import { procedureEnvironment } from "./environment.ts";
import { programFunctions } from "./functions.ts";
import { blocksOf, mergedProperties } from "./rows.ts";
import { parametersType, typeOfValue } from "./values.ts";

/** Statements that run together: those of an operation, of a shared function or of a job. */
export interface Routine {
  type: "procedure" | "function" | "job";
  name: string;
  /** Where it stands in the document. */
  keys: string[];
  statements: Statement[];
  /** Of functions and jobs one that takes nothing, answers nothing and knows no caller. */
  operation: Operation;
  /** What the first statement may speak of. */
  environment: Environment;
  /** What a function gives. */
  result?: Type;
  /** How far a transaction of it is kept apart from others. */
  isolation: Procedure["isolation"] | undefined;
}

/** Every routine of a program; procedures of operations that do not exist are left out. */
export function routinesOf(
  program: Program,
  api: Api,
  database: Database,
  models: Record<string, ModelType>,
): Routine[] {
  const { enums } = database;
  const bare = { models, functions: programFunctions };
  const routines: Routine[] = [];
  for (const [name, { statements, isolation }] of Object.entries(program.procedures)) {
    const operation = Object.hasOwn(api.operations, name) ? api.operations[name] : undefined;
    if (!operation) continue;
    const environment = procedureEnvironment(operation, api, database, models);
    routines.push({
      type: "procedure",
      name,
      keys: ["procedures", name],
      statements,
      operation,
      environment,
      isolation,
    });
  }
  for (const [name, declared] of Object.entries(program.functions ?? {})) {
    const { statements, parameters, result, unscoped } = declared;
    const names = Object.entries(parametersType(parameters, enums).properties).map(
      ([parameter, { type }]): [string, Type] => [parameter, type],
    );
    routines.push({
      type: "function",
      name,
      keys: ["functions", name],
      statements,
      operation: noOperation(name, "functions", unscoped),
      environment: { ...bare, names: Object.fromEntries(names) },
      isolation: undefined,
      ...(result ? { result: typeOfValue(result, enums) } : {}),
    });
  }
  for (const [name, { statements, isolation }] of Object.entries(program.jobs ?? {})) {
    const operation = noOperation(name, "jobs", "The server acts by itself.");
    const environment = { ...bare, names: {} };
    const keys = ["jobs", name];
    routines.push({ type: "job", name, keys, statements, operation, environment, isolation });
  }
  return routines;
}

function noOperation(name: string, group: string, unscoped: string | undefined): Operation {
  return {
    id: name,
    group,
    method: name,
    verb: "POST",
    path: "/",
    summary: name,
    parameters: {},
    answer: { status: 204, shape: "none" },
    access: ["public"],
    errors: [],
    requirements: [],
    ...(unscoped === undefined ? {} : { unscoped }),
  };
}

/** The statements, those inside them, and those of the functions that they call; each function once. */
export function* reached(
  program: Program,
  statements: readonly Statement[],
  called = new Set<string>(),
): Generator<Statement> {
  for (const statement of statements) {
    yield statement;
    for (const block of blocksOf(statement)) yield* reached(program, block, called);
    if (statement.type !== "call" || called.has(statement.function)) continue;
    called.add(statement.function);
    const declared = program.functions?.[statement.function];
    if (declared) yield* reached(program, declared.statements, called);
  }
}

/** What statements change: `Model.column` for columns, `Model` where rows come or go. Calls are left out. */
export function writesOf(
  statements: readonly Statement[],
  operation: Operation,
  api: Api,
  database: Database,
): Set<string> {
  const written = new Set<string>();
  const models = new Map<string, string>();
  const write = (model: string | undefined, columns: readonly string[]): void => {
    if (model === undefined) return;
    for (const column of columns.length > 0 ? [...columns, "updatedAt"] : [])
      written.add(`${model}.${column}`);
  };
  const know = (name: string | undefined, model: string | undefined): void => {
    if (name !== undefined && model !== undefined) models.set(name, model);
  };
  const look = (statement: Statement): void => {
    switch (statement.type) {
      case "find":
        know(statement.name, statement.model);
        break;
      case "let":
        know(statement.name, modelAt(statement.value, models, database));
        break;
      case "forEach":
        know(statement.name, modelAt(statement.in, models, database));
        break;
      case "create":
      case "createMany":
      case "deleteMany":
      case "upsert":
        written.add(statement.model);
        if (statement.type === "create" || statement.type === "upsert") know(statement.name, statement.model);
        if (statement.type === "upsert") write(statement.model, Object.keys(statement.update));
        break;
      case "delete":
        if (models.has(statement.row)) written.add(models.get(statement.row)!);
        break;
      case "updateMany":
        write(statement.model, Object.keys(statement.data));
        break;
      default:
        if ("row" in statement) {
          const model = models.get(statement.row);
          if (model !== undefined) write(model, columnsWritten(statement, model, operation, api, database));
        }
    }
    blocksOf(statement).flat().forEach(look);
  };
  statements.forEach(look);
  return written;
}

/** Columns of its row that a statement writes, besides the time. */
export function columnsWritten(
  statement: Statement,
  model: string,
  operation: Operation,
  api: Api,
  database: Database,
): string[] {
  switch (statement.type) {
    case "update":
      return Object.keys(statement.data);
    case "transition":
      return [...Object.keys(statement.data ?? {}), statement.field];
    case "increment":
      return [statement.field];
    case "merge":
      return mergedProperties(operation, api, database, model, statement.except);
    default:
      return [];
  }
}

/** Model of the row, or of the rows of the list, that a chain of names leads to. */
function modelAt(
  expression: Expression,
  models: ReadonlyMap<string, string>,
  database: Database,
): string | undefined {
  const [root, ...rest] = chainOf(expression) ?? [];
  let model = root === undefined ? undefined : models.get(root);
  for (const name of rest) {
    model = model && sidesOf(database, model).find((side) => side.name === name)?.target;
  }
  return model;
}
