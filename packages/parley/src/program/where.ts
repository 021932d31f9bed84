import type { Database } from "../database/document.ts";
import type { Column } from "../database/fields.ts";
import type { Expression } from "../expression/document.ts";
import { equalitiesOf, freeNames } from "../expression/visit.ts";
import { directMember, type Where as RowWhere } from "../expression/where.ts";

/** A condition on a row of the database in the form of a query. */
export type Where = RowWhere<Column>;

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
  for (const [path, value] of equalitiesOf(condition)) {
    const column = directMember(path, parameter);
    if (column !== undefined && unique.has(column) && !freeNames(value).has(parameter))
      return { column, value };
  }
  return undefined;
}
