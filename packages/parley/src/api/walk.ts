import type { Api, ApiSchema, Property } from "./document.ts";

/** Keys that lead to a node from the root of the document; see `pointerOf`. */
export type Keys = readonly (string | number)[];

/** A schema and where it stands. */
export interface SchemaPlace {
  schema: ApiSchema;
  keys: Keys;
}

/** Names of schemas that a schema refers to directly, with the place of each reference. */
export function referencesOf(schema: ApiSchema, keys: Keys = []): { name: string; keys: Keys }[] {
  return nodesOf(schema, keys).flatMap((place) => {
    if (place.schema.type === "reference") {
      return [{ name: place.schema.schema, keys: [...place.keys, "schema"] }];
    }
    if (place.schema.type === "oneOf") {
      return place.schema.variants.map((name, index) => ({ name, keys: [...place.keys, "variants", index] }));
    }
    return [];
  });
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
      return [here, ...propertyNodes(schema.properties, [...keys, "properties"])];
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "enum":
    case "reference":
    case "oneOf":
    case "json":
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
export function allNodes(api: Api): SchemaPlace[] {
  const places: SchemaPlace[] = [];
  for (const [name, schema] of Object.entries(api.schemas)) {
    places.push(...propertyNodes(schema.properties, ["schemas", name, "properties"]));
  }
  for (const [name, operation] of Object.entries(api.operations)) {
    const keys = ["operations", name];
    for (const [parameter, schema] of Object.entries(operation.parameters)) {
      places.push(...nodesOf(schema, [...keys, "parameters", parameter]));
    }
    places.push(...propertyNodes(operation.query ?? {}, [...keys, "query"]));
    for (const [filter, { schema }] of Object.entries(operation.listing?.filters ?? {})) {
      places.push(...nodesOf(schema, [...keys, "listing", "filters", filter, "schema"]));
    }
  }
  return places;
}

/** Names of the schemas that the properties of a named schema refer to. */
export function namesReferredBy(api: Api, name: string): string[] {
  const properties = api.schemas[name]?.properties ?? {};
  const names = Object.values(properties).flatMap((property) =>
    referencesOf(property.schema).map((reference) => reference.name),
  );
  return [...new Set(names)];
}
