import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Expression } from "../../expression/document.ts";
import { map, someNode } from "../../expression/visit.ts";
import { join, sqlIdentifier, sqlString, text, type Text } from "../../text/text.ts";
import { report } from "../check/diagnostics.ts";
import type { Database, Enum, Field, Model } from "../document.ts";
import { columnNameOf, enumTypeNameOf, tableNameOf } from "../names.ts";
import { mapEntries, own, sameNode, type Change } from "./change.ts";
import { sqlDefault } from "./types.ts";

/**
 * Brings every enum to the values of the next database and makes the new ones. Prisma's own statements would open
 * a transaction inside the migration's.
 */
export function enumStep(current: Database, next: Database): Change {
  const change: Change = { statements: [], database: current, diagnostics: [], retyped: new Set() };
  for (const [name, after] of Object.entries(next.enums)) {
    const before = sameNode(current.enums, name, after);
    if (before) changeEnum(change, next, name, before, after);
    else change.statements.push(createType(name, after));
    change.database = { ...change.database, enums: { ...change.database.enums, [name]: after } };
  }
  return change;
}

function changeEnum(change: Change, next: Database, name: string, before: Enum, after: Enum): void {
  const renames = renamedValues(before.values, after.values);
  const type = sqlIdentifier(enumTypeNameOf(name));
  for (const [from, to] of renames) {
    change.statements.push(text`ALTER TYPE ${type} RENAME VALUE ${sqlString(from)} TO ${sqlString(to)};`);
    const place = at("database", ["enums", name, "values", after.values.indexOf(to)]);
    change.diagnostics.push(report["value-rename"](place, { enum: name, from, to }));
  }
  change.database = withRenamedValues(change.database, name, renames);
  const values = before.values.map((value) => renames.get(value) ?? value);
  if (values.join() === after.values.join()) return;
  if (isAdditionOnly(values, after.values) && !usesNewValues(next, name, values)) {
    change.statements.push(...addValues(type, values, after.values));
    return;
  }
  change.diagnostics.push(...lostValues(name, values, after.values));
  remakeType(change, next, name, after);
}

/** Values that gave their place to another, where nothing was added or removed beside. */
function renamedValues(before: readonly string[], after: readonly string[]): Map<string, string> {
  const renames = new Map<string, string>();
  if (before.length !== after.length) return renames;
  before.forEach((value, index) => {
    const successor = after[index]!;
    if (!after.includes(value) && !before.includes(successor)) renames.set(value, successor);
  });
  return renames;
}

function isAdditionOnly(before: readonly string[], after: readonly string[]): boolean {
  return after.filter((value) => before.includes(value)).join() === before.join();
}

function addValues(type: Text, before: readonly string[], after: readonly string[]): Text[] {
  return after.flatMap((value, index) => {
    if (before.includes(value)) return [];
    const previous = after[index - 1];
    const first = before[0];
    let place = text``;
    if (previous !== undefined) place = text` AFTER ${sqlString(previous)}`;
    else if (first !== undefined) place = text` BEFORE ${sqlString(first)}`;
    return [text`ALTER TYPE ${type} ADD VALUE ${sqlString(value)}${place};`];
  });
}

function lostValues(name: string, before: readonly string[], after: readonly string[]): Diagnostic[] {
  return before
    .filter((value) => !after.includes(value))
    .map((value) =>
      report["lossy-change"](at("database", ["enums", name, "values"]), {
        what: `The value ${value} of the enum ${name}`,
        reason: "rows that hold it stop the migration",
      }),
    );
}

/** PostgreSQL does not let a transaction use a value that it has added itself. */
function usesNewValues(next: Database, name: string, known: readonly string[]): boolean {
  const isNew = (value: unknown) =>
    own(next.enums, name)!.values.some((one) => one === value && !known.includes(one));
  return Object.values(next.models).some(
    (model) =>
      Object.values(model.fields).some(
        (field) => field.enum === name && field.default?.type === "literal" && isNew(field.default.value),
      ) || conditionsOf(model).some((condition) => mentions(condition, isNew)),
  );
}

function mentions(condition: Expression, isNew: (value: unknown) => boolean): boolean {
  return someNode(condition, (node) => node.type === "string" && isNew(node.value));
}

function conditionsOf({ uniques, indexes, checks, exclusions }: Model): Expression[] {
  const keys = [uniques, indexes, exclusions].flatMap((record): { where?: Expression }[] =>
    Object.values(record ?? {}),
  );
  const wheres = keys.map(({ where }) => where);
  const conditions = Object.values(checks ?? {}).map(({ condition }) => condition);
  return [...wheres, ...conditions].filter((condition) => condition !== undefined);
}

