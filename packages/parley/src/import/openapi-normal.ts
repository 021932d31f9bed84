import type { AnyJson } from "../api/document.ts";
import {
  isObject,
  listAt,
  mergedSchema,
  objectAt,
  resolve,
  textsAt,
  without,
  type JsonObject,
} from "./openapi-json.ts";

/** A schema of any 3.x description in the one form that all of its meaning have; names of components are gone. */
export function normalSchema(
  root: JsonObject,
  value: AnyJson | undefined,
  trail: readonly string[] = [],
): AnyJson {
  if (value === false) return { not: {} };
  if (!isObject(value)) return {};
  const reference = value["$ref"];
  if (typeof reference === "string") return normalReference(root, reference, value, trail);
  if (value["nullable"] === true) return withNull(normalSchema(root, without(value, ["nullable"]), trail));
  if (Array.isArray(value["allOf"])) return normalAllOf(root, value, trail);
  for (const key of ["anyOf", "oneOf"]) {
    if (Array.isArray(value[key])) return normalChoice(root, value, key, trail);
  }
  const types = [value["type"] ?? []].flat();
  const present = types.filter((type) => type !== "null");
  if (present.length < 2) return normalPlain(root, value, trail);
  // Several types are a choice between them.
  const rules = without(value, [...REMARKS, "type"]);
  const options = present.map((type) => ({ ...rules, type }));
  const choice = { anyOf: present.length < types.length ? [...options, { type: "null" }] : options };
  return normalSchema(root, { ...without(value, [...Object.keys(rules), "type"]), ...choice }, trail);
}

/** What is said of values whatever they are. */
const REMARKS = ["description", "title", "example", "deprecated"];

function normalReference(
  root: JsonObject,
  reference: string,
  value: JsonObject,
  trail: readonly string[],
): AnyJson {
  // What contains itself is the same as what contains itself as many steps above.
  const above = trail.indexOf(reference);
  const beside = String(root["openapi"]).startsWith("3.0") ? {} : without(value, ["$ref"]);
  const target =
    above >= 0
      ? { recursive: trail.length - above }
      : normalSchema(root, resolve(root, reference), [...trail, reference]);
  return isObject(target) ? { ...target, ...beside } : target;
}

function normalAllOf(root: JsonObject, value: JsonObject, trail: readonly string[]): AnyJson {
  const parts = listAt(value, "allOf");
  const beside = without(value, ["allOf"]);
  if (parts.length === 1 && !["type", "properties", "required"].some((key) => Object.hasOwn(beside, key))) {
    const only = normalSchema(root, parts[0], trail);
    return isObject(only) ? { ...only, ...beside } : only;
  }
  const merged = mergedSchema(root, value);
  if (merged) return normalSchema(root, merged, trail);
  return { ...beside, allOf: parts.map((part) => normalSchema(root, part, trail)) };
}

function normalChoice(root: JsonObject, value: JsonObject, key: string, trail: readonly string[]): AnyJson {
  const beside = without(value, [key]);
  const all = listAt(value, key).map((option) => normalSchema(root, option, trail));
  const isNull = (option: AnyJson): boolean => isObject(option) && same(option["type"], ["null"]);
  const options = all.filter((option) => !isNull(option));
  const [only] = options;
  const choice: AnyJson =
    options.length === 1 && isObject(only) ? { ...only, ...beside } : { ...beside, [key]: sorted(options) };
  return options.length < all.length ? withNull(choice) : choice;
}

/** The same values and null. */
function withNull(schema: AnyJson): AnyJson {
  if (!isObject(schema) || Object.keys(schema).length === 0) return schema;
  const { type, enum: values } = schema;
  if (Array.isArray(values)) return { ...schema, enum: sorted(unique([...values, null])) };
  if (Array.isArray(type)) return { ...schema, type: sorted(unique([...type, "null"])) };
  for (const key of ["oneOf", "anyOf"]) {
    const options = schema[key];
    if (Array.isArray(options)) return { ...schema, [key]: sorted(unique([...options, { type: ["null"] }])) };
  }
  return isSaying(schema) ? { anyOf: sorted([schema, { type: ["null"] }]) } : schema;
}

/** Whether a schema binds values at all. */
function isSaying(schema: JsonObject): boolean {
  return Object.keys(schema).some((key) => !REMARKS.includes(key));
}

/** What a schema says where it says nothing. */
const DEFAULTS: Record<string, AnyJson> = {
  deprecated: false,
  readOnly: false,
  writeOnly: false,
  nullable: false,
  uniqueItems: false,
  minLength: 0,
  minItems: 0,
};

function normalPlain(root: JsonObject, value: JsonObject, trail: readonly string[]): AnyJson {
  const normal: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    if (Object.hasOwn(DEFAULTS, key) && DEFAULTS[key] === child) continue;
    normal[key] = child;
  }
  const { type } = normal;
  if (type !== undefined) normal["type"] = sorted(unique([type].flat()));
  if (Object.hasOwn(normal, "const")) {
    normal["enum"] = [normal["const"]!];
    delete normal["const"];
  }
  if (Array.isArray(normal["enum"])) normalEnum(normal);
  normalBounds(normal);
  if (hasType(normal, "array")) normal["items"] = normalSchema(root, value["items"], trail);
  if (Array.isArray(normal["prefixItems"])) {
    normal["prefixItems"] = listAt(value, "prefixItems").map((item) => normalSchema(root, item, trail));
  }
  normalProperties(root, normal, trail);
  return normal;
}

function hasType(schema: JsonObject, name: string): boolean {
  const { type } = schema;
  return Array.isArray(type) && type.includes(name);
}

/** Values say what types they have. */
function normalEnum(schema: JsonObject): void {
  const isNullable = hasType(schema, "null");
  const values = listAt(schema, "enum");
  schema["enum"] = sorted(unique(isNullable ? [...values, null] : values));
  delete schema["type"];
}

/** In 3.0 an exclusive bound is a flag beside the bound. */
function normalBounds(schema: JsonObject): void {
  for (const [flag, bound] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    const exclusive = schema[flag];
    if (typeof exclusive !== "boolean") continue;
    delete schema[flag];
    if (!exclusive || schema[bound] === undefined) continue;
    schema[flag] = schema[bound];
    delete schema[bound];
  }
}

function normalProperties(root: JsonObject, schema: JsonObject, trail: readonly string[]): void {
  const required = textsAt(schema, "required");
  const given = objectAt(schema, "properties");
  const names = unique([...Object.keys(given), ...required]) as string[];
  delete schema["required"];
  delete schema["properties"];
  if (names.length > 0) {
    schema["properties"] = Object.fromEntries(
      names.map((name) => [name, normalSchema(root, given[name], trail)]),
    );
  }
  if (required.length > 0) schema["required"] = sorted(unique(required));
  const further = schema["additionalProperties"];
  if (further === undefined) return;
  const normal = further === false ? false : normalSchema(root, further, trail);
  if (isObject(normal) && Object.keys(normal).length === 0) delete schema["additionalProperties"];
  else schema["additionalProperties"] = normal;
}

function sorted(values: readonly AnyJson[]): AnyJson[] {
  return values.toSorted((one, other) => (canonical(one) < canonical(other) ? -1 : 1));
}

function unique(values: readonly AnyJson[]): AnyJson[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = canonical(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export function same(one: AnyJson | undefined, other: AnyJson | undefined): boolean {
  return canonical(one ?? null) === canonical(other ?? null);
}

/** JSON with its keys in order. */
function canonical(value: AnyJson): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`);
  return `{${members.join(",")}}`;
}
