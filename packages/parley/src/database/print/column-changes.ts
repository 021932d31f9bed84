import { at, type Location } from "../../diagnostic/diagnostic.ts";
import { empty, sqlIdentifier, text, type Text } from "../../text/text.ts";
import { report } from "../check/diagnostics.ts";
import type { Database, Field, Model } from "../document.ts";
import { columnOf, columnsOf, type Column } from "../fields.ts";
import { columnNameOf, tableNameOf } from "../names.ts";
import { mapEntries, sameNode, type Change } from "./change.ts";
import { conversionOf, isSameType } from "./conversions.ts";
import { endSequence, retypeSequence, startSequence } from "./sequences.ts";
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
      continue;
    }
    // A column that could not be moved to the new type goes, and its successor comes with a value.
    const isKept = isSameType(fields[column.name] ?? existing.field, column.field);
    if (isKept && existing.field.nullable && !column.field.nullable && !column.field.list) {
      fillColumn(change, name, column);
    }
  }
  return { ...before, fields };
}

/** The field as it is after its column was moved to the new type; its own type where that can't be done. */
function changeField(change: Change, model: string, name: string, before: Field, after: Field): Field {
  if (isSameType(before, after)) return changeCounting(change, model, name, before, after);
  const place = at("database", ["models", model, "fields", name]);
  const conversion = conversionOf(sqlIdentifier(columnNameOf(name)), before, after);
  change.retyped.add(model);
  if (!conversion) {
    const reason = `${typeName(before)} can't become ${typeName(after)}`;
    change.diagnostics.push(report["lossy-change"](place, { what: `What ${model}.${name} holds`, reason }));
    if (needsValue(after)) change.diagnostics.push(report["needs-default"](place, { model, column: name }));
    return changeCounting(change, model, name, before, withoutDefault(after));
  }
  if (conversion.loss) {
    const what = `Part of what ${model}.${name} holds`;
    change.diagnostics.push(report["lossy-change"](place, { what, reason: conversion.loss }));
  }
  const keepsCounting = isCounted(before) && isCounted(after);
  if (!keepsCounting) dropDefault(change, model, name, before);
  alterColumn(
    change,
    model,
    name,
    text`TYPE ${sqlType(after)}${conversion.using ? text` USING ${conversion.using}` : empty}`,
  );
  // Lists have no NOT NULL in a schema of Prisma's; none is ever null.
  if (after.list && !before.list && !before.nullable) alterColumn(change, model, name, text`DROP NOT NULL`);
  const { nullable } = before;
  if (!isCounted(after)) return { ...withoutDefault(after), nullable };
  change.statements.push(
    ...(keepsCounting ? [retypeSequence(model, name, after)] : startSequence(model, name, after)),
  );
  return { ...after, nullable };
}

/** Sequences begin and end here; other defaults are left to the comparison. */
function changeCounting(change: Change, model: string, name: string, before: Field, after: Field): Field {
  if (isCounted(before) === isCounted(after)) return before;
  if (isCounted(before)) {
    dropDefault(change, model, name, before);
    return withoutDefault(before);
  }
  change.statements.push(...startSequence(model, name, after));
  return { ...before, default: { type: "sequence" } };
}

function dropDefault(change: Change, model: string, name: string, before: Field): void {
  if (isCounted(before)) change.statements.push(...endSequence(model, name));
  else if (before.default) alterColumn(change, model, name, text`DROP DEFAULT`);
}

function alterColumn(change: Change, model: string, name: string, what: Text): void {
  const [table, column] = [sqlIdentifier(tableNameOf(model)), sqlIdentifier(columnNameOf(name))];
  change.statements.push(text`ALTER TABLE ${table} ALTER COLUMN ${column} ${what};`);
}

function isCounted(field: Field): boolean {
  return field.default?.type === "sequence";
}

function withoutDefault(field: Field): Field {
  const { default: _, ...rest } = field;
  return rest;
}

/** A column that PostgreSQL can't add by itself with rows there; `undefined` where the comparison adds it. */
function addColumn(change: Change, model: string, column: Column): Field | undefined {
  const { field, name } = column;
  if (field.nullable || field.list) return undefined;
  const table = sqlIdentifier(tableNameOf(model));
  const identifier = sqlIdentifier(columnNameOf(name));
  const addition = text`ALTER TABLE ${table} ADD COLUMN ${identifier} ${sqlType(field)}`;
  if (name === "updatedAt" && column.implicit) {
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
  const value = isCounted(column.field) ? text`DEFAULT` : sqlDefault(column.field);
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
