import { z } from "zod";
import type { ArrayNode, NumberNode, ObjectNode, Schema, SchemaNode, StringNode, UnionNode } from "./ir.ts";
import { childrenOf, tagsOf } from "./ir.ts";

declare module "zod" {
  interface GlobalMeta {
    /** Marks an expression: a tree in memory, its canonical text outside. */
    expression?: boolean;
  }
}

const STANDARD_FORMATS = new Set(["uuid", "email", "uri", "date", "date-time", "time", "duration"]);
const known = new WeakMap<z.core.$ZodType, Schema>();

interface Reading {
  definitions: Record<string, SchemaNode>;
  /** Which type bears an id, so that one id given twice is noticed. */
  named: Map<string, z.core.$ZodType>;
  /** Nameless types above the one being read: meeting one again is a recursion without a name. */
  open: Set<z.core.$ZodType>;
}

/**
 * Converts a zod type to the schema that generic machinery reads; the same type gives the same object.
 * Throws on what a document must not use: transform, default, coercion, refinement, tuples, loose objects,
 * recursion without `.meta({ id })`.
 */
export function schemaOf(type: z.core.$ZodType): Schema {
  const before = known.get(type);
  if (before) return before;
  const reading: Reading = { definitions: {}, named: new Map(), open: new Set() };
  const root = read(type, reading, "");
  const schema: Schema = { root, definitions: reading.definitions };
  for (const node of everyNode(schema)) if (node.type === "union") settleUnion(schema, node);
  known.set(type, schema);
  return schema;
}

function read(type: z.core.$ZodType, reading: Reading, path: string): SchemaNode {
  const { id, description, expression } = z.globalRegistry.get(type) ?? {};
  const described = description === undefined ? {} : { description };
  if (expression) return { type: "expression", ...described };
  if (id === undefined) {
    if (reading.open.has(type)) throw unsupported(path, "recursion without .meta({ id })");
    reading.open.add(type);
    const node = readPlain(type, reading, path);
    reading.open.delete(type);
    return { ...node, ...described };
  }
  const bearer = reading.named.get(id);
  if (bearer && bearer !== type) throw unsupported(path, `two types with the id ${id}`);
  if (!bearer) {
    reading.named.set(id, type);
    // Inside a name, recursion comes back to the name: what is open outside may be met again.
    const node = readPlain(type, { ...reading, open: new Set() }, path);
    reading.definitions[id] = { ...node, ...described };
  }
  return { type: "reference", name: id };
}

/** zod's public view for libraries: what a type was declared with. */
function defOf(type: z.core.$ZodType): z.core.$ZodTypes["_zod"]["def"] {
  // oxlint-disable-next-line no-underscore-dangle -- zod's documented name
  return (type as z.core.$ZodTypes)._zod.def;
}

type CheckDef = z.core.$ZodChecks["_zod"]["def"] | z.core.$ZodCustomDef;

function checksOf(type: z.core.$ZodType): CheckDef[] {
  // oxlint-disable-next-line no-underscore-dangle -- zod's documented name
  return (defOf(type).checks ?? []).map((check) => check._zod.def as CheckDef);
}

function readPlain(type: z.core.$ZodType, reading: Reading, path: string): SchemaNode {
  const def = defOf(type);
  if ("coerce" in def && def.coerce) throw unsupported(path, "coercion");
  for (const { check } of checksOf(type)) {
    if (check === "custom" || check === "overwrite") throw unsupported(path, `the check ${check}`);
  }
  switch (def.type) {
    case "object":
      return readObject(def, reading, path);
    case "record":
      return readRecord(type, def, reading, path);
    case "array":
      return readArray(type, def, reading, path);
    case "string":
      return readString(type, path);
    case "number":
      return readNumber(type);
    case "boolean":
      return { type: "boolean" };
    case "null":
      return { type: "null" };
    case "unknown":
      return { type: "unknown" };
    case "enum":
      return { type: "enum", values: stringsOnly(Object.values(def.entries), path) };
    case "literal":
      return readLiteral(def.values, path);
    case "nullable":
      return nullable(read(def.innerType, reading, path));
    case "union":
      return readUnion(def.options, reading, path);
    case "lazy":
      return isAnyJson(def) ? { type: "unknown" } : read(def.getter(), reading, path);
    default:
      throw unsupported(path, `the type ${def.type}`);
  }
}

function readObject(def: z.core.$ZodObjectDef, reading: Reading, path: string): ObjectNode {
  if (!def.catchall || defOf(def.catchall).type !== "never")
    throw unsupported(path, "an object that is not strict");
  const node: ObjectNode = { type: "object", properties: {}, required: [] };
  for (const [name, property] of Object.entries(def.shape)) {
    const outer = defOf(property);
    const isOptional = outer.type === "optional";
    const inner = isOptional ? outer.innerType : property;
    const child = read(inner, reading, `${path}/${name}`);
    const description = isOptional ? z.globalRegistry.get(property)?.description : undefined;
    node.properties[name] = description === undefined ? child : { ...child, description };
    if (!isOptional) node.required.push(name);
  }
  return node;
}

