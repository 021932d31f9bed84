import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { checkExpression } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { booleanType, rowOf, type Environment, type Type } from "../../expression/types.ts";
import type { Database, Model, Scope } from "../document.ts";
import { actorKinds, actorType, columnTypes, modelTypes } from "../environment.ts";
import { report } from "./diagnostics.ts";

/** The key of a scope that speaks of somebody who is not signed in: there is no `actor`. */
const GUEST = "guest";

/** Conditions inside the database: over the columns of one row, and sayable in SQL. */
export function checkConstraintConditions(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([name, model]) => {
    const environment = rowEnvironment(database, name, model);
    return conditionsOf(name, model).flatMap(({ condition, keys }) =>
      checkCondition(condition, environment, keys),
    );
  });
}

/** Scopes: over a row with its relations and the actor who asks. */
export function checkScopes(database: Database): Diagnostic[] {
  const models = modelTypes(database);
  const kinds = [...actorKinds(database), GUEST];
  return Object.entries(database.models).flatMap(([model, { scope }]) =>
    scopeEntries(scope).flatMap(({ way, kind, condition }) => {
      const keys = ["models", model, "scope", way, kind];
      if (!kinds.includes(kind)) {
        const hint = didYouMean(kind, kinds);
        return [report["unknown-kind"](at("database", keys), { model, kind, hint })];
      }
      const names: Record<string, Type> = { row: rowOf(model) };
      if (kind !== GUEST) names["actor"] = actorType(database, [kind]);
      return checkCondition(condition, { names, models }, keys);
    }),
  );
}

/** What the condition of a check, a partial unique or a partial index may speak of. */
function rowEnvironment(database: Database, name: string, model: Model): Environment {
  return {
    names: { row: rowOf(name) },
    models: { [name]: { members: columnTypes(model, database.enums) } },
  };
}

function checkCondition(
  condition: Expression,
  environment: Environment,
  keys: readonly string[],
): Diagnostic[] {
  return checkExpression(condition, environment, {
    expected: booleanType,
    at: (span) => at("database", keys, span),
  }).diagnostics;
}

function conditionsOf(name: string, model: Model): { condition: Expression; keys: string[] }[] {
  const place = ["models", name];
  const partial = (["uniques", "indexes"] as const).flatMap((kind) =>
    Object.entries(model[kind] ?? {}).flatMap(([key, { where }]) =>
      where ? [{ condition: where, keys: [...place, kind, key, "where"] }] : [],
    ),
  );
  const checks = Object.entries(model.checks ?? {}).map(([key, { condition }]) => ({
    condition,
    keys: [...place, "checks", key, "condition"],
  }));
  return [...partial, ...checks];
}

function scopeEntries(scope: Scope | undefined): { way: string; kind: string; condition: Expression }[] {
  if (!scope) return [];
  return (["read", "write"] as const).flatMap((way) =>
    Object.entries(scope[way]).map(([kind, condition]) => ({ way, kind, condition })),
  );
}
