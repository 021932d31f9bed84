import { createHash } from "node:crypto";
import { databaseName } from "../../text/names.ts";
import { sqlIdentifier, sqlString, text, type Text } from "../../text/text.ts";
import { flatten } from "../../text/tree.ts";
import type { Field } from "../document.ts";
import { columnNameOf, tableNameOf } from "../names.ts";
import { sqlType } from "./types.ts";

/** A column of an integer type begins to count, after what it holds. Prisma's comparison can't name the sequence. */
export function startSequence(model: string, name: string, field: Field): Text[] {
  const [table, column] = [sqlIdentifier(tableNameOf(model)), sqlIdentifier(columnNameOf(name))];
  // PostgreSQL does not rename a sequence with its column: under a plain name there may be another one's.
  const mark = createHash("sha256").update(field.id).digest("hex").slice(0, 8);
  const sequence = sqlIdentifier(databaseName([model, name, `h${mark}`], "seq"));
  const quoted = sqlString(flatten(sequence));
  return [
    text`CREATE SEQUENCE ${sequence} AS ${sqlType(field)} OWNED BY ${table}.${column};`,
    text`SELECT setval(${quoted}, greatest((SELECT max(${column}) FROM ${table}), 0) + 1, false);`,
    text`ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT nextval(${quoted});`,
  ];
}

/** A column no longer counts; its values stay. */
export function endSequence(model: string, name: string): Text[] {
  const [table, column] = [sqlIdentifier(tableNameOf(model)), sqlIdentifier(columnNameOf(name))];
  return [
    text`ALTER TABLE ${table} ALTER COLUMN ${column} DROP DEFAULT;`,
    onSequence(model, name, text`'DROP SEQUENCE ' || name`),
  ];
}

/** The sequence counts as far as its column's new type does. */
export function retypeSequence(model: string, name: string, field: Field): Text {
  return onSequence(model, name, text`'ALTER SEQUENCE ' || name || ' AS ${sqlType(field)}'`);
}

/** A statement about the sequence of a column, whatever it is called. */
function onSequence(model: string, name: string, statement: Text): Text {
  const table = sqlString(flatten(sqlIdentifier(tableNameOf(model))));
  const column = sqlString(columnNameOf(name));
  return text`DO $$ DECLARE name TEXT := pg_get_serial_sequence(${table}, ${column}); BEGIN EXECUTE ${statement}; END $$;`;
}
