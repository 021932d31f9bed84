import { empty, join, sqlIdentifier, text, type Text } from "../../text/text.ts";
import { flatten } from "../../text/tree.ts";
import { constraintsOf, isPrismaConstraint, type Constraint, type ConstraintOf } from "../constraints.ts";
import type { Expression } from "../../expression/document.ts";
import { rowConditionSql } from "../conditions.ts";
import type { Database } from "../document.ts";
import { columnOf } from "../fields.ts";
import { columnNameOf } from "../names.ts";
import { constraintRename } from "./renames.ts";

/** What becomes of the constraints that a Prisma schema can't state: before the rest of a migration, and after. */
export interface SqlConstraintChanges {
  before: Text[];
  after: Text[];
}

/** All of a new database. */
export function createSqlConstraints(next: Database): Text[] {
  const constraints = sqlConstraintsOf(next);
  return [
    ...extensions([], constraints),
    ...constraints.map((constraint) => createStatement(next, constraint)),
  ];
}

/**
 * `current` is `previous` under new names, with the values and columns of the migration's own steps. What says the
 * same keeps standing, under its new name; what is over a column of a new type is made anew.
 */
export function changeSqlConstraints(
  previous: Database,
  current: Database,
  next: Database,
  retyped: ReadonlySet<string>,
): SqlConstraintChanges {
  const changes: SqlConstraintChanges = { before: [], after: [] };
  const wanted = new Map(sqlConstraintsOf(next).map((constraint) => [placeOf(constraint), constraint]));
  const oldNames = constraintsOf(previous);
  constraintsOf(current).forEach((constraint, index) => {
    if (isPrismaConstraint(constraint)) return;
    const old = oldNames[index]!;
    const successor = wanted.get(placeOf(constraint));
    const stays =
      successor &&
      !retyped.has(constraint.model) &&
      definitionOf(next, successor) === definitionOf(current, constraint);
    if (!stays) {
      changes.before.push(dropStatement(old));
      return;
    }
    wanted.delete(placeOf(constraint));
    if (old.name !== successor.name)
      changes.after.push(constraintRename(successor, old.name, successor.name));
  });
  changes.after.push(
    ...extensions(sqlConstraintsOf(previous), sqlConstraintsOf(next)),
    ...[...wanted.values()].map((constraint) => createStatement(next, constraint)),
  );
  return changes;
}

/** What an exclusion's index needs to compare plain columns: part of PostgreSQL, open to a database's owner. */
function extensions(before: readonly Constraint[], after: readonly Constraint[]): Text[] {
  const needed = (constraint: Constraint) => constraint.type === "exclusion" && constraint.columns.length > 0;
  if (before.some(needed) || !after.some(needed)) return [];
  return [text`CREATE EXTENSION IF NOT EXISTS btree_gist;`];
}

function sqlConstraintsOf(database: Database): Constraint[] {
  return constraintsOf(database).filter((constraint) => !isPrismaConstraint(constraint));
}

function placeOf(constraint: Constraint): string {
  return JSON.stringify(constraint.keys);
}

function definitionOf(database: Database, constraint: Constraint): string {
  return flatten(createStatement(database, { ...constraint, name: "same" }));
}

function dropStatement(constraint: Constraint): Text {
  const name = sqlIdentifier(constraint.name);
  if (constraint.type === "unique" || constraint.type === "index") return text`DROP INDEX ${name};`;
  return text`ALTER TABLE ${sqlIdentifier(constraint.table)} DROP CONSTRAINT ${name};`;
}

function createStatement(database: Database, constraint: Constraint): Text {
  const table = sqlIdentifier(constraint.table);
  const name = sqlIdentifier(constraint.name);
  switch (constraint.type) {
    case "check": {
      const condition = conditionText(database, constraint, constraint.condition);
      return text`ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${condition});`;
    }
    case "unique": {
      const columns = join(constraint.columns.map(columnText), text`, `);
      const nulls = constraint.nullsEqual ? text` NULLS NOT DISTINCT` : empty;
      const where = whereText(database, constraint);
      return text`CREATE UNIQUE INDEX ${name} ON ${table} (${columns})${nulls}${where};`;
    }
    case "index": {
      const where = whereText(database, constraint);
      if (constraint.search) {
        const words = searchText(constraint.columns.map(({ field }) => field));
        return text`CREATE INDEX ${name} ON ${table} USING gin (${words})${where};`;
      }
      const parts = constraint.columns.map(({ field, direction }) =>
        direction === "desc" ? text`${columnText(field)} DESC` : columnText(field),
      );
      const kind = constraint.inverted ? text` USING gin` : empty;
      return text`CREATE INDEX ${name} ON ${table}${kind} (${join(parts, text`, `)})${where};`;
    }
    case "exclusion": {
      const columns = constraint.columns.map((column) => text`${columnText(column)} WITH =`);
      const elements = join([...columns, text`(${rangeText(database, constraint)}) WITH &&`], text`, `);
      const where = whereText(database, constraint);
      return text`ALTER TABLE ${table} ADD CONSTRAINT ${name} EXCLUDE USING gist (${elements})${where};`;
    }
    case "primaryKey":
    case "foreignKey":
      throw new Error(`${constraint.name} is stated in the Prisma schema.`);
    default:
      return constraint satisfies never;
  }
}

/** The words of some columns, without a language's stems: what a query of words is compared with. */
function searchText(fields: readonly string[]): Text {
  const parts = fields.map((field) => text`coalesce(${columnText(field)}, '')`);
  return text`to_tsvector('simple', ${join(parts, text` || ' ' || `)})`;
}

/** PostgreSQL refuses a range that ends before it begins, also where nothing else does. */
function rangeText(database: Database, { model, from, to, includesEnd }: ConstraintOf<"exclusion">): Text {
  const type =
    columnOf(database.models[model]!, from)?.field.type === "date" ? text`daterange` : text`tstzrange`;
  const [start, end] = [columnText(from), columnText(to)];
  const bounds = includesEnd ? text`'[]'` : text`'[)'`;
  return text`CASE WHEN ${end} < ${start} THEN 'empty'::${type} ELSE ${type}(${start}, ${end}, ${bounds}) END`;
}

function whereText(database: Database, constraint: ConstraintOf<"unique" | "index" | "exclusion">): Text {
  if (!constraint.where) return empty;
  return text` WHERE (${conditionText(database, constraint, constraint.where)})`;
}

function conditionText(database: Database, { name, model, keys }: Constraint, condition: Expression): Text {
  const printed = rowConditionSql(database, { model, condition, keys });
  if ("text" in printed) return printed.text;
  throw new Error(`${name} was to be printed with errors: ${printed.diagnostics[0]?.message}`);
}

function columnText(field: string): Text {
  return sqlIdentifier(columnNameOf(field));
}
