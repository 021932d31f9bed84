import type { Api, Operation } from "../../api/document.ts";
import { refusalOf } from "../../api/framework-errors.ts";
import { parametersOf } from "../../api/path.ts";
import type { Database } from "../../database/document.ts";
import type { Expression } from "../../expression/document.ts";
import type { Requirements } from "../../requirements/document.ts";
import type { Refusal } from "../../scenario/document.ts";
import { ownerSource, permissionsFor, reachOf, statedOf } from "../concepts.ts";
import { columnNameOf, takenError } from "../database.ts";
import {
  clientRelations,
  operationById,
  parentOf,
  stateError,
  tablesOf,
  unknownError,
  type DraftContext,
  type Table,
} from "../tables.ts";
import { isTrue, type Bindings } from "./evaluate.ts";
import { same, typeOf, type Value } from "./value.ts";
import { rowAt, rowValue, type World, type WorldRow } from "./world.ts";

/** What scenarios are drawn from, looked up once. */
export interface House extends DraftContext {
  tables: Table[];
}

export function houseOf(requirements: Requirements, database: Database, api: Api): House {
  return { requirements, database, api, tables: tablesOf(requirements, database) };
}

export interface Named {
  name: string;
  operation: Operation;
}

const roles: Record<string, string> = {
  create: "create",
  read: "get",
  get: "get",
  list: "list",
  update: "update",
  delete: "delete",
};

/** The operation of an action on a table, where it is still of the house's shape. */
export function operationFor(house: House, table: Table, action: string): Named | undefined {
  const transition = table.noun.lifecycle?.transitions[action];
  const id = Object.hasOwn(roles, action) ? `${table.noun.id}/${roles[action]}` : transition?.id;
  const found = id === undefined ? undefined : operationById(house.api, id);
  if (!found) return undefined;
  const isItem = action !== "create" && action !== "list";
  const below = parentOf(house.requirements, house.database, table.noun) !== undefined;
  const expected = isItem || below ? 1 : 0;
  return parametersOf(found.operation.path).length === expected ? found : undefined;
}

export function tableNamed(house: House, model: string): Table | undefined {
  return house.tables.find(({ name }) => name === model);
}

/** Who calls: a guest, or an actor that the test made. */
export interface Caller {
  kind: string;
  row?: WorldRow;
}

export const guest: Caller = { kind: "guest" };

export type Outcome = { type: "succeeds" } | { type: "refused"; refusal: Refusal; why: string };
const succeeds: Outcome = { type: "succeeds" };

export function refused(house: House, code: string): Outcome | undefined {
  const known = refusalOf(house.api, code);
  return known && { type: "refused", refusal: { status: known.status, code }, why: code };
}

/** The kind that a caller acts as, or how the guard refuses them before anything else is looked at. */
export function admitted(house: House, operation: Operation, caller: Caller): string | Outcome {
  if (operation.access.includes(caller.kind)) return caller.kind;
  if (operation.access.includes("public")) return "guest";
  return refused(house, caller.kind === "guest" ? "unauthorized" : "forbidden")!;
}

export function actorValue(caller: Caller): Value {
  if (!caller.row) return null;
  const { row } = caller;
  const properties = { id: row.id, kind: caller.kind, accountId: row.values["accountId"] ?? null };
  return { type: "object", properties };
}

/** Whether a kind's scope reaches a row; `undefined` where it cannot be told. */
export function reaches(
  world: World,
  row: WorldRow,
  scope: "read" | "write",
  kind: string,
  caller: Caller,
): boolean | undefined {
  const declared = world.database.models[row.model]?.scope;
  if (!declared) return undefined;
  const condition = declared[scope][kind];
  if (!condition) return false;
  return isTrue(world, condition, { row: rowValue(row), actor: actorValue(caller) });
}

