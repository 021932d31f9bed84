import type { Json } from "../../text/text.ts";
import { boundsOf, decimalPattern, integerBounds } from "../bounds.ts";
import type { ApiSchema, NamedSchema, Property } from "../document.ts";

export type JsonObject = { [key: string]: Json };

/** An object schema of OpenAPI 3.1; a `closed` one refuses properties that it does not name. */
export function objectSchema(
  properties: Record<string, Property>,
  more: { closed?: boolean; description?: string } = {},
): JsonObject {
  const required = Object.entries(properties).flatMap(([name, { optional }]) => (optional ? [] : [name]));
  const printed = Object.entries(properties).map(([name, { schema }]): [string, Json] => [
    name,
    jsonSchema(schema, more.closed ?? false),
  ]);
  return {
    type: "object",
    ...described(more.description),
    properties: Object.fromEntries(printed),
    ...(required.length > 0 ? { required } : {}),
    ...(more.closed ? { additionalProperties: false } : {}),
  };
}

export function namedSchema({ properties, description }: NamedSchema, closed: boolean): JsonObject {
  return objectSchema(properties, { closed, ...(description === undefined ? {} : { description }) });
}

/** A schema of OpenAPI 3.1, that is JSON Schema 2020-12. Bounds are printed where clients are held to them. */
export function jsonSchema(schema: ApiSchema, closed: boolean): JsonObject {
  const words = described(schema.description);
  switch (schema.type) {
    case "boolean":
      return { type: "boolean", ...words };
    case "integer":
      return { type: "integer", ...words, ...(closed ? integerBounds(schema) : rangeOf(schema)) };
    case "number":
      return { type: "number", ...words, ...rangeOf(schema) };
    case "string":
      return stringSchema(schema, closed);
    case "enum":
      return { type: "string", ...words, enum: schema.values };
    case "array":
      return {
        type: "array",
        ...words,
        items: jsonSchema(schema.items, closed),
        ...present("minItems", schema.minItems),
        ...present("maxItems", schema.maxItems),
      };
    case "object":
      return objectSchema(schema.properties, { closed, ...words });
    case "reference":
      return { $ref: `#/components/schemas/${schema.schema}`, ...words };
    case "nullable":
      // Anything at all has null among it.
      if (schema.of.type === "json") return { ...described(schema.of.description), ...words };
      return nullableSchema(jsonSchema(schema.of, closed), words);
    case "oneOf":
      return {
        ...words,
        oneOf: schema.variants.map((name) => ({ $ref: `#/components/schemas/${name}` })),
        discriminator: { propertyName: schema.discriminator },
      };
    case "json":
      return words;
    default:
      return schema satisfies never;
  }
}

function stringSchema(schema: Extract<ApiSchema, { type: "string" }>, closed: boolean): JsonObject {
  const { format, description, minimum, maximum } = schema;
  if (format === "decimal") {
    const range = [minimum && `at least ${minimum}`, maximum && `at most ${maximum}`]
      .filter(Boolean)
      .join(", ");
    const words = [description, range && `A decimal number, ${range}.`].filter(Boolean).join(" ");
    return { type: "string", ...described(words || undefined), format, pattern: decimalPattern(schema) };
  }
  const { minLength, maxLength } = boundsOf(schema);
  const bounded = closed && !["uuid", "date", "date-time", "duration"].includes(format ?? "");
  return {
    type: "string",
    ...described(description),
    ...present("format", format),
    ...(bounded ? { ...(minLength > 0 ? { minLength } : {}), maxLength } : {}),
    ...present("pattern", closed ? schema.pattern : undefined),
  };
}

function nullableSchema(inner: JsonObject, words: JsonObject): JsonObject {
  if (typeof inner["type"] !== "string") return { ...words, anyOf: [inner, { type: "null" }] };
  const values = inner["enum"];
  return {
    ...inner,
    ...words,
    type: [inner["type"], "null"],
    ...(Array.isArray(values) ? { enum: [...values, null] } : {}),
  };
}

function rangeOf({ minimum, maximum }: { minimum?: number; maximum?: number }): JsonObject {
  return { ...present("minimum", minimum), ...present("maximum", maximum) };
}

export function described(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}

function present(key: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}
