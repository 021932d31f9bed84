import type { Expression, ExpressionOf } from "../../expression/document.ts";
import { equalitiesOf, operandsOf } from "../../expression/visit.ts";
import { directMember } from "../../expression/where.ts";
import { sidesOf } from "../../database/fields.ts";
import type { Table } from "../tables.ts";
import { type Bindings, evaluate } from "./evaluate.ts";
import { tableNamed } from "./house.ts";
import type { Plan } from "./plan.ts";
import { typeOf, type Value } from "./value.ts";
import { rowOf } from "./world.ts";

/** Rows that a part of a condition looks for, counts, or says something of each of. */
export interface Sought {
  /** One is enough, all have to be so, or none may be there. */
  how: "some" | "every" | "none";
  table: Table;
  parameter: string;
  where?: Expression;
  /** Columns that hold known values. */
  fixed: Record<string, Value>;
}

/** What a node of a condition seeks; `undefined` where it seeks no rows. */
export function soughtBy(plan: Plan, node: Expression, names: Bindings): Sought | undefined {
  switch (node.type) {
    case "query": {
      const table = tableNamed(plan.house, node.model);
      const { parameter, where } = node;
      if (!table) return undefined;
      const fixed = where ? equated(plan, where, parameter, names) : {};
      return { how: "some", table, parameter, ...(where ? { where } : {}), fixed };
    }
    case "iterate": {
      const below = rowsBelow(plan, node.source, names);
      if (!below) return undefined;
      const { parameter, body, operation } = node;
      if (!["some", "every", "count", "filter"].includes(operation)) {
        return { how: "some", parameter, ...below };
      }
      const fixed = { ...equated(plan, body, parameter, names), ...below.fixed };
      const how = operation === "every" ? "every" : "some";
      return { how, table: below.table, parameter, where: body, fixed };
    }
    case "call": {
      const [list] = node.arguments;
      const below =
        list && ["isEmpty", "length"].includes(node.function) ? rowsBelow(plan, list, names) : undefined;
      return below && { how: node.function === "isEmpty" ? "none" : "some", parameter: "item", ...below };
    }
    case "member": {
      const below = rowBelow(plan, node, names);
      return below && { how: "some", parameter: "item", ...below };
    }
    default:
      return undefined;
  }
}

/** The same for a condition whose part the node is: what it says of the one row that the node stands for. */
export function soughtIn(
  plan: Plan,
  condition: Expression,
  node: Expression,
  names: Bindings,
): Sought | undefined {
  const sought = soughtBy(plan, node, names);
  if (!sought || node.type !== "member") return sought;
  const said = equalitiesOf(condition).flatMap(([column, value]): [string, Value][] => {
    if (column.type !== "member" || column.object !== node) return [];
    const known = evaluate(plan.world, value, names);
    return typeOf(known) === "unknown" ? [] : [[column.property, known]];
  });
  return { ...sought, fixed: { ...Object.fromEntries(said), ...sought.fixed } };
}

/** The table of the only row that points to a row, where there is none yet. */
function rowBelow(
  plan: Plan,
  node: ExpressionOf<"member">,
  names: Bindings,
): { table: Table; fixed: Record<string, Value> } | undefined {
  const row = rowOf(plan.world, evaluate(plan.world, node.object, names));
  const side = row && sidesOf(plan.world.database, row.model).find(({ name }) => name === node.property);
  if (!side || side.many || side.column !== undefined) return undefined;
  const table = tableNamed(plan.house, side.target);
  const isThere = evaluate(plan.world, node, names) !== null;
  return table && !isThere ? { table, fixed: { [`${side.declared.relation}Id`]: row.id } } : undefined;
}

/** The table of the rows that point to a row, and how they do. */
function rowsBelow(
  plan: Plan,
  list: Expression,
  names: Bindings,
): { table: Table; fixed: Record<string, Value> } | undefined {
  if (list.type !== "member") return undefined;
  const row = rowOf(plan.world, evaluate(plan.world, list.object, names));
  const side = row && sidesOf(plan.world.database, row.model).find(({ name }) => name === list.property);
  const table = side?.many ? tableNamed(plan.house, side.target) : undefined;
  return row && side && table && { table, fixed: { [`${side.declared.relation}Id`]: row.id } };
}

/** What a condition says of columns of the row that a parameter stands for: known values that they have to equal. */
export function equated(
  plan: Plan,
  condition: Expression,
  parameter: string,
  names: Bindings,
): Record<string, Value> {
  const fixed: Record<string, Value> = {};
  const columnOf = (node: Expression): string | undefined => directMember(node, parameter);
  for (const part of operandsOf("&&", condition)) {
    const flag =
      columnOf(part) ?? (part.type === "unary" && part.operator === "!" ? columnOf(part.operand) : undefined);
    if (flag !== undefined) fixed[flag] = part.type !== "unary";
    if (part.type !== "binary" || part.operator !== "==") continue;
    for (const [column, value] of [
      [columnOf(part.left), part.right],
      [columnOf(part.right), part.left],
    ] as const) {
      if (column === undefined) continue;
      const known = evaluate(plan.world, value, names);
      if (typeOf(known) !== "unknown") fixed[column] = known;
    }
  }
  return fixed;
}
