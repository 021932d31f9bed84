import { bind } from "../expression/narrow.ts";
import type { Expression } from "../expression/document.ts";
import { unknownType, type Type } from "../expression/types.ts";
import type { SeedBlock, SeedExpression, SeedFunction, SeedStatement } from "./seed.ts";
import { isDrawn } from "./random-functions.ts";
import { lowerCondition } from "./seed-operator.ts";
import {
  declare,
  inside,
  lower,
  report,
  typeOf,
  unlowered,
  type Keys,
  type Lower,
  type Lowering,
} from "./seed-state.ts";

/** A function's parameter and the state inside of it; `undefined` where the parameter is not known. */
export function enter(
  lowering: Lowering,
  node: SeedFunction,
  element: Type | undefined,
  keys: Keys,
): { parameter: string; inner: Lowering } | undefined {
  const inner = inside(lowering);
  const named = node.parameter === undefined ? unknownNames(lowering, node.body) : [node.parameter];
  if (named.length > 1) {
    const place = lowering.locate([...keys, "body"]);
    lowering.findings.push(report["unclear-parameter"](place, { names: named.join(", ") }));
    return undefined;
  }
  const parameter = declare(inner, named[0] ?? "item");
  const environment = bind(inner.scope.environment, parameter, element ?? unknownType);
  inner.scope = { ...inner.scope, environment };
  return { parameter, inner };
}

/** The value that a function returns: constants before it are put in their places. */
export function lowerValue(
  inner: Lowering,
  { body }: SeedFunction,
  keys: Keys,
  last: Lower = lower,
): Expression | undefined {
  for (const [index, statement] of body.statements.entries()) {
    const here = [...keys, "body", "statements", index];
    const isLast = index === body.statements.length - 1;
    if (isLast && statement.type === "expressionStatement") {
      return last(inner, statement.expression, [...here, "expression"]);
    }
    if (isLast && statement.type === "returnStatement" && statement.expression) {
      return last(inner, statement.expression, [...here, "expression"]);
    }
    if (isLast || statement.type !== "variableDeclaration") {
      inner.findings.push(report["not-a-value"](inner.locate(here)));
      return undefined;
    }
    const value = lower(inner, statement.initializer, [...here, "initializer"]);
    if (!value) return undefined;
    const rest = JSON.stringify(body.statements.slice(index + 1));
    if (isDrawn(value) && rest.split(`"text":${JSON.stringify(statement.name)}`).length > 2) {
      return unlowered(inner, "A drawn value that a function uses twice", here);
    }
    inner.names.set(statement.name, value);
  }
  return undefined;
}

const globals = new Set(
  "Array Boolean Date Error JSON Math Number Object RandomGenerator String TestValidator console typia undefined".split(
    " ",
  ),
);

export function isGlobal(name: string): boolean {
  return globals.has(name);
}

/** Names that a block speaks of and nothing declares. */
function unknownNames(lowering: Lowering, block: SeedBlock): string[] {
  const declared = new Set<string>();
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    else if (typeof value === "object" && value !== null) {
      const node = value as SeedExpression | SeedStatement;
      if (node.type === "identifier") found.add(node.text);
      // The parameters of functions below are theirs to find.
      if (node.type === "arrowFunction" && node.parameter === undefined) return;
      if (node.type === "arrowFunction" && node.parameter !== undefined) declared.add(node.parameter);
      for (const child of Object.values(node)) visit(child);
      if (node.type === "variableDeclaration") declared.add(node.name);
      if (node.type === "apiOperateStatement" && node.variableName) declared.add(node.variableName);
    }
  };
  visit(block.statements);
  return [...found].filter((name) => !declared.has(name) && !lowering.names.has(name) && !isGlobal(name));
}

/** An operation on a list with a function over its elements. */
export function iterated(
  lowering: Lowering,
  operation: "filter" | "map" | "some" | "every",
  source: Expression,
  fn: SeedFunction,
  keys: Keys,
): Expression | undefined {
  const type = typeOf(lowering, source);
  const element = type?.type === "list" ? type.of : undefined;
  const entered = enter(lowering, fn, element, keys);
  if (!entered) return undefined;
  const body = lowerValue(entered.inner, fn, keys, operation === "map" ? lower : lowerCondition);
  return body && { type: "iterate", operation, source, parameter: entered.parameter, body };
}
