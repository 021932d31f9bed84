import type { ApiSchema, Property } from "../api/document.ts";
import { schemaType } from "../api/types.ts";
import { fieldSchema } from "../blueprint/wire.ts";
import { columnType } from "../database/environment.ts";
import { columnOf, sidesOf, type Column, type Side } from "../database/fields.ts";
import { member, path, trueValue } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { printExpression } from "../expression/print.ts";
import { isAssignable, nullable, type Type } from "../expression/types.ts";
import { camelCase, plural } from "../text/names.ts";
import { isSecret } from "./autobe-database.ts";
import { isAboutAccounts, wireName, type Draft } from "./autobe-draft.ts";
import { DOCUMENT_FILE } from "./autobe-source.ts";
import { isPassword } from "./autobe-tables.ts";
import { fieldCalled } from "./autobe-usage.ts";
import { placeIn, report } from "./diagnostics.ts";

/** Ties what is answered to the rows that it shows, and keeps secrets inside. */
export function settleAnswers(drafts: readonly Draft[], nameOf: (name: string) => string | undefined): void {
  const answered = drafts.filter(({ use, schema }) => use.isAnswered && schema.value === undefined);
  for (const draft of answered) dropSecrets(draft);
  const byName = new Map(answered.map((draft) => [nameOf(draft.name)!, draft]));
  const rows = new Set(answered.filter(showsRow));
  const context: Context = { byName, rows };
  for (const draft of rows) breakCycles(draft, context);
  for (const draft of rows) settleRow(draft, context);
  for (const draft of answered) if (!rows.has(draft)) settleAccount(draft);
}

/** What is put together of an account and its profile says null where a column of these may be. */
function settleAccount(draft: Draft): void {
  const { schema, table, importing, use } = draft;
  if (!table || !use.answeredBy.some(isAboutAccounts)) return;
  const { tables, database } = importing;
  const actor = tables.actors.find(({ profile, credentials }) => profile === table || credentials === table);
  const models = [table, actor?.profile, actor?.credentials].flatMap((one) => (one ? [one.model] : []));
  for (const [key, property] of Object.entries(schema.properties)) {
    const column = models.map((model) => columnOf(database.models[model]!, key)).find((found) => found);
    if (!column?.field.nullable || property.schema.type === "nullable") continue;
    property.schema = { type: "nullable", of: property.schema };
    tell(draft, key, "null-admitted");
  }
}

interface Context {
  /** Drafts by their schemas' names here. */
  byName: ReadonlyMap<string, Draft>;
  /** Those that are made from a row. */
  rows: ReadonlySet<Draft>;
}

function dropSecrets(draft: Draft): void {
  const { schema, table, use } = draft;
  const isAccount = use.answeredBy.some(isAboutAccounts);
  for (const [key, property] of Object.entries(schema.properties)) {
    const field = fieldCalled(wireName(draft, key));
    const isOwn = table && [...table.columns.keys()].includes(field);
    if (!isPassword(field) && !(isSecret(field) && isOwn && !isAccount)) continue;
    tell(draft, key, "secret-dropped");
    if (use.isSent) property.only = "body";
    else delete schema.properties[key];
  }
}

/** Rows are shown by their id, or by nothing but columns; what proves who somebody is, is put together. */
function showsRow({ schema, table, use, importing }: Draft): boolean {
  if (!table || use.answeredBy.some(isAboutAccounts)) return false;
  const keys = Object.entries(schema.properties).flatMap(([key, { only }]) => (only === "body" ? [] : [key]));
  const model = importing.database.models[table.model]!;
  const columns = keys.filter((key) => columnOf(model, key));
  return columns.includes("id") || (keys.length > 0 && columns.length === keys.length);
}

/** Rows are loaded to a known depth: what would lead back is left out. */
function breakCycles(draft: Draft, context: Context): void {
  const leadsTo = (from: Draft, goal: Draft, seen: Set<Draft>): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    return Object.values(from.schema.properties).some((property) => {
      const inner = shownBy(property.schema, context);
      return inner !== undefined && (inner.draft === goal || leadsTo(inner.draft, goal, seen));
    });
  };
  for (const [key, property] of Object.entries(draft.schema.properties)) {
    const inner = shownBy(property.schema, context);
    if (!inner || (inner.draft !== draft && !leadsTo(inner.draft, draft, new Set()))) continue;
    tell(draft, key, "cycle-broken");
    delete draft.schema.properties[key];
  }
}

function shownBy(schema: ApiSchema, context: Context): { draft: Draft; many: boolean } | undefined {
  if (schema.type === "nullable") return shownBy(schema.of, context);
  if (schema.type === "array") {
    const inner = shownBy(schema.items, context);
    return inner && { ...inner, many: true };
  }
  const draft = schema.type === "reference" ? context.byName.get(schema.schema) : undefined;
  return draft && { draft, many: false };
}

function settleRow(draft: Draft, context: Context): void {
  const { schema, table } = draft;
  schema.model = table!.model;
  for (const [key, property] of Object.entries(schema.properties)) {
    if (property.only === "body") continue;
    const shown = shownBy(property.schema, context);
    if (shown ? settleRelated(draft, key, property, shown) : settleColumn(draft, key, property)) continue;
    const model = table!.model;
    tell(draft, key, "no-source", { model });
    if (draft.use.isSent) property.only = "body";
    else delete schema.properties[key];
  }
}

