import type { Api, Operation } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { modelNameOf } from "../database/fields.ts";
import {
  all,
  any,
  binary,
  call,
  conditional,
  equals,
  falseValue,
  list,
  name,
  nullValue,
  path,
  text,
} from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { map, substitute } from "../expression/visit.ts";
import type { Procedure, Program, Statement } from "../program/document.ts";
import type { Effect, Requirements } from "../requirements/document.ts";
import { camelCase } from "../text/names.ts";
import { draftAccountProgram } from "./account-program.ts";
import {
  clientFields,
  clientRelations,
  operationById,
  ownerSource,
  parentOf,
  stateError,
  tablesOf,
  unknownError,
  type DraftContext,
  type Table,
} from "./tables.ts";
import { nounOf, permissionsFor, reachOf, statedOf, targetOf, type Noun } from "./concepts.ts";
import { columnNameOf } from "./database.ts";
import { rowVariable } from "./variables.ts";
import { idParameter } from "./wire.ts";

/** A procedure for every operation that a block brought; operations of another origin have none. Total. */
export function draftProgram(requirements: Requirements, database: Database, api: Api): Program {
  const context: DraftContext = { requirements, database, api };
  const program: Program = { procedures: {} };
  draftAccountProgram(program, context);
  for (const table of tablesOf(requirements, database)) draftTable(program, context, table);
  draftReports(program, context);
  return program;
}

function draftTable(program: Program, context: DraftContext, table: Table): void {
  const add = (role: string, statements: (operation: Operation) => Statement[]): void => {
    const found = operationById(context.api, role);
    if (found) program.procedures[found.name] = { id: role, statements: statements(found.operation) };
  };
  const { noun } = table;
  if (!noun.actor) add(`${noun.id}/create`, (operation) => creation(context, table, operation));
  add(`${noun.id}/list`, (operation) => listing(context, table, operation));
  add(`${noun.id}/get`, (operation) => [
    findRow(table, operation, "read"),
    { type: "return", value: name(rowVariable(table.name)) },
  ]);
  add(`${noun.id}/update`, (operation) => updating(context, table, operation));
  add(`${noun.id}/delete`, (operation) => deletion(context, table, operation));
  for (const [action, transition] of Object.entries(noun.lifecycle?.transitions ?? {})) {
    add(transition.id, (operation) => transitioning(context, table, operation, action));
  }
}

/** Loads the row that the path names. Fewer rows are written than read, so `write` may answer 403. */
function findRow(table: Table, operation: Operation, scope: "read" | "write", lock = false): Statement {
  const parameter = Object.keys(operation.parameters).includes(idParameter(table.name))
    ? idParameter(table.name)
    : Object.keys(operation.parameters).at(-1)!;
  const variable = rowVariable(table.name);
  return {
    type: "find",
    name: variable,
    mode: "one",
    model: table.name,
    parameter: "row",
    where: equals(path("row", "id"), path("path", parameter)),
    scope,
    error: "not-found",
    ...(lock ? { lock: true } : {}),
  };
}

function listing(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const parent = parentOf(context.requirements, context.database, table.noun);
  const rows = camelCase(table.model.group);
  const page: Statement = { type: "page", name: rows, model: table.name, parameter: "row", scope: "read" };
  const answer: Statement = { type: "return", value: name(rows) };
  if (!parent || !table.noun.parent) return [page, answer];
  const parentRow = rowVariable(parent.name);
  const where = equals(path("row", `${table.noun.parent.as}Id`), path(parentRow, "id"));
  return [findRow(parent, operation, "read"), { ...page, where }, answer];
}

// Creation.

function creation(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const { requirements, database } = context;
  const { noun } = table;
  const statements: Statement[] = [];
  const data: Record<string, Expression> = {};
  /** Rows already at hand, by relation: `row.copy` means the variable `copy`. */
  const loaded: Record<string, Expression> = {};

  const parent = parentOf(requirements, database, noun);
  if (parent && noun.parent) {
    statements.push(findRow(parent, operation, "read"));
    loaded[noun.parent.as] = name(rowVariable(parent.name));
    data[`${noun.parent.as}Id`] = path(rowVariable(parent.name), "id");
  }
  if (noun.owner && Object.hasOwn(table.model.relations, noun.owner.as)) {
    data[`${noun.owner.as}Id`] = ownerValue(requirements, noun, operation);
    if (ownerSource(requirements, noun) === "either") statements.push(...requireOwner(noun));
  }
  for (const relation of clientRelations(requirements, table, "create")) {
    const found = findTarget(context, table, operation, relation);
    statements.push(...found.statements);
    if (found.row) loaded[relation] = found.row;
    data[`${relation}Id`] ??= path("body", `${relation}Id`);
  }
  for (const [field, { default: fallback, nullable }] of clientFields(table.model)) {
    const sent = path("body", field);
    data[field] = !nullable && fallback ? binary("??", sent, defaultValue(fallback)) : sent;
  }

  const resolve = (expression: Expression): Expression => resolveNew(expression, data, loaded);
  for (const { formal } of statedOf(requirements, "computed")) {
    if (formal.concept === noun.name && formal.action === "create") {
      data[columnNameOf(noun, formal.attribute)] = resolve(formal.value);
    }
  }

  statements.push(...reachGuards(context, noun, operation, "create", resolve));
  statements.push(...conditionGuards(requirements, noun, "create", resolve));
  statements.push(...limitGuards(context, table, data));
  const variable = rowVariable(table.name);
  statements.push({ type: "create", name: variable, model: table.name, data });
  statements.push(...effects(context, noun, "create", variable));
  return [...statements, { type: "return", value: name(variable) }];
}

