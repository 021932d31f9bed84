import { at, type Location } from "../../diagnostic/diagnostic.ts";
import { sqlIdentifier, text } from "../../text/text.ts";
import { report } from "../check/diagnostics.ts";
import type { Database, Field, Model } from "../document.ts";
import { columnOf, columnsOf, type Column } from "../fields.ts";
import { columnNameOf, tableNameOf } from "../names.ts";
import { mapEntries, sameNode, type Change } from "./change.ts";
import { conversionOf, isSameType } from "./conversions.ts";
import { sqlDefault, sqlType } from "./types.ts";

/** Moves columns to another type and fills those that become required, as far as the documents say with what. */
export function columnStep(current: Database, next: Database): Change {
  const change: Change = { statements: [], database: current, diagnostics: [], retyped: new Set() };
  change.database = {
    ...current,
    models: mapEntries(current.models, (name, model) => {
      const successor = sameNode(next.models, name, model);
      return [name, successor ? changeModel(change, name, model, successor) : model];
    }),
  };
  return change;
}

function changeModel(change: Change, name: string, before: Model, after: Model): Model {
  const fields = mapEntries(before.fields, (fieldName, field) => {
    const kept = sameNode(after.fields, fieldName, field);
    return [fieldName, kept ? changeField(change, name, fieldName, field, kept) : field];
  });
  for (const column of columnsOf(after)) {
    const existing = columnOf(before, column.name);
    if (!existing) {
      const added = addColumn(change, name, column);
      if (added) fields[column.name] = added;
    } else if (existing.field.nullable && !column.field.nullable && !column.field.list) {
      fillColumn(change, name, column);
    }
  }
  return { ...before, fields };
}

/** The field as it is after its column was moved to the new type; unchanged where that can't be done. */
function changeField(change: Change, model: string, name: string, before: Field, after: Field): Field {
  if (isSameType(before, after)) return before;
  const place = at("database", ["models", model, "fields", name]);
  const table = sqlIdentifier(tableNameOf(model));
  const column = sqlIdentifier(columnNameOf(name));
  const conversion = conversionOf(column, before, after);
  change.retyped.add(model);
  if (!conversion) {
    const reason = `${typeName(before)} can't become ${typeName(after)}`;
    change.diagnostics.push(report["lossy-change"](place, { what: `What ${model}.${name} holds`, reason }));
    if (needsValue(after)) change.diagnostics.push(report["needs-default"](place, { model, column: name }));
    return before;
  }
  if (conversion.loss) {
    const what = `Part of what ${model}.${name} holds`;
    change.diagnostics.push(report["lossy-change"](place, { what, reason: conversion.loss }));
  }
  if (before.default) change.statements.push(text`ALTER TABLE ${table} ALTER COLUMN ${column} DROP DEFAULT;`);
  const using = conversion.using ? text` USING ${conversion.using}` : text``;
  change.statements.push(text`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${sqlType(after)}${using};`);
  const { default: _, ...type } = after;
  return { ...type, nullable: before.nullable };
}

/** A column that PostgreSQL can't add by itself with rows there; `undefined` where the comparison adds it. */
function addColumn(change: Change, model: string, column: Column): Field | undefined {
  const { field, name } = column;
  if (field.nullable || field.list) return undefined;
  const table = sqlIdentifier(tableNameOf(model));
  const identifier = sqlIdentifier(columnNameOf(name));
  const addition = text`ALTER TABLE ${table} ADD COLUMN ${identifier} ${sqlType(field)}`;
  if (column.implicit) {
    // `updatedAt` of rows that were written once, until now.
    change.statements.push(
      text`${addition};`,
      text`UPDATE ${table} SET ${identifier} = created_at;`,
      text`ALTER TABLE ${table} ALTER COLUMN ${identifier} SET NOT NULL;`,
    );
    return field;
  }
  if (field.default?.type === "uuid") {
    change.statements.push(
      text`${addition} NOT NULL DEFAULT gen_random_uuid();`,
      text`ALTER TABLE ${table} ALTER COLUMN ${identifier} DROP DEFAULT;`,
    );
    return field;
  }
  if (needsValue(field)) {
    change.diagnostics.push(report["needs-default"](placeOf(model, column), { model, column: name }));
  }
  return undefined;
}

function fillColumn(change: Change, model: string, column: Column): void {
  const value = sqlDefault(column.field);
  if (!value) {
    change.diagnostics.push(report["needs-default"](placeOf(model, column), { model, column: column.name }));
    return;
  }
  const table = sqlIdentifier(tableNameOf(model));
  const identifier = sqlIdentifier(columnNameOf(column.name));
  change.statements.push(text`UPDATE ${table} SET ${identifier} = ${value} WHERE ${identifier} IS NULL;`);
}

function needsValue(field: Field): boolean {
  return !field.nullable && !field.list && !field.default;
}

function placeOf(model: string, column: Column): Location {
  const place = ["models", model];
  if (column.relation !== undefined) return at("database", [...place, "relations", column.relation]);
  return at("database", [...place, "fields", column.name]);
}

function typeName(field: Field): string {
  return field.list ? `a list of ${field.type}` : field.type;
}
