import type { Database } from "../../database/document.ts";
import { columnOf, sidesOf } from "../../database/fields.ts";
import { isRowId, unknown, type Value } from "./value.ts";

/** A row that a test makes, with what is known of its columns. */
export interface WorldRow {
  /** `@7`: stands for the id that it will have. */
  id: string;
  model: string;
  values: Record<string, Value>;
  /** The test's variable that holds it, or the answer that it came in. */
  variable?: string;
  /** Deleted, or not created yet. */
  hidden?: boolean;
  /** Columns that were chosen for this very row: no general choice changes them. */
  settled?: ReadonlySet<string>;
}

/** What is known of the rows at a point of a test. */
export interface World {
  database: Database;
  rows: WorldRow[];
  /** Milliseconds since the test began. */
  now: number;
  /** Models of which there may be more rows than are known. */
  fuzzy: Set<string>;
  /** Models that have rows before any test. */
  peopled: ReadonlySet<string>;
  /** Set when a question was asked about rows of everybody: other tests must not add any. */
  crowded: boolean;
}

export function cloneWorld(world: World): World {
  return {
    ...world,
    rows: world.rows.map((row) => ({ ...row, values: { ...row.values } })),
    fuzzy: new Set(world.fuzzy),
  };
}

export function rowAt(world: World, id: Value | undefined): WorldRow | undefined {
  return isRowId(id) ? world.rows.find((row) => row.id === id) : undefined;
}

/** The row that a value is. */
export function rowOf(world: World, value: Value): WorldRow | undefined {
  const isRow = typeof value === "object" && value !== null && "type" in value && value.type === "row";
  return isRow ? rowAt(world, value.id) : undefined;
}

export function rowValue(row: WorldRow): Value {
  return { type: "row", id: row.id, model: row.model };
}

/** What stands after the dot of a row: a column, a row that it points to, or rows that point to it. */
export function sideValue(world: World, row: WorldRow, property: string): Value {
  if (property === "id") return row.id;
  if (Object.hasOwn(row.values, property)) return row.values[property]!;
  const model = world.database.models[row.model];
  if (model && columnOf(model, property)) return unknown;
  const side = sidesOf(world.database, row.model).find(({ name }) => name === property);
  if (!side) return unknown;
  if (side.column !== undefined) {
    const key = row.values[side.column];
    if (key === null) return null;
    const target = rowAt(world, key);
    return target ? rowValue(target) : unknown;
  }
  if (world.fuzzy.has(side.target)) return unknown;
  const key = `${side.declared.relation}Id`;
  const pointing = world.rows.filter(({ model: name, hidden }) => name === side.target && !hidden);
  if (pointing.some((other) => !isKnownKey(other.values[key]))) return unknown;
  const found = pointing.filter((other) => other.values[key] === row.id).map(rowValue);
  return side.many ? found : (found[0] ?? null);
}

function isKnownKey(value: Value | undefined): boolean {
  return value === null || isRowId(value);
}
