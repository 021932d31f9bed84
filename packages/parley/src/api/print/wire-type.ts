import { comment, join, lines, property, string, text, when, type Text } from "../../text/text.ts";
import type { ApiSchema, Property } from "../document.ts";

/** How a type names another schema. */
export type Refer = (schema: string) => Text;

/** The TypeScript type of a value on the wire. */
export function wireType(schema: ApiSchema, refer: Refer): Text {
  switch (schema.type) {
    case "boolean":
      return text`boolean`;
    case "integer":
    case "number":
      return text`number`;
    case "string":
      return text`string`;
    case "enum":
      return join(schema.values.map(string), text` | `);
    case "array": {
      const items = wireType(schema.items, refer);
      return isCompound(schema.items) ? text`(${items})[]` : text`${items}[]`;
    }
    case "object":
      return text`{
        ${propertyTypes(schema.properties, refer)}
      }`;
    case "reference":
      return refer(schema.schema);
    case "nullable":
      return schema.of.type === "json" ? text`unknown` : text`${wireType(schema.of, refer)} | null`;
    case "oneOf":
      return join(schema.variants.map(refer), text` | `);
    case "json":
      return text`unknown`;
    default:
      return schema satisfies never;
  }
}

/** The members of an object type, a line each, with their descriptions. */
export function propertyTypes(
  properties: Record<string, Property>,
  refer: Refer,
  mark: (name: string, member: Text) => Text = (_name, member) => member,
): Text {
  return lines(
    Object.entries(properties).map(([name, { schema, optional }]) =>
      mark(
        name,
        lines([
          comment(schema.description ?? ""),
          text`${property(name)}${when(optional ?? false, text`?`)}: ${wireType(schema, refer)};`,
        ]),
      ),
    ),
  );
}

function isCompound(schema: ApiSchema): boolean {
  return (
    (schema.type === "nullable" && schema.of.type !== "json") ||
    schema.type === "enum" ||
    schema.type === "oneOf"
  );
}
