import { decided } from "../expression/decide.ts";
import type { Expression } from "../expression/document.ts";
import { constantOf } from "../expression/grammar.ts";
import { isRowColumn, map, someNode } from "../expression/visit.ts";

/**
 * A condition on a row that is being made: it has no id yet, so no other row is it. What `create, update` asks of
 * others (`other.id != row.id && …`) can be said once.
 */
export function ofNewRow(condition: Expression): Expression {
  if (!readsOwnId(condition)) return condition;
  return map(condition, (node) => {
    if (node.type === "binary" && (node.operator === "==" || node.operator === "!=")) {
      const isNull = node.left.type === "null" || node.right.type === "null";
      if (!isNull && (isRowColumn(node.left, "id") || isRowColumn(node.right, "id")))
        return { type: "boolean", value: node.operator === "!=" };
    }
    if (node.type !== "query" || !node.where || constantOf(node.where) !== true) return decided(node);
    const { where: _, ...rest } = node;
    return rest;
  });
}

/** Whether an expression reads `row.id`. */
export function readsOwnId(expression: Expression): boolean {
  return someNode(expression, (node) => isRowColumn(node, "id"));
}
