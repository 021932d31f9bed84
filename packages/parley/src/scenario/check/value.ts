import type { Api } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { checkExpression } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import type { Type } from "../../expression/types.ts";
import type { Scope } from "../scope.ts";

export type Keys = readonly (string | number)[];

export interface Context {
  api: Api;
  database: Database;
  kinds: readonly string[];
  findings: Diagnostic[];
}

/** Reports what is wrong with an expression, located in its text; gives its type. */
export function checkValue(
  { findings }: Context,
  { environment }: Scope,
  expression: Expression,
  keys: Keys,
  expected?: Type,
): Type | undefined {
  const checked = checkExpression(expression, environment, {
    ...(expected ? { expected } : {}),
    at: (span) => at("scenario", keys, span),
  });
  findings.push(...checked.diagnostics);
  return checked.type;
}
