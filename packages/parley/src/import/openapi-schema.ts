import { accepts } from "../api/accepts.ts";
import type { AnyJson, ApiSchema, Property } from "../api/document.ts";
import {
  componentOf,
  isObject,
  listAt,
  mergedSchema,
  objectAt,
  resolve,
  textAt,
  textsAt,
  without,
  type JsonObject,
  type Keys,
} from "./openapi-json.ts";
import {
  annotated,
  anything,
  finish,
  guessedType,
  isRule,
  keptAside,
  readNumber,
  readString,
  remarksOf,
  reportAside,
  type Importing,
} from "./openapi-leaves.ts";
import { memberName } from "./openapi-names.ts";
import { here, report } from "./openapi-report.ts";

/** A schema of OpenAPI 3.0 or 3.1, that is of JSON Schema, as one of ours. Total. */
export function readSchema(importing: Importing, value: AnyJson | undefined, keys: Keys): ApiSchema {
  if (!isObject(value)) {
    if (value === false) return keptAside(importing, { not: {} }, ["not"], keys);
    return anything;
  }
  const reference = textAt(value, "$ref");
  if (reference !== undefined) return readReference(importing, reference, value, keys);
  if (value["nullable"] === true) {
    return orNull(importing, without(value, ["nullable"]), keys);
  }
  if (Array.isArray(value["allOf"])) return readAllOf(importing, value, keys);
  const choice = ["oneOf", "anyOf"].find((key) => Array.isArray(value[key]));
  if (choice !== undefined) return readChoice(importing, value, choice, keys);
  if (Object.hasOwn(value, "const")) return readConstant(importing, value, keys);
  if (Array.isArray(value["enum"])) return readEnum(importing, value, keys);
  return readTyped(importing, value, keys);
}

function readReference(importing: Importing, reference: string, value: JsonObject, keys: Keys): ApiSchema {
  const component = componentOf(reference);
  const schema = component === undefined ? undefined : importing.names.get(component);
  // Beside a reference OpenAPI 3.0 reads nothing.
  const beside = String(importing.root["openapi"]).startsWith("3.0") ? {} : without(value, ["$ref"]);
  if (schema !== undefined) {
    const { remarks, left } = remarksOf(beside);
    const rules = Object.keys(left).filter(isRule);
    if (rules.length > 0) reportAside(importing, rules, keys);
    return { type: "reference", schema, ...remarks, ...annotated(left) };
  }
  const target = resolve(importing.root, reference);
  if (target === undefined || reference === "#") {
    importing.diagnostics.push(report["unknown-reference"](here(keys), { reference }));
    return anything;
  }
  // Anywhere else a schema has no name, so it stands where it is mentioned.
  return keys.length > DEEPEST ? anything : readSchema(importing, target, [...keys, "$ref"]);
}

/** A description in which a place refers to one around it is not followed for ever. */
const DEEPEST = 100;

function orNull(importing: Importing, value: JsonObject, keys: Keys): ApiSchema {
  const values = listAt(value, "enum").filter((one) => one !== null);
  const present = readSchema(importing, values.length > 0 ? { ...value, enum: values } : value, keys);
  return nullableOf(present);
}

/** Words are said of the whole, not of what is there when it is not null. */
function nullableOf(schema: ApiSchema): ApiSchema {
  if (schema.type === "nullable" || schema.type === "null") return schema;
  const { description, example, deprecated, ...inner } = schema;
  return {
    type: "nullable",
    of: inner as ApiSchema,
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { example }),
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}

function readAllOf(importing: Importing, value: JsonObject, keys: Keys): ApiSchema {
  const parts = listAt(value, "allOf");
  const beside = without(value, ["allOf"]);
  const [only] = parts;
  if (parts.length === 1 && !Object.keys(beside).some(isRule)) {
    const { remarks, left } = remarksOf(beside);
    const schema = readSchema(importing, only, [...keys, "allOf", 0]);
    return { ...schema, ...remarks, ...annotated({ ...schema.annotations, ...left }) };
  }
  const merged = mergedSchema(importing.root, value);
  if (merged) return readSchema(importing, merged, keys);
  return keptAside(importing, value, ["allOf"], keys);
}