function ownerValue(requirements: Requirements, noun: Noun, operation: Operation): Expression {
  const sent = path("body", `${noun.owner!.as}Id`);
  const self = path("actor", "id");
  const source = ownerSource(requirements, noun);
  if (source === "actor") return self;
  if (source === "either") return conditional(isKind(noun.owner!.actor, operation), self, sent);
  return sent;
}

/** Who creates for somebody else has to say for whom. */
function requireOwner(noun: Noun): Statement[] {
  const { as, actor } = noun.owner!;
  const condition = any([
    equals(path("actor", "kind"), text(actor)),
    binary("!=", path("body", `${as}Id`), nullValue),
  ]);
  return [
    { type: "require", condition, error: unknownError(actor.charAt(0).toUpperCase() + actor.slice(1)) },
  ];
}

/** Makes sure that a relation in the body points to a row that the actor may see. */
function findTarget(
  context: DraftContext,
  table: Table,
  operation: Operation,
  relation: string,
): { statements: Statement[]; row?: Expression } {
  const { target, required } = table.model.relations[relation]!;
  const model = context.database.models[target];
  if (!model) return { statements: [] };
  const readers = Object.keys(model.scope?.read ?? {});
  const kinds = operation.access.map((kind) => (kind === "public" ? "guest" : kind));
  const scope = kinds.every((kind) => readers.includes(kind)) ? "read" : "none";
  const key = path("body", `${relation}Id`);
  const find: Statement = {
    type: "find",
    name: camelCase(relation),
    mode: "one",
    model: target,
    parameter: "row",
    where: equals(path("row", "id"), key),
    scope,
    error: unknownError(target),
  };
  const isOwner =
    relation === table.noun.owner?.as && ownerSource(context.requirements, table.noun) === "either";
  if (required && !isOwner) return { statements: [find], row: name(camelCase(relation)) };
  return { statements: [{ type: "if", condition: binary("!=", key, nullValue), then: [find] }] };
}

function defaultValue(
  fallback: NonNullable<ReturnType<typeof clientFields>[number][1]["default"]>,
): Expression {
  switch (fallback.type) {
    case "literal":
      if (typeof fallback.value === "boolean") return { type: "boolean", value: fallback.value };
      if (typeof fallback.value === "string") return text(fallback.value);
      return numberValue(fallback.value);
    case "emptyList":
      return list([]);
    case "uuid":
      return call("uuid");
    case "sequence":
      return { type: "integer", value: 0 };
    default:
      return fallback satisfies never;
  }
}

function numberValue(value: number): Expression {
  if (value < 0) return { type: "unary", operator: "-", operand: numberValue(-value) };
  return Number.isSafeInteger(value) ? { type: "integer", value } : { type: "decimal", value: String(value) };
}

/** `row.x` of a row that is about to be made: its value, or the loaded row of a relation; `input` is the body. */
function resolveNew(
  expression: Expression,
  data: Record<string, Expression>,
  loaded: Record<string, Expression>,
): Expression {
  const resolved = map(expression, (node) => {
    if (node.type !== "member" || node.object.type !== "name" || node.object.name !== "row") return node;
    if (Object.hasOwn(data, node.property)) return data[node.property]!;
    return Object.hasOwn(loaded, node.property) ? loaded[node.property]! : node;
  });
  return substitute(resolved, "input", name("body"));
}

// Guards.

function isKind(kind: string, operation: Operation): Expression {
  const actor = name("actor");
  const optional = operation.access.includes("public");
  return equals(
    { type: "member", object: actor, property: "kind", ...(optional ? { optional: true } : {}) },
    text(kind),
  );
}

