import type { Table } from "../tables.ts";
import { callersFor } from "./candidates.ts";
import { outcomeOf } from "./creation-call.ts";
import { commit, prepare } from "./creation.ts";
import { bringAbout } from "./effect.ts";
import type { House } from "./house.ts";
import { attempt, emptyPlan, makeActor, type Plan, type Trail, type Wish } from "./plan.ts";
import type { WorldRow } from "./world.ts";

const longest = 6;

/** Makes a row by its operation or by what brings it about. */
export function makeRow(plan: Plan, table: Table, wish: Wish = {}, trail: Trail = []): WorldRow | undefined {
  if (table.noun.actor !== undefined) return makeActor(plan, table.noun.actor)?.row;
  if (trail.length > longest || trail.includes(table.name)) return undefined;
  const below = [...trail, table.name];
  for (const caller of callersFor(plan, table, "create", wish.by)) {
    const made = attempt(plan, (trial) => {
      const creation = prepare(trial, table, caller, wish, below);
      return creation && outcomeOf(trial, creation)?.type === "succeeds"
        ? commit(trial, creation, wish.as)
        : undefined;
    });
    if (made) return made;
  }
  return bringAbout(plan, table, below);
}

/** A new test over the house. */
export function newPlan(house: House): Plan {
  return emptyPlan(house, (plan, table, wish, trail) => makeRow(plan, table, wish, trail));
}
