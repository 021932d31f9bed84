import { isDeepStrictEqual } from "node:util";
import {
  definitionOf,
  resolve,
  type ArrayNode,
  type NumberNode,
  type ObjectNode,
  type Schema,
  type SchemaNode,
  type StringNode,
  type UnionNode,
} from "./ir.ts";
import { flatEntry, NAME, VALUE } from "./record-list.ts";

/**
 * How a provider wants its function schemas: `plain` is ordinary JSON Schema with `anyOf`; `openai-strict` has
 * every property required (null stands for absent), records as lists of named entries, and no open objects.
 */
export type ExportFlavour = "plain" | "openai-strict";

/** A JSON Schema document, as plain data. */
export type JsonSchema = { [key: string]: unknown };

/** The key under which a root that is no object stands, since a function's parameters are an object. */
export const ANSWER = "answer";

const EXPRESSION = "An expression, written as text.";
const ANY_JSON = "Any JSON value, written as JSON text.";
/** String formats that OpenAI's strict mode knows, by its documentation of structured outputs. */
const STRICT_FORMATS = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uuid",
]);

/** Whether the root goes out as it is, or as the property {@link ANSWER} of an object. */
export function isRootWrapped(schema: Schema, flavour: ExportFlavour): boolean {
  const root = resolve(schema, schema.root);
  return root.type !== "object" || (flavour === "openai-strict" && root.additional !== undefined);
}

/** The JSON Schema of a function's parameters for a provider; values go with `exportValue` and `importAnswer`. */
export function exportSchema(schema: Schema, flavour: ExportFlavour): JsonSchema {
  const context: Context = { schema, flavour, definitions: {}, pending: new Map() };
  const root = resolve(schema, schema.root);
  const wrapped: ObjectNode = { type: "object", properties: { [ANSWER]: schema.root }, required: [ANSWER] };
  const body = exportNode(context, isRootWrapped(schema, flavour) ? wrapped : root);
  for (const [name, node] of context.pending) context.definitions[name] = exportNode(context, node);
  return Object.keys(context.definitions).length === 0 ? body : { ...body, $defs: context.definitions };
}

interface Context {
  schema: Schema;
  flavour: ExportFlavour;
  definitions: Record<string, JsonSchema>;
  /** Definitions that were referred to; a map may grow while it is walked. */
  pending: Map<string, SchemaNode>;
}

function exportNode(context: Context, node: SchemaNode): JsonSchema {
  const description = node.description === undefined ? {} : { description: node.description };
  switch (node.type) {
    case "object":
      return { ...exportObject(context, node), ...description };
    case "array":
      return { ...exportArray(context, node), ...description };
    case "string":
      return exportString(context, node);
    case "enum":
      return { type: "string", enum: node.values, ...description };
    case "literal":
      return { type: typeof node.value, enum: [node.value], ...description };
    case "number":
      return { ...exportNumber(node), ...description };
    case "boolean":
      return { type: "boolean", ...description };
    case "null":
      return { type: "null", ...description };
    case "nullable":
      return { ...orNull(exportNode(context, node.inner)), ...description };
    case "union":
      return { ...exportUnion(context, node), ...description };
    case "reference":
      return exportReference(context, node.name, description);
    case "expression":
      return { type: "string", description: joined(node.description, EXPRESSION) };
    case "unknown":
      if (context.flavour === "plain") return description;
      return { type: "string", description: joined(node.description, ANY_JSON) };
    default:
      throw new Error(`Unknown node ${JSON.stringify(node satisfies never)}`);
  }
}

/** Strict mode wants a bare `$ref`; elsewhere a type beside it helps readers that don't follow references. */
function exportReference(context: Context, name: string, description: { description?: string }): JsonSchema {
  context.pending.set(name, definitionOf(context.schema, name));
  const reference = referenceTo(name);
  if (context.flavour === "openai-strict") return reference;
  const isObject = resolve(context.schema, definitionOf(context.schema, name)).type === "object";
  return { ...(isObject ? { type: "object" } : {}), ...reference, ...description };
}

