import { camelCase } from "../text/names.ts";
import {
  isRecord,
  propertyOf,
  resolvePresent,
  variantOf,
  type ObjectNode,
  type Schema,
  type SchemaNode,
} from "../schema/ir.ts";

const identity = "id";

/** The schema as a model sees it: identities are given by code and never shown. */
export function withoutIdentities(schema: Schema): Schema {
  const strip = (node: SchemaNode): SchemaNode => {
    switch (node.type) {
      case "object": {
        const properties = Object.entries(node.properties).filter(
          ([key]) => key !== identity || !isIdentity(node),
        );
        return {
          ...node,
          properties: Object.fromEntries(properties.map(([key, child]) => [key, strip(child)])),
          required: node.required.filter((key) => key !== identity || !isIdentity(node)),
          ...(node.additional ? { additional: strip(node.additional) } : {}),
        };
      }
      case "array":
        return { ...node, items: strip(node.items) };
      case "nullable":
        return { ...node, inner: strip(node.inner) };
      case "union":
        return { ...node, variants: node.variants.map(strip) };
      case "string":
      case "enum":
      case "literal":
      case "number":
      case "boolean":
      case "null":
      case "reference":
      case "expression":
      case "unknown":
        return node;
      default:
        return node satisfies never;
    }
  };
  const definitions = Object.entries(schema.definitions).map(([name, node]) => [name, strip(node)] as const);
  return { root: strip(schema.root), definitions: Object.fromEntries(definitions) };
}

function isIdentity(node: ObjectNode): boolean {
  return node.properties[identity]?.type === "string" && node.required.includes(identity);
}

/** The value without its identities, as a model sees it. */
export function hideIdentities(schema: Schema, node: SchemaNode, value: unknown): unknown {
  return walk(schema, node, value, (object, entries) =>
    isIdentity(object) ? entries.filter(([key]) => key !== identity) : entries,
  );
}

/**
 * Gives identities to a node that a designer wrote: where `previous` has an entry of the same name, its identity;
 * else `<identity above>/<name>`. `id` is the node's own.
 */
export function restoreIdentities(
  schema: Schema,
  node: SchemaNode,
  value: unknown,
  previous: unknown,
  id: string,
): unknown {
  const target = variantFor(schema, node, value);
  if (target.type === "array") {
    return Array.isArray(value)
      ? value.map((item, index) =>
          restoreIdentities(schema, target.items, item, itemOf(previous, index), `${id}/${index}`),
        )
      : value;
  }
  if (target.type !== "object" || !isRecord(value)) return value;
  const own = isIdentity(target) ? (isRecord(previous) ? (previous[identity] ?? id) : id) : undefined;
  const above = typeof own === "string" ? own : id;
  const entries = Object.entries(value).map(([key, child]): [string, unknown] => {
    const property = propertyOf(target, key);
    if (!property) return [key, child];
    const before = isRecord(previous) && Object.hasOwn(previous, key) ? previous[key] : undefined;
    // A record's key names its entry; a fixed property does not.
    const below = Object.hasOwn(target.properties, key) ? above : `${above}/${key}`;
    return [key, restoreIdentities(schema, property, child, before, below)];
  });
  const kept = entries.filter(([key]) => own === undefined || key !== identity);
  return Object.fromEntries(own === undefined ? kept : [[identity, own], ...kept]);
}

function itemOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] : undefined;
}

function variantFor(schema: Schema, node: SchemaNode, value: unknown): ReturnType<typeof resolvePresent> {
  const target = resolvePresent(schema, node);
  if (target.type !== "union") return target;
  const variant = variantOf(schema, target, value);
  return variant ? resolvePresent(schema, variant) : target;
}

function walk(
  schema: Schema,
  node: SchemaNode,
  value: unknown,
  change: (object: ObjectNode, entries: [string, unknown][]) => [string, unknown][],
): unknown {
  const target = variantFor(schema, node, value);
  if (target.type === "array") {
    return Array.isArray(value) ? value.map((item) => walk(schema, target.items, item, change)) : value;
  }
  if (target.type !== "object" || !isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, child]): [string, unknown] => {
    const property = propertyOf(target, key);
    return [key, property ? walk(schema, property, child, change) : child];
  });
  return Object.fromEntries(change(target, entries));
}

/** An identity for a node that is new under this name. */
export function newIdentity(name: string, taken: ReadonlySet<string>): string {
  const plain = camelCase(name) || name;
  let id = plain;
  for (let count = 2; taken.has(id); count++) id = `${plain}-${count}`;
  return id;
}
