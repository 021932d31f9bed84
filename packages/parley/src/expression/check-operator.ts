import type { Checker } from "./check.ts";
import { possiblyNull, report } from "./diagnostics.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { isOfWholeDays } from "./durations.ts";
import { constantOf } from "./grammar.ts";
import { narrow, narrowedAt } from "./narrow.ts";
import { arithmeticType, isComparable, isOrdered } from "./operators.ts";
import {
  booleanType,
  isNullable,
  join,
  listOf,
  printType,
  withoutNull,
  type Environment,
  type Type,
} from "./types.ts";

type Binary = ExpressionOf<"binary">;

/** Type of a binary operator; its right side knows what the left one says. */
export function checkBinary(
  checker: Checker,
  node: Binary,
  scope: Environment,
  expected: Type | undefined,
): Type | undefined {
  const { operator, left, right } = node;
  switch (operator) {
    case "&&":
    case "||":
      checker.expect(left, scope, booleanType);
      checker.expect(right, narrow(scope, left, operator === "&&"), booleanType);
      return booleanType;
    case "??":
      return checkDefault(checker, node, scope, expected);
    case "==":
    case "!=":
      return checkEquality(checker, node, scope);
    case "in":
      return checkIn(checker, node, scope);
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const types = operands(checker, node, scope);
      if (types && !isOrdered(...types)) wrongOperands(checker, node, types);
      return booleanType;
    }
    case "+":
    case "-":
    case "*":
    case "/":
    case "%": {
      const types = operands(checker, node, scope, expected);
      if (!types) return undefined;
      const type = arithmeticType(operator, ...types);
      const hasTime = type?.type === "date" && isOfWholeDays(right, checker.typeOf) === false;
      if (!type || hasTime) return wrongOperands(checker, node, types);
      return type;
    }
    default:
      return operator satisfies never;
  }
}

function checkDefault(checker: Checker, node: Binary, scope: Environment, expected?: Type): Type | undefined {
  const left = checker.infer(node.left, scope, expected);
  const right = checker.infer(node.right, scope, expected ?? left);
  if (!left || !right) return undefined;
  if (node.left.type === "null") return checker.problem(report["always-null"](checker.at(node.left)));
  if (!isNullable(left)) {
    checker.problem(report["never-null"](checker.at(node.left), { text: checker.text(node.left) }));
  }
  if (withoutNull(left).type === "float") checker.asFloat(node.right);
  const type = join(withoutNull(left), right);
  if (type) return type;
  return checker.problem(
    report["no-common-type"](checker.at(node), {
      left: printType(withoutNull(left)),
      right: printType(right),
    }),
  );
}

function checkEquality(checker: Checker, node: Binary, scope: Environment): Type {
  const { left, right } = node;
  const leftType = checker.infer(left, scope);
  const rightType = checker.infer(right, scope);
  if (!leftType || !rightType) return booleanType;
  if (left.type === "null" || right.type === "null") {
    const [tested, type] = left.type === "null" ? [right, rightType] : [left, leftType];
    if (!isNullable(type)) {
      checker.problem(report["never-null"](checker.at(tested), { text: checker.text(tested) }));
    }
    return booleanType;
  }
  const [one, other] = floats(checker, node, withoutNull(leftType), withoutNull(rightType));
  const isOpen = canMeet(valuesOf(scope, left, one), valuesOf(scope, right, other));
  if (isComparable(one, other) && isOpen) return booleanType;
  checker.problem(
    report["never-equal"](checker.at(node), {
      left: checker.text(left),
      leftType: printType(leftType),
      right: checker.text(right),
      rightType: printType(rightType),
      hint: equalityHint(one, other),
    }),
  );
  return booleanType;
}

type Values = readonly string[] | undefined;

/** Whether what is known of booleans, integers and texts here leaves it open that both are the same. */
function canMeet(one: Values, other: Values): boolean {
  return !one || !other || one.some((value) => other.includes(value));
}

function valuesOf(scope: Environment, node: Expression, type: Type): Values {
  return knownValues(scope, node) ?? (type.type === "enum" ? type.values : undefined);
}

