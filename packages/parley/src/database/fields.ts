import type { Rows, RowSide } from "../expression/rows.ts";
import { grouped, remembered } from "../schema/remember.ts";
import type { Database, Field, Model } from "./document.ts";

/** A column as expressions and printers see it: declared, of a relation (`memberId`), or one that every model has. */
export interface Column {
  name: string;
  field: Field;
  /** Name of the relation whose foreign key this is. */
  relation?: string;
  /** `id`, `createdAt`, `updatedAt`, `deletedAt`, `version`: never declared. */
  implicit?: true;
}

/** A relation seen from either side; `many` is a list. */
export type Side = RowSide;

/** The column that counts the updates of a versioned row, beginning with 1. */
export const VERSION_COLUMN = "version";

/** Whether every update of a row names the version that it was read at, and counts it up. */
export function isVersioned(model: Model): boolean {
  return model.traits?.some(({ type }) => type === "version") ?? false;
}

const identity = (id: string, type: Field["type"], more: Partial<Field> = {}): Field => ({
  id,
  type,
  managed: true,
  ...more,
});

/** All columns of a model in printing order: id, declared fields, foreign keys, times, version. */
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
  if (isVersioned(model)) {
    const field = identity(`${model.id}/version`, "int", { default: { type: "literal", value: 1 } });
    columns.push({ name: VERSION_COLUMN, field, implicit: true });
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
  return [...sides, ...(inverseSides(database).get(modelName) ?? [])];
}

/** What queries may ask of the rows of a database. */
export function rowsOf(database: Database): Rows<Column> {
  return {
    sides: (model) => sidesOf(database, model),
    column: (model, name) =>
      Object.hasOwn(database.models, model) ? columnOf(database.models[model]!, name) : undefined,
  };
}

/** Relations as the models see them that they point to. */
function inverseSides(database: Database): Map<string, Side[]> {
  return remembered(database, inverseSides, () => {
    const pointing = Object.entries(database.models).flatMap(([model, { relations }]) =>
      Object.entries(relations).map(([relation, { target, inverse, cardinality }]): [string, Side] => {
        const many = cardinality === "manyToOne";
        return [
          target,
          { name: inverse, target: model, many, nullable: !many, declared: { model, relation } },
        ];
      }),
    );
    const byTarget = grouped(pointing, ([target]) => target);
    return new Map([...byTarget].map(([target, sides]) => [target, sides.map(([, side]) => side)]));
  });
}

/** Current name of the model with an id: how later drafts find what an earlier one made. */
export function modelNameOf(database: Database, id: string): string | undefined {
  const names = remembered(database, modelNameOf, () => {
    const entries = Object.entries(database.models).map(([name, model]): [string, string] => [
      model.id,
      name,
    ]);
    // Where two models bear one id, the first is meant.
    return new Map(entries.toReversed());
  });
  return names.get(id);
}

/**
 * Models whose rows a new row of a model needs, each after those that it needs itself; the account of a profile, which
 * every actor has, is not among them.
 */
export function neededModels(database: Database, model: string): string[] {
  const needed = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const { relations = {}, traits = [] } = database.models[name] ?? {};
    const isProfile = traits.some(({ type }) => type === "actor");
    for (const [relation, { target, required }] of Object.entries(relations)) {
      if (!required || (isProfile && relation === "account") || trail.includes(target)) continue;
      visit(target, [...trail, target]);
      needed.add(target);
    }
  };
  visit(model, [model]);
  return [...needed];
}