function exportObject(context: Context, node: ObjectNode): JsonSchema {
  const isStrict = context.flavour === "openai-strict";
  if (isStrict && node.additional) return exportEntries(context, node.additional, node.keys);
  const properties = Object.entries(node.properties).map(([name, property]): [string, JsonSchema] => {
    const exported = exportNode(context, property);
    return [name, isStrict && !node.required.includes(name) ? orNull(exported) : exported];
  });
  const required = isStrict ? Object.keys(node.properties) : node.required;
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 || isStrict ? { required } : {}),
    additionalProperties: node.additional ? exportNode(context, node.additional) : false,
    ...(node.keys && !isStrict ? { propertyNames: exportString(context, node.keys) } : {}),
  };
}

/** A record as a list of `{ name, … }`; the entries of a named type are a named type, since it may be recursive. */
function exportEntries(context: Context, value: SchemaNode, keys: StringNode | undefined): JsonSchema {
  const flat = flatEntry(context.schema, value);
  const entry: ObjectNode = {
    ...flat,
    type: "object",
    properties: { [NAME]: keys ?? { type: "string" }, ...(flat ? flat.properties : { [VALUE]: value }) },
    required: [NAME, ...(flat ? flat.required : [VALUE])],
  };
  if (!flat || value.type !== "reference") return { type: "array", items: exportNode(context, entry) };
  let name = `${value.name}Entry`;
  while (isTaken(context, name, entry)) name += "_";
  context.pending.set(name, entry);
  return { type: "array", items: referenceTo(name) };
}

function isTaken({ schema, pending }: Context, name: string, entry: ObjectNode): boolean {
  const other = pending.get(name);
  return Object.hasOwn(schema.definitions, name) || (other !== undefined && !isDeepStrictEqual(other, entry));
}

function referenceTo(name: string): JsonSchema {
  return { $ref: `#/$defs/${name.replaceAll("~", "~0").replaceAll("/", "~1")}` };
}

function exportArray(context: Context, node: ArrayNode): JsonSchema {
  const { minItems, maxItems } = node;
  return {
    type: "array",
    items: exportNode(context, node.items),
    ...(minItems === undefined ? {} : { minItems }),
    ...(maxItems === undefined ? {} : { maxItems }),
  };
}

function exportString(context: Context, node: StringNode): JsonSchema {
  const { format, pattern, minLength, maxLength, description } = node;
  if (context.flavour === "plain") {
    const said = { format, pattern, minLength, maxLength, description };
    return {
      type: "string",
      ...Object.fromEntries(Object.entries(said).filter(([, item]) => item !== undefined)),
    };
  }
  // Strict mode refuses lengths and other formats, so they are said in words.
  const isKnown = format !== undefined && STRICT_FORMATS.has(format);
  const words = [
    ...(format === undefined || isKnown ? [] : [`Format: ${format}.`]),
    ...(minLength === undefined ? [] : [`At least ${minLength} characters.`]),
    ...(maxLength === undefined ? [] : [`At most ${maxLength} characters.`]),
  ];
  const text = joined(description, words.join(" "));
  return {
    type: "string",
    ...(isKnown ? { format } : {}),
    ...(pattern === undefined ? {} : { pattern }),
    ...(text === "" ? {} : { description: text }),
  };
}

function exportNumber(node: NumberNode): JsonSchema {
  const { type: _type, integer, description: _description, ...bounds } = node;
  return { type: integer ? "integer" : "number", ...bounds };
}

function exportUnion(context: Context, node: UnionNode): JsonSchema {
  return {
    anyOf: node.variants.map((variant) => tagFirst(exportNode(context, variant), node.discriminator)),
  };
}

/** Models write properties in order: the tag must come before what depends on it. */
function tagFirst(exported: JsonSchema, discriminator: string | undefined): JsonSchema {
  const { properties } = exported as { properties?: Record<string, unknown> };
  if (discriminator === undefined || !properties || !Object.hasOwn(properties, discriminator))
    return exported;
  return { ...exported, properties: { [discriminator]: properties[discriminator], ...properties } };
}

function orNull(exported: JsonSchema): JsonSchema {
  const { anyOf } = exported as { anyOf?: JsonSchema[] };
  if (!anyOf) return { anyOf: [exported, { type: "null" }] };
  return anyOf.some(({ type }) => type === "null")
    ? exported
    : { ...exported, anyOf: [...anyOf, { type: "null" }] };
}

function joined(description: string | undefined, words: string): string {
  return [description ?? "", words].filter((part) => part !== "").join(" ");
}
