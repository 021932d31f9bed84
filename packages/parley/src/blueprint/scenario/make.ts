import type { Table } from "../tables.ts";
import { achieve } from "./achieve.ts";
import { callersFor } from "./candidates.ts";
import { outcomeOf } from "./creation-call.ts";
import { commit, prepare, wishesFor } from "./creation.ts";
import { bringAbout } from "./effect.ts";
import { type House, placeOf } from "./house.ts";
import { attempt, emptyPlan, makeActor, type Plan, type Preferences, type Trail, type Wish } from "./plan.ts";
import type { WorldRow } from "./world.ts";

const longest = 6;

/** Makes a row by its operation or by what brings it about. */
export function makeRow(plan: Plan, table: Table, wish: Wish = {}, trail: Trail = []): WorldRow | undefined {
  if (table.noun.actor !== undefined) return makeActor(plan, table.noun.actor)?.row;
  if (trail.length > longest || trail.includes(table.name)) return undefined;
  const below = [...trail, table.name];
  plan.effort.tried.add(placeOf(table));
  for (const caller of callersFor(plan, table, "create", wish.by)) {
    for (const variant of wishesFor(plan, table, caller, wish)) {
      const made = attempt(plan, (trial) => {
        const creation = prepare(trial, table, caller, variant, below);
        return creation && outcomeOf(trial, creation)?.type === "succeeds"
          ? commit(trial, creation, wish.as)
          : undefined;
      });
      if (made) return made;
    }
  }
  return bringAbout(plan, table, below, wish);
}

/** A new test over the house; of an action on a table, with what is known to let it succeed. */
export function newPlan(house: House, table?: Table, action = "create"): Plan {
  return planWith(house, table ? learnedFor(house, table, action) : {});
}

/** What lets an action succeed, as far as it was found; of its row at least what lets it be made. */
export function learnedFor({ learned }: House, table: Table, action: string): Preferences {
  return learned.get(placeOf(table, action)) ?? learned.get(placeOf(table)) ?? {};
}

export function planWith(house: House, preferences: Preferences, effort?: number): Plan {
  return emptyPlan(house, { makeRow, achieve }, preferences, effort);
}