/** A row or rows that relations lead to; false where none does. */
function settleRelated(
  { importing, table }: Draft,
  key: string,
  property: Property,
  { draft, many }: { draft: Draft; many: boolean },
): boolean {
  if (!draft.table) return false;
  const sides = sidesOf(importing.database, table!.model).filter(
    (side) => side.target === draft.table!.model && side.many === many,
  );
  const side = sides.find(({ name }) => name === key) ?? (sides.length === 1 ? sides[0] : undefined);
  if (!side) return false;
  if (side.name !== key) property.source = path("row", side.name);
  if (side.nullable && !property.optional && property.schema.type !== "nullable") {
    property.schema = { type: "nullable", of: property.schema };
  }
  return true;
}

/** A column of the row, of a row that it points to, or a count of those that point to it. */
function settleColumn(draft: Draft, key: string, property: Property): boolean {
  const { importing, table } = draft;
  const { database } = importing;
  const own = columnOf(database.models[table!.model]!, key);
  const found = own ? { column: own, source: undefined, nullable: false } : reachedColumn(draft, key);
  if (found) {
    if (found.column.field.secret) return false;
    if (found.source) {
      property.source = found.source;
      tell(draft, key, "source-guessed", { source: printExpression(found.source) });
    }
    fit(draft, key, property, found.column, found.nullable);
    return true;
  }
  const counted = countedSide(draft, key);
  if (!counted) return false;
  property.source = {
    type: "iterate",
    operation: "count",
    source: path("row", counted.name),
    parameter: "one",
    body: trueValue,
  };
  property.schema = { type: "integer", minimum: 0 };
  tell(draft, key, "source-guessed", { source: printExpression(property.source) });
  return true;
}

/** The column of this name of the account, or of the only row pointed to that has one. */
function reachedColumn(
  { importing: { database, tables }, table }: Draft,
  key: string,
): { column: Column; source: Expression; nullable: boolean } | undefined {
  const isProfile = tables.actors.some(({ profile }) => profile === table);
  if (isProfile && key === "email") {
    const column = columnOf(database.models["Account"]!, "email")!;
    return { column, source: path("row", "account", "email"), nullable: false };
  }
  const found = sidesOf(database, table!.model).flatMap((side) => {
    if (side.many || side.column === undefined || side.target === "Account") return [];
    const column = columnOf(database.models[side.target]!, key);
    return column && !column.implicit && column.relation === undefined ? [{ side, column }] : [];
  });
  const [only, ...others] = found;
  if (!only || others.length > 0 || only.side.nullable) return undefined;
  const source = member(path("row", only.side.name), key);
  return { column: only.column, source, nullable: only.side.nullable };
}

/** `reply_count` counts the replies that point to the row. */
function countedSide({ importing: { database }, table, schema }: Draft, key: string): Side | undefined {
  if (schema.properties[key]?.schema.type !== "integer") return undefined;
  const what = /^(.+)Count$/.exec(key)?.[1] ?? /^(?:count|total)(.+)$/.exec(key)?.[1];
  if (what === undefined) return undefined;
  return sidesOf(database, table!.model).find(({ name, many }) => many && name === plural(camelCase(what)));
}

/** Makes the schema hold what the column does. */
function fit(draft: Draft, key: string, property: Property, { field }: Column, isFar: boolean): void {
  const { database } = draft.importing;
  const held = columnType(field, database.enums);
  const type = isFar ? nullable(held) : held;
  const expected = (): Type => {
    const shown = schemaType(property.schema, emptyApi, "rows");
    return property.optional ? nullable(shown) : shown;
  };
  if (isAssignable(type, expected())) return;
  if (isAssignable(type, nullable(expected()))) {
    property.schema = { type: "nullable", of: property.schema };
    tell(draft, key, "null-admitted");
    return;
  }
  const isNullable = property.schema.type === "nullable";
  const bare = fieldSchema(database, { ...field, nullable: false }, { reading: true });
  const isLess = isNullable || ((field.nullable ?? false) && !property.optional);
  property.schema = isLess ? { type: "nullable", of: bare } : bare;
  const wider = { wider: "all that its column holds", reason: "the schema says less" };
  tell(draft, key, "schema-widened", wider);
}

const emptyApi: Parameters<typeof schemaType>[1] = {
  profile: "foreign",
  info: { title: "", version: "", description: "" },
  errors: {},
  schemas: {},
  operations: {},
};

type Told =
  | "secret-dropped"
  | "no-source"
  | "source-guessed"
  | "null-admitted"
  | "schema-widened"
  | "cycle-broken";

function tell(draft: Draft, key: string, code: Told, more: Partial<Record<string, string>> = {}): void {
  const property = wireName(draft, key);
  const place = placeIn(DOCUMENT_FILE, [...draft.site.place, "properties", property]);
  const words = { model: "", source: "", wider: "", reason: "", ...more, schema: draft.name, property };
  draft.importing.diagnostics.push(report[code](place, words));
}
