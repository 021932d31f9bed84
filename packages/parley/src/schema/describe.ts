import { resolve, tagsOf, type Schema, type SchemaNode, type UnionNode } from "./ir.ts";

/**
 * The schema with descriptions, by the keys of {@link keyOfVariant} and `<key>.<property>`: `Model`, `Model.softDelete`,
 * `Statement(find).lock`. Lists, records and nullable stand under the key of what holds them. What has a description
 * keeps it.
 */
export function describe(schema: Schema, descriptions: Readonly<Record<string, string>>): Schema {
  const described = (node: SchemaNode, key: string): SchemaNode => {
    const description =
      node.description ?? (Object.hasOwn(descriptions, key) ? descriptions[key] : undefined);
    return { ...inside(node, key), ...(description === undefined ? {} : { description }) };
  };
  const inside = (node: SchemaNode, key: string): SchemaNode => {
    switch (node.type) {
      case "object": {
        const properties = Object.entries(node.properties).map(([name, property]): [string, SchemaNode] => [
          name,
          described(property, `${key}.${name}`),
        ]);
        const { additional } = node;
        return {
          ...node,
          properties: Object.fromEntries(properties),
          ...(additional ? { additional: inside(additional, key) } : {}),
        };
      }
      case "array":
        return { ...node, items: inside(node.items, key) };
      case "nullable":
        return { ...node, inner: inside(node.inner, key) };
      case "union":
        return {
          ...node,
          variants: node.variants.map((variant) =>
            described(variant, keyOfVariant(schema, node, variant, key)),
          ),
        };
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
  const definitions = Object.entries(schema.definitions).map(([name, node]): [string, SchemaNode] => [
    name,
    described(node, name),
  ]);
  return { root: schema.root, definitions: Object.fromEntries(definitions) };
}

/** The key of a union's variant: `Statement(find)` where a tag tells it, else that of the union. */
export function keyOfVariant(schema: Schema, union: UnionNode, variant: SchemaNode, key: string): string {
  const isObject = resolve(schema, variant).type === "object";
  const tags =
    union.discriminator === undefined || !isObject ? [] : tagsOf(schema, variant, union.discriminator);
  return tags.length === 1 ? `${key}(${String(tags[0])})` : key;
}
