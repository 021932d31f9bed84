import { at, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { checkExpression, type Typing } from "../expression/check.ts";
import type { Expression } from "../expression/document.ts";
import type { Environment, Type } from "../expression/types.ts";
import { unshare } from "../expression/visit.ts";
import type { Scope } from "./scope.ts";

/** The type of an expression in a scope. */
export function typeIn(scope: Scope, expression: Expression): Type | undefined {
  return typed(unshare(expression), scope.environment, undefined).type;
}

/** What is known of a tree, whose nodes must each stand in one place, and what is wrong with it. */
export function typed(
  expression: Expression,
  environment: Environment,
  expected: Type | undefined,
): { typing: Typing; type: Type | undefined; errors: Diagnostic[] } {
  const options = { ...(expected ? { expected } : {}), at: () => at("scenario", []) };
  const checked = checkExpression(expression, environment, options);
  return { typing: checked, type: checked.type, errors: checked.diagnostics };
}
