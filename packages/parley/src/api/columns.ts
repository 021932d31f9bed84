import type { Database } from "../database/document.ts";
import { columnOf, columnsOf, sidesOf, type Column } from "../database/fields.ts";

/** A column reached from a model through relations. */
export interface ReachedColumn {
  column: Column;
  /** The model that has it. */
  model: string;
  /** Whether a relation on the way may have no row. */
  nullable: boolean;
  /** Whether a relation on the way is a list. */
  many: boolean;
}

/** Where a path stops being known: the model and the name that it does not have. */
export interface BrokenPath {
  model: string;
  name: string;
  known: string[];
}

/** Follows a path such as `copy.bookId` from a model to a column. */
export function followPath(database: Database, model: string, path: string): ReachedColumn | BrokenPath {
  const names = path.split(".");
  let current = model;
  let nullable = false;
  let many = false;
  for (const name of names.slice(0, -1)) {
    const sides = sidesOf(database, current);
    const side = sides.find((one) => one.name === name);
    if (!side) return { model: current, name, known: sides.map((one) => one.name) };
    nullable ||= side.nullable;
    many ||= side.many;
    current = side.target;
  }
  const owner = Object.hasOwn(database.models, current) ? database.models[current] : undefined;
  const name = names.at(-1)!;
  const column = owner && columnOf(owner, name);
  if (!column) return { model: current, name, known: owner ? columnsOf(owner).map((one) => one.name) : [] };
  return { column, model: current, nullable: nullable || (column.field.nullable ?? false), many };
}
