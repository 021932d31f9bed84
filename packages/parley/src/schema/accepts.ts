import {
  isRecord,
  resolve,
  variantOf,
  type NumberNode,
  type ObjectNode,
  type Schema,
  type SchemaNode,
} from "./ir.ts";

/**
 * Whether a value has a node's shape: types, keys, tags and constants, all the way down. Formats, patterns,
 * lengths and bounds are left to validation, so that a value only out of bounds still counts as this node's.
 */
export function accepts(schema: Schema, node: SchemaNode, value: unknown): boolean {
  const target = resolve(schema, node);
  switch (target.type) {
    case "object":
      return isRecord(value) && acceptsObject(schema, target, value);
    case "array":
      return Array.isArray(value) && value.every((item) => accepts(schema, target.items, item));
    case "string":
      return typeof value === "string";
    case "enum":
      return typeof value === "string" && target.values.includes(value);
    case "literal":
      return value === target.value;
    case "number":
      return acceptsNumber(target, value);
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "nullable":
      return value === null || accepts(schema, target.inner, value);
    case "union":
      return acceptsUnion(schema, target, value);
    case "expression":
      return typeof value === "string" || isRecord(value);
    case "unknown":
      return value !== undefined;
    default:
      throw new Error(`Unknown node ${JSON.stringify(target satisfies never)}`);
  }
}

function acceptsObject(schema: Schema, node: ObjectNode, value: Record<string, unknown>): boolean {
  if (node.required.some((name) => !Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([key, item]) => {
    const child = Object.hasOwn(node.properties, key) ? node.properties[key] : node.additional;
    return child !== undefined && accepts(schema, child, item);
  });
}

function acceptsNumber(node: NumberNode, value: unknown): boolean {
  return typeof value === "number" && (node.integer ? Number.isInteger(value) : Number.isFinite(value));
}

function acceptsUnion(schema: Schema, node: Extract<SchemaNode, { type: "union" }>, value: unknown): boolean {
  if (node.discriminator === undefined)
    return node.variants.some((variant) => accepts(schema, variant, value));
  const variant = variantOf(schema, node, value);
  return variant !== undefined && accepts(schema, variant, value);
}