/** Where a permission of this very action gives less than the model's scope does, the rest is refused. */
function reachGuards(
  context: DraftContext,
  noun: Noun,
  operation: Operation,
  action: string,
  resolve: (expression: Expression) => Expression,
): Statement[] {
  const { requirements } = context;
  const permissions = permissionsFor(requirements, noun, action);
  const kinds = operation.access.map((kind) => (kind === "public" ? "guest" : kind));
  const statements: Statement[] = [];
  for (const kind of kinds) {
    const reach = reachOf(requirements, noun, permissions, kind);
    if (!reach) continue;
    const scoped = action === "create" ? undefined : scopeOf(context, noun, kind);
    if (scoped && JSON.stringify(scoped) === JSON.stringify(reach)) continue;
    const condition = simplify(resolve(reach));
    if (condition.type === "boolean" && condition.value) continue;
    const other: Expression = kinds.length === 1 ? falseValue : negate(isKind(kind, operation));
    statements.push({ type: "require", condition: any([other, condition]), error: "forbidden" });
  }
  return statements;
}

function scopeOf(context: DraftContext, noun: Noun, kind: string): Expression | undefined {
  const model = modelNameOf(context.database, noun.id);
  return model === undefined ? undefined : context.database.models[model]!.scope?.write[kind];
}

function negate(condition: Expression): Expression {
  return condition.type === "binary" && condition.operator === "=="
    ? { ...condition, operator: "!=" }
    : condition;
}

/** `a == a` is true; parts of a conjunction or disjunction that are decided fall away. */
function simplify(expression: Expression): Expression {
  return map(expression, (node) => {
    if (node.type !== "binary") return node;
    if (node.operator === "&&") return all([node.left, node.right]);
    if (node.operator === "||") return any([node.left, node.right]);
    const same = node.operator === "==" && JSON.stringify(node.left) === JSON.stringify(node.right);
    return same ? { type: "boolean", value: true } : node;
  });
}

function conditionGuards(
  requirements: Requirements,
  noun: Noun,
  action: string,
  resolve: (expression: Expression) => Expression,
): Statement[] {
  return statedOf(requirements, "condition")
    .filter(({ formal }) => formal.concept === noun.name && formal.actions.includes(action))
    .map(({ formal }) => ({
      type: "require",
      condition: resolve(formal.condition),
      error: formal.error.code,
    }));
}

/** Counts under a lock on the row that the limit is per, so that two at once cannot both be the last. */
function limitGuards(context: DraftContext, table: Table, data: Record<string, Expression>): Statement[] {
  const statements: Statement[] = [];
  for (const { formal } of statedOf(context.requirements, "limit")) {
    if (formal.concept !== table.noun.name) continue;
    const key = data[`${formal.per}Id`];
    const target = table.model.relations[formal.per]?.target;
    if (!key || target === undefined) continue;
    const where = all([equals(path("row", `${formal.per}Id`), key), ...(formal.where ? [formal.where] : [])]);
    const count: Expression = {
      type: "query",
      operation: "count",
      model: table.name,
      parameter: "row",
      where,
    };
    statements.push(
      {
        type: "find",
        name: camelCase(`limiting_${target}`),
        mode: "one",
        model: target,
        parameter: "row",
        where: equals(path("row", "id"), key),
        scope: "none",
        error: "not-found",
        lock: true,
      },
      {
        type: "require",
        condition: binary("<", count, { type: "integer", value: formal.most }),
        error: formal.error.code,
      },
    );
  }
  return statements;
}

// Changes of a row.

function onRow(table: Table): (expression: Expression) => Expression {
  const variable = name(rowVariable(table.name));
  return (expression) => substitute(substitute(expression, "row", variable), "input", name("body"));
}

function updating(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const { noun } = table;
  const variable = rowVariable(table.name);
  const resolve = onRow(table);
  const targets = clientRelations(context.requirements, table, "update").flatMap((relation): Statement[] => {
    const { statements } = findTarget(context, table, operation, relation);
    return statements.map((statement) =>
      statement.type === "if"
        ? statement
        : {
            type: "if",
            condition: binary("!=", path("body", `${relation}Id`), nullValue),
            then: [statement],
          },
    );
  });
  const computed = computedData(context.requirements, noun, "update", resolve);
  return [
    findRow(table, operation, "write", targets.length > 0 || hasGuards(context.requirements, noun, "update")),
    ...targets,
    ...reachGuards(context, noun, operation, "update", resolve),
    ...conditionGuards(context.requirements, noun, "update", resolve),
    { type: "merge", row: variable },
    ...(Object.keys(computed).length > 0 ? [{ type: "update" as const, row: variable, data: computed }] : []),
    ...effects(context, noun, "update", variable),
    { type: "return", value: name(variable) },
  ];
}

