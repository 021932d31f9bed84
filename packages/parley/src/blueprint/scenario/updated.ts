import { all } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { FormalOf } from "../../requirements/document.ts";
import type { Scenario } from "../../scenario/document.ts";
import type { Stated } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import type { Table } from "../tables.ts";
import { callersFor, resolveCaller } from "./candidates.ts";
import { type House, operationFor } from "./house.ts";
import { perform } from "./perform.ts";
import { attempt, callOf, idOf, type Plan, variable } from "./plan.ts";
import { predict } from "./predict.ts";
import { persist } from "./preferences.ts";
import { expecting, story } from "./stories.ts";
import { isUnknown, same } from "./value.ts";
import { rowAt, type WorldRow } from "./world.ts";

type Update = Extract<FormalOf<"effect">["effect"], { type: "update" }>;

/** What an action writes to other rows stands there when they are read. */
export function updatedStory(
  house: House,
  source: Table,
  { id, formal, requirement }: Stated<"effect">,
  effect: Update,
): Scenario | undefined {
  const table = house.tables.find(({ noun }) => noun.name === effect.concept);
  const found = table && operationFor(house, table, "get");
  if (!table || !found) return undefined;
  const name = `${requirement.id}/story`;
  const { parameter, where } = effect;
  const exists: Expression = { type: "query", operation: "exists", model: table.name, parameter, where };
  const columns = Object.keys(effect.data).map((field) => columnNameOf(table.noun, field));
  // First with the rows there are, then with one made that the action will write.
  const done = persist(
    house,
    source,
    formal.action,
    (plan) =>
      [undefined, all([exists, ...(formal.when ? [formal.when] : [])])].some((condition) =>
        attempt(plan, (trial) => {
          const performed = perform(trial, source, formal.action, condition);
          const changed = trial.world.rows.filter(
            (row) => row.model === table.name && isChanged(row, performed?.before.get(row.id), columns),
          );
          return changed.some((row) => isRead(trial, table, row, columns)) || undefined;
        }),
      ) || undefined,
    name,
  );
  const part = { id: name, group: found.operation.group, title: requirement.statement, proves: [id] };
  return done && story(done.plan, part);
}

function isChanged(
  { values, hidden }: WorldRow,
  before: WorldRow["values"] | undefined,
  columns: readonly string[],
): boolean {
  if (hidden || !before) return false;
  return columns.some((column) => {
    const [was, is] = [before[column], values[column]];
    return is !== undefined && !isUnknown(is) && (was === undefined || same(was, is) !== true);
  });
}

/** Reads a row by somebody who may, and expects what is known of it. */
function isRead(plan: Plan, table: Table, row: WorldRow, columns: readonly string[]): boolean {
  const found = operationFor(plan.house, table, "get")!;
  return callersFor(plan, table, "get").some((candidate) =>
    attempt(plan, (trial) => {
      const caller = resolveCaller(trial, candidate);
      const target = rowAt(trial.world, row.id)!;
      const key = idOf(target);
      if (!caller || !key) return undefined;
      const outcome = predict(trial.house, trial.world, table, "get", caller, target);
      if (outcome?.type !== "succeeds") return undefined;
      const name = variable(trial, `read_${table.name}`);
      trial.statements.push({ type: "call", call: callOf(found, caller, key), name });
      return expecting(trial, target, name, found.operation.answer.schema, columns) > 0 || undefined;
    }),
  );
}
