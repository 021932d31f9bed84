import type { Json } from "../../text/text.ts";
import { boundsOf, decimalPattern, integerBounds } from "../bounds.ts";
import type { ApiSchema, NamedSchema, Property, Remarks } from "../document.ts";

export type JsonObject = { [key: string]: Json };

/** How schemas are written in a description. */
export interface SchemaStyle {
  /** Bodies say what they are held to: bounds, and that they take no other properties. */
  closed: boolean;
  /** Somebody else's schemas: exactly what they said. */
  exact?: boolean;
  /** How a named schema is mentioned. */
  refer: (name: string) => JsonObject;
}

/** Mentions a component by its name. */
export function componentReference(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

export function namedSchema(schema: NamedSchema, style: SchemaStyle): JsonObject {
  const own = schema.value
    ? { ...jsonSchema(schema.value, style), ...remarksOf(schema, style) }
    : objectSchema(schema, style);
  return { ...own, ...schema.annotations, ...own };
}

/** How OpenAPI calls what stands between the values of a list in one parameter. */
export const STYLES = {
  comma: { style: "form", explode: false },
  space: { style: "spaceDelimited", explode: false },
  pipe: { style: "pipeDelimited", explode: false },
} as const;

type ObjectParts = Remarks & { properties: Record<string, Property>; rest?: ApiSchema };

/** An object schema of OpenAPI 3.1; a closed one refuses properties that it does not name. */
function objectSchema(schema: ObjectParts, style: SchemaStyle): JsonObject {
  const { properties, rest } = schema;
  const required = Object.entries(properties).flatMap(([name, { optional, wire }]) =>
    optional ? [] : [wire ?? name],
  );
  const printed = Object.entries(properties).map(([name, property]): [string, Json] => [
    property.wire ?? name,
    propertySchema(property, style),
  ]);
  return {
    type: "object",
    ...remarksOf(schema, style),
    ...(printed.length > 0 || !style.exact ? { properties: Object.fromEntries(printed) } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...furtherProperties(rest, style),
  };
}

function furtherProperties(rest: ApiSchema | undefined, style: SchemaStyle): JsonObject {
  if (!rest) return style.closed || style.exact ? { additionalProperties: false } : {};
  const any = rest.type === "json" && !rest.of;
  return any ? {} : { additionalProperties: jsonSchema(rest, style) };
}

/** The schema of a property or parameter, with what holds where it is left out. */
export function propertySchema(
  { schema, default: standard, only }: Property,
  style: SchemaStyle,
): JsonObject {
  return {
    ...jsonSchema(schema, style),
    ...present("default", standard),
    ...(only === "answer" ? { readOnly: true } : {}),
    ...(only === "body" ? { writeOnly: true } : {}),
  };
}

/** A schema of OpenAPI 3.1, that is JSON Schema 2020-12. Bounds are printed where clients are held to them. */
export function jsonSchema(schema: ApiSchema, style: SchemaStyle): JsonObject {
  // What a schema says itself is not overruled by what was only kept.
  const own = ownSchema(schema, style);
  return schema.annotations ? { ...own, ...schema.annotations, ...own } : own;
}

function ownSchema(schema: ApiSchema, style: SchemaStyle): JsonObject {
  const remarks = remarksOf(schema, style);
  switch (schema.type) {
    case "boolean":
      return { type: "boolean", ...remarks };
    case "integer": {
      const implied = style.closed && !style.exact;
      return {
        type: "integer",
        ...remarks,
        ...present("format", schema.format),
        ...(implied ? impliedBounds(schema) : {}),
        ...rangeOf(schema),
      };
    }
    case "number":
      return { type: "number", ...remarks, ...rangeOf(schema) };
    case "string":
      return stringSchema(schema, style);
    case "enum":
      return { type: "string", ...remarks, enum: schema.values };
    case "constant":
      return { ...constantType(schema.value), ...remarks, const: schema.value };
    case "null":
      return { type: "null", ...remarks };
    case "array":
      return {
        type: "array",
        ...remarks,
        items: jsonSchema(schema.items, style),
        ...present("minItems", schema.minItems),
        ...present("maxItems", schema.maxItems),
        ...present("uniqueItems", schema.uniqueItems),
      };
    case "object":
      return objectSchema(schema, style);
    case "map":
      return { type: "object", ...remarks, additionalProperties: jsonSchema(schema.values, style) };
    case "reference":
      return { ...style.refer(schema.schema), ...remarks };
    case "nullable":
      // Anything at all has null among it.
      if (schema.of.type === "json" && !schema.of.of) return { ...remarksOf(schema.of, style), ...remarks };
      return nullableSchema(jsonSchema(schema.of, style), remarks);
    case "oneOf":
      return {
        ...remarks,
        oneOf: schema.variants.map(style.refer),
        discriminator: { propertyName: schema.discriminator },
      };
    case "union":
      return {
        ...remarks,
        [schema.exclusive ? "oneOf" : "anyOf"]: schema.options.map((option) => jsonSchema(option, style)),
      };
    case "json":
      return schema.of ? { ...jsonSchema(schema.of, style), ...remarks } : remarks;
    default:
      return schema satisfies never;
  }
}

function constantType(value: string | number | boolean): JsonObject {
  if (typeof value === "number") return { type: Number.isInteger(value) ? "integer" : "number" };
  return { type: typeof value };
}

function impliedBounds(schema: Extract<ApiSchema, { type: "integer" }>): JsonObject {
  const { minimum, maximum } = integerBounds(schema);
  return {
    ...(schema.exclusiveMinimum === undefined ? { minimum } : {}),
    ...(schema.exclusiveMaximum === undefined ? { maximum } : {}),
  };
}

function stringSchema(schema: Extract<ApiSchema, { type: "string" }>, style: SchemaStyle): JsonObject {
  const { format, minimum, maximum } = schema;
  const { description, ...remarks } = remarksOf(schema, style);
  if (format === "decimal") {
    const range = [minimum && `at least ${minimum}`, maximum && `at most ${maximum}`]
      .filter(Boolean)
      .join(", ");
    const words = [description, range && `A decimal number, ${range}.`].filter(Boolean).join(" ");
    return {
      type: "string",
      ...described(words || undefined),
      ...remarks,
      format,
      pattern: decimalPattern(schema),
    };
  }
  const bounds = style.exact ? schema : boundsOf(schema);
  const { minLength, maxLength } = bounds;
  const unbounded = ["uuid", "date", "date-time", "duration"].includes(format ?? "");
  const bounded = style.exact || (style.closed && !unbounded);
  return {
    type: "string",
    ...(description === undefined ? {} : { description }),
    ...remarks,
    ...present("format", format),
    ...(bounded ? { ...(minLength ? { minLength } : {}), ...present("maxLength", maxLength) } : {}),
    ...present("pattern", style.closed || style.exact ? schema.pattern : undefined),
  };
}

function nullableSchema(inner: JsonObject, remarks: JsonObject): JsonObject {
  const plain = typeof inner["type"] === "string" && inner["const"] === undefined;
  if (!plain) return { ...remarks, anyOf: [inner, { type: "null" }] };
  const values = inner["enum"];
  return {
    ...inner,
    ...remarks,
    type: [inner["type"]!, "null"],
    ...(Array.isArray(values) ? { enum: [...values, null] } : {}),
  };
}

const RANGE = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const;

function rangeOf(schema: Partial<Record<(typeof RANGE)[number], number>>): JsonObject {
  return Object.fromEntries(
    RANGE.flatMap((key): [string, number][] => {
      const bound = schema[key];
      return bound === undefined ? [] : [[key, bound]];
    }),
  );
}

/** Words and examples; a house description has lists of examples. */
export function remarksOf(
  { description, example, deprecated }: Remarks,
  { exact }: Pick<SchemaStyle, "exact">,
): JsonObject {
  return {
    ...described(description),
    ...(example === undefined ? {} : exact ? { example } : { examples: [example] }),
    ...present("deprecated", deprecated),
  };
}

export function described(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}

export function present(key: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}