function hasGuards(requirements: Requirements, noun: Noun, action: string): boolean {
  return statedOf(requirements, "condition").some(
    ({ formal }) => formal.concept === noun.name && formal.actions.includes(action),
  );
}

function deletion(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const { noun } = table;
  const variable = rowVariable(table.name);
  const resolve = onRow(table);
  return [
    findRow(table, operation, "write", hasGuards(context.requirements, noun, "delete")),
    ...reachGuards(context, noun, operation, "delete", resolve),
    ...conditionGuards(context.requirements, noun, "delete", resolve),
    ...effects(context, noun, "delete", variable),
    { type: "delete", row: variable },
    { type: "return" },
  ];
}

function transitioning(
  context: DraftContext,
  table: Table,
  operation: Operation,
  action: string,
): Statement[] {
  const { noun } = table;
  const { attribute, transitions } = noun.lifecycle!;
  const transition = transitions[action]!;
  const variable = rowVariable(table.name);
  const resolve = onRow(table);
  const sets = Object.entries(transition.sets ?? {}).map(([field, value]): [string, Expression] => [
    columnNameOf(noun, field),
    resolve(value),
  ]);
  const inputs = Object.keys(transition.input ?? {})
    .filter((field) => Object.hasOwn(table.model.fields, field) && !sets.some(([name]) => name === field))
    .map((field): [string, Expression] => [field, path("body", field)]);
  const moves = transition.from.length > 1 || transition.from[0] !== transition.to;
  const data: Record<string, Expression> = {
    ...(moves ? { [attribute]: text(transition.to) } : {}),
    ...Object.fromEntries(inputs),
    ...Object.fromEntries(sets),
    ...computedData(context.requirements, noun, action, resolve),
  };
  const state = path(variable, attribute);
  const allowed =
    transition.from.length === 1
      ? equals(state, text(transition.from[0]!))
      : binary("in", state, list(transition.from.map(text)));
  return [
    findRow(table, operation, "write", true),
    ...reachGuards(context, noun, operation, action, resolve),
    { type: "require", condition: allowed, error: stateError(noun) },
    ...conditionGuards(context.requirements, noun, action, resolve),
    ...(Object.keys(data).length > 0 ? [{ type: "update" as const, row: variable, data }] : []),
    ...effects(context, noun, action, variable),
    { type: "return", value: name(variable) },
  ];
}

function computedData(
  requirements: Requirements,
  noun: Noun,
  action: string,
  resolve: (expression: Expression) => Expression,
): Record<string, Expression> {
  const data: Record<string, Expression> = {};
  for (const { formal } of statedOf(requirements, "computed")) {
    if (formal.concept === noun.name && formal.action === action) {
      data[columnNameOf(noun, formal.attribute)] = resolve(formal.value);
    }
  }
  return data;
}

// Effects.

function effects(context: DraftContext, noun: Noun, action: string, variable: string): Statement[] {
  const resolve = (expression: Expression): Expression =>
    substitute(substitute(expression, "row", name(variable)), "input", name("body"));
  return statedOf(context.requirements, "effect")
    .filter(({ formal }) => formal.concept === noun.name && formal.action === action)
    .flatMap(({ formal }): Statement[] => {
      const statements = effectStatements(context, formal.effect, resolve);
      if (statements.length === 0 || !formal.when) return statements;
      return [{ type: "if", condition: resolve(formal.when), then: statements }];
    });
}

function effectStatements(
  context: DraftContext,
  effect: Effect,
  resolve: (expression: Expression) => Expression,
): Statement[] {
  if (effect.type === "notify") {
    return [
      { type: "emit", to: resolve(effect.to), subject: resolve(effect.subject), body: resolve(effect.body) },
    ];
  }
  const noun = nounOf(context.requirements, effect.concept);
  const model = noun && modelNameOf(context.database, noun.id);
  if (!noun || model === undefined) return [];
  const data = Object.fromEntries(
    Object.entries(effect.data).map(([field, value]) => [columnNameOf(noun, field), resolve(value)]),
  );
  if (effect.type === "create") return [{ type: "create", model, data }];
  return [{ type: "updateMany", model, parameter: effect.parameter, where: resolve(effect.where), data }];
}

// Reports.

function draftReports(program: Program, context: DraftContext): void {
  for (const { formal, requirement } of statedOf(context.requirements, "report")) {
    const found = operationById(context.api, `${requirement.id}/report`);
    const noun = targetOf(context.requirements, formal.concept);
    const model = noun && modelNameOf(context.database, noun.id);
    if (!found || model === undefined) continue;
    const statements: Statement[] = [
      {
        type: "group",
        name: "rows",
        model,
        parameter: "row",
        ...(formal.where ? { where: formal.where } : {}),
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
