import {
  isRecord,
  resolve,
  variantOf,
  type NumberNode,
  type ObjectNode,
  type Schema,
  type SchemaNode,
  type StringNode,
  type UnionNode,
} from "./ir.ts";

/**
 * Whether a value surely is valid: types, keys, tags, lengths, patterns and bounds, all the way down. `false` says
 * nothing: formats, multiples and what zod alone knows are left to validation. `sound` holds expressions that need no
 * second look because the parser made them.
 */
export function fits(schema: Schema, node: SchemaNode, value: unknown, sound: ReadonlySet<unknown>): boolean {
  const target = resolve(schema, node);
  switch (target.type) {
    case "object":
      return isRecord(value) && fitsObject(schema, target, value, sound);
    case "array": {
      const { items, minItems = 0, maxItems = Infinity } = target;
      if (!Array.isArray(value) || value.length < minItems || value.length > maxItems) return false;
      return value.every((item) => fits(schema, items, item, sound));
    }
    case "string":
      return fitsString(target, value);
    case "enum":
      return typeof value === "string" && target.values.includes(value);
    case "literal":
      return value === target.value;
    case "number":
      return fitsNumber(target, value);
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "nullable":
      return value === null || fits(schema, target.inner, value, sound);
    case "union":
      return fitsUnion(schema, target, value, sound);
    case "expression":
      return sound.has(value);
    case "unknown":
      return isJson(value);
    default:
      return target satisfies never;
  }
}

/** Whether JSON can hold the value, all the way down. */
function isJson(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isJson);
  if (isRecord(value)) return Object.values(value).every(isJson);
  return value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
}

function fitsObject(
  schema: Schema,
  node: ObjectNode,
  value: Record<string, unknown>,
  sound: ReadonlySet<unknown>,
): boolean {
  for (const name of node.required) if (!Object.hasOwn(value, name)) return false;
  for (const key of Object.keys(value)) {
    const isOwn = Object.hasOwn(node.properties, key);
    const child = isOwn ? node.properties[key] : node.additional;
    if (!child || !fits(schema, child, value[key], sound)) return false;
    if (!isOwn && node.keys && !fitsString(node.keys, key)) return false;
  }
  return true;
}

function fitsString(
  { format, pattern, minLength = 0, maxLength = Infinity }: StringNode,
  value: unknown,
): boolean {
  if (typeof value !== "string" || format !== undefined) return false;
  if (value.length < minLength || value.length > maxLength) return false;
  return pattern === undefined || expressionOf(pattern).test(value);
}

const patterns = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  const made = new RegExp(pattern);
  patterns.set(pattern, made);
  return made;
}

function fitsNumber(node: NumberNode, value: unknown): boolean {
  if (typeof value !== "number" || node.multipleOf !== undefined) return false;
  if (node.integer ? !Number.isSafeInteger(value) : !Number.isFinite(value)) return false;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum } = node;
  if (value < minimum || value > maximum) return false;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return false;
  return exclusiveMaximum === undefined || value < exclusiveMaximum;
}

function fitsUnion(schema: Schema, node: UnionNode, value: unknown, sound: ReadonlySet<unknown>): boolean {
  if (node.discriminator === undefined) {
    return node.variants.some((variant) => fits(schema, variant, value, sound));
  }
  const variant = variantOf(schema, node, value);
  return variant !== undefined && fits(schema, variant, value, sound);
}
