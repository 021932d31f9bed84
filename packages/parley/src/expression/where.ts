import type { Expression } from "./document.ts";
import type { RowColumn, RowSide } from "./rows.ts";

/** A condition on a row in the form of a query. Negation stands at the leaves. */
export type Where<Column extends RowColumn = RowColumn> =
  | { type: "all"; parts: Where<Column>[] }
  | { type: "any"; parts: Where<Column>[] }
  /** True of no part of the row: decided before the query. */
  | { type: "value"; condition: Expression; truth: boolean }
  | { type: "column"; column: Column; test: Test }
  | { type: "related"; side: RowSide; quantifier: "is" | "some" | "every" | "none"; where: Where<Column> }
  | { type: "missing"; side: RowSide; negated: boolean };

export type Test =
  | { type: "compare"; operator: Comparison; value: Expression }
  /** With another column of the same row. */
  | { type: "compareColumn"; operator: Comparison; model: string; column: string }
  | { type: "boolean"; value: boolean }
  | { type: "null"; negated: boolean }
  | { type: "in"; values: Expression; negated: boolean }
  | { type: TextTest; value: Expression; insensitive: boolean; negated: boolean }
  /** A column that is a list. */
  | { type: "has"; value: Expression; negated: boolean }
  | { type: "empty"; negated: boolean };

export type Comparison = "equals" | "not" | "lt" | "lte" | "gt" | "gte";

export type TextTest = "contains" | "startsWith" | "endsWith";

export const always: Where<never> = { type: "all", parts: [] };
export const never: Where<never> = { type: "any", parts: [] };

export function all<Column extends RowColumn>(parts: readonly Where<Column>[]): Where<Column> {
  const flat = parts.flatMap((part) => (part.type === "all" ? part.parts : [part]));
  if (flat.some((part) => part.type === "any" && part.parts.length === 0)) return never;
  return flat.length === 1 ? flat[0]! : { type: "all", parts: flat };
}

export function any<Column extends RowColumn>(parts: readonly Where<Column>[]): Where<Column> {
  const flat = parts.flatMap((part) => (part.type === "any" ? part.parts : [part]));
  if (flat.some((part) => part.type === "all" && part.parts.length === 0)) return always;
  return flat.length === 1 ? flat[0]! : { type: "any", parts: flat };
}

/** `x` of `parameter.x`. */
export function directMember(node: Expression, parameter: string): string | undefined {
  return node.type === "member" && node.object.type === "name" && node.object.name === parameter
    ? node.property
    : undefined;
}
