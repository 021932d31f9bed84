import type { Expression, ExpressionOf } from "../../expression/document.ts";
import {
  compare,
  dayMs,
  durationMs,
  isRowId,
  isUnknown,
  jitter,
  same,
  typeOf,
  unknown,
  type Value,
} from "./value.ts";
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
      return typeof operand === "number" ? -operand : unknown;
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

function binaryValue(node: ExpressionOf<"binary">, visit: (child: Expression) => Value): Value {
  const { operator } = node;
  const left = visit(node.left);
  if (operator === "&&" || operator === "||") {
    const decides = operator === "||";
    if (left === decides) return decides;
    const right = visit(node.right);
    if (right === decides) return decides;
    return typeof left === "boolean" && typeof right === "boolean" ? right : unknown;
  }
  const right = visit(node.right);
  switch (operator) {
    case "??":
      return isUnknown(left) ? unknown : (left ?? right);
    case "==":
      return same(left, right) ?? unknown;
    case "!=": {
      const equal = same(left, right);
      return equal === undefined ? unknown : !equal;
    }
    case "in": {
      if (!Array.isArray(right)) return unknown;
      const found = (right as Value[]).map((item) => same(left, item));
      if (found.includes(true)) return true;
      return found.includes(undefined) ? unknown : false;
    }
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const order = compare(left, right);
      if (order === undefined) return unknown;
      if (operator === "<") return order < 0;
      if (operator === "<=") return order <= 0;
      return operator === ">" ? order > 0 : order >= 0;
    }
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return arithmetic(operator, left, right);
    default:
      return operator satisfies never;
  }
}

function arithmetic(operator: "+" | "-" | "*" | "/" | "%", left: Value, right: Value): Value {
  if (typeof left === "number" && typeof right === "number") {
    if (operator === "+") return clean(left + right);
    if (operator === "-") return clean(left - right);
    if (operator === "*") return clean(left * right);
    return unknown;
  }
  if (operator === "+" && typeof left === "string" && typeof right === "string") {
    return isRowId(left) || isRowId(right) ? unknown : left + right;
  }
  const duration = durationOf(right);
  if (duration === undefined || typeof left !== "object" || left === null || !("type" in left))
    return unknown;
  if (operator !== "+" && operator !== "-") return unknown;
  const ms = operator === "+" ? duration : -duration;
  if (left.type === "moment") return { ...left, at: left.at + ms };
  if (left.type === "duration") return { type: "duration", ms: left.ms + ms };
  if (left.type !== "instant") return unknown;
  const moved = new Date(left.at + ms).toISOString();
  return { type: "instant", at: left.at + ms, text: left.text.length === 10 ? moved.slice(0, 10) : moved };
}

function durationOf(value: Value): number | undefined {
  return typeof value === "object" && value !== null && "type" in value && value.type === "duration"
    ? value.ms
    : undefined;
}

function clean(value: number): number {
  return Number(value.toFixed(9));
}

function callValue(world: World, node: ExpressionOf<"call">, visit: (child: Expression) => Value): Value {
  const given = node.arguments.map((argument) => visit(argument));
  const [one, other] = given;
  switch (node.function) {
    case "now":
      return { type: "moment", at: world.now, slack: 0 };
    case "today":
      return { type: "moment", at: world.now, slack: dayMs };
    case "lower":
      return isPlain(one) ? one.toLowerCase() : unknown;
    case "upper":
      return isPlain(one) ? one.toUpperCase() : unknown;
    case "trim":
      return isPlain(one) ? one.trim() : unknown;
    case "length":
      return isPlain(one) || Array.isArray(one) ? one.length : unknown;
    case "isEmpty":
      return Array.isArray(one) ? one.length === 0 : unknown;
    case "concat":
      return given.every(isPlain) ? given.join("") : unknown;
    case "string":
      return typeof one === "number" && Number.isInteger(one) ? String(one) : isPlain(one) ? one : unknown;
    case "decimal":
      return typeof one === "number" ? one : unknown;
    case "days":
      return typeof one === "number" ? { type: "duration", ms: one * dayMs } : unknown;
    case "hours":
      return typeof one === "number" ? { type: "duration", ms: one * 3_600_000 } : unknown;
    case "minutes":
      return typeof one === "number" ? { type: "duration", ms: one * 60_000 } : unknown;
    case "daysBetween":
      return between(one, other, dayMs);
    case "hoursBetween":
      return between(one, other, 3_600_000);
    case "min":
    case "max": {
      if (typeof one !== "number" || typeof other !== "number") return unknown;
      return node.function === "min" ? Math.min(one, other) : Math.max(one, other);
    }
    default:
      return unknown;
  }
}

function isPlain(value: Value | undefined): value is string {
  return typeof value === "string" && !isRowId(value);
}

/** Whole units between two moments of the test, where a little more or less would give the same. */
function between(from: Value | undefined, to: Value | undefined, unit: number): Value {
  if (!from || !to || typeOf(from) !== typeOf(to) || typeof from !== "object" || typeof to !== "object")
    return unknown;
  if (!("at" in from) || !("at" in to) || typeof from.at !== "number" || typeof to.at !== "number")
    return unknown;
  const difference = to.at - from.at;
  if (typeOf(from) === "instant") return Math.trunc(difference / unit);
  const slack = jitter + ("slack" in from ? from.slack : 0) + ("slack" in to ? to.slack : 0);
  const [least, most] = [Math.trunc((difference - slack) / unit), Math.trunc((difference + slack) / unit)];
  return least === most ? least : unknown;
}

function iterated(
  operation: ExpressionOf<"iterate">["operation"],
  items: readonly Value[],
  body: (item: Value) => Value,
): Value {
  const values = items.map(body);
  switch (operation) {
    case "map":
      return values;
    case "filter":
      return values.some(isUnknown) ? unknown : items.filter((_, index) => values[index] === true);
    case "some":
      return values.includes(true) ? true : values.some(isUnknown) ? unknown : false;
    case "every":
      return values.includes(false) ? false : values.some(isUnknown) ? unknown : true;
    case "count":
      return values.some(isUnknown) ? unknown : values.filter((value) => value === true).length;
    case "sum":
    case "minimum":
    case "maximum":
      return measured(operation, values);
    case "sort":
      return items.length < 2 ? items : unknown;
    default:
      return operation satisfies never;
  }
}

function measured(operation: "sum" | "average" | "minimum" | "maximum", values: readonly Value[]): Value {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.filter((value) => value !== null).length) return unknown;
  if (operation === "sum") return clean(numbers.reduce((total, value) => total + value, 0));
  if (numbers.length === 0) return null;
  if (operation === "average") return unknown;
  return operation === "minimum" ? Math.min(...numbers) : Math.max(...numbers);
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
  return conjuncts(node.where).some((part) => {
    if (part.type !== "binary" || part.operator !== "==") return false;
    return [
      [part.left, part.right],
      [part.right, part.left],
    ].some(([column, value]) => {
      const own =
        column!.type === "member" && column!.object.type === "name" && column!.object.name === node.parameter;
      return own && isRowId(evaluate(world, value!, names));
    });
  });
}

export function conjuncts(condition: Expression | undefined): Expression[] {
  if (!condition) return [];
  if (condition.type !== "binary" || condition.operator !== "&&") return [condition];
  return [...conjuncts(condition.left), ...conjuncts(condition.right)];
}
