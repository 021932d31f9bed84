import { call as callFunction, path } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Table } from "../tables.ts";
import { callersFor, resolveCaller } from "./candidates.ts";
import { listsBelow, type Named, operationFor, reaches } from "./house.ts";
import { attempt, callOf, idOf, type Plan, variable } from "./plan.ts";
import { rowAt, type WorldRow } from "./world.ts";

/** Reads a row that no answer told of from a list in which it stands alone. */
export function locate(plan: Plan, table: Table, row: WorldRow): WorldRow | undefined {
  for (const candidate of callersFor(plan, table, "list")) {
    const found = attempt(plan, (trial) => {
      const caller = resolveCaller(trial, candidate);
      const list = operationFor(trial.house, table, "list");
      const target = trial.world.rows.find(({ id }) => id === row.id)!;
      if (!caller || !list) return undefined;
      const query = narrowing(trial, list, target);
      const parent = table.noun.parent && rowAt(trial.world, target.values[`${table.noun.parent.as}Id`]);
      const inside = trial.world.rows.filter(
        (other) =>
          other.model === table.name &&
          !other.hidden &&
          (!query || other.values[query.column] === target.values[query.column]) &&
          (!parent || other.values[`${table.noun.parent!.as}Id`] === parent.id),
      );
      const seen = inside.map((other) => reaches(trial.world, other, "read", caller.kind, caller));
      if (seen.some((one) => one === undefined)) return undefined;
      const visible = inside.filter((_, index) => seen[index]);
      if (visible.length !== 1 || visible[0] !== target) return undefined;
      if (table.noun.parent && !(parent && idOf(parent))) return undefined;
      if (parent && !listsBelow(trial.house, trial.world, list.operation, parent, caller)) return undefined;
      if (!query && !parent) trial.alone = true;
      const answer = variable(trial, table.model.group);
      const call = callOf(list, caller, parent && idOf(parent));
      trial.statements.push({
        type: "call",
        call: { ...call, ...(query ? { query: query.query } : {}) },
        name: answer,
      });
      target.variable = variable(trial, table.name);
      trial.statements.push({
        type: "let",
        name: target.variable,
        value: callFunction("first", path(answer, "data")),
      });
      return target;
    });
    if (found) return found;
  }
  return undefined;
}

/** A filter by a row of this test that the wanted one points to. */
function narrowing(
  plan: Plan,
  { operation }: Named,
  row: WorldRow,
): { column: string; query: Record<string, Expression> } | undefined {
  for (const [name, { field, operator }] of Object.entries(operation.listing?.filters ?? {})) {
    const target = operator === "equals" ? rowAt(plan.world, row.values[field]) : undefined;
    const id = target && idOf(target);
    if (id) return { column: field, query: { [name]: id } };
  }
  return undefined;
}