function knownValues(scope: Environment, node: Expression): Values {
  const constant = constantOf(node);
  if (constant !== undefined) return [String(constant)];
  if (node.type === "integer") return [String(node.value)];
  if (node.type === "string") return [node.value];
  // TypeScript works such texts out too.
  if (isTextCall(node)) return joined(scope, node.arguments);
  if (node.type === "binary" && node.operator === "+") {
    const parts = [node.left, node.right];
    return parts.every(isTextNode) ? joined(scope, parts) : undefined;
  }
  if (node.type === "unary" && node.operator === "-" && node.operand.type === "integer")
    return [String(-node.operand.value)];
  if (node.type === "conditional") {
    const [then, otherwise] = [knownValues(scope, node.then), knownValues(scope, node.else)];
    return then && otherwise && [...then, ...otherwise];
  }
  return narrowedAt(scope, node)?.values;
}

function joined(scope: Environment, nodes: readonly Expression[]): Values {
  const parts = nodes.map((part) => knownValues(scope, part) ?? []);
  return parts.every(({ length }) => length === 1) ? [parts.flat().join("")] : undefined;
}

/** Whether a node is text by its look, so that `+` joins it. */
function isTextNode(node: Expression): boolean {
  if (node.type === "binary") return node.operator === "+" && isTextNode(node.left);
  return node.type === "string" || isTextCall(node);
}

function isTextCall(node: Expression): node is ExpressionOf<"call"> {
  return node.type === "call" && (node.function === "concat" || node.function === "string");
}

function equalityHint(left: Type, right: Type): string {
  if (left.type === "row" && right.type === "row") return " Compare their id.";
  return momentHint(left, right);
}

function momentHint(left: Type, right: Type): string {
  const kinds = [left.type, right.type];
  if (kinds.includes("date") && kinds.includes("datetime")) return " dateOf(…) makes a date of a datetime.";
  return kinds.includes("decimal") && kinds.includes("float")
    ? " decimal(…) makes a decimal of a float."
    : "";
}

const comparedByMethods = new Set<Type["type"]>(["decimal", "date", "datetime", "duration", "integer"]);

function checkIn(checker: Checker, node: Binary, scope: Environment): Type {
  const item = checker.infer(node.left, scope);
  const list = checker.present(node.right, scope, item && listOfItems(node.right, item));
  if (!item || !list) return booleanType;
  // Those are compared one by one.
  if (comparedByMethods.has(withoutNull(item).type)) checker.capture(node.left, scope);
  if (list.type !== "list") {
    checker.problem(report["not-a-list"](checker.at(node.right), { operation: "in", type: printType(list) }));
    return booleanType;
  }
  if (isNullable(item)) {
    checker.problem(possiblyNull(checker.at(node.left), node.left, checker.text(node.left)));
  } else if (list.of.type === "never") {
    checker.problem(report["empty-list"](checker.at(node.right), { operation: "in" }));
  } else if (!isComparable(item, list.of)) wrongOperands(checker, node, [item, list]);
  return booleanType;
}

/** Literals in a list written on the spot are held against an enum's values one by one. */
function listOfItems(list: Expression, item: Type): Type | undefined {
  const type = withoutNull(item);
  return list.type === "list" && (type.type === "enum" || type.type === "float") ? listOf(type) : undefined;
}

function operands(
  checker: Checker,
  node: Binary,
  scope: Environment,
  expected?: Type,
): [left: Type, right: Type] | undefined {
  const left = checker.present(node.left, scope, expected);
  const right = checker.present(node.right, scope, expected);
  return left && right && floats(checker, node, left, right);
}

/** A decimal literal beside a float is a float. */
function floats(checker: Checker, node: Binary, left: Type, right: Type): [left: Type, right: Type] {
  if (left.type === "float" && right.type === "decimal" && checker.asFloat(node.right)) return [left, left];
  if (right.type === "float" && left.type === "decimal" && checker.asFloat(node.left)) return [right, right];
  return [left, right];
}

function wrongOperands(checker: Checker, node: Binary, [left, right]: [left: Type, right: Type]): undefined {
  return checker.problem(
    report["wrong-operands"](checker.at(node), {
      operator: node.operator,
      left: printType(left),
      right: printType(right),
      hint: momentHint(left, right),
    }),
  );
}
