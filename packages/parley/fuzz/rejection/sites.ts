import type { Expression } from "../../src/expression/document.ts";
import { childrenOf } from "../../src/expression/visit.ts";
import {
  definitionOf,
  isRecord,
  propertyOf,
  tagsOf,
  variantOf,
  type ObjectNode,
  type Schema,
  type SchemaNode,
} from "../../src/schema/ir.ts";

export type Keys = readonly (string | number)[];

/** A place in a document, with what its schema says about it. */
export interface Site {
  keys: Keys;
  value: unknown;
  /** How the schema calls it: `Field.type`, `Model.fields`. */
  place: string;
  /** The schema of the value, references followed; of a node of an expression, `expression`. */
  node: SchemaNode;
  /** The object that the value belongs to: what a rule can point at. */
  owner: Keys;
}

/** Every value of a document, and every node of its expressions. */
export function sitesOf(schema: Schema, document: unknown): Site[] {
  const sites: Site[] = [];
  const walk = (
    node: SchemaNode,
    value: unknown,
    name: string,
    place: string,
    keys: Keys,
    owner: Keys,
  ): void => {
    if (value === undefined) return;
    switch (node.type) {
      case "reference":
        return walk(definitionOf(schema, node.name), value, node.name, place, keys, owner);
      case "nullable":
        return value === null ? undefined : walk(node.inner, value, name, place, keys, owner);
      case "union": {
        const variant = variantOf(schema, node, value);
        if (!variant) return void sites.push({ keys, value, place, node, owner });
        sites.push({ keys, value, place: `${place} (one of)`, node, owner });
        const tags = node.discriminator === undefined ? [] : tagsOf(schema, variant, node.discriminator);
        const own = variant.type === "reference" ? variant.name : `${name}:${tags.join("|")}`;
        return walk(variant, value, own, place, keys, owner);
      }
      case "array":
        sites.push({ keys, value, place, node, owner });
        (value as unknown[]).forEach((item, index) =>
          walk(node.items, item, name, place, [...keys, index], owner),
        );
        return;
      case "object":
        sites.push({ keys, value, place, node, owner });
        if (!isRecord(value)) return;
        for (const [key, child] of Object.entries(value)) {
          const below = propertyOf(node, key);
          if (!below) continue;
          const at = `${name}.${Object.hasOwn(node.properties, key) ? key : "*"}`;
          walk(below, child, at, at, [...keys, key], isNode(node) ? keys : owner);
        }
        return;
      case "expression":
        return walkExpression(value as Expression, place, keys, owner);
      default:
        sites.push({ keys, value, place, node, owner });
    }
  };
  const walkExpression = (tree: Expression, place: string, keys: Keys, owner: Keys): void => {
    sites.push({ keys, value: tree, place, node: { type: "expression" }, owner });
    const parts = new Set<unknown>(childrenOf(tree).map(({ expression }) => expression));
    const within = (value: unknown, at: Keys): void => {
      if (parts.has(value)) return walkExpression(value as Expression, place, at, owner);
      if (Array.isArray(value)) return value.forEach((item, index) => within(item, [...at, index]));
      if (isRecord(value)) for (const [key, child] of Object.entries(value)) within(child, [...at, key]);
    };
    for (const [key, child] of Object.entries(tree)) within(child, [...keys, key]);
  };
  walk(schema.root, document, "root", "root", [], []);
  return sites;
}

/** Whether an object is something by itself, not only a record of such. */
function isNode(node: ObjectNode): boolean {
  return Object.keys(node.properties).length > 0;
}

/** A copy of a document with another value at a place; `undefined` takes it away. */
export function replaceAt<Document>(document: Document, keys: Keys, value: unknown): Document {
  if (keys.length === 0) return value as Document;
  const copy = structuredClone(document);
  const owner = keys
    .slice(0, -1)
    .reduce<unknown>((found, key) => (found as Record<string, unknown>)[key], copy);
  const key = keys.at(-1)!;
  if (value !== undefined) (owner as Record<string, unknown>)[key] = value;
  else if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else delete (owner as Record<string, unknown>)[key];
  return copy;
}