/** What comes of an action on a row that the path names. `undefined`: it cannot be told. */
export function predict(
  house: House,
  world: World,
  table: Table,
  action: string,
  caller: Caller,
  row: WorldRow,
  input: Value = { type: "object", properties: {} },
): Outcome | undefined {
  const found = operationFor(house, table, action);
  if (!found) return undefined;
  const kind = admitted(house, found.operation, caller);
  if (typeof kind !== "string") return kind;
  if (row.hidden) return refused(house, "not-found");
  const readable = reaches(world, row, "read", kind, caller);
  if (action === "get") {
    if (readable === undefined) return undefined;
    return readable ? succeeds : refused(house, "not-found");
  }
  const writable = reaches(world, row, "write", kind, caller);
  if (writable === undefined) return undefined;
  if (!writable) {
    if (readable === undefined) return undefined;
    return refused(house, readable ? "forbidden" : "not-found");
  }
  const names: Bindings = { row: rowValue(row), actor: actorValue(caller), input };
  const guarded = guards(house, world, table, action, kind, names, () => {
    const transition = table.noun.lifecycle?.transitions[action];
    if (!transition) return succeeds;
    const state = row.values[table.noun.lifecycle!.attribute];
    if (typeof state !== "string") return undefined;
    return transition.from.includes(state) ? succeeds : refused(house, stateError(table.noun));
  });
  if (guarded?.type !== "succeeds") return guarded;
  return action === "delete" ? predictDelete(house, world, row) : guarded;
}

/** The permission of this very action, the state, then the conditions. */
function guards(
  house: House,
  world: World,
  table: Table,
  action: string,
  kind: string,
  names: Bindings,
  between: () => Outcome | undefined,
): Outcome | undefined {
  const { requirements } = house;
  const reach = reachOf(requirements, table.noun, permissionsFor(requirements, table.noun, action), kind);
  const allowed = reach ? isTrue(world, reach, names) : undefined;
  if (allowed === undefined) return undefined;
  if (!allowed) return refused(house, "forbidden");
  const inState = between();
  if (inState?.type !== "succeeds") return inState;
  for (const { formal } of conditionsOf(house, table, action)) {
    const holds = isTrue(world, formal.condition, names);
    if (holds === undefined) return undefined;
    if (!holds) return refused(house, formal.error.code);
  }
  return succeeds;
}

export function conditionsOf(house: House, table: Table, action: string) {
  return statedOf(house.requirements, "condition").filter(
    ({ formal }) => formal.concept === table.noun.name && formal.actions.includes(action),
  );
}

function predictDelete(house: House, world: World, row: WorldRow): Outcome | undefined {
  const { models } = world.database;
  for (const [name, model] of Object.entries(models)) {
    for (const [relation, { target, onDelete }] of Object.entries(model.relations)) {
      if (target !== row.model || onDelete === "setNull") continue;
      const pointing = world.rows.filter(
        ({ model: other, values, hidden }) => other === name && !hidden && values[`${relation}Id`] === row.id,
      );
      if (world.fuzzy.has(name)) return undefined;
      // A cascade may meet a restriction further down: only the leaves are certain.
      if (pointing.length > 0) return onDelete === "restrict" ? refused(house, "conflict") : undefined;
    }
  }
  return succeeds;
}

/** What comes of creating `row`, which is in the world but hidden. */
export function predictCreate(
  house: House,
  world: World,
  table: Table,
  caller: Caller,
  row: WorldRow,
  input: Value,
): Outcome | undefined {
  const found = operationFor(house, table, "create");
  if (!found) return undefined;
  const { operation } = found;
  const kind = admitted(house, operation, caller);
  if (typeof kind !== "string") return kind;
  const { noun, model } = table;
  if (noun.parent && Object.hasOwn(model.relations, noun.parent.as)) {
    const parent = rowAt(world, row.values[`${noun.parent.as}Id`]);
    const readable = parent && reaches(world, parent, "read", kind, caller);
    if (readable === undefined) return undefined;
    if (!readable) return refused(house, "not-found");
  }
  const missing = predictTargets(house, world, table, operation, caller, kind, row);
  if (missing?.type !== "succeeds") return missing;
  const names: Bindings = { row: rowValue(row), actor: actorValue(caller), input };
  const guarded = guards(house, world, table, "create", kind, names, () => succeeds);
  if (guarded?.type !== "succeeds") return guarded;
  return predictCounts(house, world, table, row);
}

