import type { ApiSchema, Remarks } from "../api/document.ts";
import type { Field, Model } from "../database/document.ts";
import type { Entity } from "./openapi-entities.ts";
import type { Importing } from "./openapi-leaves.ts";
import { here, report } from "./openapi-report.ts";

/** What the id of somebody else's API is called in the database, where rows have a uuid of their own besides. */
const KEY = "key";
const LONGEST_KEY = 200;

/** How rows are told apart. */
export interface Identity {
  /** Columns by the properties that they keep. */
  names: Map<string, string>;
  columns: Record<string, Omit<Field, "id">>;
  uniques: NonNullable<Model["uniques"]>;
}

/**
 * The columns that tell rows apart. Every row has a uuid `id`. Where the description's ids are uuids, or texts that no
 * client sends, they are that; numbers, and texts that clients choose, are the unique column `key`; any other property
 * that a path names rows by is unique itself.
 */
export function identify(importing: Importing, entity: Entity): Identity {
  const identity: Identity = { names: new Map(), columns: {}, uniques: {} };
  const isId = entity.key === undefined || /^_?id$|[a-z]Id$|_id$/.test(wireOf(importing, entity));
  if (isId) {
    const schema = keySchema(importing, entity);
    const isText = schema.type === "string" && schema.format !== "uuid";
    if (isText && !isSent(importing, entity)) retype(importing, entity, uuid, "id-is-uuid");
    if (schema.type === "integer") retype(importing, entity, schema, "id-is-number");
    if (schema.type === "integer" || (isText && isSent(importing, entity))) {
      addKey(importing, entity, entity.key, schema, identity);
    } else if (entity.key !== undefined) identity.names.set(entity.key, "id");
    return identity;
  }
  const key = entity.key!;
  identity.uniques[key] = { fields: [key], ...(isOptional(importing, entity) ? { nulls: "distinct" } : {}) };
  // A number called `id` tells rows apart all the same.
  const number = Object.entries(shown(importing, entity).properties).find(
    ([name, { schema, wire = name }]) => wire === "id" && schema.type === "integer",
  );
  if (number) addKey(importing, entity, number[0], number[1].schema, identity);
  return identity;
}

function addKey(
  { diagnostics }: Importing,
  entity: Entity,
  property: string | undefined,
  schema: ApiSchema,
  { names, columns, uniques }: Identity,
): void {
  if (schema.type === "integer") {
    columns[KEY] = { type: schema.format === "int64" ? "bigint" : "int", default: { type: "sequence" } };
  } else columns[KEY] = { type: "string", maxLength: LONGEST_KEY };
  uniques[KEY] = { fields: [KEY] };
  if (property !== undefined) names.set(property, KEY);
  const wire = property ?? entity.parameter;
  diagnostics.push(report["id-is-key"](here(entity.keys), { wire, model: entity.model, key: KEY }));
}

function shown({ api }: Importing, { schemas }: Entity): Importing["api"]["schemas"][string] {
  return api.schemas[schemas[0]!]!;
}

/** The shape of what names a row: that of its property, else of the path's parameter. */
function keySchema(importing: Importing, entity: Entity): ApiSchema {
  const { key, operation, parameter } = entity;
  const property = key === undefined ? undefined : shown(importing, entity).properties[key];
  const schema = property?.schema ?? operation.parameters[parameter]!;
  return schema.type === "nullable" ? schema.of : schema;
}

function wireOf(importing: Importing, entity: Entity): string {
  const { key, parameter } = entity;
  return key === undefined ? parameter : (shown(importing, entity).properties[key]?.wire ?? key);
}

function isOptional({ api }: Importing, { schemas, key }: Entity): boolean {
  return schemas.some((name) => {
    const property = api.schemas[name]!.properties[key!];
    return property?.optional || property?.schema.type === "nullable";
  });
}

/** Whether a client may say what the id of a new row is. */
function isSent({ api }: Importing, { schemas, key }: Entity): boolean {
  if (key === undefined) return false;
  return Object.values(api.operations).some(({ body }) => {
    if (body === undefined || !schemas.includes(body)) return false;
    const property = api.schemas[body]!.properties[key];
    return property !== undefined && property.only !== "answer";
  });
}

const uuid = { type: "string", format: "uuid" } as const;

/** Paths take nothing else than what the ids of the rows are, where the description has them take any text. */
function retype(
  { api, diagnostics }: Importing,
  { collection, model }: Entity,
  id: ApiSchema,
  code: "id-is-uuid" | "id-is-number",
): void {
  const above = collection.replace(/\.\w+$/, "");
  const shape = id.type === "integer" ? { type: id.type, ...(id.format ? { format: id.format } : {}) } : uuid;
  for (const operation of Object.values(api.operations)) {
    if (!operation.path.startsWith(`${above}/{`)) continue;
    const name = /^\{(\w+)\}/.exec(operation.path.slice(above.length + 1))?.[1];
    const schema = name === undefined ? undefined : operation.parameters[name];
    if (name === undefined || schema?.type !== "string" || schema.format !== undefined) continue;
    operation.parameters[name] = { ...remarksIn(schema), ...shape };
    const place = ["paths", operation.path, operation.verb.toLowerCase(), "parameters", `path ${name}`];
    diagnostics.push(report[code](here(place), { wire: name, model }));
  }
}

/** What is said of a parameter whatever its shape is. */
function remarksIn({ description, example, deprecated, annotations }: ApiSchema): Remarks {
  return {
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { example }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}
