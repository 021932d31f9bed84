import { at, hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { checkExpression } from "../expression/check.ts";
import type { Expression } from "../expression/document.ts";
import { printSql } from "../expression/sql.ts";
import { booleanType, rowOf, type Environment } from "../expression/types.ts";
import { sqlIdentifier, type Text } from "../text/text.ts";
import type { Database } from "./document.ts";
import { columnTypes } from "./environment.ts";
import { columnOf } from "./fields.ts";
import { columnNameOf } from "./names.ts";

/** A condition of a check, a partial unique or a partial index, and the node that it stands at. */
export interface RowCondition {
  model: string;
  condition: Expression;
  keys: readonly string[];
}

/**
 * The SQL of a condition over the columns of one row (`row`), or what keeps it from being one: errors of type, and
 * what PostgreSQL can't know inside a constraint, such as other rows or the time.
 */
export function rowConditionSql(
  database: Database,
  { model: modelName, condition, keys }: RowCondition,
): { text: Text } | { diagnostics: Diagnostic[] } {
  const model = database.models[modelName];
  if (!model) throw new Error(`${modelName} is no model, but a condition of it was to be printed.`);
  const environment: Environment = {
    names: { row: rowOf(modelName) },
    models: { [modelName]: { members: columnTypes(model, database.enums) } },
  };
  const locate = (span?: { start: number; end: number }) => at("database", keys, span);
  const typing = checkExpression(condition, environment, { expected: booleanType, at: locate });
  if (hasErrors(typing.diagnostics)) return { diagnostics: typing.diagnostics };
  return printSql(condition, {
    typing,
    at: locate,
    declared: (name) => environment.models[modelName]?.members[name],
    // Checks are asked when a row is written; what an index holds has to stay true.
    immutable: keys[2] !== "checks",
    column: (name) => (columnOf(model, name) ? sqlIdentifier(columnNameOf(name)) : undefined),
  });
}
