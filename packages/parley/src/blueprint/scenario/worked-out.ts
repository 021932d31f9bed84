import type { Expression } from "../../expression/document.ts";
import { pathsOf } from "../../expression/visit.ts";
import { statedFor, statedOf } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import type { Table } from "../tables.ts";
import { type Bindings, evaluate, isTrue } from "./evaluate.ts";
import { type House, tableNamed } from "./house.ts";
import type { Miss } from "./plan.ts";
import { isUnknown, unknown, type Value } from "./value.ts";
import { rowValue, type World, type WorldRow } from "./world.ts";

/** A column of a row that still holds what was worked out from other columns: it changes with them. */
export interface WorkedOut {
  row: string;
  column: string;
  value: Expression;
  names: Bindings;
}

const known = new WeakMap<Miss, readonly WorkedOut[]>();

/** What is worked out in the world of a miss; a miss is asked about again and again. */
export function workedOutIn(house: House, miss: Miss): readonly WorkedOut[] {
  let found = known.get(miss);
  if (!found) {
    found = miss.world.rows.flatMap((row) =>
      candidatesFor(house, miss.world, row).filter(({ column, value, names }) => {
        const held = row.values[column] ?? null;
        if (held === null) return false;
        const worked = isUnknown(held) ? held : valueIn(miss.world, value, names);
        return JSON.stringify(worked) === JSON.stringify(held);
      }),
    );
    known.set(miss, found);
  }
  return found;
}

export function valueIn(world: World, value: Expression, names: Bindings): Value {
  return evaluate(world, value, { ...names, actor: unknown });
}

function candidatesFor(house: House, world: World, row: WorldRow): WorkedOut[] {
  const table = tableNamed(house, row.model);
  if (!table) return [];
  // A row when it was made: what the body said stands in its columns.
  const names = { row: rowValue(row), input: rowValue(row) };
  const own = ownValues(house, table).map((one) => ({ row: row.id, ...one, names }));
  return [...own, ...effectsOn(house, world, table, row)];
}

/** What the server works out when a row is made, and what transitions write besides what their bodies say. */
function ownValues(house: House, { noun }: Table): { column: string; value: Expression }[] {
  const computed = statedFor(house.requirements, "computed", noun)
    .filter(({ formal }) => formal.action === "create")
    .map(({ formal }) => [formal.attribute, formal.value] as const);
  const sets = Object.values(noun.lifecycle?.transitions ?? {}).flatMap((one) =>
    Object.entries(one.sets ?? {}).filter(([, value]) => pathsOf(value, "input").length === 0),
  );
  return [...computed, ...sets].map(([name, value]) => ({ column: columnNameOf(noun, name), value }));
}

/** What actions on rows that have to do with this one write to it. */
function effectsOn(house: House, world: World, { noun }: Table, row: WorldRow): WorkedOut[] {
  return statedOf(house.requirements, "effect").flatMap(({ formal: { action, concept, effect } }) => {
    if (effect.type !== "update" || effect.concept !== noun.name) return [];
    const source = house.tables.find((one) => one.noun.name === concept);
    const written = Object.entries(effect.data).filter(
      ([, value]) => action === "create" || pathsOf(value, "input").length === 0,
    );
    const origins = written.length > 0 ? world.rows.filter(({ model }) => model === source?.name) : [];
    return origins.flatMap((origin) => {
      const names = { [effect.parameter]: rowValue(row), row: rowValue(origin), input: rowValue(origin) };
      if (origin.hidden || isTrue(world, effect.where, names) !== true) return [];
      return written.map(([name, value]) => ({
        row: row.id,
        column: columnNameOf(noun, name),
        value,
        names,
      }));
    });
  });
}
