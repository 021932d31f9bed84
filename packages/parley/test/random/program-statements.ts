import type { Api, Operation } from "../../src/api/document.ts";
import { frameworkErrors } from "../../src/api/framework-errors.ts";
import type { Database } from "../../src/database/document.ts";
import { constraintsOf, isPrismaConstraint } from "../../src/database/constraints.ts";
import { columnType } from "../../src/database/environment.ts";
import { columnsOf, sidesOf } from "../../src/database/fields.ts";
import {
  binary,
  call,
  conditional,
  equals,
  integer,
  member,
  name,
  path,
  text,
} from "../../src/expression/build.ts";
import type { Expression } from "../../src/expression/document.ts";
import { dateParts } from "../../src/expression/group.ts";
import { bind, bindParameter, narrow } from "../../src/expression/narrow.ts";
import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  integerType,
  listOf,
  nullable,
  rowOf,
  stringType,
  type Environment,
  type ModelType,
  type Type,
} from "../../src/expression/types.ts";
import type { Program, Statement, StatementType } from "../../src/program/document.ts";
import { forgetMembers } from "../../src/program/environment.ts";
import type { Routine } from "../../src/program/routine.ts";
import { isCounted, mergedProperties, rowsWritten } from "../../src/program/rows.ts";
import { typeOfValue } from "../../src/program/values.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { between, chance, pick, sample } from "./draw.ts";
import { free, randomPath, randomValue, randomWhere, type Place } from "./program-values.ts";

/** What one procedure is drawn for. */
export interface Drawing {
  random: Random;
  api: Api;
  database: Database;
  models: Record<string, ModelType>;
  /** What is drawn so far: its functions and externs can be called. */
  program: Program;
  routine: Routine;
  operation: Operation;
  /** Kinds that are still to come, over all procedures: every kind has its turn. */
  deck: StatementType[];
  loop: boolean;
  /** Blocks of statements around the one at hand. */
  depth: number;
  /** Draws statements that stand below the one at hand. */
  block: (drawing: Drawing, environment: Environment, count: number) => { statements: Statement[] };
}

type StatementOf<Type extends StatementType> = Extract<Statement, { type: Type }>;
type Maker<Type extends StatementType> = (
  drawing: Drawing,
  environment: Environment,
) => StatementOf<Type> | undefined;

const variables: readonly Type[] = [
  booleanType,
  integerType,
  decimalType,
  stringType,
  dateType,
  datetimeType,
  nullable(stringType),
  listOf(integerType),
  { type: "object", properties: { a: { type: integerType }, b: { type: nullable(stringType) } } },
];

function placeOf({ random, loop }: Drawing, environment: Environment): Place {
  return { random, environment, queries: !loop };
}

function errorOf({ random, api, operation }: Drawing): string {
  return pick(random, [...operation.errors, ...Object.keys(api.errors), ...Object.keys(frameworkErrors)]);
}

function rowsOf(environment: Environment): { row: string; model: string }[] {
  return Object.entries(environment.names).flatMap(([row, type]) =>
    type.type === "row" ? [{ row, model: type.model }] : [],
  );
}

function modelOf({ random, database }: Drawing): string {
  return pick(random, Object.keys(database.models));
}

/** Values for columns of a model: those of a new row, or some of them. */
function dataOf(
  drawing: Drawing,
  environment: Environment,
  model: string,
  whole: boolean,
): Record<string, Expression> | undefined {
  const { random, database } = drawing;
  const data: [string, Expression][] = [];
  for (const { name: column, field, implicit } of columnsOf(database.models[model]!)) {
    if (implicit || field.type === "bytes") {
      if (!implicit && whole && !field.nullable && !field.default) return undefined;
      continue;
    }
    const needed = whole && !field.nullable && !field.default;
    if (!needed && !chance(random, 0.25)) continue;
    const value = randomValue(placeOf(drawing, environment), columnType(field, database.enums), 2);
    if (value) data.push([column, value]);
  }
  return whole || data.length > 0 ? Object.fromEntries(data) : undefined;
}

function whereOf(
  drawing: Drawing,
  environment: Environment,
  model: string,
  parameter: string,
): Expression | undefined {
  const inner = bind(environment, parameter, rowOf(model));
  const ownColumns = chance(drawing.random, 0.15) ? columnComparison(drawing, model, parameter) : undefined;
  if (ownColumns) return ownColumns;
  return randomWhere({ random: drawing.random, environment: inner, queries: false }, model, parameter);
}