function readChoice(importing: Importing, value: JsonObject, choice: string, keys: Keys): ApiSchema {
  const beside = without(value, [choice]);
  const { remarks, left } = remarksOf(beside);
  if (Object.keys(left).some((key) => isRule(key) && key !== "type")) {
    return keptAside(importing, value, Object.keys(left).filter(isRule).concat(choice), keys);
  }
  const all = listAt(value, choice).map((option, index) =>
    readSchema(importing, option, [...keys, choice, index]),
  );
  const mayBeNull = all.some(({ type }) => type === "null" || type === "nullable");
  const options = all.flatMap((one) =>
    one.type === "null" ? [] : one.type === "nullable" && !one.annotations ? [one.of] : [one],
  );
  const [only] = options;
  const notes = annotated(without(left, ["type"]));
  const union: ApiSchema =
    only === undefined
      ? { type: "null" }
      : options.length === 1
        ? { ...only, ...notes }
        : { type: "union", options, ...(choice === "oneOf" ? { exclusive: true } : {}), ...notes };
  return mayBeNull && union.type !== "null"
    ? { ...nullableOf(union), ...remarks }
    : ({ ...union, ...remarks } as ApiSchema);
}

function readConstant(importing: Importing, value: JsonObject, keys: Keys): ApiSchema {
  const { remarks, left } = remarksOf(without(value, ["const", "type"]));
  const constant = value["const"];
  if (constant === null) return { type: "null", ...remarks, ...annotated(left) };
  if (typeof constant === "string" || typeof constant === "number" || typeof constant === "boolean") {
    return { type: "constant", value: constant, ...remarks, ...annotated(left) };
  }
  return keptAside(importing, value, ["const"], keys);
}

function readEnum(importing: Importing, value: JsonObject, keys: Keys): ApiSchema {
  const values = listAt(value, "enum");
  if (values.includes(null) && values.length > 1) {
    const types = [value["type"]].flat().filter((type) => type !== "null");
    const [type, ...others] = types;
    const rest = without(value, ["type"]);
    return orNull(importing, type === undefined || others.length > 0 ? rest : { ...rest, type }, keys);
  }
  const { remarks, left } = remarksOf(without(value, ["enum", "type"]));
  const notes = annotated(left);
  const distinct = [...new Set(values)];
  const [only] = distinct;
  if (distinct.length > 0 && distinct.every((one) => typeof one === "string")) {
    return { type: "enum", values: distinct, ...remarks, ...notes };
  }
  if (distinct.length === 1 && only !== undefined) {
    return readConstant(importing, { ...without(value, ["enum"]), const: only }, keys);
  }
  if (distinct.every((one) => typeof one === "number" && Number.isSafeInteger(one))) {
    importing.diagnostics.push(report["kept-aside"](here(keys), { keywords: "enum" }));
    return { type: "integer", ...remarks, ...annotated({ ...left, enum: distinct }) };
  }
  return keptAside(importing, value, ["enum"], keys);
}

function readTyped(importing: Importing, value: JsonObject, keys: Keys): ApiSchema {
  const { type } = value;
  if (Array.isArray(type)) {
    const types = type.filter((one) => one !== "null");
    if (types.length < type.length) {
      const [only = "null", ...others] = types;
      if (types.length === 0) return finish(importing, { type: "null" }, value, [], keys);
      return orNull(importing, { ...value, type: others.length === 0 ? only : types }, keys);
    }
    if (types.length === 1) return readTyped(importing, { ...value, type: types[0]! }, keys);
    const { remarks, left } = remarksOf(without(value, ["type"]));
    const options = types.map((one) => readTyped(importing, { ...left, type: one }, keys));
    return { type: "union", options, ...remarks };
  }
  const known = type ?? guessedType(value);
  if (type === undefined && known !== undefined) {
    importing.diagnostics.push(report["type-guessed"](here(keys), { type: String(known) }));
  }
  switch (known) {
    case "boolean":
    case "null":
      return finish(importing, { type: known }, value, [], keys);
    case "string":
      return readString(importing, value, keys);
    case "integer":
    case "number":
      return readNumber(importing, known, value, keys);
    case "array":
      return readArray(importing, value, keys);
    case "object":
      return readObject(importing, value, keys);
    default:
      return finish(importing, anything, value, [], keys);
  }
}

