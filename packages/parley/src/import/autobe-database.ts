import { groupOf } from "../blueprint/database.ts";
import { holdsMoney, isState } from "../database/check/fields.ts";
import type { Database, Field, Index, Model, Relation, Unique } from "../database/document.ts";
import { columnsOf } from "../database/fields.ts";
import { infrastructureModels } from "../database/infrastructure.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { isNull, path } from "../expression/build.ts";
import { camelCase, pascalCase, plural, unique } from "../text/names.ts";
import { PRISMA_FILE, type PlainField } from "./autobe-source.ts";
import { implicitColumns, isPassword, type Actor, type Table, type Tables } from "./autobe-tables.ts";
import type { Usage } from "./autobe-usage.ts";
import { placeIn, report } from "./diagnostics.ts";

/** The tables as a database of ours: accounts with a profile for each kind of actor, and everything else as it was. */
export function importTables(tables: Tables, usage: Usage, diagnostics: Diagnostic[]): Database {
  const database: Database = { enums: {}, models: infrastructureModels() };
  const inverses = new Map<string, Set<string>>();
  for (const table of tables.byName.values()) inverses.set(table.model, membersOf(table));
  for (const table of tables.byName.values()) {
    const actor = tables.actors.find(({ profile }) => profile === table);
    database.models[table.model] = importTable(
      { database, tables, usage, inverses, diagnostics },
      table,
      actor,
    );
  }
  return database;
}

interface Importing {
  database: Database;
  tables: Tables;
  usage: Usage;
  /** Names that are taken in each model, by its name. */
  inverses: Map<string, Set<string>>;
  diagnostics: Diagnostic[];
}

function membersOf({ columns, relations }: Table): Set<string> {
  return new Set([
    ...columns.values(),
    ...[...relations.values()].map(({ name }) => name),
    "account",
    "accountId",
  ]);
}

function importTable(importing: Importing, table: Table, actor: Actor | undefined): Model {
  const { source, model } = table;
  const { diagnostics } = importing;
  const place = placeIn(PRISMA_FILE, source.place);
  const plain = source.plainFields ?? [];
  const softDelete = plain.some(({ name }) => implicitColumns[name] === "deletedAt");
  const isWritten = plain.some(({ name }) => implicitColumns[name] === "updatedAt");
  const immutable = !isWritten && source.stance === "snapshot";
  const missing = [
    ...(plain.some(({ name }) => implicitColumns[name] === "createdAt") ? [] : ["createdAt"]),
    ...(isWritten || immutable ? [] : ["updatedAt"]),
  ];
  if (missing.length > 0) {
    diagnostics.push(report["times-added"](place, { model, columns: missing.join(" and ") }));
  }
  const made: Model = {
    id: model,
    ...(source.description ? { description: source.description } : {}),
    group: groupOf(model),
    ...(actor ? { traits: [{ type: "actor", kind: actor.kind }] } : {}),
    fields: importFields(importing, table),
    relations: { ...(actor ? { account: accountOf(model) } : {}), ...importRelations(importing, table) },
    ...(softDelete ? { softDelete } : {}),
    ...(immutable ? { immutable } : {}),
  };
  const uniques = importUniques(importing, table, made);
  if (Object.keys(uniques).length > 0) made.uniques = uniques;
  const indexes = importIndexes(importing, table, made);
  if (Object.keys(indexes).length > 0) made.indexes = indexes;
  return made;
}

function accountOf(model: string): Relation {
  return {
    id: `${model}/account`,
    target: "Account",
    inverse: camelCase(model),
    cardinality: "oneToOne",
    required: true,
    onDelete: "cascade",
    managed: true,
  };
}

