import type { AnyJson } from "../api/document.ts";
import { keysOf } from "../diagnostic/diagnostic.ts";

export type JsonObject = { [key: string]: AnyJson };

/** Keys that lead to a node from the root of a description. */
export type Keys = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectAt(value: AnyJson | undefined, key: string): JsonObject {
  const inner = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
}

export function listAt(value: JsonObject, key: string): AnyJson[] {
  const inner = value[key];
  return Array.isArray(inner) ? inner : [];
}

export function textsAt(value: JsonObject, key: string): string[] {
  return listAt(value, key).filter((one): one is string => typeof one === "string");
}

export function textAt(value: JsonObject, key: string): string | undefined {
  const inner = value[key];
  return typeof inner === "string" ? inner : undefined;
}

/** The object without some keys. */
export function without(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** A plain copy of JSON; `undefined` where a value is none. */
export function toJson(value: unknown): AnyJson | undefined {
  try {
    const text = JSON.stringify(value);
    return text === undefined ? undefined : (JSON.parse(text) as AnyJson);
  } catch (error) {
    // What contains itself is no JSON.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The name of the schema component that a reference points to. */
export function componentOf(reference: string): string | undefined {
  const name = /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1];
  return name === undefined ? undefined : keysOf(`/${decode(name)}`)[0];
}

/** The node that a reference inside of the same description leads to, through further references. */
export function resolve(
  root: JsonObject,
  reference: string,
  seen: readonly string[] = [],
): AnyJson | undefined {
  if (!reference.startsWith("#") || seen.includes(reference)) return undefined;
  let node: AnyJson | undefined = root;
  for (const key of keysOf(decode(reference.slice(1)))) {
    if (Array.isArray(node)) node = node[Number(key)];
    else node = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  const next = isObject(node) ? node["$ref"] : undefined;
  return typeof next === "string" ? resolve(root, next, [...seen, reference]) : node;
}

/** The object itself, or the one it refers to. */
export function dereferenced(root: JsonObject, value: AnyJson | undefined): JsonObject {
  if (!isObject(value)) return {};
  const reference = value["$ref"];
  const found = typeof reference === "string" ? resolve(root, reference) : value;
  return isObject(found) ? found : {};
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

const COMPOSED = ["properties", "required", "additionalProperties", "type", "allOf", "nullable"];

/**
 * One object schema that says what all parts of an `allOf` and its siblings say together; `undefined` where they are
 * no objects, say different things of one property, or one of them contains itself.
 */
export function mergedSchema(
  root: JsonObject,
  schema: JsonObject,
  seen: readonly string[] = [],
): JsonObject | undefined {
  const parts = [...listAt(schema, "allOf"), without(schema, ["allOf"])];
  const merged: JsonObject = {};
  const properties: JsonObject = {};
  const required: AnyJson[] = [];
  for (const part of parts) {
    const one = partOf(root, part, seen);
    if (!one) return undefined;
    for (const [name, property] of Object.entries(objectAt(one, "properties"))) {
      if (Object.hasOwn(properties, name) && JSON.stringify(properties[name]) !== JSON.stringify(property))
        return undefined;
      properties[name] = property;
    }
    for (const name of listAt(one, "required")) if (!required.includes(name)) required.push(name);
    if (one["additionalProperties"] === false && parts.length > 2) return undefined;
    for (const [key, value] of Object.entries(one)) {
      if (["properties", "required", "nullable"].includes(key)) continue;
      const differs = Object.hasOwn(merged, key) && JSON.stringify(merged[key]) !== JSON.stringify(value);
      // Of words the last ones count, of rules both would have to.
      if (differs && !["description", "title", "example", "xml"].includes(key) && !key.startsWith("x-"))
        return undefined;
      merged[key] = value;
    }
  }
  if (merged["type"] !== undefined && merged["type"] !== "object") return undefined;
  return {
    ...merged,
    type: "object",
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

function partOf(root: JsonObject, part: AnyJson, seen: readonly string[]): JsonObject | undefined {
  if (!isObject(part)) return undefined;
  const reference = part["$ref"];
  if (typeof reference === "string") {
    if (seen.includes(reference)) return undefined;
    const target = resolve(root, reference);
    return isObject(target) ? partOf(root, target, [...seen, reference]) : undefined;
  }
  if (part["nullable"] === true) return undefined;
  if (Array.isArray(part["allOf"])) return mergedSchema(root, part, seen);
  const rules = Object.keys(part).filter((key) => !COMPOSED.includes(key) && isRule(key));
  return rules.length > 0 ? undefined : part;
}

/** Keywords that say something of values, besides those that objects are merged by. */
function isRule(key: string): boolean {
  return /^(?:\$ref|oneOf|anyOf|not|if|then|else|enum|const|items|prefixItems|patternProperties|propertyNames|dependent\w+|unevaluated\w+|m(?:in|ax)\w*|exclusive\w+|multipleOf|pattern|format|uniqueItems|contains)$/.test(
    key,
  );
}
