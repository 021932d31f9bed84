import type { Expression } from "../expression/document.ts";
import { isRowColumn, operandsOf } from "../expression/visit.ts";
import type { Model } from "./document.ts";

export interface Bounds {
  minimum?: number;
  maximum?: number;
}

/** Between which numbers the checks of a model hold a column, where they say so by comparing it with a number alone. */
export function boundsOf({ checks = {} }: Model, column: string): Bounds {
  const parts = Object.values(checks).flatMap(({ condition }) => {
    const alternatives = operandsOf("||", condition).filter((one) => !isAbsence(one, column));
    return alternatives.length === 1 ? operandsOf("&&", alternatives[0]!) : [];
  });
  const least = parts.flatMap((part) => limitIn(part, ">=", column) ?? []);
  const most = parts.flatMap((part) => limitIn(part, "<=", column) ?? []);
  return {
    ...(least.length > 0 ? { minimum: Math.max(...least) } : {}),
    ...(most.length > 0 ? { maximum: Math.min(...most) } : {}),
  };
}

function isAbsence(node: Expression, column: string): boolean {
  return (
    node.type === "binary" &&
    node.operator === "==" &&
    isRowColumn(node.left, column) &&
    node.right.type === "null"
  );
}

function limitIn(part: Expression, operator: ">=" | "<=", column: string): number | undefined {
  if (part.type !== "binary" || part.operator !== operator || !isRowColumn(part.left, column))
    return undefined;
  return numberOf(part.right);
}

function numberOf(node: Expression): number | undefined {
  if (node.type === "integer") return node.value;
  if (node.type === "decimal") return Number(node.value);
  if (node.type !== "unary" || node.operator !== "-") return undefined;
  const value = numberOf(node.operand);
  return value === undefined ? undefined : -value;
}