function importFields(importing: Importing, table: Table): Record<string, Field> {
  const { tables, usage, diagnostics, database } = importing;
  const { source, model, columns, relations } = table;
  const fields: Record<string, Field> = {};
  for (const plain of source.foreignFields ?? []) {
    if (relations.has(plain.name)) continue;
    const name = columns.get(plain.name)!;
    fields[name] = { id: `${model}/${name}`, type: "uuid", ...(plain.nullable ? { nullable: true } : {}) };
    if (plain.description) fields[name].description = plain.description;
  }
  const signsIn = tables.actors.filter(({ credentials }) => credentials === table);
  for (const [index, plain] of (source.plainFields ?? []).entries()) {
    const place = placeIn(PRISMA_FILE, [...source.place, "plainFields", index]);
    const name = columns.get(plain.name)!;
    if (Object.values(implicitColumns).includes(name)) continue;
    const [actor] = signsIn;
    if (actor && (isPassword(plain.name) || plain.name === "email")) {
      const kind = signsIn.map((one) => one.kind).join(", ");
      diagnostics.push(report["credentials-moved"](place, { model, field: plain.name, kind }));
      columns.delete(plain.name);
      continue;
    }
    const values = usage.valuesOf(table, plain.name);
    const field: Field = { id: `${model}/${name}`, ...typeOf(importing, table, plain, name, values) };
    if (plain.description) field.description = plain.description;
    if (plain.nullable) field.nullable = true;
    if (isSecret(plain.name)) field.secret = true;
    if (field.type === "enum") {
      const taken = [...tables.byName.values()].map((other) => other.model);
      const enumName = unique(
        `${model}${pascalCase(name)}`,
        new Set([...taken, ...Object.keys(database.enums)]),
      );
      database.enums[enumName] = { id: `${model}/${name}/values`, values: [...values!] };
      field.enum = enumName;
      diagnostics.push(report["enum-made"](place, { model, field: name, values: values!.join(", ") }));
    }
    const value = field.nullable ? undefined : guessDefault(importing, table, plain, field);
    if (value) {
      field.default = value;
      const shown = value.type === "literal" ? String(value.value) : value.type;
      diagnostics.push(report["default-guessed"](place, { model, field: name, value: shown }));
    }
    fields[name] = field;
  }
  return fields;
}

const SECRET = /(?:^|_)(?:password|passwd|secret|token|otp|salt|private_key|api_key)(?:_|$)/;

/** Whether a value of this name lets whoever knows it in. */
export function isSecret(field: string): boolean {
  return SECRET.test(field) || isPassword(field);
}

const ENUM_VALUE = /^[a-z][A-Za-z0-9]{0,47}$/;

function typeOf(
  { diagnostics }: Importing,
  { source, model }: Table,
  plain: PlainField,
  name: string,
  values: readonly string[] | undefined,
): Omit<Field, "id"> {
  const keys = [...source.place, "plainFields", (source.plainFields ?? []).indexOf(plain)];
  const place = placeIn(PRISMA_FILE, [...keys, "type"]);
  switch (plain.type) {
    case "boolean":
    case "int":
    case "bigint":
    case "uuid":
    case "uri":
    case "date":
    case "datetime":
      return { type: plain.type };
    case "double":
    case "float":
      if (holdsMoney(name)) diagnostics.push(report["money-as-float"](place, { model, field: name }));
      return { type: "float" };
    case "string":
      if (values && values.every((value) => ENUM_VALUE.test(value))) return { type: "enum" };
      if (isState(name)) diagnostics.push(report["free-status"](place, { model, field: name }));
      return { type: "text" };
    default:
      diagnostics.push(report["column-type"](place, { model, field: name, found: plain.type, kept: "text" }));
      return { type: "text" };
  }
}

const OPEN_WORDS = /(?:^|_)(?:active|enabled|visible|public|available)(?:_|$)/;

/** What a new row holds that nobody sends a value for; nothing where any value would be a claim. */
function guessDefault(
  { usage }: Importing,
  table: Table,
  plain: PlainField,
  { type, enum: named }: Field,
): Field["default"] {
  if (!usage.isLeftOut(table, plain.name)) return undefined;
  switch (type) {
    case "boolean":
      return { type: "literal", value: OPEN_WORDS.test(plain.name) };
    case "int":
    case "bigint":
    case "float":
      return usage.isChanged(table, plain.name) ? undefined : { type: "literal", value: 0 };
    case "enum":
      return named === undefined
        ? undefined
        : { type: "literal", value: usage.valuesOf(table, plain.name)![0]! };
    default:
      return undefined;
  }
}

