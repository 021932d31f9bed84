import type { Expression } from "../../expression/document.ts";

/** The opposite of a condition; of a comparison the opposite comparison. */
export function negate(node: Expression): Expression {
  if (node.type === "unary" && node.operator === "!") return node.operand;
  if (node.type === "boolean") return { type: "boolean", value: !node.value };
  if (node.type === "binary") {
    const { operator, left, right } = node;
    if (operator === "&&" || operator === "||") {
      return {
        type: "binary",
        operator: operator === "&&" ? "||" : "&&",
        left: negate(left),
        right: negate(right),
      };
    }
    if (operator in opposites) {
      return { ...node, operator: opposites[operator as keyof typeof opposites] };
    }
  }
  return { type: "unary", operator: "!", operand: node };
}

const opposites = { "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;
