import { keyOfVariant } from "../../src/schema/describe.ts";
import { definitionOf, isRecord, variantOf, type Schema, type SchemaNode } from "../../src/schema/ir.ts";

/** A document as it lies in a file: expressions are text. */
export interface ExampleSource {
  schema: Schema;
  value: unknown;
}

/** Beyond so many characters an example is cut down to the smallest part of each list and record. */
const LONGEST = 900;
const BEST_LENGTH = 420;

/**
 * One value of each kind of node, by its key, from the first of the documents that has any: the one with most
 * properties among those that are short.
 */
export function examplesFrom(sources: readonly ExampleSource[]): Map<string, unknown> {
  const examples = new Map<string, unknown>();
  for (const { schema, value } of sources) {
    const candidates = new Map<string, Candidates>();
    collect(schema, schema.root, value, "", candidates);
    for (const [key, { node, values }] of candidates) {
      if (!examples.has(key)) examples.set(key, shortened(schema, node, best(values)));
    }
  }
  return examples;
}

interface Candidates {
  node: SchemaNode;
  values: unknown[];
}

function collect(
  schema: Schema,
  node: SchemaNode,
  value: unknown,
  key: string,
  found: Map<string, Candidates>,
): void {
  if (value === undefined || value === null) return;
  switch (node.type) {
    case "reference":
      return collect(schema, definitionOf(schema, node.name), value, node.name, found);
    case "object": {
      if (!isRecord(value)) return;
      const isRecordNode = Object.keys(node.properties).length === 0 && node.additional !== undefined;
      if (!isRecordNode) {
        const candidates = found.get(key) ?? { node, values: [] };
        candidates.values.push(value);
        found.set(key, candidates);
      }
      for (const [name, child] of Object.entries(value)) {
        const property = Object.hasOwn(node.properties, name) ? node.properties[name] : undefined;
        if (property) collect(schema, property, child, `${key}.${name}`, found);
        else if (node.additional) collect(schema, node.additional, child, key, found);
      }
      return;
    }
    case "array":
      if (Array.isArray(value)) for (const item of value) collect(schema, node.items, item, key, found);
      return;
    case "nullable":
      return collect(schema, node.inner, value, key, found);
    case "union": {
      const variant = variantOf(schema, node, value);
      if (variant) collect(schema, variant, value, keyOfVariant(schema, node, variant, key), found);
      return;
    }
    default:
  }
}

function best(values: readonly unknown[]): unknown {
  const measured = values.map((value) => {
    const length = JSON.stringify(value).length;
    const short = length <= BEST_LENGTH;
    return { value, length, short, richness: short ? Object.keys(value as object).length : 0 };
  });
  measured.sort(
    (a, b) => Number(b.short) - Number(a.short) || b.richness - a.richness || a.length - b.length,
  );
  return measured[0]!.value;
}

/** The value, or where it is long, one with the shortest entry alone of each record and list in it. */
function shortened(schema: Schema, node: SchemaNode, value: unknown): unknown {
  return JSON.stringify(value).length <= LONGEST ? value : cutDown(schema, node, value);
}

function cutDown(schema: Schema, node: SchemaNode, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  switch (node.type) {
    case "reference":
      return cutDown(schema, definitionOf(schema, node.name), value);
    case "object": {
      if (!isRecord(value)) return value;
      const isOwn = (name: string): boolean => Object.hasOwn(node.properties, name);
      const own = Object.entries(value).filter(([name]) => isOwn(name));
      const others = Object.entries(value).filter(([name]) => !isOwn(name));
      const kept = [...own, ...shortest(others, 1)].map(([name, item]): [string, unknown] => {
        const inner = isOwn(name) ? node.properties[name] : node.additional;
        return [name, inner ? cutDown(schema, inner, item) : item];
      });
      return Object.fromEntries(kept);
    }
    case "array":
      if (!Array.isArray(value)) return value;
      return shortest(value, Math.max(1, node.minItems ?? 0)).map((item) =>
        cutDown(schema, node.items, item),
      );
    case "nullable":
      return cutDown(schema, node.inner, value);
    case "union": {
      const variant = variantOf(schema, node, value);
      return variant ? cutDown(schema, variant, value) : value;
    }
    default:
      return value;
  }
}

/** So many of the shortest, in their order. */
function shortest<Item>(items: readonly Item[], count: number): Item[] {
  const length = (item: Item): number => JSON.stringify(item).length;
  const kept = new Set(items.toSorted((a, b) => length(a) - length(b)).slice(0, count));
  return items.filter((item) => kept.has(item));
}
