import type { Expression, ExpressionOf } from "../../expression/document.ts";
import { dayMs, dayNumbered, instantOf, monthsLater } from "./calendar.ts";
import {
  type Bounds,
  boundsOf,
  compare,
  isRowId,
  range,
  same,
  typeOf,
  unknown,
  type Value,
} from "./value.ts";

export function binaryValue(node: ExpressionOf<"binary">, visit: (child: Expression) => Value): Value {
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
      // Numbers within bounds and what is drawn are there, whatever they are.
      return typeOf(left) === "unknown" ? unknown : (left ?? right);
    case "==":
      return same(left, right) ?? (isOnePlace(node, visit) ? true : unknown);
    case "!=": {
      const equal = same(left, right) ?? (isOnePlace(node, visit) ? true : undefined);
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
      const [one, other] = [boundsOf(left), boundsOf(right)];
      if (one && other) return boundsOrder(operator, one, other);
      const order = compare(left, right) ?? (isOnePlace(node, visit) ? 0 : undefined);
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

/** `1..20 >= 1` holds whatever the number is. */
function boundsOrder(operator: "<" | "<=" | ">" | ">=", left: Bounds, right: Bounds): Value {
  switch (operator) {
    case "<":
      return left.most < right.least ? true : left.least >= right.most ? false : unknown;
    case "<=":
      return left.most <= right.least ? true : left.least > right.most ? false : unknown;
    case ">":
      return boundsOrder("<", right, left);
    case ">=":
      return boundsOrder("<=", right, left);
    default:
      return operator satisfies never;
  }
}

/** The ends of a sum, a difference or a product of numbers that lie between two each. */
function betweenBounds(operator: string, left: Bounds, right: Bounds): Value {
  switch (operator) {
    case "+":
      return range(clean(left.least + right.least), clean(left.most + right.most));
    case "-":
      return range(clean(left.least - right.most), clean(left.most - right.least));
    case "*": {
      const ends = [left.least, left.most].flatMap((one) => [one * right.least, one * right.most]);
      return ends.some(Number.isNaN) ? unknown : range(clean(Math.min(...ends)), clean(Math.max(...ends)));
    }
    case "/":
      return right.least > 0 || right.most < 0 ? quotient(left, right) : unknown;
    default:
      return unknown;
  }
}

/** What a column rounds of a quotient that has more digits than two, at most. */
const rounded = 0.01;

function quotient(left: Bounds, right: Bounds): Value {
  const ends = [left.least, left.most].flatMap((one) => [one / right.least, one / right.most]);
  if (ends.some(Number.isNaN)) return unknown;
  const isExact = ends.every((end) => Number.isInteger(clean(end * 100)));
  const slack = isExact ? 0 : rounded;
  return range(clean(Math.min(...ends) - slack), clean(Math.max(...ends) + slack));
}

function arithmetic(operator: "+" | "-" | "*" | "/" | "%", left: Value, right: Value): Value {
  if (typeof left === "number" && typeof right === "number") {
    if (operator === "+") return clean(left + right);
    if (operator === "-") return clean(left - right);
    if (operator === "*") return clean(left * right);
    if (operator === "%") return right === 0 ? unknown : clean(left % right);
  }
  const [one, other] = [boundsOf(left), boundsOf(right)];
  if (one && other) return betweenBounds(operator, one, other);
  if (operator === "+" && typeof left === "string" && typeof right === "string") {
    return isRowId(left) || isRowId(right) ? unknown : left + right;
  }
  const duration = durationOf(right);
  if (!duration || typeof left !== "object" || left === null || !("type" in left)) return unknown;
  if (operator !== "+" && operator !== "-") return unknown;
  const sign = operator === "+" ? 1 : -1;
  const later = duration.months === undefined ? undefined : monthsLater(left, sign * duration.months);
  if (later) return later;
  const ms = sign * duration.ms;
  const { slack = 0 } = duration;
  if (left.type === "moment") {
    if (left.day !== undefined && slack === 0) {
      return ms % dayMs === 0 ? dayNumbered(left.day + ms / dayMs) : instantOf(dayNumbered(left.day), ms);
    }
    return { type: "moment", at: left.at + ms, slack: left.slack + slack };
  }
  if (left.type === "duration")
    return { type: "duration", ms: left.ms + ms, slack: (left.slack ?? 0) + slack };
  if (left.type !== "instant") return unknown;
  const moved = new Date(left.at + ms).toISOString();
  const sum = {
    type: "instant",
    at: left.at + ms,
    text: left.text.length === 10 ? moved.slice(0, 10) : moved,
  } as const;
  const total = (left.slack ?? 0) + slack;
  return total === 0 ? sum : { ...sum, slack: total };
}

/** Whether both sides are the same column of the same row, whatever stands in it. */
function isOnePlace({ left, right }: ExpressionOf<"binary">, visit: (child: Expression) => Value): boolean {
  if (left.type !== "member" || right.type !== "member" || left.property !== right.property) return false;
  const rows = [visit(left.object), visit(right.object)];
  return rows.every((row) => typeOf(row) === "row") && same(rows[0]!, rows[1]!) === true;
}

function durationOf(value: Value): { ms: number; slack?: number; months?: number } | undefined {
  return typeof value === "object" && value !== null && "type" in value && value.type === "duration"
    ? value
    : undefined;
}

export function clean(value: number): number {
  return Number(value.toFixed(9));
}
