import type { Expression } from "../../expression/document.ts";
import type { Table } from "../tables.ts";
import { act } from "./action.ts";
import { outcomeOf, refresh } from "./creation-call.ts";
import { commit } from "./creation.ts";
import { actorValue, type Caller } from "./house.ts";
import type { Plan } from "./plan.ts";
import { type Witness, witnessIn } from "./witness.ts";
import { rowValue, type World, type WorldRow } from "./world.ts";

/** An action that was done. */
export interface Performed {
  row: WorldRow;
  caller: Caller;
  /** What was known of rows before. */
  before: ReadonlyMap<string, WorldRow["values"]>;
}

/** Does an action of a table, where that is wanted after what makes a condition over its row true. */
export function perform(
  plan: Plan,
  table: Table,
  action: string,
  condition?: Expression,
): Performed | undefined {
  const witness = witnessIn(plan, table, action);
  if (!witness) return undefined;
  if (condition) prepareFor(witness, condition);
  const before = knownIn(plan.world);
  const { creation, row } = witness;
  if (creation) {
    if (outcomeOf(plan, creation)?.type !== "succeeds") return undefined;
    return { row: commit(plan, creation), caller: creation.caller, before };
  }
  const done = row && act(plan, table, action, row);
  return done ? { row: row!, caller: done.caller, before } : undefined;
}

function prepareFor({ plan, row, creation, caller }: Witness, condition: Expression): void {
  const about = creation?.row ?? row;
  if (!about) return;
  const names = { row: rowValue(about), actor: actorValue(caller) };
  plan.achieve(plan, condition, { names, trail: [], by: caller });
  if (creation) refresh(plan, creation);
}

function knownIn({ rows }: World): Performed["before"] {
  return new Map(rows.map(({ id, values }) => [id, { ...values }]));
}