function readArray(importing: Importing, value: JsonObject, keys: Keys): ApiSchema {
  const taken = ["items", "uniqueItems"];
  const schema: Extract<ApiSchema, { type: "array" }> = {
    type: "array",
    items: readSchema(importing, value["items"], [...keys, "items"]),
  };
  for (const key of ["minItems", "maxItems"] as const) {
    const bound = value[key];
    if (typeof bound !== "number" || !Number.isSafeInteger(bound) || bound < 0) continue;
    schema[key] = bound;
    taken.push(key);
  }
  if (value["uniqueItems"] === true) schema.uniqueItems = true;
  return finish(importing, schema, value, taken, keys);
}

function readObject(importing: Importing, value: JsonObject, keys: Keys): ApiSchema {
  const taken = ["properties", "required", "additionalProperties"];
  const properties = readProperties(importing, value, keys);
  const further = value["additionalProperties"];
  const open: AnyJson = further === undefined ? true : further;
  if (Object.keys(properties).length === 0 && open !== false) {
    const values = readSchema(importing, open, [...keys, "additionalProperties"]);
    return finish(importing, { type: "map", values }, value, taken, keys);
  }
  const rest: ApiSchema | undefined =
    open === false
      ? undefined
      : isObject(open) && Object.keys(open).length > 0
        ? readSchema(importing, open, [...keys, "additionalProperties"])
        : { type: "json" };
  return finish(importing, { type: "object", properties, ...(rest ? { rest } : {}) }, value, taken, keys);
}

/** The properties of an object schema, by the names that the program and the database have for them. */
export function readProperties(
  importing: Importing,
  value: JsonObject,
  keys: Keys,
): Record<string, Property> {
  const declared = objectAt(value, "properties");
  const required = new Set(textsAt(value, "required"));
  const taken = new Set<string>();
  const names = [...Object.keys(declared), ...required].filter(
    (one) => typeof one === "string" && one !== "",
  );
  return Object.fromEntries(
    [...new Set(names)].map((wire): [string, Property] => {
      const name = memberName(wire, taken);
      const place = [...keys, "properties", wire];
      const property = readProperty(importing, declared[wire], !required.has(wire), place);
      return [name, { ...property, ...(wire === name ? {} : { wire }) }];
    }),
  );
}

/** A property or the schema of a parameter, with what OpenAPI says of it beside its shape. */
export function readProperty(
  importing: Importing,
  value: AnyJson | undefined,
  optional: boolean,
  keys: Keys,
): Property {
  if (!isObject(value) || Object.hasOwn(value, "$ref")) {
    return { schema: readSchema(importing, value, keys), ...(optional ? { optional } : {}) };
  }
  const { readOnly, writeOnly, default: standard } = value;
  const schema = readSchema(importing, without(value, ["readOnly", "writeOnly", "default"]), keys);
  const only = readOnly === true ? "answer" : writeOnly === true ? "body" : undefined;
  // Whether references accept it is not known before all schemas are read.
  const fits =
    standard !== undefined &&
    optional &&
    schema.type !== "reference" &&
    accepts(importing.api, schema, standard);
  const kept = standard !== undefined && !fits ? { ...schema.annotations, default: standard } : undefined;
  return {
    schema: kept ? { ...schema, annotations: kept } : schema,
    ...(optional ? { optional } : {}),
    ...(fits ? { default: standard } : {}),
    ...(only ? { only } : {}),
  };
}
