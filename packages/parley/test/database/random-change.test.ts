import { expect, test } from "vitest";
import type { Database, Model } from "../../src/database/document.ts";
import { columnsOf, type Column } from "../../src/database/fields.ts";
import { isSameType } from "../../src/database/print/conversions.ts";
import { seededRandom } from "../../src/schema/random.ts";
import { randomChange } from "../random/database-change.ts";
import { randomDatabase } from "../random/database.ts";
import { catalogueOf, useServer } from "./postgres.ts";
import { enterRows, valuesOf } from "./rows.ts";

/** `RANDOM_MIGRATIONS=500` changes more of them, `RANDOM_SEED=7` others. */
const count = Number(process.env["RANDOM_MIGRATIONS"] ?? 15);
const firstSeed = Number(process.env["RANDOM_SEED"] ?? 1);
const seeds = Array.from({ length: count }, (_, index) => firstSeed + index);

const newDatabase = useServer();

test.each(seeds)(
  "random change %i: the schema becomes the next one, and what is lost was asked for",
  async (seed) => {
    const random = seededRandom(seed);
    const before = randomDatabase(random, 1 + (seed % 5));
    const after = randomChange(random, before, 1 + (seed % 12));

    const fresh = await newDatabase();
    await fresh.migrate(after);
    const empty = await newDatabase();
    await empty.migrate(before);
    await empty.migrate(after);
    expect(await catalogueOf(empty)).toEqual(await catalogueOf(fresh));

    const live = await newDatabase();
    await live.migrate(before);
    const filled = await enterRows(live, before);
    const asked = await live.findings(after);
    const kept = keptColumns(before, after).filter(({ from }) => filled.includes(from));
    const values: unknown[] = [];
    for (const { from, old } of kept) values.push(await valuesOf(live, from, old));
    try {
      await live.migrate(after);
    } catch (error) {
      expect(asked, String(error)).not.toEqual([]);
      return;
    }
    const now: unknown[] = [];
    for (const { to, current } of kept) now.push(await valuesOf(live, to, current));
    expect(now).toEqual(values);
  },
);

interface Kept {
  from: string;
  to: string;
  /** Names of the columns, in the same order. */
  old: string[];
  current: string[];
}

/** Columns whose values must be the same afterwards: neither their type nor the values of their enum changed. */
function keptColumns(before: Database, after: Database): Kept[] {
  return Object.entries(before.models).flatMap(([from, model]) => {
    const found = Object.entries(after.models).find(([, { id }]) => id === model.id);
    if (!found) return [];
    const [to, successor] = found;
    const pairs = columnsOf(model).flatMap((column) => {
      const current = successorOf(column, model, successor, before, after);
      return current ? [{ old: column.name, current: current.name }] : [];
    });
    return [{ from, to, old: pairs.map(({ old }) => old), current: pairs.map(({ current }) => current) }];
  });
}

function successorOf(
  column: Column,
  model: Model,
  successor: Model,
  before: Database,
  after: Database,
): Column | undefined {
  if (column.name === "updatedAt") return undefined;
  const current = columnsOf(successor).find(({ field }) => field.id === column.field.id);
  if (!current) return undefined;
  if (column.relation !== undefined && current.relation !== undefined) {
    const [old, now] = [model.relations[column.relation]!, successor.relations[current.relation]!];
    return before.models[old.target]!.id === after.models[now.target]?.id ? current : undefined;
  }
  const isFilled = column.field.nullable === true && !current.field.nullable;
  const sameEnum =
    column.field.enum === undefined ||
    (current.field.enum !== undefined &&
      before.enums[column.field.enum]!.values.join() === after.enums[current.field.enum]!.values.join());
  return !isFilled && sameEnum && isSameType(column.field, current.field) ? current : undefined;
}
