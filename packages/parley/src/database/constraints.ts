import { createHash } from "node:crypto";
import type { Expression } from "../expression/document.ts";
import { remembered } from "../schema/remember.ts";
import { databaseName } from "../text/names.ts";
import type { Database, Index, Model, Relation } from "./document.ts";
import { columnOf } from "./fields.ts";
import { columnNameOf, enumTypeNameOf, tableNameOf } from "./names.ts";

/** What a constraint is about; `columns` are names of fields, not of columns in the database. */
export type ConstraintRole =
  | { type: "primaryKey" }
  | { type: "foreignKey"; relation: string; column: string; target: string; onDelete: Relation["onDelete"] }
  | {
      type: "unique";
      columns: string[];
      where?: Expression;
      /** Two nulls count as equal. */
      nullsEqual: boolean;
      error?: string;
    }
  | {
      type: "index";
      columns: Index["fields"];
      where?: Expression;
      /** Over a list: asked by what is in it. */
      inverted: boolean;
      /** Over texts: asked by words. */
      search: boolean;
    }
  | { type: "check"; condition: Expression; error?: string }
  | {
      type: "exclusion";
      columns: string[];
      from: string;
      to: string;
      includesEnd: boolean;
      where?: Expression;
      error?: string;
    };

/** A constraint or index under the name it has in PostgreSQL; `keys` lead to the node that it comes from. */
export type Constraint = ConstraintRole & { name: string; model: string; table: string; keys: string[] };
export type ConstraintOf<Type extends Constraint["type"]> = Extract<Constraint, { type: Type }>;

/** A constraint before its name is final. */
type Wanted = ConstraintRole & { model: string; keys: string[]; parts: string[]; suffix: string; id: string };

/**
 * Every constraint and index of a database, model by model; what is said twice is one. Names are at most 63 bytes long and unique in the whole
 * schema: where two would be the same, both carry a hash.
 */
export function constraintsOf(database: Database): readonly Constraint[] {
  return remembered(database, constraintsOf, () => readConstraints(database));
}

function readConstraints(database: Database): Constraint[] {
  const wanted = Object.entries(database.models).flatMap(([name, model]) =>
    withoutRepeated(wantedOf(name, model)),
  );
  const uses = new Map<string, number>();
  const count = (name: string) => uses.set(name, (uses.get(name) ?? 0) + 1);
  Object.keys(database.models).forEach((name) => count(tableNameOf(name)));
  Object.keys(database.enums).forEach((name) => count(enumTypeNameOf(name)));
  for (const { parts, suffix } of wanted) count(databaseName(parts, suffix));
  return wanted.map(({ parts, suffix, id, ...constraint }) => {
    const plain = databaseName(parts, suffix);
    const name = uses.get(plain) === 1 ? plain : databaseName([...parts, hashOf(id)], suffix);
    return { ...constraint, name, table: tableNameOf(constraint.model) };
  });
}

/** Whether a Prisma schema can state it; the others are written as SQL alone. */
export function isPrismaConstraint(constraint: ConstraintRole): boolean {
  switch (constraint.type) {
    case "primaryKey":
    case "foreignKey":
      return true;
    case "unique":
      return !constraint.where && !constraint.nullsEqual;
    case "index":
      return !constraint.where && !constraint.search;
    case "check":
    case "exclusion":
      return false;
    default:
      return constraint satisfies never;
  }
}

/** Prisma's comparison of schemas takes two keys over the same columns for one, so the first stands for both. */
function withoutRepeated(wanted: readonly Wanted[]): Wanted[] {
  const seen = new Set<string>();
  return wanted.filter((constraint) => {
    if (constraint.type !== "unique" && constraint.type !== "index") return true;
    if (!isPrismaConstraint(constraint)) return true;
    const meaning = JSON.stringify([constraint.type, constraint.columns.map(columnMeaning)]);
    if (seen.has(meaning)) return false;
    seen.add(meaning);
    return true;
  });
}

