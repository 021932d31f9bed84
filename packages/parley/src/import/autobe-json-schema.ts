import { stringFormats, type ApiSchema, type Property } from "../api/document.ts";
import { patternProblem } from "../api/pattern.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { camelCase, unique } from "../text/names.ts";
import { DOCUMENT_FILE, isObject, type Place } from "./autobe-source.ts";
import { constantsOf, referredBy } from "./autobe-usage.ts";
import { placeIn, report } from "./diagnostics.ts";

/** What is needed to read a JSON schema. */
export interface SchemaReading {
  schemas: Record<string, unknown>;
  /** The name here of an object schema there. */
  nameOf: (name: string) => string | undefined;
  diagnostics: Diagnostic[];
}

/** A schema in the source: whose it is, and where it stands. */
export interface SchemaSite {
  schema: string;
  property: string;
  place: Place;
  /** Schemas that are being read around it. */
  trail?: readonly unknown[];
}

/** A JSON schema as one of ours. What cannot be said is widened, and told. Total. */
export function readSchema(reading: SchemaReading, raw: unknown, site: SchemaSite): ApiSchema {
  const schema = bareSchema(reading, raw, site);
  const said = isObject(raw) ? raw["description"] : undefined;
  return typeof said === "string" && said !== "" && schema.type !== "reference"
    ? { ...schema, description: said }
    : schema;
}

function bareSchema(reading: SchemaReading, raw: unknown, site: SchemaSite): ApiSchema {
  if (!isObject(raw)) return unsaid(reading, site, "it is no schema");
  const target = referredBy(raw);
  if (target !== undefined) return readReference(reading, target, site);
  const options = raw["oneOf"] ?? raw["anyOf"];
  if (Array.isArray(options)) return readOptions(reading, options, site);
  const types = raw["type"];
  if (Array.isArray(types))
    return readOptions(
      reading,
      types.map((type) => ({ ...raw, type })),
      site,
    );
  const listed = constantsOf(reading.schemas, raw);
  if (listed) return { type: "enum", values: [...new Set(listed)] };
  const { const: constant } = raw;
  if (typeof constant === "number" || typeof constant === "boolean")
    return { type: "constant", value: constant };
  switch (types) {
    case "boolean":
      return { type: "boolean" };
    case "integer":
      return {
        type: "integer",
        ...boundsOf(raw, true),
        ...(raw["format"] === "int64" ? { format: "int64" } : {}),
      };
    case "number":
      return { type: "number", ...boundsOf(raw, false) };
    case "string":
      return readString(reading, raw, site);
    case "array":
      return readArray(reading, raw, site);
    case "null":
      return { type: "null" };
    default:
      return types === "object" || isObject(raw["properties"])
        ? readObject(reading, raw, site)
        : unsaid(reading, site, "it names no type");
  }
}

function unsaid(
  { diagnostics }: SchemaReading,
  { schema, property, place }: SchemaSite,
  reason: string,
): ApiSchema {
  const named = property === "" ? schema : `${schema}.${property}`;
  diagnostics.push(report["schema-unsaid"](placeIn(DOCUMENT_FILE, place), { schema: named, reason }));
  return { type: "json" };
}

/** Objects stay under their names; everything else is read where it is used. */
function readReference(reading: SchemaReading, target: string, site: SchemaSite): ApiSchema {
  const named = reading.nameOf(target);
  if (named !== undefined) return { type: "reference", schema: named };
  const raw = reading.schemas[target];
  if (raw === undefined || site.trail?.includes(raw)) {
    reading.diagnostics.push(report["unknown-schema"](placeIn(DOCUMENT_FILE, site.place), { name: target }));
    return { type: "json" };
  }
  return readSchema(reading, raw, { ...site, trail: [...(site.trail ?? []), raw] });
}

function readOptions(reading: SchemaReading, all: readonly unknown[], site: SchemaSite): ApiSchema {
  const options = all.filter((one) => !(isObject(one) && one["type"] === "null"));
  const orNull = (schema: ApiSchema): ApiSchema =>
    options.length === all.length || schema.type === "nullable" ? schema : { type: "nullable", of: schema };
  const [first] = options;
  if (options.length === 0) return { type: "null" };
  if (options.length === 1) return orNull(readSchema(reading, first, site));
  const texts = constantsOf(reading.schemas, { oneOf: options });
  if (texts) return orNull({ type: "enum", values: [...new Set(texts)] });
  const numbers = options.map((one) => (isObject(one) ? one["const"] : undefined));
  if (numbers.every((one): one is number => typeof one === "number")) {
    const [minimum, maximum] = [Math.min(...numbers), Math.max(...numbers)];
    widened(reading, site, `numbers from ${minimum} to ${maximum}`, "single numbers cannot be listed");
    return orNull({ type: numbers.every(Number.isInteger) ? "integer" : "number", minimum, maximum });
  }
  const named = options.map((one) => referredBy(one));
  const discriminator = discriminatorOf(reading, named);
  const variants = named.flatMap((name) => (name === undefined ? [] : (reading.nameOf(name) ?? [])));
  if (discriminator !== undefined && variants.length === options.length) {
    return orNull({ type: "oneOf", discriminator, variants });
  }
  return orNull({
    type: "union",
    options: options.map((one, index) =>
      readSchema(reading, one, { ...site, place: [...site.place, "oneOf", index] }),
    ),
  });
}

