import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { checkExpression } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { booleanType, rowOf, type Type } from "../../expression/types.ts";
import { rowConditionSql, type RowCondition } from "../conditions.ts";
import type { Database, Model, Scope } from "../document.ts";
import { actorKinds, actorType, GUEST, modelTypes } from "../environment.ts";
import { report } from "./diagnostics.ts";

/** Conditions inside the database: boolean over the columns of one row, and sayable in SQL. */
export function checkRowConditions(database: Database): Diagnostic[] {
  return Object.entries(database.models)
    .flatMap(([name, model]) => rowConditionsOf(name, model))
    .flatMap((condition) => {
      const printed = rowConditionSql(database, condition);
      return "diagnostics" in printed ? printed.diagnostics : [];
    });
}

/** Scopes: boolean over a row with its relations and the actor who asks. */
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
      const environment = { names, models };
      return checkExpression(condition, environment, {
        expected: booleanType,
        at: (span) => at("database", keys, span),
      }).diagnostics;
    }),
  );
}

function rowConditionsOf(model: string, { uniques, indexes, checks, exclusions }: Model): RowCondition[] {
  const place = ["models", model];
  const partial = Object.entries({ uniques, indexes, exclusions }).flatMap(([kind, record]) =>
    Object.entries(record ?? {}).flatMap(([key, { where }]: [string, { where?: Expression }]) =>
      where ? [{ model, condition: where, keys: [...place, kind, key, "where"] }] : [],
    ),
  );
  const checked = Object.entries(checks ?? {}).map(([key, { condition }]) => ({
    model,
    condition,
    keys: [...place, "checks", key, "condition"],
  }));
  return [...partial, ...checked];
}

function scopeEntries(scope: Scope | undefined): { way: string; kind: string; condition: Expression }[] {
  if (!scope) return [];
  return (["read", "write"] as const).flatMap((way) =>
    Object.entries(scope[way]).map(([kind, condition]) => ({ way, kind, condition })),
  );
}
