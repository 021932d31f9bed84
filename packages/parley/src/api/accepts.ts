import { integerBounds } from "./bounds.ts";
import type { AnyJson, Api, ApiSchema, Property } from "./document.ts";

type Of<Name extends ApiSchema["type"]> = Extract<ApiSchema, { type: Name }>;

const FORMATS: Partial<Record<NonNullable<Of<"string">["format"]>, RegExp>> = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  uri: /^https?:\/\/[^\s]+$/,
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/,
  decimal: /^-?\d+(?:\.\d+)?$/,
  duration: /^P(?=.)(?:\d+[YMWD])*(?:T(?=.)(?:\d+(?:\.\d+)?[HMS])+)?$/,
};

/** Whether a value, as it stands in JSON, fits a schema. Unknown names take everything: rules report them. */
export function accepts(api: Api, schema: ApiSchema, value: AnyJson): boolean {
  switch (schema.type) {
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isSafeInteger(value) && inRange(schema, value as number, integerBounds(schema));
    case "number":
      return typeof value === "number" && inRange(schema, value, schema);
    case "string":
      return typeof value === "string" && acceptsText(schema, value);
    case "enum":
      return typeof value === "string" && schema.values.includes(value);
    case "constant":
      return value === schema.value;
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value) && acceptsList(api, schema, value);
    case "object":
      return acceptsObject(api, schema, value);
    case "map":
      return isObject(value) && Object.values(value).every((one) => accepts(api, schema.values, one));
    case "reference":
      return acceptsNamed(api, schema.schema, value);
    case "nullable":
      return value === null || accepts(api, schema.of, value);
    case "oneOf":
      return schema.variants.some((name) => acceptsNamed(api, name, value));
    case "union": {
      const fitting = schema.options.filter((option) => accepts(api, option, value)).length;
      return schema.exclusive ? fitting === 1 : fitting > 0;
    }
    case "json":
      return value !== null && (!schema.of || accepts(api, schema.of, value));
    default:
      return schema satisfies never;
  }
}

function acceptsNamed(api: Api, name: string, value: AnyJson): boolean {
  const schema = Object.hasOwn(api.schemas, name) ? api.schemas[name] : undefined;
  if (!schema) return true;
  return schema.value ? accepts(api, schema.value, value) : acceptsObject(api, schema, value);
}

interface ObjectParts {
  properties: Record<string, Property>;
  rest?: ApiSchema;
}

function acceptsObject(api: Api, { properties, rest }: ObjectParts, value: AnyJson): boolean {
  if (!isObject(value)) return false;
  const known = new Map(Object.entries(properties).map(([name, one]) => [one.wire ?? name, one]));
  const complete = [...known].every(([name, { optional }]) => optional || Object.hasOwn(value, name));
  return (
    complete &&
    Object.entries(value).every(([name, one]) => {
      const property = known.get(name);
      if (property) return accepts(api, property.schema, one);
      return rest !== undefined && ((rest.type === "json" && !rest.of) || accepts(api, rest, one));
    })
  );
}

function acceptsList(api: Api, schema: Of<"array">, value: readonly AnyJson[]): boolean {
  const { items, minItems = 0, maxItems = Infinity, uniqueItems = false } = schema;
  if (value.length < minItems || value.length > maxItems) return false;
  if (uniqueItems && new Set(value.map((one) => JSON.stringify(one))).size < value.length) return false;
  return value.every((one) => accepts(api, items, one));
}

function acceptsText(schema: Of<"string">, value: string): boolean {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema;
  if (value.length < minLength || value.length > maxLength) return false;
  if (format && FORMATS[format]?.test(value) === false) return false;
  if (format === "decimal") return inDecimalRange(schema, value);
  return pattern === undefined || new RegExp(pattern, "u").test(value);
}

function inDecimalRange({ minimum, maximum, scale }: Of<"string">, value: string): boolean {
  const digits = /\.(\d+)$/.exec(value)?.[1]?.length ?? 0;
  if (digits > (scale ?? 2)) return false;
  return Number(value) >= Number(minimum ?? -Infinity) && Number(value) <= Number(maximum ?? Infinity);
}

function inRange(
  schema: Of<"integer"> | Of<"number">,
  value: number,
  { minimum = -Infinity, maximum = Infinity }: { minimum?: number; maximum?: number },
): boolean {
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity, multipleOf } = schema;
  if (value < minimum || value > maximum || value <= exclusiveMinimum || value >= exclusiveMaximum)
    return false;
  if (multipleOf === undefined) return true;
  const times = value / multipleOf;
  return Math.abs(times - Math.round(times)) < 1e-9;
}

function isObject(value: AnyJson): value is { [key: string]: AnyJson } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
