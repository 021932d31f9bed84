import type { Expression } from "../../expression/document.ts";
import { pathsOf } from "../../expression/visit.ts";
import type { Table } from "../tables.ts";
import { firstOf } from "./first-of.ts";
import { makeRow } from "./make.ts";
import { ownUpdates } from "./own-updates.ts";
import { attempt, idOf, makeActor, type Plan, type Wish } from "./plan.ts";
import type { Value } from "./value.ts";
import { rowAt, rowValue, type WorldRow } from "./world.ts";

/**
 * A new row, in one of these states if that can be had. What a row is in from its first moment on may depend on others
 * of its kind, as where those beyond a number have to wait: then one more is made.
 */
export function makeRowIn(
  plan: Plan,
  table: Table,
  states: readonly string[] | undefined,
  wish: Wish = {},
): WorldRow | undefined {
  const row = makeRow(plan, table, wish);
  const { lifecycle } = table.noun;
  const state = lifecycle && row?.values[lifecycle.attribute];
  if (!row || !states || typeof state !== "string" || states.includes(state)) return row;
  const found = attempt(plan, (trial) => oneMore(trial, table, row, states, wish));
  return found ? rowAt(plan.world, found.id) : row;
}

function oneMore(
  plan: Plan,
  table: Table,
  first: WorldRow,
  states: readonly string[],
  wish: Wish,
): WorldRow | undefined {
  const { attribute } = table.noun.lifecycle!;
  for (const { when, data } of ownUpdates(plan.house, table)) {
    if (!when || !Object.hasOwn(data, attribute)) continue;
    // Mostly of somebody else: often everybody may have only one.
    const makers = table.noun.owner ? [table.noun.owner.actor, undefined] : [undefined];
    const found = firstOf(makers, (maker) =>
      attempt(plan, (trial) => {
        const names = { row: rowValue(rowAt(trial.world, first.id)!) };
        if (!trial.achieve(trial, when, { names, trail: [] }, false)) return undefined;
        const by = maker === undefined ? wish.by : makeActor(trial, maker, `other_${maker}`);
        const fixed = { ...sharedBy(table, first, when), ...wish.fixed };
        const row = makeRow(trial, table, { ...wish, fixed, ...(by ? { by } : {}) });
        return row && idOf(row) && states.includes(String(row.values[attribute])) ? row : undefined;
      }),
    );
    if (found) return found;
  }
  return undefined;
}

/** What the first row points to, as far as the condition reads it. */
function sharedBy({ model }: Table, { values }: WorldRow, when: Expression): Record<string, Value> {
  const read = new Set(pathsOf(when, "row").map(([first]) => first));
  const keys = Object.keys(model.relations)
    .filter((relation) => read.has(relation) || read.has(`${relation}Id`))
    .map((relation) => `${relation}Id`);
  return Object.fromEntries(keys.flatMap((key) => (values[key] ? [[key, values[key]]] : [])));
}