function predictTargets(
  house: House,
  world: World,
  table: Table,
  operation: Operation,
  caller: Caller,
  kind: string,
  row: WorldRow,
): Outcome | undefined {
  for (const relation of clientRelations(house.requirements, table, "create")) {
    if (
      relation === table.noun.owner?.as &&
      ownerSource(house.requirements, table.noun) === "either" &&
      kind === table.noun.owner.actor
    )
      continue;
    const key = row.values[`${relation}Id`];
    if (key === null || key === undefined) continue;
    const target = rowAt(world, key);
    if (!target) return undefined;
    const readers = Object.keys(world.database.models[target.model]?.scope?.read ?? {});
    const kinds = operation.access.map((one) => (one === "public" ? "guest" : one));
    if (!kinds.every((one) => readers.includes(one))) continue;
    const readable = reaches(world, target, "read", kind, caller);
    if (readable === undefined) return undefined;
    if (!readable) return refused(house, unknownError(target.model));
  }
  return succeeds;
}

/** Limits, then uniques, against the rows that are there. */
function predictCounts(house: House, world: World, table: Table, row: WorldRow): Outcome | undefined {
  const others = world.rows.filter((other) => other.model === row.model && other !== row && !other.hidden);
  if (world.fuzzy.has(row.model)) return undefined;
  for (const { formal } of statedOf(house.requirements, "limit")) {
    if (formal.concept !== table.noun.name) continue;
    const key = `${formal.per}Id`;
    const held = others.map((other) =>
      both(same(other.values[key] ?? null, row.values[key] ?? null), fits(world, formal.where, other)),
    );
    const most = held.filter((one) => one !== false).length;
    const least = held.filter((one) => one === true).length;
    if (most < formal.most) continue;
    return least >= formal.most ? refused(house, formal.error.code) : undefined;
  }
  for (const { fields, where, code } of uniquesOf(house, table)) {
    const inside = fits(world, where, row);
    if (inside === false) continue;
    const clashes = others.map((other) => {
      const equal = fields.map((field) => sameKey(other.values[field], row.values[field]));
      const all = equal.includes(false) ? false : equal.includes(undefined) ? undefined : true;
      return both(all, fits(world, where, other));
    });
    if (clashes.includes(true)) return inside ? refused(house, code) : undefined;
    if (clashes.includes(undefined)) return undefined;
  }
  return succeeds;
}

/** Two random values are never the same; neither are two nulls. */
function sameKey(one: Value | undefined, other: Value | undefined): boolean | undefined {
  if (one === null || other === null) return false;
  if (one === undefined || other === undefined) return undefined;
  if (typeOf(one) === "random" || typeOf(other) === "random") return false;
  return same(one, other);
}

function both(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  if (one === false || other === false) return false;
  return one === undefined || other === undefined ? undefined : true;
}

function fits(world: World, where: Expression | undefined, row: WorldRow): boolean | undefined {
  return where ? isTrue(world, where, { row: rowValue(row) }) : true;
}

export interface UniqueRule {
  fields: string[];
  where?: Expression;
  code: string;
}

export function uniquesOf(house: House, { noun, model }: Table): UniqueRule[] {
  const attributes = Object.entries(noun.attributes)
    .filter(([, { unique }]) => unique)
    .map(([name]): UniqueRule => ({ fields: [name], code: takenError(noun.name, name) }));
  const stated = statedOf(house.requirements, "uniqueness")
    .filter(({ formal }) => formal.concept === noun.name)
    .map(({ formal }): UniqueRule => ({
      fields: formal.fields.map((field) => columnNameOf(noun, field)),
      ...(formal.where ? { where: formal.where } : {}),
      code: formal.error.code,
    }));
  const references = Object.entries(model.relations)
    .filter(([, { cardinality }]) => cardinality === "oneToOne")
    .map(([name]): UniqueRule => ({ fields: [`${name}Id`], code: "conflict" }));
  return [...attributes, ...stated, ...references];
}