function createType(name: string, { values }: Enum): Text {
  const list = join(values.map(sqlString), text`, `);
  return text`CREATE TYPE ${sqlIdentifier(enumTypeNameOf(name))} AS ENUM (${list});`;
}

/** A new type under the same name, with every column moved over to it. */
function remakeType(change: Change, next: Database, name: string, after: Enum): void {
  const type = sqlIdentifier(enumTypeNameOf(name));
  const old = sqlIdentifier("replaced_type");
  change.statements.push(text`ALTER TYPE ${type} RENAME TO ${old};`, createType(name, after));
  change.database = {
    ...change.database,
    models: mapEntries(change.database.models, (modelName, model) => {
      const successor = sameNode(next.models, modelName, model);
      const fields = mapEntries(model.fields, (fieldName, field) => {
        if (field.enum !== name || field.type !== "enum") return [fieldName, field];
        const kept = sameNode(successor?.fields, fieldName, field);
        const moved = movedField(field, kept, name);
        change.statements.push(...moveColumn(modelName, fieldName, field, moved, kept !== undefined));
        change.retyped.add(modelName);
        return [fieldName, moved];
      });
      return [modelName, { ...model, fields }];
    }),
  };
  change.statements.push(text`DROP TYPE ${old};`);
}

/** The field with the default that it will have, as the old one may be no value any more. */
function movedField(field: Field, kept: Field | undefined, name: string): Field {
  const { default: _, ...rest } = field;
  return kept?.enum === name && kept.default ? { ...rest, default: kept.default } : rest;
}

function moveColumn(model: string, fieldName: string, before: Field, after: Field, kept: boolean): Text[] {
  const table = sqlIdentifier(tableNameOf(model));
  const column = sqlIdentifier(columnNameOf(fieldName));
  const list = before.list ? text`[]` : text``;
  const type = text`${sqlIdentifier(enumTypeNameOf(before.enum!))}${list}`;
  const asText = text`${column}::TEXT${list}`;
  const drop = before.default ? [text`ALTER TABLE ${table} ALTER COLUMN ${column} DROP DEFAULT;`] : [];
  // A column that goes anyway must not stop the migration by what it holds.
  if (!kept)
    return [...drop, text`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE TEXT${list} USING ${asText};`];
  const value = sqlDefault(after);
  return [
    ...drop,
    text`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type} USING ${asText}::${type};`,
    ...(value ? [text`ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ${value};`] : []),
  ];
}

/** Defaults and conditions follow a renamed value, as PostgreSQL's own do. */
function withRenamedValues(database: Database, name: string, renames: ReadonlyMap<string, string>): Database {
  if (renames.size === 0) return database;
  const renamed = (condition: Expression): Expression =>
    map(condition, (node) =>
      node.type === "string" ? { ...node, value: renames.get(node.value) ?? node.value } : node,
    );
  const models = mapEntries(database.models, (modelName, model) => {
    const enumFields = Object.values(model.fields).filter((field) => field.enum === name);
    if (enumFields.length === 0) return [modelName, model];
    const fields = mapEntries(model.fields, (fieldName, field) => [
      fieldName,
      withRenamedDefault(field, name, renames),
    ]);
    const { uniques, indexes, checks, exclusions } = model;
    return [
      modelName,
      {
        ...model,
        fields,
        ...(uniques && { uniques: mapEntries(uniques, (key, one) => [key, withWhere(one, renamed)]) }),
        ...(indexes && { indexes: mapEntries(indexes, (key, one) => [key, withWhere(one, renamed)]) }),
        ...(exclusions && {
          exclusions: mapEntries(exclusions, (key, one) => [key, withWhere(one, renamed)]),
        }),
        ...(checks && {
          checks: mapEntries(checks, (key, one) => [key, { ...one, condition: renamed(one.condition) }]),
        }),
      },
    ];
  });
  return { ...database, models };
}

function withRenamedDefault(field: Field, name: string, renames: ReadonlyMap<string, string>): Field {
  if (field.enum !== name || field.default?.type !== "literal") return field;
  const value = renames.get(String(field.default.value));
  return value === undefined ? field : { ...field, default: { type: "literal", value } };
}

function withWhere<Key extends { where?: Expression }>(
  key: Key,
  change: (where: Expression) => Expression,
): Key {
  return key.where ? { ...key, where: change(key.where) } : key;
}
