import type { Expression } from "../../expression/document.ts";

/** Whether a condition holds only where a column of `row` is null (`==`), or only where it is not (`!=`). */
export function holdsOnlyWhere(
  condition: Expression | undefined,
  operator: "==" | "!=",
  column: string,
): boolean {
  if (condition?.type !== "binary") return false;
  if (condition.operator === "&&") {
    return [condition.left, condition.right].some((part) => holdsOnlyWhere(part, operator, column));
  }
  if (condition.operator !== operator) return false;
  const sides = [condition.left, condition.right];
  return sides.some((side) => side.type === "null") && sides.some((side) => isColumn(side, column));
}

function isColumn(expression: Expression, column: string): boolean {
  return (
    expression.type === "member" &&
    expression.property === column &&
    expression.object.type === "name" &&
    expression.object.name === "row"
  );
}