/** The required property that holds another text in each of the variants. */
function discriminatorOf(
  { schemas }: SchemaReading,
  names: readonly (string | undefined)[],
): string | undefined {
  const variants = names.map((name) => (name === undefined ? undefined : schemas[name]));
  const [first] = variants;
  const { properties } = isObject(first) ? first : {};
  const found = Object.keys(isObject(properties) ? properties : {}).find((key) => {
    const values = variants.map((variant) => {
      const required = isObject(variant) && Array.isArray(variant["required"]) ? variant["required"] : [];
      const own =
        isObject(variant) && isObject(variant["properties"]) ? variant["properties"][key] : undefined;
      const constants = required.includes(key) ? constantsOf(schemas, own) : undefined;
      return constants?.length === 1 ? constants[0] : undefined;
    });
    return values.every((value) => value !== undefined) && new Set(values).size === values.length;
  });
  return found;
}

function widened(
  { diagnostics }: SchemaReading,
  { schema, property, place }: SchemaSite,
  wider: string,
  reason: string,
): void {
  diagnostics.push(
    report["schema-widened"](placeIn(DOCUMENT_FILE, place), { schema, property, wider, reason }),
  );
}

type Bounds = Partial<Record<"minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum", number>>;

function boundsOf(raw: Record<string, unknown>, whole: boolean): Bounds {
  const bounds: Bounds = {};
  for (const key of ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const) {
    const value = raw[key];
    if (typeof value === "number" && (!whole || Number.isSafeInteger(value))) bounds[key] = value;
  }
  if (raw["format"] === "uint32" || raw["format"] === "uint64") bounds.minimum ??= 0;
  return bounds;
}

function readString(reading: SchemaReading, raw: Record<string, unknown>, site: SchemaSite): ApiSchema {
  const { format, minLength, maxLength, pattern } = raw;
  const known = stringFormats.find((one) => one === format);
  const schema: ApiSchema = { type: "string", ...(known ? { format: known } : {}) };
  if (isCount(minLength)) schema.minLength = minLength;
  if (isCount(maxLength)) schema.maxLength = maxLength;
  if (typeof pattern !== "string") return schema;
  const reason = patternProblem(pattern);
  if (reason === undefined) return { ...schema, pattern };
  const { property, place } = site;
  const parts = { schema: site.schema, property, reason };
  reading.diagnostics.push(report["pattern-dropped"](placeIn(DOCUMENT_FILE, [...place, "pattern"]), parts));
  return schema;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function readArray(reading: SchemaReading, raw: Record<string, unknown>, site: SchemaSite): ApiSchema {
  const { items, minItems, maxItems } = raw;
  return {
    type: "array",
    items: readSchema(reading, items, { ...site, place: [...site.place, "items"] }),
    ...(isCount(minItems) ? { minItems } : {}),
    ...(isCount(maxItems) ? { maxItems } : {}),
  };
}

function readObject(reading: SchemaReading, raw: Record<string, unknown>, site: SchemaSite): ApiSchema {
  const { properties, additionalProperties } = raw;
  const isEmpty = !isObject(properties) || Object.keys(properties).length === 0;
  if (isEmpty && isObject(additionalProperties)) {
    const place = [...site.place, "additionalProperties"];
    return { type: "map", values: readSchema(reading, additionalProperties, { ...site, place }) };
  }
  if (isEmpty) return { type: "json" };
  return { type: "object", properties: readProperties(reading, raw, site) };
}

/** The properties of an object schema under names of ours. */
export function readProperties(
  reading: SchemaReading,
  raw: unknown,
  site: SchemaSite,
  keyOf: (name: string) => string = camelCase,
): Record<string, Property> {
  const found: Record<string, Property> = {};
  if (!isObject(raw) || !isObject(raw["properties"])) return found;
  const required = Array.isArray(raw["required"]) ? raw["required"] : [];
  const taken = new Set<string>();
  for (const [name, schema] of Object.entries(raw["properties"])) {
    const wish = keyOf(name);
    const key = unique(/^[A-Za-z_]/.test(wish) ? wish.slice(0, 76) : `value${wish}`, taken);
    taken.add(key);
    const place = [...site.place, "properties", name];
    const property: Property = { schema: readSchema(reading, schema, { ...site, property: name, place }) };
    const standard = isObject(schema) ? schema["default"] : undefined;
    if (!required.includes(name)) property.optional = true;
    if (property.optional && isPlain(standard)) property.default = standard;
    if (key !== name) property.wire = name;
    found[key] = property;
  }
  return found;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
