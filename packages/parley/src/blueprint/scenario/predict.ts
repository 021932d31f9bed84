import type { Operation } from "../../api/document.ts";
import { conditionsFor, ownerSource, permissionsFor, reachOf, statedFor } from "../concepts.ts";
import { namedTargets } from "../input.ts";
import { clientRelations, stateError, type Table, unknownError } from "../tables.ts";
import { type Bindings, isTrue } from "./evaluate.ts";
import {
  actorValue,
  admitted,
  type Caller,
  type House,
  operationFor,
  type Outcome,
  reaches,
  refused,
  succeeds,
} from "./house.ts";
import { both, fewValued, fits, isOwnKey, sameKey, uniquesOf } from "./uniques.ts";
import { isUnknown, propertiesOf, same, type Value } from "./value.ts";
import { rowAt, rowValue, type World, type WorldRow } from "./world.ts";

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
    const sent = (columns: readonly string[]): Outcome | undefined =>
      predictSent(
        house,
        world,
        found.operation,
        caller,
        kind,
        columns.map((column) => propertiesOf(input)[column]),
      );
    if (!transition) {
      const relations = action === "update" ? clientRelations(house.requirements, table, action) : [];
      return sent(relations.map((relation) => `${relation}Id`));
    }
    const state = row.values[table.noun.lifecycle!.attribute];
    if (typeof state !== "string") return undefined;
    if (!transition.from.includes(state)) return refused(house, stateError(table.noun));
    const named = namedTargets(house.requirements, house.database, table.noun, action);
    return sent(named.map(({ column }) => column));
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
  for (const { formal } of conditionsFor(house.requirements, table.noun, action)) {
    const holds = isTrue(world, formal.condition, names);
    if (holds === undefined) return undefined;
    if (!holds) return refused(house, formal.error.code);
  }
  return succeeds;
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
  const keys = clientRelations(house.requirements, table, "create")
    .filter(
      (relation) =>
        relation !== table.noun.owner?.as ||
        ownerSource(house.requirements, table.noun) !== "either" ||
        kind !== table.noun.owner.actor,
    )
    .map((relation) => row.values[`${relation}Id`]);
  return predictSent(house, world, operation, caller, kind, keys);
}

/** Rows that a body names are there, and may be seen by the caller. */
function predictSent(
  house: House,
  world: World,
  operation: Operation,
  caller: Caller,
  kind: string,
  keys: readonly (Value | undefined)[],
): Outcome | undefined {
  for (const key of keys) {
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
  for (const { formal } of statedFor(house.requirements, "limit", table.noun)) {
    const key = `${formal.per}Id`;
    // What points to nothing is limited by nothing.
    if ((row.values[key] ?? null) === null) continue;
    const held = others.map((other) =>
      both(same(other.values[key] ?? null, row.values[key] ?? null), fits(world, formal.where, other)),
    );
    const most = held.filter((one) => one !== false).length;
    const least = held.filter((one) => one === true).length;
    if (most < formal.most) continue;
    return least >= formal.most ? refused(house, formal.error.code) : undefined;
  }
  for (const rule of uniquesOf(house, table)) {
    const { fields, where, code } = rule;
    const inside = fits(world, where, row);
    if (inside === false) continue;
    const few = fewValued(table, rule);
    if (few.map((field) => row.values[field]).some((value) => value === undefined || isUnknown(value)))
      return undefined;
    if (few.length > 0 && !isOwnKey(fields.map((field) => row.values[field]))) world.crowded = true;
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
