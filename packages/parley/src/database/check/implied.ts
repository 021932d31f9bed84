import type { Expression } from "../../expression/document.ts";
import { isRowColumn } from "../../expression/visit.ts";

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
  return sides.some((side) => side.type === "null") && sides.some((side) => isRowColumn(side, column));
}
