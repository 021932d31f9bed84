/** What a schema says about a value; a closed union that every generic part of the system reads. */
export type SchemaNode =
  | ObjectNode
  | ArrayNode
  | StringNode
  | EnumNode
  | LiteralNode
  | NumberNode
  | BooleanNode
  | NullNode
  | NullableNode
  | UnionNode
  | ReferenceNode
  | ExpressionNode
  | UnknownNode;

/** With `additional` the node is a record: any further key, matching `keys` where given, holds such a value. */
export interface ObjectNode {
  type: "object";
  properties: Record<string, SchemaNode>;
  required: string[];
  additional?: SchemaNode;
  keys?: StringNode;
  description?: string;
}

export interface ArrayNode {
  type: "array";
  items: SchemaNode;
  minItems?: number;
  maxItems?: number;
  description?: string;
}

/** `format` is JSON Schema's; a standard format stands without its pattern. Lengths are UTF-16 units. */
export interface StringNode {
  type: "string";
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  description?: string;
}

export interface EnumNode {
  type: "enum";
  values: string[];
  description?: string;
}

export interface LiteralNode {
  type: "literal";
  value: string | number | boolean;
  description?: string;
}

/** Bounds are inclusive unless their name says otherwise. */
export interface NumberNode {
  type: "number";
  integer: boolean;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  description?: string;
}

export interface BooleanNode {
  type: "boolean";
  description?: string;
}

export interface NullNode {
  type: "null";
  description?: string;
}

export interface NullableNode {
  type: "nullable";
  inner: SchemaNode;
  description?: string;
}

/** Never holds a null variant nor another union; `discriminator` is set when a tag tells all variants apart. */
export interface UnionNode {
  type: "union";
  variants: SchemaNode[];
  discriminator?: string;
  description?: string;
}

export interface ReferenceNode {
  type: "reference";
  name: string;
  description?: string;
}

/** An expression: a tree in memory, its canonical text outside. */
export interface ExpressionNode {
  type: "expression";
  description?: string;
}

/** Any JSON value. */
export interface UnknownNode {
  type: "unknown";
  description?: string;
}

export interface Schema {
  root: SchemaNode;
  definitions: Record<string, SchemaNode>;
}

/** The node behind references. */
export function resolve(schema: Schema, node: SchemaNode): Exclude<SchemaNode, ReferenceNode> {
  let current = node;
  while (current.type === "reference") current = definitionOf(schema, current.name);
  return current;
}

/** The node behind references and `nullable`. */
export function resolvePresent(
  schema: Schema,
  node: SchemaNode,
): Exclude<SchemaNode, ReferenceNode | NullableNode> {
  let current = resolve(schema, node);
  while (current.type === "nullable") current = resolve(schema, current.inner);
  return current;
}

export function definitionOf(schema: Schema, name: string): SchemaNode {
  const definition = Object.hasOwn(schema.definitions, name) ? schema.definitions[name] : undefined;
  if (!definition) throw new Error(`The schema has no definition ${name}.`);
  return definition;
}

/** The node a key of an object leads to, or `undefined` where the object has no such key. */
export function propertyOf(node: ObjectNode, key: string): SchemaNode | undefined {
  return Object.hasOwn(node.properties, key) ? node.properties[key] : node.additional;
}

/** The values a node's tag may have: one for a literal, several for an enum, none for anything else. */
export function tagsOf(schema: Schema, variant: SchemaNode, discriminator: string): LiteralNode["value"][] {
  const object = resolve(schema, variant);
  if (object.type !== "object" || !object.required.includes(discriminator)) return [];
  const tag = resolve(schema, object.properties[discriminator]!);
  if (tag.type === "literal") return [tag.value];
  return tag.type === "enum" ? tag.values : [];
}

/** The variant whose tag a value bears, or `undefined` without such a tag. */
export function variantOf(schema: Schema, union: UnionNode, value: unknown): SchemaNode | undefined {
  const { discriminator } = union;
  if (discriminator === undefined || !isRecord(value) || !Object.hasOwn(value, discriminator))
    return undefined;
  return variantsByTag(schema, union, discriminator).get(value[discriminator]);
}

const tagged = new WeakMap<UnionNode, Map<unknown, SchemaNode>>();

function variantsByTag(schema: Schema, union: UnionNode, discriminator: string): Map<unknown, SchemaNode> {
  const before = tagged.get(union);
  if (before) return before;
  const entries = union.variants.flatMap((variant) =>
    tagsOf(schema, variant, discriminator).map((tag) => [tag, variant] as const),
  );
  const byTag = new Map<unknown, SchemaNode>(entries);
  tagged.set(union, byTag);
  return byTag;
}

/** The nodes directly below one, references not followed. */
export function childrenOf(node: SchemaNode): SchemaNode[] {
  switch (node.type) {
    case "object":
      return [...Object.values(node.properties), ...(node.additional ? [node.additional] : [])];
    case "array":
      return [node.items];
    case "nullable":
      return [node.inner];
    case "union":
      return node.variants;
    case "string":
    case "enum":
    case "literal":
    case "number":
    case "boolean":
    case "null":
    case "reference":
    case "expression":
    case "unknown":
      return [];
    default:
      throw new Error(`Unknown node ${JSON.stringify(node satisfies never)}`);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The node that governs the value at a path, behind references and `nullable`; a union whose tag the value does
 * not bear is given as it is. `undefined` where the schema has nothing.
 */
export function nodeAt(
  schema: Schema,
  root: unknown,
  keys: readonly (string | number)[],
): ReturnType<typeof resolvePresent> | undefined {
  let node = resolvePresent(schema, schema.root);
  let value = root;
  for (let depth = 0; ; depth++) {
    const variant = node.type === "union" ? variantOf(schema, node, value) : undefined;
    if (variant) node = resolvePresent(schema, variant);
    const key = keys[depth];
    if (key === undefined) return node;
    const next = node.type === "array" ? node.items : node.type === "object" && propertyOf(node, String(key));
    if (!next) return undefined;
    node = resolvePresent(schema, next);
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
}
