import type { JsonSchema } from "../../schema/export.ts";

/** A value inside a function's arguments, with what the JSON Schema says about it. */
export interface SchemaPlace {
  keys: readonly (string | number)[];
  value: unknown;
  schema: JsonSchema;
  /** The tag, where the value is a variant of a union told apart by one. */
  tag?: string;
  isRequired: boolean;
}

/** Every place of a valid value, outermost first. */
export function placesOf(root: JsonSchema, value: unknown): SchemaPlace[] {
  const places: SchemaPlace[] = [];
  const visit = (
    declared: JsonSchema,
    item: unknown,
    keys: SchemaPlace["keys"],
    isRequired: boolean,
  ): void => {
    const { schema, tag } = settle(root, declared, item);
    places.push({ keys, value: item, schema, isRequired, ...(tag === undefined ? {} : { tag }) });
    if (Array.isArray(item)) {
      item.forEach((child, index) => visit(schemaAt(schema, "items"), child, [...keys, index], false));
    } else if (typeof item === "object" && item !== null) {
      const properties = schemaAt(schema, "properties");
      const required = (schema["required"] ?? []) as string[];
      for (const [key, child] of Object.entries(item)) {
        const isDeclared = Object.hasOwn(properties, key);
        const below = isDeclared ? schemaAt(properties, key) : schemaAt(schema, "additionalProperties");
        visit(below, child, [...keys, key], isDeclared && required.includes(key));
      }
    }
  };
  visit(root, value, [], true);
  return places;
}

/** A copy of a value with another one at a place; `undefined` takes the place's key away. */
export function replaceAt(root: unknown, keys: SchemaPlace["keys"], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(root)) {
    return root.map((item: unknown, index) => (index === key ? replaceAt(item, rest, value) : item));
  }
  const entries = Object.entries(root as Record<string, unknown>).flatMap(
    ([name, item]): [string, unknown][] => {
      if (name !== String(key)) return [[name, item]];
      const replaced = replaceAt(item, rest, value);
      return replaced === undefined ? [] : [[name, replaced]];
    },
  );
  return Object.fromEntries(entries);
}

function schemaAt(schema: JsonSchema, key: string): JsonSchema {
  const below = schema[key];
  return typeof below === "object" && below !== null ? (below as JsonSchema) : {};
}

/** Follows references, and unions to the variant that the value is. */
function settle(
  root: JsonSchema,
  declared: JsonSchema,
  value: unknown,
): { schema: JsonSchema; tag?: string } {
  const { $ref: reference, anyOf: variants } = declared as { $ref?: string; anyOf?: JsonSchema[] };
  if (reference !== undefined) {
    const name = reference.replace("#/$defs/", "").replaceAll("~1", "/").replaceAll("~0", "~");
    return settle(root, schemaAt(schemaAt(root, "$defs"), name), value);
  }
  if (!variants) return { schema: declared };
  for (const variant of variants) {
    const settled = settle(root, variant, value);
    const tag = tagOf(settled.schema, value);
    if (tag !== undefined) return { schema: settled.schema, tag };
    if (settled.tag !== undefined) return settled;
  }
  const byType = variants.map((variant) => settle(root, variant, value));
  return byType.find(({ schema }) => hasType(schema, value)) ?? { schema: {} };
}

/** The property whose only allowed value is the one that an object has. */
function tagOf(schema: JsonSchema, value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const properties = schemaAt(schema, "properties");
  return Object.keys(properties).find((name) => {
    const allowed = schemaAt(properties, name)["enum"];
    const isSingle = Array.isArray(allowed) && allowed.length === 1;
    return isSingle && allowed[0] === (value as Record<string, unknown>)[name];
  });
}

function hasType({ type }: JsonSchema, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}
