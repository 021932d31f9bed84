import { comment, join, lines, literal, property, string, text, when, type Text } from "../../text/text.ts";
import type { ApiSchema, Property } from "../document.ts";

/** How a type names another schema. */
export type Refer = (schema: string) => Text;

/** Which way values of a type go; what goes only the other way is not there, or optional where they go both. */
export type Direction = "body" | "answer" | "both";

/** The TypeScript type of a value on the wire. */
export function wireType(schema: ApiSchema, refer: Refer, direction: Direction = "answer"): Text {
  const inner = (one: ApiSchema): Text => wireType(one, refer, direction);
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
    case "constant":
      return literal(schema.value);
    case "null":
      return text`null`;
    case "array":
      return isCompound(schema.items) ? text`(${inner(schema.items)})[]` : text`${inner(schema.items)}[]`;
    case "object":
      if (schema.rest && Object.keys(schema.properties).length === 0)
        return text`Record<string, ${inner(schema.rest)}>`;
      return text`{
        ${propertyTypes(schema.properties, refer, { direction })}
      }`;
    case "map":
      return text`Record<string, ${inner(schema.values)}>`;
    case "reference":
      return refer(schema.schema);
    case "nullable":
      return isAnything(schema.of) ? text`unknown` : text`${inner(schema.of)} | null`;
    case "oneOf":
      return join(schema.variants.map(refer), text` | `);
    case "union":
      return join(schema.options.map(inner), text` | `);
    case "json":
      return schema.of ? inner(schema.of) : text`unknown`;
    default:
      return schema satisfies never;
  }
}

/** The members of an object type, a line each, with their descriptions. */
export function propertyTypes(
  properties: Record<string, Property>,
  refer: Refer,
  {
    direction = "answer",
    mark = (_name, member) => member,
  }: { direction?: Direction; mark?: (name: string, member: Text) => Text } = {},
): Text {
  return lines(
    Object.entries(properties)
      .filter(([, { only }]) => direction === "both" || (only ?? direction) === direction)
      .map(([name, { schema, optional, only, wire }]) => {
        const question = when((optional ?? false) || (direction === "both" && only !== undefined), text`?`);
        return mark(
          name,
          lines([
            comment(schema.description ?? ""),
            text`${property(wire ?? name)}${question}: ${wireType(schema, refer, direction)};`,
          ]),
        );
      }),
  );
}

function isAnything(schema: ApiSchema): boolean {
  return schema.type === "json" && schema.of === undefined;
}

function isCompound(schema: ApiSchema): boolean {
  switch (schema.type) {
    case "nullable":
      return !isAnything(schema.of);
    case "json":
      return schema.of !== undefined && isCompound(schema.of);
    case "enum":
    case "oneOf":
    case "union":
      return true;
    default:
      return false;
  }
}
