import { empty, join, sqlIdentifier, text, type Text } from "../../text/text.ts";
import { flatten } from "../../text/tree.ts";
import { constraintsOf, isPrismaConstraint, type Constraint } from "../constraints.ts";
import type { Database } from "../document.ts";
import { columnNameOf } from "../names.ts";
import { conditionSql } from "./conditions.ts";
import { constraintRename } from "./renames.ts";

/** What becomes of the constraints that a Prisma schema can't state: before the rest of a migration, and after. */
export interface SqlConstraintChanges {
  before: Text[];
  after: Text[];
}

/** All of a new database. */
export function createSqlConstraints(next: Database): Text[] {
  return sqlConstraintsOf(next).map(createStatement);
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
      successor && !retyped.has(constraint.model) && definitionOf(successor) === definitionOf(constraint);
    if (!stays) {
      changes.before.push(dropStatement(old));
      return;
    }
    wanted.delete(placeOf(constraint));
    if (old.name !== successor.name) changes.after.push(constraintRename(successor, old.name, successor.name));
  });
  changes.after.push(...[...wanted.values()].map(createStatement));
  return changes;
}

function sqlConstraintsOf(database: Database): Constraint[] {
  return constraintsOf(database).filter((constraint) => !isPrismaConstraint(constraint));
}

function placeOf(constraint: Constraint): string {
  return JSON.stringify(constraint.keys);
}

function definitionOf(constraint: Constraint): string {
  return flatten(createStatement({ ...constraint, name: "same" }));
}

function dropStatement(constraint: Constraint): Text {
  const name = sqlIdentifier(constraint.name);
  if (constraint.type !== "check") return text`DROP INDEX ${name};`;
  return text`ALTER TABLE ${sqlIdentifier(constraint.table)} DROP CONSTRAINT ${name};`;
}

function createStatement(constraint: Constraint): Text {
  const table = sqlIdentifier(constraint.table);
  const name = sqlIdentifier(constraint.name);
  switch (constraint.type) {
    case "check": {
      const condition = conditionSql(constraint.condition);
      return text`ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${condition});`;
    }
    case "unique": {
      const columns = join(constraint.columns.map(columnText), text`, `);
      const nulls = constraint.nullsEqual ? text` NULLS NOT DISTINCT` : empty;
      const where = constraint.where ? text` WHERE (${conditionSql(constraint.where)})` : empty;
      return text`CREATE UNIQUE INDEX ${name} ON ${table} (${columns})${nulls}${where};`;
    }
    case "index": {
      const parts = constraint.columns.map(({ field, direction }) =>
        direction === "desc" ? text`${columnText(field)} DESC` : columnText(field),
      );
      const where = constraint.where ? text` WHERE (${conditionSql(constraint.where)})` : empty;
      return text`CREATE INDEX ${name} ON ${table} (${join(parts, text`, `)})${where};`;
    }
    case "primaryKey":
    case "foreignKey":
      throw new Error(`${constraint.name} is stated in the Prisma schema.`);
    default:
      return constraint satisfies never;
  }
}

function columnText(field: string): Text {
  return sqlIdentifier(columnNameOf(field));
}
