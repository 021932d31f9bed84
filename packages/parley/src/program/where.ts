import type { Database } from "../database/document.ts";
import type { Column, Side } from "../database/fields.ts";
import type { Expression } from "../expression/document.ts";
import { freeNames } from "../expression/visit.ts";
import { conjunctsOf } from "./environment.ts";

/** A condition on a row in the form of a query. Negation stands at the leaves. */
export type Where =
  | { type: "all"; parts: Where[] }
  | { type: "any"; parts: Where[] }
  /** True of no part of the row: decided before the query. */
  | { type: "value"; condition: Expression; truth: boolean }
  | { type: "column"; column: Column; test: Test }
  | { type: "related"; side: Side; quantifier: "is" | "some" | "every" | "none"; where: Where }
  | { type: "missing"; side: Side; negated: boolean };

export type Test =
  | { type: "compare"; operator: "equals" | "not" | "lt" | "lte" | "gt" | "gte"; value: Expression }
  | { type: "boolean"; value: boolean }
  | { type: "null"; negated: boolean }
  | { type: "in"; values: Expression; negated: boolean }
  | { type: TextTest; value: Expression; insensitive: boolean; negated: boolean }
  /** A column that is a list. */
  | { type: "has"; value: Expression; negated: boolean }
  | { type: "empty"; negated: boolean };

export type TextTest = "contains" | "startsWith" | "endsWith";

export const always: Where = { type: "all", parts: [] };
export const never: Where = { type: "any", parts: [] };

export function all(parts: readonly Where[]): Where {
  const flat = parts.flatMap((part) => (part.type === "all" ? part.parts : [part]));
  if (flat.some((part) => part.type === "any" && part.parts.length === 0)) return never;
  return flat.length === 1 ? flat[0]! : { type: "all", parts: flat };
}

export function any(parts: readonly Where[]): Where {
  const flat = parts.flatMap((part) => (part.type === "any" ? part.parts : [part]));
  if (flat.some((part) => part.type === "all" && part.parts.length === 0)) return always;
  return flat.length === 1 ? flat[0]! : { type: "any", parts: flat };
}

/** Value of `row.<column> == value` among the conjuncts of a condition; the row is the only one with it. */
export function keyOf(
  database: Database,
  model: string,
  condition: Expression | undefined,
  parameter: string,
): { column: string; value: Expression } | undefined {
  if (!condition) return undefined;
  const { uniques = {}, relations = {} } = database.models[model] ?? {};
  const unique = new Set(["id"]);
  for (const { fields, where } of Object.values(uniques))
    if (fields.length === 1 && !where) unique.add(fields[0]!);
  for (const [name, { cardinality }] of Object.entries(relations)) {
    if (cardinality === "oneToOne") unique.add(`${name}Id`);
  }
  for (const part of conjunctsOf(condition)) {
    if (part.type !== "binary" || part.operator !== "==") continue;
    for (const [path, value] of [
      [part.left, part.right],
      [part.right, part.left],
    ] as const) {
      const column = directMember(path, parameter);
      if (column !== undefined && unique.has(column) && !freeNames(value).has(parameter))
        return { column, value };
    }
  }
  return undefined;
}

/** `x` of `parameter.x`. */
export function directMember(node: Expression, parameter: string): string | undefined {
  return node.type === "member" && node.object.type === "name" && node.object.name === parameter
    ? node.property
    : undefined;
}