/** Two columns of the row, of one type. */
function columnComparison(
  { random, database }: Drawing,
  model: string,
  parameter: string,
): Expression | undefined {
  const columns = columnsOf(database.models[model]!).filter(
    ({ field }) =>
      !field.nullable && !field.list && ["int", "bigint", "decimal", "date", "datetime"].includes(field.type),
  );
  if (columns.length === 0) return undefined;
  const one = pick(random, columns);
  const others = columns.filter(
    ({ name: other, field }) => other !== one.name && field.type === one.field.type,
  );
  if (others.length === 0) return undefined;
  const operator = pick(random, ["<", "<=", ">", ">=", "==", "!="] as const);
  return binary(operator, path(parameter, one.name), path(parameter, pick(random, others).name));
}

/** The row with a key that something at hand may hold. */
function keyCondition(drawing: Drawing, environment: Environment, parameter: string): Expression {
  const place = placeOf(drawing, environment);
  const key = randomPath(place, stringType) ?? text("00000000-0000-7000-8000-000000000000");
  return equals(member(name(parameter), "id"), key);
}

/** Conditions over nothing but the row's columns compare with values that do not speak of it. */
function rowCondition(
  drawing: Drawing,
  environment: Environment,
  model: string,
  parameter: string,
): Expression {
  return whereOf(drawing, environment, model, parameter) ?? keyCondition(drawing, environment, parameter);
}

function randomWindow(drawing: Drawing, environment: Environment): Partial<StatementOf<"find">> {
  const { random } = drawing;
  if (chance(random, 0.3)) return { limit: between(random, 1, 50) };
  const [offset, size] = [0, 1].map(() => randomValue(placeOf(drawing, environment), integerType, 1));
  return offset && size && chance(random, 0.3) ? { window: { offset, size } } : {};
}

function inner(drawing: Drawing, more: Partial<Drawing> = {}): Drawing {
  return { ...drawing, depth: drawing.depth + 1, ...more };
}