function columnMeaning(column: string | Index["fields"][number]): string[] {
  return typeof column === "string" ? [column] : [column.field, column.direction ?? "asc"];
}

function wantedOf(modelName: string, model: Model): Wanted[] {
  const place = ["models", modelName];
  const wanted: Wanted[] = [
    {
      type: "primaryKey",
      model: modelName,
      keys: place,
      parts: [modelName],
      suffix: "pkey",
      id: `${model.id}/id`,
    },
  ];
  for (const [key, unique] of Object.entries(model.uniques ?? {})) {
    const nullable = unique.fields.some((name) => columnOf(model, name)?.field.nullable);
    wanted.push({
      type: "unique",
      columns: unique.fields,
      nullsEqual: nullable && unique.nulls === "equal",
      ...(unique.where ? { where: unique.where } : {}),
      ...(unique.error ? { error: unique.error } : {}),
      model: modelName,
      keys: [...place, "uniques", key],
      parts: [modelName, key],
      suffix: "key",
      id: `${model.id}/uniques/${key}`,
    });
  }
  for (const [key, index] of Object.entries(model.indexes ?? {})) {
    wanted.push({
      type: "index",
      columns: index.fields,
      inverted: index.fields.some(({ field }) => columnOf(model, field)?.field.list === true),
      search: index.search === true,
      ...(index.where ? { where: index.where } : {}),
      model: modelName,
      keys: [...place, "indexes", key],
      parts: [modelName, key],
      suffix: "idx",
      id: `${model.id}/indexes/${key}`,
    });
  }
  for (const [name, relation] of Object.entries(model.relations)) {
    wanted.push(...wantedOfRelation(modelName, model, name, relation));
  }
  for (const [key, check] of Object.entries(model.checks ?? {})) {
    wanted.push({
      type: "check",
      condition: check.condition,
      ...(check.error ? { error: check.error } : {}),
      model: modelName,
      keys: [...place, "checks", key],
      parts: [modelName, key],
      suffix: "check",
      id: `${model.id}/checks/${key}`,
    });
  }
  for (const [key, { fields, includesEnd = false, ...exclusion }] of Object.entries(model.exclusions ?? {})) {
    wanted.push({
      type: "exclusion",
      columns: fields,
      includesEnd,
      ...exclusion,
      model: modelName,
      keys: [...place, "exclusions", key],
      parts: [modelName, key],
      suffix: "excl",
      id: `${model.id}/exclusions/${key}`,
    });
  }
  return wanted;
}

/** The foreign key, and its unique or index unless one that is declared begins with its column. */
function wantedOfRelation(modelName: string, model: Model, name: string, relation: Relation): Wanted[] {
  const column = `${name}Id`;
  const shared = { model: modelName, keys: ["models", modelName, "relations", name] };
  const parts = [modelName, columnNameOf(column)];
  const key: Wanted = {
    type: "foreignKey",
    relation: name,
    column,
    target: relation.target,
    onDelete: relation.onDelete,
    ...shared,
    parts,
    suffix: "fkey",
    id: `${relation.id}/fkey`,
  };
  if (relation.cardinality === "oneToOne") {
    const id = `${relation.id}/unique`;
    return [
      key,
      { type: "unique", columns: [column], nullsEqual: false, ...shared, parts, suffix: "key", id },
    ];
  }
  const declared = [
    ...Object.values(model.uniques ?? {}).map(({ fields, where }) => ({ first: fields[0], where })),
    ...Object.values(model.indexes ?? {}).map(({ fields, where }) => ({ first: fields[0]?.field, where })),
  ];
  if (declared.some(({ first, where }) => first === column && !where)) return [key];
  const index: Wanted = {
    type: "index",
    columns: [{ field: column }],
    inverted: false,
    search: false,
    ...shared,
    parts,
    suffix: "idx",
    id: `${relation.id}/idx`,
  };
  return [key, index];
}

function hashOf(id: string): string {
  return `h${createHash("sha256").update(id).digest("hex").slice(0, 8)}`;
}
