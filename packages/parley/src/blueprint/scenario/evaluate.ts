import { trueValue } from "../../expression/build.ts";
import type { Expression, ExpressionOf } from "../../expression/document.ts";
import { equalitiesOf } from "../../expression/visit.ts";
import { directMember } from "../../expression/where.ts";
import { callValue } from "./functions.ts";
import { iterated, measured } from "./lambdas.ts";
import { binaryValue } from "./operators.ts";
import { boundsOf, durationMs, isRowId, range, unknown, type Value } from "./value.ts";
import { rowAt, sideValue, type World } from "./world.ts";

export type Bindings = Readonly<Record<string, Value>>;

/** The value of an expression over what is known of a test's rows; `unknown` where that is not enough. Total. */
export function evaluate(world: World, node: Expression, names: Bindings): Value {
  const visit = (child: Expression, inner: Bindings = names): Value => evaluate(world, child, inner);
  switch (node.type) {
    case "null":
      return null;
    case "boolean":
    case "integer":
    case "string":
      return node.value;
    case "decimal":
      return Number(node.value);
    case "duration": {
      const ms = durationMs(node.value);
      return ms === undefined ? unknown : { type: "duration", ms };
    }
    case "date":
    case "datetime":
      return { type: "instant", at: Date.parse(node.value), text: node.value };
    case "list":
      return node.items.map((item) => visit(item));
    case "object": {
      const entries = Object.entries(node.properties).map(([name, value]) => [name, visit(value)] as const);
      return { type: "object", properties: Object.fromEntries(entries) };
    }
    case "name":
      return Object.hasOwn(names, node.name) ? names[node.name]! : unknown;
    case "member":
      return memberOf(world, visit(node.object), node.property);
    case "element": {
      const [list, index] = [visit(node.object), visit(node.index)];
      return Array.isArray(list) && typeof index === "number" ? ((list as Value[])[index] ?? null) : unknown;
    }
    case "unary": {
      const operand = visit(node.operand);
      if (node.operator === "!") return typeof operand === "boolean" ? !operand : unknown;
      const bounds = boundsOf(operand);
      return bounds ? range(-bounds.most, -bounds.least) : unknown;
    }
    case "binary":
      return binaryValue(node, visit);
    case "conditional": {
      const test = visit(node.test);
      return typeof test === "boolean" ? visit(test ? node.then : node.else) : unknown;
    }
    case "call":
      return callValue(world, node, visit);
    case "iterate": {
      const source = visit(node.source);
      if (!Array.isArray(source)) return unknown;
      return iterated(node.operation, source as Value[], (item) =>
        visit(node.body, { ...names, [node.parameter]: item }),
      );
    }
    case "query":
      return queried(world, node, names);
    default:
      return node satisfies never;
  }
}

export function isTrue(world: World, condition: Expression, names: Bindings): boolean | undefined {
  const value = evaluate(world, condition, names);
  return typeof value === "boolean" ? value : undefined;
}

function memberOf(world: World, object: Value, property: string): Value {
  if (object === null) return null;
  if (typeof object !== "object" || !("type" in object)) return unknown;
  if (object.type === "object")
    return Object.hasOwn(object.properties, property) ? object.properties[property]! : null;
  if (object.type !== "row") return unknown;
  const row = rowAt(world, object.id);
  return row ? sideValue(world, row, property) : unknown;
}

function queried(world: World, node: ExpressionOf<"query">, names: Bindings): Value {
  if (world.fuzzy.has(node.model)) return unknown;
  const rows = world.rows.filter((row) => row.model === node.model && !row.hidden);
  const items = rows.map((row): Value => ({ type: "row", id: row.id, model: row.model }));
  const inner = (item: Value): Bindings => ({ ...names, [node.parameter]: item });
  const { where, value } = node;
  const holds = items.map((item) => (where ? isTrue(world, where, inner(item)) : true));
  if (node.operation === "exists" && holds.includes(true)) return true;
  // Rows that were there before: accounts of the first kinds of actor.
  if (!isTied(world, node, names)) {
    world.crowded = true;
    if (world.peopled.has(node.model)) return unknown;
  }
  if (holds.includes(undefined)) return unknown;
  const found = items.filter((_, index) => holds[index]);
  switch (node.operation) {
    case "exists":
      return found.length > 0;
    case "count":
      return found.length;
    case "sum":
    case "average":
    case "minimum":
    case "maximum":
      return measured(node.operation, value ? found.map((item) => evaluate(world, value, inner(item))) : []);
    default:
      return node.operation satisfies never;
  }
}

/** Whether a query asks only for rows that point to one of this test's own. */
function isTied(world: World, node: ExpressionOf<"query">, names: Bindings): boolean {
  return equalitiesOf(node.where ?? trueValue).some(
    ([column, value]) =>
      directMember(column, node.parameter) !== undefined && isRowId(evaluate(world, value, names)),
  );
}