/** One maker for every kind: nothing where the documents at hand leave no room for it. */
export const makers: { [Type in StatementType]: Maker<Type> } = {
  let: (drawing, environment) => {
    const value = randomValue(placeOf(drawing, environment), pick(drawing.random, variables));
    return value && { type: "let", name: free(environment, "value"), value };
  },
  require: (drawing, environment) => {
    const condition = randomValue(placeOf(drawing, environment), booleanType);
    return condition && { type: "require", condition, error: errorOf(drawing) };
  },
  if: (drawing, environment) => {
    const condition = drawing.depth < 2 ? randomValue(placeOf(drawing, environment), booleanType) : undefined;
    if (!condition) return undefined;
    const block = (truth: boolean): Statement[] =>
      drawing.block(inner(drawing), narrow(environment, condition, truth), between(drawing.random, 1, 2))
        .statements;
    const otherwise = chance(drawing.random, 0.5) ? { else: block(false) } : {};
    return { type: "if", condition, then: block(true), ...otherwise };
  },
  forEach: (drawing, environment) => {
    if (drawing.depth > 1) return undefined;
    const of = pick(drawing.random, [integerType, stringType, ...Object.keys(drawing.models).map(rowOf)]);
    const list = randomValue(placeOf(drawing, environment), listOf(of), 1);
    if (!list) return undefined;
    const element = free(environment, "each");
    const rows = new Set(rowsOf(environment).map(({ row }) => row));
    const known = bind(forgetMembers(environment, rows), element, of);
    const { statements } = drawing.block(
      inner(drawing, { loop: true }),
      known,
      between(drawing.random, 1, 2),
    );
    if (rowsWritten(statements).has(element)) return undefined;
    return { type: "forEach", name: element, in: list, body: statements };
  },
  find: (drawing, environment) => {
    if (drawing.loop) return undefined;
    const { random, database, operation } = drawing;
    const model = modelOf(drawing);
    const mode = pick(random, ["one", "first", "many"] as const);
    const parameter = free(environment, "row");
    const scoped = drawing.routine.type === "procedure" && database.models[model]!.scope !== undefined;
    const open = !scoped || operation.unscoped !== undefined;
    const scope =
      scoped && (mode === "many" || chance(random, 0.6)) ? pick(random, ["read", "write"] as const) : "none";
    const byKey = (scope === "none" && !open) || chance(random, 0.4);
    const where = byKey
      ? keyCondition(drawing, environment, parameter)
      : whereOf(drawing, environment, model, parameter);
    const columns = columnsOf(database.models[model]!).filter(
      ({ field }) => !field.list && field.type !== "json",
    );
    const sort = sample(random, columns, between(random, 1, 2)).map((column) => ({
      field: column.name,
      direction: pick(random, ["asc", "desc"] as const),
    }));
    return {
      type: "find",
      name: free(environment, mode === "many" ? "many" : "found"),
      mode,
      model,
      parameter,
      ...(where ? { where } : {}),
      scope,
      ...(mode === "one" ? { error: errorOf(drawing) } : {}),
      ...(mode !== "one" && chance(random, 0.4) ? { sort } : {}),
      ...(mode === "many" ? randomWindow(drawing, environment) : {}),
      ...(chance(random, 0.3) ? { lock: true } : {}),
    };
  },
  page: (drawing, environment) => {
    const { api, database, operation, loop, random } = drawing;
    const { listing, answer } = operation;
    const model = api.schemas[answer.schema ?? ""]?.model;
    if (loop || !listing || answer.shape !== "page" || model === undefined) return undefined;
    const parameter = free(environment, "row");
    const where = chance(random, 0.5) ? whereOf(drawing, environment, model, parameter) : undefined;
    const scope = database.models[model]?.scope ? "read" : "none";
    return {
      type: "page",
      name: free(environment, "rows"),
      model,
      parameter,
      ...(where ? { where } : {}),
      scope,
    };
  },
  create: (drawing, environment) => {
    const model = modelOf(drawing);
    const data = dataOf(drawing, environment, model, true);
    const named = chance(drawing.random, 0.6) ? { name: free(environment, "made") } : {};
    return data && { type: "create", ...named, model, data };
  },
  update: (drawing, environment) => {
    const rows = rowsOf(environment);
    if (rows.length === 0) return undefined;
    const { row, model } = pick(drawing.random, rows);
    const data = dataOf(drawing, environment, model, false);
    if (!data) return undefined;
    if (chance(drawing.random, 0.6)) return { type: "update", row, data };
    const parameter = free(environment, "current");
    const when = rowCondition(drawing, environment, model, parameter);
    return { type: "update", row, data, when, parameter, error: errorOf(drawing) };
  },
  updateMany: (drawing, environment) => {
    const model = modelOf(drawing);
    const parameter = free(environment, "row");
    const data = dataOf(drawing, environment, model, false);
    if (!data) return undefined;
    for (const [column, { type }] of Object.entries(drawing.models[model]!.members)) {
      if (type === "integer" && Object.hasOwn(data, column))
        data[column] = binary("+", path(parameter, column), { type: "integer", value: 1 });
    }
    const where = rowCondition(drawing, environment, model, parameter);
    const named = chance(drawing.random, 0.4) ? { name: free(environment, "changed") } : {};
    return { type: "updateMany", model, parameter, where, data, ...named };
  },
  merge: (drawing, environment) => {
    const { api, database, operation, random } = drawing;
    const fitting = rowsOf(environment).filter(
      ({ model }) => mergedProperties(operation, api, database, model).length > 0,
    );
    if (operation.body === undefined || fitting.length === 0) return undefined;
    const { row, model } = pick(random, fitting);
    const merged = mergedProperties(operation, api, database, model);
    const except = merged.length > 1 && chance(random, 0.5) ? { except: [pick(random, merged)] } : {};
    return { type: "merge", row, ...except };
  },
  createMany: (drawing, environment) => {
    const { random } = drawing;
    const model = modelOf(drawing);
    const of = pick(random, [integerType, stringType, ...Object.keys(drawing.models).map(rowOf)]);
    const list = randomValue(placeOf(drawing, environment), listOf(of), 1);
    if (!list) return undefined;
    const parameter = free(environment, "element");
    const known = bindParameter(environment, parameter, of);
    const data = dataOf({ ...drawing, loop: true }, known, model, true);
    const named = chance(random, 0.5) ? { name: free(environment, "many") } : {};
    return data && { type: "createMany", ...named, model, in: list, parameter, data };
  },
  upsert: (drawing, environment) => {
    const { random, database } = drawing;
    const keyed = constraintsOf(database).flatMap((one) => {
      const columns = one.type === "unique" && isPrismaConstraint(one) ? one.columns : [];
      const known = columnsOf(database.models[one.model]!).filter(({ name: column }) =>
        columns.includes(column),
      );
      const fits = known.length > 0 && known.every(({ field, implicit }) => !implicit && !field.nullable);
      return fits ? [{ model: one.model, columns: known }] : [];
    });
    if (keyed.length === 0) return undefined;
    const { model, columns } = pick(random, keyed);
    const key: [string, Expression][] = [];
    for (const { name: column, field } of columns) {
      const value = randomValue(placeOf(drawing, environment), columnType(field, database.enums), 1);
      if (value) key.push([column, value]);
    }
    const create = dataOf(drawing, environment, model, true);
    const update = dataOf(drawing, environment, model, false);
    if (key.length < columns.length || !create) return undefined;
    const without = (data: Record<string, Expression>): Record<string, Expression> =>
      Object.fromEntries(
        Object.entries(data).filter(([column]) => !columns.some((one) => one.name === column)),
      );
    const named = chance(random, 0.6) ? { name: free(environment, "kept") } : {};
    return {
      type: "upsert",
      ...named,
      model,
      key: Object.fromEntries(key),
      create: without(create),
      update: without(update ?? {}),
    };
  },
  lock: (drawing, environment) => {
    const rows = rowsOf(environment).map(({ row }) => row);
    return rows.length === 0 ? undefined : { type: "lock", rows: sample(drawing.random, rows, 2) };
  },
  increment: (drawing, environment) => {
    const { random, database } = drawing;
    const counted = rowsOf(environment).flatMap(({ row, model }) =>
      columnsOf(database.models[model]!)
        .filter(({ field, implicit }) => !implicit && !field.nullable && !field.list && isCounted(field.type))
        .map(({ name: field, field: declared }) => ({ row, field, declared })),
    );
    if (counted.length === 0) return undefined;
    const { row, field, declared } = pick(random, counted);
    const type = columnType(declared, database.enums);
    const by = randomValue(placeOf(drawing, environment), type, 1);
    const bound = chance(random, 0.6) ? randomValue(placeOf(drawing, environment), type, 1) : undefined;
    if (!by) return undefined;
    const negative = chance(random, 0.4) && by.type !== "unary";
    const bounds = bound ? { [pick(random, ["least", "most"])]: bound, error: errorOf(drawing) } : {};
    return {
      type: "increment",
      row,
      field,
      by: negative ? { type: "unary", operator: "-", operand: by } : by,
      ...bounds,
    };
  },
  transition: (drawing, environment) => {
    const { random, database } = drawing;
    const states = rowsOf(environment).flatMap(({ row, model }) =>
      Object.entries(database.models[model]!.fields)
        .filter(([, field]) => field.type === "enum" && !field.list)
        .map(([field, declared]) => ({ row, model, field, values: database.enums[declared.enum!]!.values })),
    );
    if (states.length === 0) return undefined;
    const { row, model, field, values } = pick(random, states);
    const from = sample(random, values, between(random, 1, values.length));
    const { [field]: _, ...others } = dataOf(drawing, environment, model, false) ?? {};
    const data = Object.keys(others).length > 0 && chance(random, 0.5) ? { data: others } : {};
    return {
      type: "transition",
      row,
      field,
      from,
      to: pick(random, values),
      ...data,
      error: errorOf(drawing),
    };
  },
  call: (drawing, environment) => {
    const { random, program, database } = drawing;
    const known = Object.entries({ ...program.functions, ...program.externs });
    if (known.length === 0) return undefined;
    const [called, { parameters, result }] = pick(random, known);
    const given = Object.entries(parameters).map(([parameter, declared]) => [
      parameter,
      randomValue(placeOf(drawing, environment), typeOfValue(declared, database.enums), 2),
    ]);
    if (given.some(([, value]) => !value)) return undefined;
    const named = result && chance(random, 0.7) ? { name: free(environment, "answer") } : {};
    return { type: "call", ...named, function: called, arguments: Object.fromEntries(given) };
  },
  delete: (drawing, environment) => {
    const { random, database } = drawing;
    const rows = rowsOf(environment);
    if (rows.length === 0) return undefined;
    const { row, model } = pick(random, rows);
    const hard = database.models[model]!.softDelete && chance(random, 0.5) ? { hard: true } : {};
    return { type: "delete", row, ...hard };
  },
  deleteMany: (drawing, environment) => {
    const model = modelOf(drawing);
    const parameter = free(environment, "row");
    return {
      type: "deleteMany",
      model,
      parameter,
      where: rowCondition(drawing, environment, model, parameter),
    };
  },
  emit: (drawing, environment) => {
    const [subject, body] = [0, 1].map(() => randomValue(placeOf(drawing, environment), stringType));
    return subject && body && { type: "emit", to: text("someone@example.com"), subject, body };
  },
  group: (drawing, environment) => {
    const { random, database, operation, models } = drawing;
    const open = Object.keys(database.models).filter(
      (one) => !database.models[one]!.scope || operation.unscoped !== undefined,
    );
    if (drawing.loop || open.length === 0) return undefined;
    const model = pick(random, open);
    const parameter = free(environment, "row");
    const members = Object.entries(models[model]!.members);
    const columns = members.filter(([, { type }]) =>
      ["string", "date", "boolean", "enum", "integer"].includes(type),
    );
    const keyed = sample(random, columns, 1).map(([column]) => [column, path(parameter, column)]);
    const related = sidesOf(database, model).filter((side) => !side.many);
    const more = sample(random, related, 1).map((side) => [
      `${side.name}Key`,
      path(parameter, side.name, "id"),
    ]);
    const created = path(parameter, "createdAt");
    const made = pick<Record<string, Expression>>(random, [
      { madeOn: call("dateOf", created) },
      { madeIn: call(pick(random, dateParts), created) },
      {
        half: conditional(
          binary("<", call("hourOf", created), integer(12)),
          text("morning"),
          text('"later"'),
        ),
      },
    ]);
    const condition = whereOf(drawing, environment, model, parameter);
    const numbers = members.filter(([, { type }]) => type === "integer" || type === "decimal");
    const measured = sample(random, numbers, 1).flatMap(([column]) => {
      const plain = path(parameter, column);
      const value = pick<Expression>(random, [
        plain,
        binary("*", plain, binary("+", plain, integer(1))),
        conditional(equals(call("weekdayOf", created), integer(7)), plain, integer(0)),
        ...(condition ? [conditional(condition, plain, binary("-", plain, integer(1)))] : []),
      ]);
      return (["sum", "average", "minimum", "maximum"] as const).map((operation) => [
        `${operation}Of`,
        { operation, value },
      ]);
    });
    const absent = members.filter(([, type]) => type.type === "nullable" && type.of.type === "integer");
    const filled = sample(random, absent, 1).map(([column]) => [
      "filledSum",
      { operation: "sum", value: binary("??", path(parameter, column), integer(0)) },
    ]);
    const where = chance(random, 0.5) ? whereOf(drawing, environment, model, parameter) : undefined;
    const sort = chance(random, 0.5)
      ? { sort: { name: "amountOf", direction: pick(random, ["asc", "desc"] as const) } }
      : {};
    return {
      type: "group",
      name: free(environment, "groups"),
      model,
      parameter,
      ...(where ? { where } : {}),
      by: { ...Object.fromEntries(keyed), ...Object.fromEntries(more), ...made },
      measures: { amountOf: { operation: "count" }, ...Object.fromEntries([...measured, ...filled]) },
      ...sort,
      ...(chance(random, 0.4) ? { limit: between(random, 1, 100) } : {}),
    };
  },
  issueTokens: (drawing, environment) => {
    const account = rowsOf(environment).find(({ model }) => model === "Account");
    if (!Object.hasOwn(drawing.database.models, "Session")) return undefined;
    const key = account ? path(account.row, "id") : text("00000000-0000-7000-8000-000000000000");
    return { type: "issueTokens", name: free(environment, "tokens"), account: key };
  },
  rotateTokens: (drawing, environment) => {
    if (!Object.hasOwn(drawing.database.models, "Session")) return undefined;
    const token = randomValue(placeOf(drawing, environment), stringType);
    return (
      token && { type: "rotateTokens", name: free(environment, "rotated"), token, error: errorOf(drawing) }
    );
  },
  revokeTokens: ({ operation, random }) =>
    operation.access.includes("public")
      ? undefined
      : { type: "revokeTokens", of: pick(random, ["session", "account"] as const) },
  // The last word of a procedure is drawn apart; in the midst of one only what answers nothing ends it.
  return: ({ operation, depth }) =>
    operation.answer.schema === undefined && depth > 0 ? { type: "return" } : undefined,
};
