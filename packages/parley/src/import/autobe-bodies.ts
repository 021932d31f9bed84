import { isUuid, schemaType } from "../api/types.ts";
import { fieldSchema } from "../blueprint/wire.ts";
import { columnType } from "../database/environment.ts";
import { columnOf } from "../database/fields.ts";
import { isAssignable, withoutNull } from "../expression/types.ts";
import { DOCUMENT_FILE } from "./autobe-source.ts";
import { isPassword } from "./autobe-tables.ts";
import { fieldCalled, isAsking, isFor } from "./autobe-usage.ts";
import { isAboutAccounts, wireName, type Draft } from "./autobe-draft.ts";
import { placeIn, report } from "./diagnostics.ts";

/** Takes out of a body what is not the client's to say, and ties it to its model where all of it is columns. */
export function settleBody(draft: Draft): void {
  const { table, use, name, schema, importing } = draft;
  const { sentBy } = use;
  if (!use.isSent || sentBy.length === 0 || isAsking(name) || schema.value) return;
  const isAccount = sentBy.some(isAboutAccounts);
  if (isAccount) markPasswords(draft);
  if (!table) return;
  const makesAccount = sentBy.some(({ method }) => method === "post");
  for (const key of Object.keys(schema.properties)) {
    const field = fieldCalled(wireName(draft, key));
    if (!isClientsToSay(draft, key, field, isAccount || makesAccount)) drop(draft, key);
  }
  const model = importing.database.models[table.model]!;
  const isCreating = sentBy.every(({ method }) => method === "post");
  const fits = Object.entries(schema.properties).map(([key, property]) => {
    const column = columnOf(model, key);
    if (!column || column.implicit) return false;
    const { field } = column;
    const isNeeded = !field.nullable && field.default === undefined;
    if (isCreating && property.optional && isNeeded && !isOwn(draft, key)) {
      delete property.optional;
      tell(draft, key, "now-required");
    }
    const sent = schemaType(property.schema, apiWith(draft), "program");
    const wanted = columnType(field, importing.database.enums);
    const isKey = field.type === "uuid" && !isUuid(property.schema);
    if (isKey || !isAssignable(withoutNull(sent), wanted)) {
      property.schema = fieldSchema(importing.database, field, {});
      tell(draft, key, "schema-widened", { wider: "what its column holds", reason: "the two differ" });
      return true;
    }
    return isAssignable(sent, wanted);
  });
  if (!isAccount && fits.length > 0 && fits.every(Boolean)) schema.model = table.model;
}

function apiWith({ schema }: Draft): Parameters<typeof schemaType>[1] {
  return {
    profile: "foreign",
    info: { title: "", version: "", description: "" },
    errors: {},
    schemas: { [schema.id]: schema },
    operations: {},
  };
}

/** A password is sent as one, whatever the schema calls it. */
function markPasswords({ schema }: Draft): void {
  for (const [key, property] of Object.entries(schema.properties)) {
    const field = fieldCalled(property.wire ?? key);
    const isSecret = isPassword(field) || /(?:^|_)password$/.test(field);
    if (isSecret && property.schema.type === "string")
      property.schema = { ...property.schema, format: "password" };
  }
}

const SERVER_COLUMNS = ["id", "createdAt", "updatedAt", "deletedAt"];

function isClientsToSay(draft: Draft, key: string, field: string, maySayWho: boolean): boolean {
  const { table, schema } = draft;
  if (SERVER_COLUMNS.includes(key)) return false;
  const credentials = draft.importing.tables.actors.some(
    (actor) => actor.credentials === table || actor.profile === table,
  );
  if (credentials && isPassword(field)) {
    const hasPassword = Object.hasOwn(schema.properties, "password");
    return maySayWho && (field === "password" || !hasPassword);
  }
  if (credentials && field === "email") return maySayWho;
  // Whose row it is follows from who calls.
  return !isOwn(draft, key);
}

/** Whether a key points to the caller: its profile, or the person that the profile is of. */
function isOwn({ importing, table, use }: Draft, key: string): boolean {
  const relations = [...(table?.relations.values() ?? [])];
  const target = relations.find(({ name }) => `${name}Id` === key)?.target;
  if (!target || relations.filter((other) => other.target === target).length > 1) return false;
  return importing.tables.actors.some(
    ({ profile, credentials, role }) =>
      (profile === target || credentials === target) &&
      use.sentBy.some((operation) => isFor(operation, role.name)),
  );
}

function drop(draft: Draft, key: string): void {
  tell(draft, key, "server-value-dropped");
  const property = draft.schema.properties[key]!;
  if (draft.use.isAnswered) property.only = "answer";
  else delete draft.schema.properties[key];
}

function tell(
  draft: Draft,
  key: string,
  code: "server-value-dropped" | "now-required" | "schema-widened",
  more: { wider: string; reason: string } = { wider: "", reason: "" },
): void {
  const property = wireName(draft, key);
  const place = placeIn(DOCUMENT_FILE, [...draft.site.place, "properties", property]);
  const words = { schema: draft.name, property, ...more };
  draft.importing.diagnostics.push(report[code](place, words));
}