function importRelations(importing: Importing, table: Table): Record<string, Relation> {
  const { source, model, relations } = table;
  const { inverses, diagnostics } = importing;
  const made: Record<string, Relation> = {};
  for (const [index, field] of (source.foreignFields ?? []).entries()) {
    const relation = relations.get(field.name);
    if (!relation) continue;
    const { name, target } = relation;
    const place = placeIn(PRISMA_FILE, [...source.place, "foreignFields", index]);
    const isOne = field.unique === true;
    const rivals = [...relations.values()].filter((other) => other.target === target);
    const base = camelCase(isOne ? model : plural(model));
    const taken = inverses.get(target.model)!;
    const inverse = unique(rivals.length > 1 ? camelCase(`${base}_as_${name}`).slice(0, 46) : base, taken);
    taken.add(inverse);
    const onDelete = field.nullable ? "setNull" : "cascade";
    const chosen = field.nullable ? "it stays without one" : "it is deleted too";
    diagnostics.push(report["deletion-guessed"](place, { model, relation: name, chosen }));
    made[name] = {
      id: `${model}/${name}`,
      ...(field.description ? { description: field.description } : {}),
      target: target.model,
      inverse,
      cardinality: isOne ? "oneToOne" : "manyToOne",
      required: field.nullable !== true,
      onDelete,
    };
  }
  return made;
}

function importUniques(importing: Importing, table: Table, model: Model): Record<string, Unique> {
  const uniques: Record<string, Unique> = {};
  for (const [index, { fieldNames }] of (table.source.uniqueIndexes ?? []).entries()) {
    const place = placeIn(PRISMA_FILE, [...table.source.place, "uniqueIndexes", index]);
    const fields = columnsFor(importing, table, fieldNames, place);
    if (!fields) continue;
    const [first, ...others] = fields;
    const isRelation = Object.entries(model.relations).some(
      ([name, { cardinality }]) => cardinality === "oneToOne" && `${name}Id` === first && others.length === 0,
    );
    if (isRelation || first === "id") continue;
    const isNullable = columnsOf(model).some(({ name, field }) => field.nullable && fields.includes(name));
    if (model.softDelete) {
      const words = { model: table.model, columns: fields.join(", ") };
      importing.diagnostics.push(report["unique-beside-deleted"](place, words));
    }
    uniques[keyName(fields)] = {
      fields,
      ...(model.softDelete ? { where: isNull(path("row", "deletedAt")) } : {}),
      ...(isNullable ? { nulls: "distinct" } : {}),
    };
  }
  return uniques;
}

function importIndexes(importing: Importing, table: Table, model: Model): Record<string, Index> {
  const { source } = table;
  const { diagnostics } = importing;
  const indexes: Record<string, Index> = {};
  for (const [index, { fieldNames }] of (source.plainIndexes ?? []).entries()) {
    const place = placeIn(PRISMA_FILE, [...source.place, "plainIndexes", index]);
    const fields = columnsFor(importing, table, fieldNames, place);
    if (fields) indexes[keyName(fields)] = { fields: fields.map((field) => ({ field })) };
  }
  for (const [index, { fieldName }] of (source.ginIndexes ?? []).entries()) {
    const place = placeIn(PRISMA_FILE, [...source.place, "ginIndexes", index]);
    const reason = "there are no indexes of parts of texts";
    diagnostics.push(report["index-dropped"](place, { model: table.model, columns: fieldName, reason }));
  }
  const firsts = new Set([
    ...Object.values(indexes).map(({ fields }) => fields[0]?.field),
    ...Object.values(model.uniques ?? {}).flatMap(({ fields, where }) => (where ? [] : [fields[0]])),
  ]);
  for (const [index, { name }] of (source.foreignFields ?? []).entries()) {
    const relation = table.relations.get(name)?.name;
    if (relation === undefined || model.relations[relation]?.cardinality === "oneToOne") continue;
    if (firsts.has(`${relation}Id`)) continue;
    // The database's printer adds it; here it is only told.
    const place = placeIn(PRISMA_FILE, [...source.place, "foreignFields", index]);
    diagnostics.push(report["index-added"](place, { model: table.model, relation }));
  }
  return indexes;
}

/** The columns that a key names; nothing where one of them is not there any more. */
function columnsFor(
  { diagnostics }: Importing,
  table: Table,
  names: readonly string[],
  place: ReturnType<typeof placeIn>,
): string[] | undefined {
  const columns = names.flatMap((name) => table.columns.get(name) ?? []);
  if (columns.length === names.length && new Set(columns).size === columns.length && columns.length > 0)
    return columns;
  const isMoved = names.every((name) => name === "email" || isPassword(name));
  if (isMoved) return undefined;
  const reason = "not all of these are columns of it";
  diagnostics.push(report["index-dropped"](place, { model: table.model, columns: names.join(", "), reason }));
  return undefined;
}

function keyName(fields: readonly string[]): string {
  return camelCase(fields.join("_")).slice(0, 48);
}
