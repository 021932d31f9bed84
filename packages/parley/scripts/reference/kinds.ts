import { keyOfVariant } from "../../src/schema/describe.ts";
import {
  childrenOf,
  definitionOf,
  resolve,
  type ObjectNode,
  type Schema,
  type SchemaNode,
} from "../../src/schema/ir.ts";

/** A kind of node of a document: what the reference has a section and an example for. */
export interface Kind {
  /** `Model`, `Statement(find)`, `Field.default(literal)`. */
  key: string;
  node: ObjectNode;
  /** The tag of a variant. */
  tag?: string;
}

/** A definition, or a union inside of one, with its kinds. */
export interface Group {
  /** `Model`, `Statement`, `Field.default`. */
  key: string;
  description?: string;
  kinds: Kind[];
}

/** The kinds of a language: its root, then whatever that leads to, nearest first. */
export function groupsOf(schema: Schema): Group[] {
  const groups: Group[] = [];
  const seen = new Set<string>();
  const pending: string[] = [];
  const enter = (name: string): void => {
    if (!seen.has(name)) pending.push(name);
    seen.add(name);
  };
  const add = (key: string, node: SchemaNode): void => {
    const { description } = node;
    const kinds = kindsAt(schema, key, node);
    if (kinds.length > 0) groups.push({ key, kinds, ...(description === undefined ? {} : { description }) });
    for (const { key: inner, node: object } of kinds) {
      for (const [name, property] of Object.entries(object.properties)) collect(`${inner}.${name}`, property);
      if (object.additional) collect(inner, object.additional);
    }
  };
  const collect = (key: string, node: SchemaNode): void => {
    if (node.type === "reference") enter(node.name);
    else if (node.type === "union" && node.discriminator !== undefined) add(key, node);
    else for (const [inner, child] of innerNodes(key, node)) collect(inner, child);
  };
  if (schema.root.type === "reference") enter(schema.root.name);
  else add("", schema.root);
  for (const name of pending) add(name, definitionOf(schema, name));
  return groups;
}

/** Children with their keys; those of an object without a definition are its properties. */
export function innerNodes(key: string, node: SchemaNode): [string, SchemaNode][] {
  if (node.type !== "object") return childrenOf(node).map((child) => [key, child]);
  const properties = Object.entries(node.properties).map(([name, property]): [string, SchemaNode] => [
    `${key}.${name}`,
    property,
  ]);
  return node.additional ? [...properties, [key, node.additional]] : properties;
}

function kindsAt(schema: Schema, key: string, node: SchemaNode): Kind[] {
  if (node.type === "object") return [{ key, node }];
  if (node.type !== "union") return [];
  return node.variants.flatMap((variant): Kind[] => {
    const object = resolve(schema, variant);
    const inner = keyOfVariant(schema, node, variant, key);
    const tag = /\(([^()]*)\)$/.exec(inner)?.[1];
    if (object.type !== "object" || variant.type === "reference" || tag === undefined) return [];
    return [{ key: inner, node: object, tag }];
  });
}
