import { remembered } from "../schema/remember.ts";
import type { Api, ApiSchema, NamedSchema, Property } from "./document.ts";

/** Keys that lead to a node from the root of the document; see `pointerOf`. */
export type Keys = readonly (string | number)[];

/** A schema and where it stands. */
export interface SchemaPlace {
  schema: ApiSchema;
  keys: Keys;
}

/** Names of schemas that a schema refers to directly, with the place of each reference. */
export function referencesOf(schema: ApiSchema, keys: Keys = []): { name: string; keys: Keys }[] {
  return nodesOf(schema, keys).flatMap(ownReferences);
}

/** Names that a node itself refers to. */
export function ownReferences({ schema, keys }: SchemaPlace): { name: string; keys: Keys }[] {
  if (schema.type === "reference") return [{ name: schema.schema, keys: [...keys, "schema"] }];
  if (schema.type !== "oneOf") return [];
  return schema.variants.map((name, index) => ({ name, keys: [...keys, "variants", index] }));
}

/** A schema and all that are nested in it, outermost first; references are not followed. */
export function nodesOf(schema: ApiSchema, keys: Keys = []): SchemaPlace[] {
  const here = { schema, keys };
  switch (schema.type) {
    case "array":
      return [here, ...nodesOf(schema.items, [...keys, "items"])];
    case "nullable":
      return [here, ...nodesOf(schema.of, [...keys, "of"])];
    case "object":
      return [
        here,
        ...propertyNodes(schema.properties, [...keys, "properties"]),
        ...(schema.rest ? nodesOf(schema.rest, [...keys, "rest"]) : []),
      ];
    case "map":
      return [here, ...nodesOf(schema.values, [...keys, "values"])];
    case "union":
      return [
        here,
        ...schema.options.flatMap((option, index) => nodesOf(option, [...keys, "options", index])),
      ];
    case "json":
      return schema.of ? [here, ...nodesOf(schema.of, [...keys, "of"])] : [here];
    case "constant":
    case "null":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "enum":
    case "reference":
    case "oneOf":
      return [here];
    default:
      return schema satisfies never;
  }
}

/** The schemas of properties and all that are nested in them. */
export function propertyNodes(properties: Record<string, Property>, keys: Keys): SchemaPlace[] {
  return Object.entries(properties).flatMap(([name, property]) =>
    nodesOf(property.schema, [...keys, name, "schema"]),
  );
}

/** Every schema node of the document. */
export function allNodes(api: Api): readonly SchemaPlace[] {
  return remembered(api, allNodes, () => readNodes(api));
}

function readNodes(api: Api): SchemaPlace[] {
  const places: SchemaPlace[] = [];
  for (const [name, schema] of Object.entries(api.schemas)) {
    places.push(...namedNodes(schema, ["schemas", name]));
  }
  for (const [name, operation] of Object.entries(api.operations)) {
    const keys = ["operations", name];
    for (const [parameter, schema] of Object.entries(operation.parameters)) {
      places.push(...nodesOf(schema, [...keys, "parameters", parameter]));
    }
    for (const place of ["query", "headers", "cookies"] as const) {
      places.push(...propertyNodes(operation[place] ?? {}, [...keys, place]));
    }
    places.push(...propertyNodes(operation.answer.headers ?? {}, [...keys, "answer", "headers"]));
    for (const [status, { headers }] of Object.entries(operation.answers ?? {})) {
      places.push(...propertyNodes(headers ?? {}, [...keys, "answers", status, "headers"]));
    }
    for (const [filter, { schema }] of Object.entries(operation.listing?.filters ?? {})) {
      places.push(...nodesOf(schema, [...keys, "listing", "filters", filter, "schema"]));
    }
  }
  return places;
}

/** Records of properties, wherever they stand: of schemas, of objects in them, of what operations take and answer. */
export function propertyRecords(api: Api): { keys: Keys; properties: Record<string, Property> }[] {
  const records: { keys: Keys; properties: Record<string, Property> }[] = [];
  for (const [name, { properties }] of Object.entries(api.schemas)) {
    records.push({ keys: ["schemas", name, "properties"], properties });
  }
  for (const { schema, keys } of allNodes(api)) {
    if (schema.type === "object")
      records.push({ keys: [...keys, "properties"], properties: schema.properties });
  }
  for (const [name, operation] of Object.entries(api.operations)) {
    for (const place of ["query", "headers", "cookies"] as const) {
      const properties = operation[place];
      if (properties) records.push({ keys: ["operations", name, place], properties });
    }
  }
  return records;
}

/** The schemas that a named schema is made of, and all that are nested in them. */
export function namedNodes({ properties, rest, value }: NamedSchema, keys: Keys = []): SchemaPlace[] {
  return [
    ...propertyNodes(properties, [...keys, "properties"]),
    ...(rest ? nodesOf(rest, [...keys, "rest"]) : []),
    ...(value ? nodesOf(value, [...keys, "value"]) : []),
  ];
}

/** Names of the schemas that a named schema refers to. */
export function namesReferredBy(api: Api, name: string): string[] {
  const schema = Object.hasOwn(api.schemas, name) ? api.schemas[name] : undefined;
  if (!schema) return [];
  return [...new Set(namedNodes(schema).flatMap((place) => ownReferences(place).map((one) => one.name)))];
}
