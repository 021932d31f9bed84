import { Decimal } from "@prisma/client-runtime-utils";
import type { Checked } from "../../src/expression/check.ts";
import type { Expression, ExpressionOf } from "../../src/expression/document.ts";
import { withoutNull } from "../../src/expression/types.ts";
import { evaluateCall } from "./evaluate-call.ts";
import { momentPlus, parseDuration, type Span } from "./evaluate-duration.ts";
import { isSpan, order, same, type Value } from "./evaluate-value.ts";

export type Scope = Readonly<Record<string, unknown>>;

/**
 * What an expression means, computed from its tree: written down from the description of the language, to hold
 * printed code against.
 */
export function evaluate(node: Expression, scope: Scope, typing: Checked): Value {
  const visit = (child: Expression, inner: Scope = scope): Value => evaluate(child, inner, typing);
  const typeOf = (child: Expression) => withoutNull(typing.types.get(child)!).type;
  switch (node.type) {
    case "null":
      return null;
    case "boolean":
    case "integer":
    case "string":
      return node.value;
    case "decimal":
      return typeOf(node) === "float" ? Number(node.value) : new Decimal(node.value);
    case "duration":
      return parseDuration(node.value);
    case "date":
    case "datetime":
      return new Date(node.value);
    case "list": {
      const items = node.items.map((item) => visit(item));
      const type = typing.types.get(node)!;
      return type.type === "list" && withoutNull(type.of).type === "decimal" ? items.map(exact) : items;
    }
    case "object":
      return Object.fromEntries(Object.entries(node.properties).map(([name, value]) => [name, visit(value)]));
    case "name":
      return scope[node.name] as Value;
    case "member": {
      const object = visit(node.object) as Record<string, Value> | null;
      return object === null ? null : (object[node.property] ?? null);
    }
    case "element":
      return (visit(node.object) as Value[])[visit(node.index) as number] ?? null;
    case "unary": {
      const operand = visit(node.operand);
      if (node.operator === "!") return operand === false;
      return operand instanceof Decimal ? operand.neg() : -(operand as number);
    }
    case "binary":
      return evaluateBinary(node, visit, typing);
    case "conditional":
      return converted(visit(visit(node.test) === true ? node.then : node.else), node, typing);
    case "call":
      return evaluateCall(
        node,
        node.arguments.map((argument) => visit(argument)),
        typing,
        scope["clock"] as { now(): Date },
      );
    case "iterate": {
      const items = visit(node.source) as Value[];
      const results = items.map((item) => visit(node.body, { ...scope, [node.parameter]: item }));
      return evaluateIterate(node, items, results, typing);
    }
    case "query":
      throw new Error("There are no rows here.");
    default:
      return node satisfies never;
  }
}

/** An integer is a decimal where the whole is one. */
function converted(value: Value, node: Expression, typing: Checked): Value {
  return withoutNull(typing.types.get(node)!).type === "decimal" ? exact(value) : value;
}

function exact(value: Value): Value {
  return typeof value === "number" ? new Decimal(value) : value;
}

function evaluateBinary(
  node: ExpressionOf<"binary">,
  visit: (child: Expression) => Value,
  typing: Checked,
): Value {
  const { operator } = node;
  const left = visit(node.left);
  if (operator === "&&") return left === true && visit(node.right) === true;
  if (operator === "||") return left === true || visit(node.right) === true;
  if (operator === "??") return converted(left ?? visit(node.right), node, typing);
  const right = visit(node.right);
  switch (operator) {
    case "==":
      return same(left, right);
    case "!=":
      return !same(left, right);
    case "in":
      return (right as Value[]).some((item) => same(left, item));
    case "<":
      return order(left, right) < 0;
    case "<=":
      return order(left, right) <= 0;
    case ">":
      return order(left, right) > 0;
    case ">=":
      return order(left, right) >= 0;
    default:
      return compute(operator, left, right, typing.types.get(node)!.type);
  }
}

function compute(operator: "+" | "-" | "*" | "/" | "%", left: Value, right: Value, type: string): Value {
  if (typeof left === "string" && typeof right === "string") return left + right;
  const sign = operator === "-" ? -1 : 1;
  if (left instanceof Date && right instanceof Date) {
    return { months: 0, milliseconds: left.getTime() - right.getTime() };
  }
  if (left instanceof Date) {
    const moved = momentPlus(left, right as Span, sign);
    return type === "date" ? new Date(moved.toISOString().slice(0, 10)) : moved;
  }
  if (isSpan(left)) {
    const other = right as Span;
    return {
      months: left.months + sign * other.months,
      milliseconds: left.milliseconds + sign * other.milliseconds,
    };
  }
  if (type === "decimal") {
    const [one, other] = [new Decimal(left as number), new Decimal(right as number)];
    if (operator === "+") return one.plus(other);
    if (operator === "-") return one.minus(other);
    if (operator === "*") return one.times(other);
    return operator === "/" ? one.div(other) : one.mod(other);
  }
  const [one, other] = [left as number, right as number];
  if (operator === "+") return one + other;
  if (operator === "-") return one - other;
  if (operator === "*") return one * other;
  return operator === "/" ? one / other : one % other;
}

function evaluateIterate(
  node: ExpressionOf<"iterate">,
  items: readonly Value[],
  results: Value[],
  typing: Checked,
): Value {
  switch (node.operation) {
    case "map":
      return results;
    case "filter":
      return items.filter((_, index) => results[index] === true);
    case "some":
      return results.includes(true);
    case "every":
      return !results.includes(false);
    case "count":
      return results.filter((result) => result === true).length;
    case "sort":
      return items
        .map((item, index) => ({ item, key: results[index]! }))
        .toSorted((a, b) => order(a.key, b.key))
        .map(({ item }) => item);
    case "sum":
      return results.reduce(
        (total, result) => compute("+", total, result, typing.types.get(node)!.type),
        zero(typing.types.get(node)!.type),
      );
    case "average": {
      if (results.length === 0) return null;
      const { type } = withoutNull(typing.types.get(node)!);
      const total = results.reduce((sum, result) => compute("+", sum, result, type), zero(type));
      return compute("/", total, results.length, type);
    }
    case "minimum":
    case "maximum": {
      const sorted = results.toSorted(order);
      return (node.operation === "minimum" ? sorted[0] : sorted.at(-1)) ?? null;
    }
    default:
      return node.operation satisfies never;
  }
}

function zero(type: string): Value {
  if (type === "duration") return { months: 0, milliseconds: 0 };
  return type === "decimal" ? new Decimal(0) : 0;
}
