import type { Expression } from "../../expression/document.ts";
import type { Table } from "../tables.ts";
import { act } from "./action.ts";
import { type Choice, chosenAt, distantChoices } from "./choose.ts";
import { isTrue } from "./evaluate.ts";
import { sayable } from "./fields.ts";
import { operationFor, tableNamed } from "./house.ts";
import { type Goal, idOf, makeActor, type Plan, type Way } from "./plan.ts";
import { cloneWorld, rowAt, rowOf, type WorldRow } from "./world.ts";

/** How many values of a field are tried. */
const mostValues = 2;

/** Updates of a row that a condition reads: of a field, or of what it points to. */
export function amendWays(
  plan: Plan,
  condition: Expression,
  row: WorldRow,
  read: ReadonlySet<string>,
  goal: Goal,
  wanted: boolean,
): Way[] {
  const table = tableNamed(plan.house, row.model);
  const schema = table && operationFor(plan.house, table, "update")?.operation.body;
  const properties = schema === undefined ? {} : (plan.house.api.schemas[schema]?.properties ?? {});
  return Object.entries(properties).flatMap(([name, property]): Way[] => {
    const relation = name.endsWith("Id") ? name.slice(0, -2) : "";
    const target = table!.model.relations[relation]?.target;
    if (target !== undefined) {
      return read.has(name) || read.has(relation)
        ? pointWays(plan, table!, row, name, target, { condition, goal, wanted })
        : [];
    }
    // What can be chosen when the row is made is chosen then: see `solve.ts`.
    if (!read.has(name) || isChosenBefore(plan, table!, name)) return [];
    return distantChoices(property.schema, property.optional ?? false)
      .map((choice) => chosenAt(choice, plan.world.now))
      .filter((choice) => {
        const changed = cloneWorld(plan.world);
        rowAt(changed, row.id)!.values[name] = choice.value;
        return isTrue(changed, condition, goal.names) === wanted;
      })
      .slice(0, mostValues)
      .map(
        (choice): Way =>
          (trial) =>
            update(trial, table!, row, { [name]: choice }),
      );
  });
}

function isChosenBefore({ house }: Plan, table: Table, field: string): boolean {
  return table.noun.actor !== undefined || sayable(house, table, "create", field).length > 0;
}

/** Lets a row point to one that is there, or to a new one of which the condition may ask more. */
function pointWays(
  plan: Plan,
  table: Table,
  row: WorldRow,
  column: string,
  target: string,
  { condition, goal, wanted }: { condition: Expression; goal: Goal; wanted: boolean },
): Way[] {
  const above = tableNamed(plan.house, target);
  if (!above) return [];
  const kind = above.noun.actor;
  const known = plan.world.rows.filter(
    (other) => other.model === target && !other.hidden && other.id !== row.values[column],
  );
  const caller = rowOf(plan.world, goal.names["actor"] ?? null);
  const first = known.filter(({ id }) => id === caller?.id);
  const pointTo = (trial: Plan, other: WorldRow | undefined): void => {
    const id = other && idOf(other);
    if (!other || !id) return;
    update(trial, table, row, { [column]: { expression: id, value: other.id } });
    trial.achieve(trial, condition, goal, wanted);
  };
  return [
    ...[...first, ...known.filter((other) => !first.includes(other))].map(
      (other): Way =>
        (trial) =>
          pointTo(trial, rowAt(trial.world, other.id)),
    ),
    (trial) => {
      const made =
        kind === undefined
          ? trial.makeRow(trial, above, { by: goal.by }, goal.trail)
          : makeActor(trial, kind)?.row;
      pointTo(trial, made);
    },
  ];
}

function update(plan: Plan, table: Table, row: WorldRow, said: Readonly<Record<string, Choice>>): void {
  const target = rowAt(plan.world, row.id);
  if (target) act(plan, table, "update", target, { said });
}
