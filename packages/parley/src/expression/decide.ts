import type { Expression } from "./document.ts";
import { constantOf } from "./grammar.ts";

/** A node without what its operands, decided themselves, say already: `false || x` is `x`. */
export function decided(node: Expression): Expression {
  if (node.type !== "unary" && node.type !== "conditional" && node.type !== "binary") return node;
  const constant = constantOf(node);
  if (constant !== undefined) return { type: "boolean", value: constant };
  if (node.type === "conditional") {
    const test = constantOf(node.test);
    return test === undefined ? node : test ? node.then : node.else;
  }
  if (node.type !== "binary") return node;
  const { operator, left, right } = node;
  const [isNone, isNothing] = [left.type === "null", right.type === "null"];
  switch (operator) {
    case "??":
      return isNone ? right : isNothing ? left : node;
    case "==":
    case "!=":
      return isNone && isNothing ? { type: "boolean", value: operator === "==" } : node;
    case "&&":
    case "||":
      if (constantOf(left) !== undefined) return right;
      return constantOf(right) === undefined ? node : left;
    default:
      return node;
  }
}