function readRecord(
  type: z.core.$ZodType,
  def: z.core.$ZodRecordDef,
  reading: Reading,
  path: string,
): ObjectNode {
  const value = read(def.valueType, reading, `${path}/*`);
  const keys = read(def.keyType, reading, `${path}/*`);
  const key = keys.type === "reference" ? reading.definitions[keys.name]! : keys;
  if (key.type === "string") {
    const plain = key.pattern === undefined && key.format === undefined && key.maxLength === undefined;
    const node: ObjectNode = { type: "object", properties: {}, required: [], additional: value };
    return plain && key.minLength === undefined ? node : { ...node, keys: key };
  }
  if (key.type !== "enum") throw unsupported(path, `a record with keys of type ${key.type}`);
  // A record over an enum is an object; whether all keys must be there, only zod can say.
  const partial = z.safeParse(type, {}).success;
  const properties = Object.fromEntries(key.values.map((name) => [name, value]));
  return { type: "object", properties, required: partial ? [] : [...key.values] };
}

function readArray(
  type: z.core.$ZodType,
  def: z.core.$ZodArrayDef,
  reading: Reading,
  path: string,
): ArrayNode {
  const node: ArrayNode = { type: "array", items: read(def.element, reading, `${path}/0`) };
  for (const check of checksOf(type)) {
    if (check.check === "min_length") node.minItems = check.minimum;
    if (check.check === "max_length") node.maxItems = check.maximum;
    if (check.check === "length_equals") node.minItems = node.maxItems = check.length;
  }
  return node;
}

/** zod's own reading of a leaf, in place: without its id, under which it would be a reference. */
function leafSchema(type: z.core.$ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(type, { metadata: z.registry() });
}

function readString(type: z.core.$ZodType, path: string): StringNode {
  const { format, pattern, minLength, maxLength, allOf } = leafSchema(type);
  if (allOf) throw unsupported(path, "a string with two patterns");
  const isStandard = format !== undefined && STANDARD_FORMATS.has(format);
  return {
    type: "string",
    ...(isStandard ? { format } : {}),
    ...(pattern !== undefined && !isStandard ? { pattern } : {}),
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

function readNumber(type: z.core.$ZodType): NumberNode {
  const json = leafSchema(type);
  const node: NumberNode = { type: "number", integer: json.type === "integer" };
  const bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const;
  for (const bound of bounds) {
    const value = json[bound];
    if (typeof value === "number") node[bound] = value;
  }
  return node;
}

function readLiteral(values: readonly z.core.util.Literal[], path: string): SchemaNode {
  const [first] = values;
  if (values.length > 1) return { type: "enum", values: stringsOnly(values, path) };
  if (first === null) return { type: "null" };
  if (typeof first === "string" || typeof first === "number" || typeof first === "boolean") {
    return { type: "literal", value: first };
  }
  throw unsupported(path, `a literal ${String(first)}`);
}

function readUnion(options: readonly z.core.$ZodType[], reading: Reading, path: string): SchemaNode {
  const variants = options.map((option) => read(option, reading, path));
  const isNullable = variants.some((variant) => variant.type === "null" || variant.type === "nullable");
  const present = variants
    .filter((variant) => variant.type !== "null")
    .map((variant) => (variant.type === "nullable" ? variant.inner : variant));
  const node: SchemaNode = present.length === 1 ? present[0]! : { type: "union", variants: present };
  return isNullable ? nullable(node) : node;
}

function nullable(inner: SchemaNode): SchemaNode {
  return inner.type === "nullable" ? inner : { type: "nullable", inner };
}

/** Flattens unions in unions and finds the tag; only possible once all definitions are there. */
function settleUnion(schema: Schema, union: UnionNode): void {
  union.variants = flatten(schema, union.variants, new Set());
  const tag = discriminatorOf(schema, union.variants);
  if (tag !== undefined) union.discriminator = tag;
}

function flatten(schema: Schema, variants: SchemaNode[], seen: Set<string>): SchemaNode[] {
  return variants.flatMap((variant) => {
    if (variant.type === "union") return flatten(schema, variant.variants, seen);
    const target = variant.type === "reference" ? schema.definitions[variant.name] : undefined;
    if (variant.type !== "reference" || target?.type !== "union" || seen.has(variant.name)) return [variant];
    return flatten(schema, target.variants, new Set([...seen, variant.name]));
  });
}

function discriminatorOf(schema: Schema, variants: SchemaNode[]): string | undefined {
  const [first] = variants;
  if (!first || variants.length < 2) return undefined;
  const object = first.type === "reference" ? schema.definitions[first.name]! : first;
  if (object.type !== "object") return undefined;
  return object.required.find((name) => {
    const tags = variants.map((variant) => tagsOf(schema, variant, name));
    const all = tags.flat();
    return tags.every((values) => values.length > 0) && new Set(all).size === all.length;
  });
}

function everyNode(schema: Schema): SchemaNode[] {
  const found: SchemaNode[] = [];
  const visit = (node: SchemaNode): void => {
    found.push(node);
    childrenOf(node).forEach(visit);
  };
  [schema.root, ...Object.values(schema.definitions)].forEach(visit);
  return found;
}

/** zod's own type for any JSON value is a nameless recursion over these six. */
function isAnyJson(def: z.core.$ZodLazyDef): boolean {
  const inner = defOf(def.getter());
  if (inner.type !== "union") return false;
  const kinds = inner.options.map((option) => defOf(option).type).join();
  return kinds === "string,number,boolean,null,array,record";
}

function stringsOnly(values: readonly unknown[], path: string): string[] {
  return values.map((value) => {
    if (typeof value !== "string") throw unsupported(path, `the enum value ${String(value)}`);
    return value;
  });
}

function unsupported(path: string, what: string): Error {
  return new Error(`A document schema cannot use ${what}, at ${path || "its root"}.`);
}
