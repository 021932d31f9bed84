import type { Table } from "../tables.ts";
import type { Choice } from "./choose.ts";
import type { Caller } from "./house.ts";
import type { Goal, Plan } from "./plan.ts";
import { isRowId, same, type Value } from "./value.ts";
import type { WorldRow } from "./world.ts";

/** Rows of which nothing says that they have other values in these columns. */
export function matching(plan: Plan, table: Table, fixed: Readonly<Record<string, Value>>): WorldRow[] {
  return plan.world.rows.filter(
    (row) =>
      row.model === table.name &&
      !row.hidden &&
      Object.entries(fixed).every(([column, value]) => {
        const own = column === "id" ? row.id : row.values[column];
        return !isRowId(value) || (own !== undefined && same(own, value) === true);
      }),
  );
}

/** One more row with known values in some columns. */
export function makeSought(
  plan: Plan,
  table: Table,
  fixed: Record<string, Value>,
  goal: Goal,
  chosen: Record<string, Choice> = {},
): WorldRow | undefined {
  if (goal.trail.includes(table.name) || isRowId(fixed["id"])) return undefined;
  const owner = table.noun.owner && fixed[`${table.noun.owner.as}Id`];
  const by = owner === undefined ? goal.by : (callerWith(plan, owner) ?? goal.by);
  return plan.makeRow(plan, table, { fixed, by, chosen }, goal.trail);
}

function callerWith(plan: Plan, id: Value): Caller | undefined {
  return plan.callers.find(({ row }) => row?.id === id);
}
