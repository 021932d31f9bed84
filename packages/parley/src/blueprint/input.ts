import type { Operation } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { modelNameOf } from "../database/fields.ts";
import { name, object } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { map } from "../expression/visit.ts";
import type { Requirements } from "../requirements/document.ts";
import { targetOf, type Noun } from "./concepts.ts";

/** A row that the client names with a transition, as `<name>Id` of the body. */
export interface NamedTarget {
  name: string;
  column: string;
  model: string;
  optional: boolean;
}

/** Such a row, and the variable of the procedure that holds it. */
export interface LoadedTarget extends NamedTarget {
  variable: string;
}

export function namedTargets(
  requirements: Requirements,
  database: Database,
  { lifecycle }: Noun,
  action: string,
): NamedTarget[] {
  const named = Object.entries(lifecycle?.transitions[action]?.references ?? {});
  return named.flatMap(([name, { target, optional = false }]): NamedTarget[] => {
    const noun = targetOf(requirements, target);
    const model = noun && modelNameOf(database, noun.id);
    return model === undefined ? [] : [{ name, column: `${name}Id`, model, optional }];
  });
}

/** What `input` means in an operation's procedure. */
function inputOf({ body }: Operation): Expression {
  return body === undefined ? object({}) : name("body");
}

/**
 * What is said of `input`, to be resolved by these replacements: the body, and for `input.umpire` the row that was
 * loaded. Lambdas whose parameters are called like a variable stay what they are.
 */
export function inputReplacements(
  operation: Operation,
  loaded: readonly LoadedTarget[] = [],
): [string, Expression][] {
  return [
    ["input", inputOf(operation)],
    ...loaded.map((row): [string, Expression] => [`input.${row.name}`, name(row.variable)]),
  ];
}

/** Names what is loaded of `input` as `inputReplacements` does. */
export function spokenInput(expression: Expression, loaded: readonly LoadedTarget[] = []): Expression {
  if (loaded.length === 0) return expression;
  return map(expression, (node) => {
    const isInput = node.type === "member" && node.object.type === "name" && node.object.name === "input";
    const isLoaded = isInput && loaded.some((row) => row.name === node.property);
    return isLoaded ? name(`input.${node.property}`) : node;
  });
}
