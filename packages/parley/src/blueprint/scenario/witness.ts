import { parametersOf } from "../../api/path.ts";
import type { Call } from "../../scenario/document.ts";
import type { Table } from "../tables.ts";
import { act, readyAction } from "./action.ts";
import { callersFor, resolveCaller } from "./candidates.ts";
import { type Creation, creationCall, outcomeOf } from "./creation-call.ts";
import { prepare, wishesFor } from "./creation.ts";
import { admitted, type Caller, type House, operationFor, reaches, tableNamed } from "./house.ts";
import { makeRow } from "./make.ts";
import { pathsTo } from "./paths.ts";
import { attempt, callOf, idOf, type Plan } from "./plan.ts";
import { persistAnew } from "./preferences.ts";
import { makeRowIn } from "./row-in-state.ts";
import { rowAt, type WorldRow } from "./world.ts";

/** A call that succeeds, with all that it needs made before it. */
export interface Witness {
  plan: Plan;
  call: Call;
  caller: Caller;
  /** The row that the path names. */
  row?: WorldRow;
  creation?: Creation;
}

/** Finds how an operation of a table can be called with success. */
export function witnessOf(house: House, table: Table, action: string): Witness | undefined {
  return persistAnew(house, table, action, (plan) => witnessIn(plan, table, action))?.found;
}

/** The same with what a plan has and prefers. */
export function witnessIn(plan: Plan, table: Table, action: string): Witness | undefined {
  if (action === "create") return creationWitness(plan, table);
  if (action === "list") return listWitness(plan, table);
  for (const steps of [[], ...pathsTo(table, action)]) {
    const found = attempt(plan, (trial) => itemWitness(trial, table, action, steps));
    if (found) return { ...found, plan, ...(found.row ? { row: rowAt(plan.world, found.row.id)! } : {}) };
  }
  return undefined;
}

function creationWitness(plan: Plan, table: Table): Witness | undefined {
  for (const candidate of callersFor(plan, table, "create")) {
    for (const wish of wishesFor(plan, table, candidate, {})) {
      const creation = attempt(plan, (trial) => {
        const ready = prepare(trial, table, candidate, wish, [table.name]);
        return ready && outcomeOf(trial, ready)?.type === "succeeds" ? ready : undefined;
      });
      if (creation) return { plan, call: creationCall(creation), caller: creation.caller, creation };
    }
  }
  return undefined;
}

function listWitness(plan: Plan, table: Table): Witness | undefined {
  const found = operationFor(plan.house, table, "list");
  if (!found) return undefined;
  const { parent } = table.noun;
  const isBelow = parametersOf(found.operation.path).length > 0;
  const above =
    parent && isBelow ? tableNamed(plan.house, table.model.relations[parent.as]?.target ?? "") : undefined;
  if (isBelow && !above) return undefined;
  const row = above && makeRow(plan, above, {});
  if (above && !(row && idOf(row))) return undefined;
  for (const candidate of callersFor(plan, table, "list")) {
    const caller = attempt(plan, (trial) => {
      const one = resolveCaller(trial, candidate);
      if (!one || !row) return one;
      const kind = admitted(trial.house, found.operation, one);
      return typeof kind === "string" && reaches(trial.world, rowAt(trial.world, row.id)!, "read", kind, one)
        ? one
        : undefined;
    });
    if (caller)
      return { plan, call: callOf(found, caller, row && idOf(row)), caller, ...(row ? { row } : {}) };
  }
  return undefined;
}

/** Makes a row, walks it through some transitions, and finds who may act on it then. */
function itemWitness(
  plan: Plan,
  table: Table,
  action: string,
  steps: readonly string[],
): Witness | undefined {
  const row = makeRowIn(plan, table, table.noun.lifecycle?.transitions[steps[0] ?? action]?.from);
  if (!row || !idOf(row)) return undefined;
  for (const step of steps) if (!act(plan, table, step, row)) return undefined;
  for (const candidate of callersFor(plan, table, action)) {
    const found = attempt(plan, (trial) => {
      const caller = resolveCaller(trial, candidate);
      const target = rowAt(trial.world, row.id)!;
      const ready = caller && readyAction(trial, table, action, target, caller);
      return ready && caller
        ? { call: callOf(ready.found, caller, idOf(target), ready.body), caller }
        : undefined;
    });
    if (found) return { plan, row, ...found };
  }
  return undefined;
}
