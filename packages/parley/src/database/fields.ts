import type { Database, Field, Model } from "./document.ts";

/** A column as expressions and printers see it: declared, of a relation (`memberId`), or one that every model has. */
export interface Column {
  name: string;
  field: Field;
  /** Name of the relation whose foreign key this is. */
  relation?: string;
  /** `id`, `createdAt`, `updatedAt`, `deletedAt`: never declared. */
  implicit?: true;
}

/** A relation seen from either side; `many` is a list. */
export interface Side {
  name: string;
  target: string;
  many: boolean;
  nullable: boolean;
  /** Absent on the inverse side. */
  column?: string;
  /** The model and relation that declare it. */
  declared: { model: string; relation: string };
}

const identity = (id: string, type: Field["type"], more: Partial<Field> = {}): Field => ({
  id,
  type,
  managed: true,
  ...more,
});

/** All columns of a model in printing order: id, declared fields, foreign keys, times. */
export function columnsOf(model: Model): Column[] {
  const columns: Column[] = [
    { name: "id", field: identity(`${model.id}/id`, "uuid", { default: { type: "uuid" } }), implicit: true },
  ];
  for (const [name, field] of Object.entries(model.fields)) columns.push({ name, field });
  for (const [name, relation] of Object.entries(model.relations)) {
    const field = identity(`${relation.id}/key`, "uuid", {
      managed: relation.managed ?? false,
      nullable: !relation.required,
      ...(relation.description ? { description: relation.description } : {}),
    });
    columns.push({ name: `${name}Id`, field, relation: name });
  }
  columns.push({ name: "createdAt", field: identity(`${model.id}/createdAt`, "datetime"), implicit: true });
  if (!model.immutable) {
    columns.push({ name: "updatedAt", field: identity(`${model.id}/updatedAt`, "datetime"), implicit: true });
  }
  if (model.softDelete) {
    const field = identity(`${model.id}/deletedAt`, "datetime", { nullable: true });
    columns.push({ name: "deletedAt", field, implicit: true });
  }
  return columns;
}

export function columnOf(model: Model, name: string): Column | undefined {
  return columnsOf(model).find((column) => column.name === name);
}

/** Relations that a model declares, then those that point to it. */
export function sidesOf(database: Database, modelName: string): Side[] {
  const sides: Side[] = [];
  const model = database.models[modelName];
  if (!model) return sides;
  for (const [name, relation] of Object.entries(model.relations)) {
    sides.push({
      name,
      target: relation.target,
      many: false,
      nullable: !relation.required,
      column: `${name}Id`,
      declared: { model: modelName, relation: name },
    });
  }
  for (const [otherName, other] of Object.entries(database.models)) {
    for (const [name, relation] of Object.entries(other.relations)) {
      if (relation.target !== modelName) continue;
      const many = relation.cardinality === "manyToOne";
      sides.push({
        name: relation.inverse,
        target: otherName,
        many,
        nullable: !many,
        declared: { model: otherName, relation: name },
      });
    }
  }
  return sides;
}

/** Current name of the model with an id: how later drafts find what an earlier one made. */
export function modelNameOf(database: Database, id: string): string | undefined {
  return Object.entries(database.models).find(([, model]) => model.id === id)?.[0];
}
