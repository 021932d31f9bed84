import type { Expression } from "../../expression/document.ts";
import { map } from "../../expression/visit.ts";
import type { Database, Field, Model, Relation } from "../document.ts";
import { columnNameOf, enumTypeNameOf, tableNameOf } from "../names.ts";
import { mapEntries, own } from "./change.ts";

/** The new name of every name that a part of a document had. */
type Renames = ReadonlyMap<string, string>;

/**
 * The previous database under the names of the next, matched by id. What the next one no longer has keeps its name,
 * or gets out of the way of who takes it. A relation to another target counts as another relation.
 */
export function renamedDatabase(previous: Database, next: Database): Database {
  const enums = renamesOf(previous.enums, next.enums, (definition) => definition.id, enumTypeNameOf);
  const models = renamesOf(previous.models, next.models, (model) => model.id, tableNameOf);
  let inverses = 0;
  return {
    enums: mapEntries(previous.enums, (name, definition) => [enums.get(name) ?? name, definition]),
    models: mapEntries(previous.models, (name, model) => {
      const newName = models.get(name) ?? name;
      const successor = Object.values(next.models).find((candidate) => candidate.id === model.id);
      const members = memberRenames(previous, next, model, successor);
      const fields = mapEntries(model.fields, (field, definition) => [
        members.get(field) ?? field,
        fieldOf(definition, enums),
      ]);
      const relations = mapEntries(model.relations, (relation, definition) => [
        relationName(members, relation),
        {
          ...definition,
          target: models.get(definition.target) ?? definition.target,
          // No column depends on it; an underscore is in no name of a document.
          inverse: `inverse_${inverses++}`,
        },
      ]);
      return [newName, { ...model, fields, relations, ...constraintsOf(model, members) }];
    }),
  };
}

function relationName(members: Renames, relation: string): string {
  return (members.get(`${relation}Id`) ?? `${relation}Id`).slice(0, -"Id".length);
}

function fieldOf(field: Field, enums: Renames): Field {
  return field.enum === undefined ? field : { ...field, enum: enums.get(field.enum) ?? field.enum };
}

/** New names of columns; foreign keys go by `<relation>Id`. */
function memberRenames(
  previous: Database,
  next: Database,
  model: Model,
  successor: Model | undefined,
): Renames {
  if (!successor) return new Map();
  const [before, after] = [columnsById(model), columnsById(successor)];
  return renamesOf(
    mapEntries(before, (name, column) => [name, idOf(previous, column)]),
    mapEntries(after, (name, column) => [name, idOf(next, column)]),
    (id) => id,
    columnNameOf,
  );
}

function idOf(database: Database, { field, relation }: Column): string {
  return relation ? `${relation.id}/${own(database.models, relation.target)?.id}` : field.id;
}

type Column = { field: Field; relation?: undefined } | { field?: undefined; relation: Relation };

function columnsById({ fields, relations }: Model): Record<string, Column> {
  return {
    ...mapEntries(fields, (name, field) => [name, { field }] as const),
    ...mapEntries(relations, (name, relation) => [`${name}Id`, { relation }] as const),
  };
}

/** Old name -> new name. A name that is given up, but taken by something else, becomes `dropped1` or so. */
function renamesOf<Value>(
  before: Readonly<Record<string, Value>>,
  after: Readonly<Record<string, Value>>,
  idOf: (value: Value) => string,
  databaseNameOf: (name: string) => string,
): Renames {
  const newNames = new Map(Object.entries(after).map(([name, value]) => [idOf(value), name]));
  const taken = new Set([...Object.keys(after), ...Object.keys(before)].map(databaseNameOf));
  const nextNames = new Set(Object.keys(after).map(databaseNameOf));
  const renames = new Map<string, string>();
  for (const [name, value] of Object.entries(before)) {
    const newName = newNames.get(idOf(value));
    if (newName === undefined && nextNames.has(databaseNameOf(name))) {
      const away = freeName(name, taken, databaseNameOf);
      taken.add(databaseNameOf(away));
      renames.set(name, away);
    } else renames.set(name, newName ?? name);
  }
  return renames;
}

/** Keeps the first letter's case and a relation's ending, since both mean something. */
function freeName(
  name: string,
  taken: ReadonlySet<string>,
  databaseNameOf: (name: string) => string,
): string {
  const stem = /^[A-Z]/.test(name) ? "Dropped" : "dropped";
  const ending = name.endsWith("Id") ? "Id" : "";
  for (let count = 1; ; count++) {
    const candidate = `${stem}${count}${ending}`;
    if (!taken.has(databaseNameOf(candidate))) return candidate;
  }
}

function constraintsOf(model: Model, members: Renames): Partial<Model> {
  const renamed = (column: string) => members.get(column) ?? column;
  const { uniques, indexes, checks, exclusions } = model;
  return {
    ...(uniques && {
      uniques: mapEntries(uniques, (key, unique) => [
        key,
        {
          ...unique,
          fields: unique.fields.map(renamed),
          ...(unique.where && { where: renamedRow(unique.where, members) }),
        },
      ]),
    }),
    ...(indexes && {
      indexes: mapEntries(indexes, (key, index) => [
        key,
        {
          ...index,
          fields: index.fields.map((part) => ({ ...part, field: renamed(part.field) })),
          ...(index.where && { where: renamedRow(index.where, members) }),
        },
      ]),
    }),
    ...(checks && {
      checks: mapEntries(checks, (key, check) => [
        key,
        { ...check, condition: renamedRow(check.condition, members) },
      ]),
    }),
    ...(exclusions && {
      exclusions: mapEntries(exclusions, (key, exclusion) => [
        key,
        {
          ...exclusion,
          fields: exclusion.fields.map(renamed),
          from: renamed(exclusion.from),
          to: renamed(exclusion.to),
          ...(exclusion.where && { where: renamedRow(exclusion.where, members) }),
        },
      ]),
    }),
  };
}

function renamedRow(expression: Expression, members: Renames): Expression {
  return map(expression, (node) =>
    node.type === "member" && node.object.type === "name" && node.object.name === "row"
      ? { ...node, property: members.get(node.property) ?? node.property }
      : node,
  );
}
