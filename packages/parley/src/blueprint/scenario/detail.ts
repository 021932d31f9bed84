import { all, name } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { map, operandsOf, pathsOf } from "../../expression/visit.ts";
import { directMember } from "../../expression/where.ts";
import { clientFields, type Table } from "../tables.ts";
import { type Choice, chosenAt } from "./choose.ts";
import { type Bindings, isTrue } from "./evaluate.ts";
import { sayable } from "./fields.ts";
import { tableNamed } from "./house.ts";
import { idOf, type Goal, makeActor, type Plan, type Wish } from "./plan.ts";
import { equated } from "./sought.ts";
import { rowValue, type WorldRow } from "./world.ts";

/** How many rows lie between a new one and those that a condition on it speaks of, at most. */
const farthest = 2;

/**
 * What a new row is to be like for a condition on it to hold: its columns, its fields, and what it points to; that is
 * new as well where it has to be fresh.
 */
export function detailOf(
  plan: Plan,
  table: Table,
  where: Expression,
  parameter: string,
  goal: Goal,
  { depth = 0, isFresh = false }: { depth?: number; isFresh?: boolean } = {},
): Required<Pick<Wish, "fixed" | "chosen">> {
  const fixed = equated(plan, where, parameter, goal.names);
  const chosen = fieldsFor(plan, table, where, parameter, goal.names);
  for (const [relation, part] of depth < farthest ? onwards(where, parameter) : []) {
    const target = tableNamed(plan.house, table.model.relations[relation]?.target ?? "");
    if (!target || Object.hasOwn(fixed, `${relation}Id`)) continue;
    const row = rowFor(plan, target, part, parameter, goal, { depth: depth + 1, isFresh });
    if (row) fixed[`${relation}Id`] = row.id;
  }
  return { fixed, chosen };
}

/** A row for which a condition holds: one that is there, or a new one. */
function rowFor(
  plan: Plan,
  table: Table,
  where: Expression,
  parameter: string,
  goal: Goal,
  how: { depth: number; isFresh: boolean },
): WorldRow | undefined {
  const known = plan.world.rows.find(
    (row) =>
      row.model === table.name &&
      !row.hidden &&
      idOf(row) &&
      isTrue(plan.world, where, { ...goal.names, [parameter]: rowValue(row) }) === true,
  );
  if (known && !how.isFresh) return known;
  const { fixed, chosen } = detailOf(plan, table, where, parameter, goal, how);
  const { actor } = table.noun;
  if (actor !== undefined) return makeActor(plan, actor, actor, chosen)?.row;
  return plan.makeRow(plan, table, { fixed, chosen, by: goal.by }, goal.trail);
}

/** Values of single fields with which the parts of a condition that speak of them alone hold. */
export function fieldsFor(
  plan: Plan,
  table: Table,
  where: Expression,
  parameter: string,
  names: Bindings,
): Record<string, Choice> {
  const chosen: Record<string, Choice> = {};
  for (const part of operandsOf("&&", where)) {
    const paths = pathsOf(part, parameter);
    const [field, ...deeper] = paths[0] ?? [];
    if (field === undefined || deeper.length > 0 || paths.some((path) => path.join(".") !== field)) continue;
    const isOfClient = clientFields(table.model).some(([name]) => name === field);
    const choice = (isOfClient ? sayable(plan.house, table, "create", field) : [])
      .map((one) => chosenAt(one, plan.world.now))
      .find(({ value }) => {
        const row = { type: "object" as const, properties: { [field]: value } };
        return isTrue(plan.world, part, { ...names, [parameter]: row }) === true;
      });
    if (choice) chosen[field] = choice;
  }
  return chosen;
}

/** Parts of a condition on a row that speak of a row it points to alone, said of that one. */
function onwards(where: Expression, parameter: string): [string, Expression][] {
  const found = new Map<string, Expression[]>();
  for (const part of operandsOf("&&", where)) {
    const paths = pathsOf(part, parameter);
    const [relation, ...deeper] = paths[0] ?? [];
    if (relation === undefined || deeper.length === 0) continue;
    if (paths.some((path) => path[0] !== relation || path.length < 2)) continue;
    const said = map(part, (node) => (directMember(node, parameter) === relation ? name(parameter) : node));
    found.set(relation, [...(found.get(relation) ?? []), said]);
  }
  return [...found].map(([relation, parts]) => [relation, all(parts)]);
}
