import type { BinaryOperator, Expression } from "./document.ts";

/** Constructors for code that composes expressions; shapes as in `document.ts`. */

export const nullValue: Expression = { type: "null" };
export const trueValue: Expression = { type: "boolean", value: true };
export const falseValue: Expression = { type: "boolean", value: false };

export function text(value: string): Expression {
  return { type: "string", value };
}

export function integer(value: number): Expression {
  return value < 0
    ? { type: "unary", operator: "-", operand: { type: "integer", value: -value } }
    : { type: "integer", value };
}

/** An integer or a decimal, by its value. */
export function number(value: number): Expression {
  if (value < 0) return { type: "unary", operator: "-", operand: number(-value) };
  if (Number.isSafeInteger(value)) return { type: "integer", value };
  return { type: "decimal", value: value.toFixed(20).replace(/0+$/, "") };
}

export function name(identifier: string): Expression {
  return { type: "name", name: identifier };
}

/** `path("row", "copy", "bookId")` is `row.copy.bookId`. */
export function path(root: string, ...properties: string[]): Expression {
  return properties.reduce((object, property) => member(object, property), name(root));
}

export function member(object: Expression, property: string): Expression {
  return { type: "member", object, property };
}

export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { type: "binary", operator, left, right };
}

export function equals(left: Expression, right: Expression): Expression {
  return binary("==", left, right);
}

export function isNull(operand: Expression): Expression {
  return equals(operand, nullValue);
}

export function isPresent(operand: Expression): Expression {
  return binary("!=", operand, nullValue);
}

export function not(operand: Expression): Expression {
  return { type: "unary", operator: "!", operand };
}

/** All of the conditions; `true` of none. Literal `true` is left out. */
export function all(conditions: readonly Expression[]): Expression {
  return chain("&&", conditions, true);
}

/** Any of the conditions; `false` of none. */
export function any(conditions: readonly Expression[]): Expression {
  return chain("||", conditions, false);
}

function chain(operator: "&&" | "||", conditions: readonly Expression[], unit: boolean): Expression {
  const parts: Expression[] = [];
  for (const condition of conditions) {
    if (condition.type === "boolean") {
      if (condition.value !== unit) return condition;
    } else parts.push(condition);
  }
  return parts.length === 0
    ? { type: "boolean", value: unit }
    : parts.reduce((a, b) => binary(operator, a, b));
}

export function call(fn: string, ...args: Expression[]): Expression {
  return { type: "call", function: fn, arguments: args };
}

export function list(items: Expression[]): Expression {
  return { type: "list", items };
}

export function object(properties: Record<string, Expression>): Expression {
  return { type: "object", properties };
}

export function conditional(test: Expression, then: Expression, otherwise: Expression): Expression {
  return { type: "conditional", test, then, else: otherwise };
}
