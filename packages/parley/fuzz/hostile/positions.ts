import type { Expression } from "../../src/expression/document.ts";
import { childrenOf } from "../../src/expression/visit.ts";
import {
  definitionOf,
  isRecord,
  propertyOf,
  tagsOf,
  variantOf,
  type Schema,
  type SchemaNode,
} from "../../src/schema/ir.ts";

/** A string of a document: a value, or the key of a record. */
export interface Position {
  /** Where the schema has it: `Model.description`, `Question.choices (key)`. */
  kind: string;
  keys: (string | number)[];
  isKey: boolean;
}

/**
 * Every string of a document that its schema does not bind to a pattern, a format or a closed choice; in expressions
 * the values of string literals.
 */
export function stringPositions(schema: Schema, document: unknown): Position[] {
  const found: Position[] = [];
  const walk = (
    node: SchemaNode,
    value: unknown,
    name: string,
    place: string,
    keys: (string | number)[],
  ): void => {
    if (value === null || value === undefined) return;
    switch (node.type) {
      case "reference":
        return walk(definitionOf(schema, node.name), value, node.name, place, keys);
      case "nullable":
        return walk(node.inner, value, name, place, keys);
      case "array":
        return (value as unknown[]).forEach((item, index) =>
          walk(node.items, item, name, place, [...keys, index]),
        );
      case "union": {
        const variant = variantOf(schema, node, value);
        if (variant) {
          const tags = node.discriminator === undefined ? [] : tagsOf(schema, variant, node.discriminator);
          const own = variant.type === "reference" ? variant.name : `${name}:${tags.join("|")}`;
          return walk(variant, value, own, place, keys);
        }
        const text = node.variants.find((one) => one.type === "string");
        if (typeof value === "string" && text) walk(text, value, name, place, keys);
        return;
      }
      case "string": {
        const isFree = node.pattern === undefined && node.format === undefined;
        if (isFree && typeof value === "string") found.push({ kind: place, keys, isKey: false });
        return;
      }
      case "expression":
        return walkExpression(value as Expression, `${place} (literal)`, keys);
      case "object":
        if (!isRecord(value)) return;
        for (const [key, child] of Object.entries(value)) {
          const below = propertyOf(node, key);
          if (!below) continue;
          const isOwn = Object.hasOwn(node.properties, key);
          const at = `${name}.${isOwn ? key : "*"}`;
          if (!isOwn && node.keys?.pattern === undefined) {
            found.push({ kind: `${name} (key)`, keys: [...keys, key], isKey: true });
          }
          walk(below, child, at, at, [...keys, key]);
        }
        return;
      default:
        return;
    }
  };
  const walkExpression = (tree: Expression, place: string, keys: (string | number)[]): void => {
    if (tree.type === "string") {
      found.push({ kind: place, keys: [...keys, "value"], isKey: false });
      return;
    }
    const parts = new Set(childrenOf(tree).map(({ expression }) => expression));
    const within = (value: unknown, path: (string | number)[]): void => {
      if (parts.has(value as Expression)) return walkExpression(value as Expression, place, path);
      if (Array.isArray(value)) return value.forEach((item, index) => within(item, [...path, index]));
      if (isRecord(value)) for (const [key, child] of Object.entries(value)) within(child, [...path, key]);
    };
    for (const [key, child] of Object.entries(tree)) within(child, [...keys, key]);
  };
  walk(schema.root, document, "root", "root", []);
  return found;
}

/** A copy of a document with other strings at some positions; keys keep their places among the others. */
export function replaceStrings<Document>(
  document: Document,
  replacements: readonly { position: Position; text: string }[],
): Document {
  const copy = structuredClone(document);
  // Keys last and innermost first, so that the paths of the others still hold.
  const ordered = [
    ...replacements.filter(({ position }) => !position.isKey),
    ...replacements.filter(({ position }) => position.isKey).toSorted(deepestFirst),
  ];
  for (const { position, text } of ordered) {
    const key = position.keys.at(-1)!;
    const owner = position.keys
      .slice(0, -1)
      .reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], copy) as Record<
      string,
      unknown
    >;
    if (!position.isKey) {
      owner[key] = text;
      continue;
    }
    const entries = Object.entries(owner);
    for (const [name] of entries) delete owner[name];
    for (const [name, value] of entries) {
      Object.defineProperty(owner, name === String(key) ? text : name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return copy;
}

function deepestFirst(a: { position: Position }, b: { position: Position }): number {
  return b.position.keys.length - a.position.keys.length;
}
