import type { BinaryOperator, Expression, ExpressionOf } from "./document.ts";
import {
  decimalType,
  durationType,
  floatType,
  integerType,
  isNumeric,
  isTextual,
  holdsUuid,
  stringType,
  valuesOf,
  withoutNull,
  type Type,
} from "./types.ts";

/** Operators whose two sides are compared. */
export const comparisons: readonly BinaryOperator[] = ["==", "!=", "<", "<=", ">", ">="];

export type Arithmetic = Extract<BinaryOperator, "+" | "-" | "*" | "/" | "%">;

/**
 * Result of `+ - * / %`, or `undefined` where the operands do not go together. Integers stay integers but under `/`,
 * which is exact: integer / integer is a decimal. Decimals and floats do not mix. A date or a time plus or minus a
 * duration is one again, and two of a kind are a duration apart. Strings are joined by `+`.
 */
export function arithmeticType(operator: Arithmetic, left: Type, right: Type): Type | undefined {
  if (isNumeric(left) && isNumeric(right)) {
    const kinds = [left.type, right.type];
    if (kinds.includes("decimal")) return kinds.includes("float") ? undefined : decimalType;
    if (kinds.includes("float")) return floatType;
    return operator === "/" ? decimalType : integerType;
  }
  if (right.type === "duration" && (operator === "+" || operator === "-")) {
    if (isMoment(left) || left.type === "duration") return left;
  }
  if (operator === "-" && isMoment(left) && left.type === right.type) return durationType;
  return operator === "+" && isTextual(left) && isTextual(right) ? stringType : undefined;
}

/**
 * Whether `<` and its kin order the two: numbers, dates, times or durations of one kind. A month of a duration counts
 * as 30 days there, a day as 24 hours.
 */
export function isOrdered(left: Type, right: Type): boolean {
  if (isNumeric(left) && isNumeric(right)) return numbersMix(left, right);
  return left.type === right.type && (isMoment(left) || left.type === "duration");
}

/** A date or a time. */
export function isMoment(type: Type): boolean {
  return type.type === "date" || type.type === "datetime";
}

/** Whether two values, null left aside, can be equal. Rows, objects, lists and json are not compared. */
export function isComparable(left: Type, right: Type): boolean {
  const [a, b] = [withoutNull(left), withoutNull(right)];
  if (isNumeric(a) && isNumeric(b)) return numbersMix(a, b);
  if (isTextual(a) && isTextual(b)) {
    if (a.type === "string" || b.type === "string") return true;
    if (a.type === "uuid" || b.type === "uuid") return holdsUuid(a) && holdsUuid(b);
    return valuesOf(a).some((value) => valuesOf(b).includes(value));
  }
  return a.type === b.type && ["boolean", "date", "datetime", "duration"].includes(a.type);
}

function numbersMix(left: Type, right: Type): boolean {
  return left.type === right.type || left.type === "integer" || right.type === "integer";
}

/** A comparison of two literals is what comes of it: the compiler refuses one that never holds. */
export function decided(node: ExpressionOf<"binary">): Expression {
  const { operator, left, right } = node;
  const isLiteral = (side: Expression): side is ExpressionOf<"string" | "integer" | "boolean"> =>
    ["string", "integer", "boolean"].includes(side.type);
  if (!isLiteral(left) || !isLiteral(right)) return node;
  const [one, other] = [left.value, right.value];
  switch (operator) {
    case "==":
      return { type: "boolean", value: one === other };
    case "!=":
      return { type: "boolean", value: one !== other };
    case "<":
      return { type: "boolean", value: one < other };
    case "<=":
      return { type: "boolean", value: one <= other };
    case ">":
      return { type: "boolean", value: one > other };
    case ">=":
      return { type: "boolean", value: one >= other };
    default:
      return node;
  }
}
