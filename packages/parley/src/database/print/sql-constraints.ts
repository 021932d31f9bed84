import { empty, join, sqlIdentifier, text, type Text } from "../../text/text.ts";
import { flatten } from "../../text/tree.ts";
import { constraintsOf, isPrismaConstraint, type Constraint, type ConstraintOf } from "../constraints.ts";
import type { Expression } from "../../expression/document.ts";
import { rowConditionSql } from "../conditions.ts";
import type { Database } from "../document.ts";
import { columnNameOf } from "../names.ts";
import { constraintRename } from "./renames.ts";

/** What becomes of the constraints that a Prisma schema can't state: before the rest of a migration, and after. */
export interface SqlConstraintChanges {
  before: Text[];
  after: Text[];
}

/** All of a new database. */
export function createSqlConstraints(next: Database): Text[] {
  return sqlConstraintsOf(next).map((constraint) => createStatement(next, constraint));
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
  changes.after.push(...[...wanted.values()].map((constraint) => createStatement(next, constraint)));
  return changes;
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
  if (constraint.type !== "check") return text`DROP INDEX ${name};`;
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
      const parts = constraint.columns.map(({ field, direction }) =>
        direction === "desc" ? text`${columnText(field)} DESC` : columnText(field),
      );
      const where = whereText(database, constraint);
      const kind = constraint.inverted ? text` USING gin` : empty;
      return text`CREATE INDEX ${name} ON ${table}${kind} (${join(parts, text`, `)})${where};`;
    }
    case "primaryKey":
    case "foreignKey":
      throw new Error(`${constraint.name} is stated in the Prisma schema.`);
    default:
      return constraint satisfies never;
  }
}

function whereText(database: Database, constraint: ConstraintOf<"unique" | "index">): Text {
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
