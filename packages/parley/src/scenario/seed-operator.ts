import { call, conditional, equals, integer, not, nullValue, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { narrow } from "../expression/narrow.ts";
import { isNullable, isNumeric, isTextual, withoutNull, type Type } from "../expression/types.ts";
import type { SeedExpression, SeedExpressionOf } from "./seed.ts";
import { lower, report, typeOf, unlowered, type Keys, type Lowering } from "./seed-state.ts";

/** A condition: what JavaScript takes for true is said by a comparison. */
export function lowerCondition(lowering: Lowering, node: SeedExpression, keys: Keys): Expression | undefined {
  if (node.type === "prefixUnaryExpression" && node.operator === "!") {
    const operand = lowerCondition(lowering, node.operand, [...keys, "operand"]);
    return operand && not(operand);
  }
  if (node.type === "binaryExpression" && (node.operator === "&&" || node.operator === "||")) {
    const left = lowerCondition(lowering, node.left, [...keys, "left"]);
    if (!left) return undefined;
    const behind = narrowed(lowering, left, node.operator === "&&");
    const right = lowerCondition(behind, node.right, [...keys, "right"]);
    return right && { type: "binary", operator: node.operator, left, right };
  }
  const value = lower(lowering, node, keys, true);
  const type = value && typeOf(lowering, value);
  if (!value || !type || type.type === "boolean") return value;
  const bare = withoutNull(type);
  if (bare.type === "boolean") return equals(value, { type: "boolean", value: true });
  if (isNullable(type)) return { type: "binary", operator: "!=", left: value, right: nullValue };
  if (isTextual(bare)) return { type: "binary", operator: "!=", left: value, right: text("") };
  if (isNumeric(bare)) return { type: "binary", operator: "!=", left: value, right: integer(0) };
  return { type: "binary", operator: "!=", left: call("typeOf", value), right: text("undefined") };
}

/** The same place, where a condition is known to hold or not. */
export function narrowed(lowering: Lowering, condition: Expression, truth: boolean): Lowering {
  const environment = narrow(lowering.scope.environment, condition, truth);
  return { ...lowering, scope: { ...lowering.scope, environment } };
}

export function lowerPrefix(
  lowering: Lowering,
  node: SeedExpressionOf<"prefixUnaryExpression">,
  keys: Keys,
): Expression | undefined {
  const { operator } = node;
  switch (operator) {
    case "!":
      return lowerCondition(lowering, node, keys);
    case "-": {
      const operand = lower(lowering, node.operand, [...keys, "operand"]);
      return operand && { type: "unary", operator, operand };
    }
    case "+": {
      const operand = lower(lowering, node.operand, [...keys, "operand"]);
      const type = operand && typeOf(lowering, operand);
      return !type || isNumeric(type) ? operand : unlowered(lowering, "+ before what is no number", keys);
    }
    case "++":
    case "--":
      return assigned(lowering, node, keys);
    default:
      return operator satisfies never;
  }
}

/** Statements know how to count a variable up; inside of an expression the order of reading would matter. */
export function assigned(
  { findings, locate }: Lowering,
  { operator, operand }: Pick<SeedExpressionOf<"postfixUnaryExpression">, "operand"> & { operator: string },
  keys: Keys,
): undefined {
  const name = operand.type === "identifier" ? operand.text : "this";
  const why = "it stands inside an expression";
  findings.push(report["side-effect"](locate(keys), { operator, name, why }));
}

const isNothing = (node: SeedExpression): boolean =>
  node.type === "nullLiteral" || node.type === "undefinedKeyword";

export function lowerBinary(
  lowering: Lowering,
  node: SeedExpressionOf<"binaryExpression">,
  keys: Keys,
): Expression | undefined {
  const { operator } = node;
  const tolerant = operator === "||" || isNothing(node.left) || isNothing(node.right);
  const left = lower(lowering, node.left, [...keys, "left"], tolerant);
  if (!left) return undefined;
  const type = typeOf(lowering, left);
  if ((operator === "&&" || operator === "||") && type?.type === "boolean") {
    return lowerCondition(lowering, node, keys);
  }
  const right = lower(lowering, node.right, [...keys, "right"], tolerant);
  if (!right) return undefined;
  if (operator === "===" || operator === "!==") {
    return lowerEquality(lowering, operator === "===" ? "==" : "!=", left, right);
  }
  if (operator === "||") return lowerDefault(type, left, right);
  if (operator === "&&") return unlowered(lowering, "&& between values that are no booleans", keys);
  if (operator !== "+") return { type: "binary", operator, left, right };
  const other = typeOf(lowering, right);
  if (!type || !other || isTextual(type) === isTextual(other))
    return { type: "binary", operator, left, right };
  const written = (value: Expression, of: Type): Expression =>
    isTextual(of) ? value : call("string", value);
  return { type: "binary", operator, left: written(left, type), right: written(right, other) };
}

/** What is never null is compared by whether it is there at all. */
function lowerEquality(
  lowering: Lowering,
  operator: "==" | "!=",
  left: Expression,
  right: Expression,
): Expression {
  const value = left.type === "null" ? right : right.type === "null" ? left : undefined;
  const type = value && typeOf(lowering, value);
  if (!value || !type || isNullable(type)) return { type: "binary", operator, left, right };
  return { type: "binary", operator, left: call("typeOf", value), right: text("undefined") };
}

/** `a || b`: the other value where the first is null, or empty text, or 0. */
function lowerDefault(type: Type | undefined, left: Expression, right: Expression): Expression {
  if (!type || isNullable(type)) return { type: "binary", operator: "??", left, right };
  const empty: Expression | undefined = isTextual(type) ? text("") : isNumeric(type) ? integer(0) : undefined;
  return empty ? conditional(equals(left, empty), right, left) : left;
}
