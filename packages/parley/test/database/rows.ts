import type { Database, Field, Model } from "../../src/database/document.ts";
import { columnsOf } from "../../src/database/fields.ts";
import { columnNameOf, tableNameOf } from "../../src/database/names.ts";
import { sqlType } from "../../src/database/print/types.ts";
import { flatten } from "../../src/text/tree.ts";
import type { LiveDatabase } from "./postgres.ts";

const ID = "00000000-0000-7000-8000-000000000001";

const literals: Record<Exclude<Field["type"], "enum">, string> = {
  boolean: "true",
  int: "7",
  bigint: "7",
  float: "7",
  decimal: "0",
  string: "'7'",
  text: "'7'",
  uuid: `'${ID}'`,
  email: "'7@example.org'",
  uri: "'https://example.org/7'",
  date: "'2026-01-31'",
  datetime: "'2026-01-31T10:00:00Z'",
  json: `'{"a": 7}'`,
  bytes: "'\\x07'",
};

/**
 * Enters one row, of the same id, into every table whose constraints take it, those that others need first. Optional
 * relations stay null. Gives the names of the models that have a row.
 */
export async function enterRows(live: LiveDatabase, database: Database): Promise<string[]> {
  const entered = new Set<string>();
  let waiting = Object.entries(database.models);
  while (waiting.length > 0) {
    const ready = waiting.filter(([, model]) =>
      requiredTargets(model).every((target) => entered.has(target)),
    );
    if (ready.length === 0) break;
    for (const [name, model] of ready) {
      if (await live.tries(insertion(name, model, database))) entered.add(name);
    }
    waiting = waiting.filter((one) => !ready.includes(one));
  }
  return [...entered];
}

function requiredTargets({ relations }: Model): string[] {
  return Object.values(relations).flatMap(({ required, target }) => (required ? [target] : []));
}

function insertion(name: string, model: Model, database: Database): string {
  const given = columnsOf(model).filter(({ field, relation, name: column }) => {
    if (column === "deletedAt" || column === "version") return false;
    return relation === undefined || !field.nullable;
  });
  const columns = given.map(({ name: column }) => `"${columnNameOf(column)}"`);
  const values = given.map(({ field }) => valueOf(field, database));
  return `insert into "${tableNameOf(name)}" (${columns.join(", ")}) values (${values.join(", ")})`;
}

function valueOf(field: Field, database: Database): string {
  const literal =
    field.type === "enum" ? `'${database.enums[field.enum!]!.values[0]}'` : literals[field.type];
  const type = flatten(sqlType({ ...field, list: false }));
  return field.list ? `array[${literal}::${type}]` : `${literal}::${type}`;
}

/** Values of the one row of a model as texts, in the order of the columns. */
export async function valuesOf(
  live: LiveDatabase,
  name: string,
  columns: readonly string[],
): Promise<unknown[] | undefined> {
  const list = columns.map((column) => `"${columnNameOf(column)}"::text`).join(", ");
  const [row] = await live.query(`select array[${list}] as values from "${tableNameOf(name)}"`);
  return row?.["values"] as unknown[] | undefined;
}
