import type { ApiSchema } from "../api/document.ts";
import type { Database, Field } from "../database/document.ts";
import type { Attribute } from "../requirements/document.ts";
import { camelCase } from "../text/names.ts";

/** `guest` among the kinds makes an operation public. */
export function accessOf(kinds: readonly string[]): string[] {
  if (!kinds.includes("guest")) return [...kinds];
  return ["public", ...kinds.filter((kind) => kind !== "guest")];
}

export const uuid: ApiSchema = { type: "string", format: "uuid" };

export function idParameter(model: string): string {
  return `${camelCase(model)}Id`;
}

const mostItems = 100;
const longText = 20_000;

/** Wire shape of a column. Bounds that only the requirements know come with `attribute`. */
export function fieldSchema(
  database: Database,
  field: Field,
  options: { attribute?: Attribute | undefined; reading?: boolean },
): ApiSchema {
  const scalar = scalarSchema(database, field, options.attribute);
  const schema: ApiSchema = field.list ? { type: "array", items: scalar, maxItems: mostItems } : scalar;
  if (field.description && schema.type !== "reference") schema.description = field.description;
  return field.nullable ? { type: "nullable", of: schema } : schema;
}

function scalarSchema(database: Database, field: Field, attribute: Attribute | undefined): ApiSchema {
  switch (field.type) {
    case "boolean":
      return { type: "boolean" };
    case "int":
      return {
        type: "integer",
        minimum: attribute?.minimum ?? -2_147_483_648,
        maximum: attribute?.maximum ?? 2_147_483_647,
      };
    case "bigint":
      return { type: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
    case "float":
      return { type: "number" };
    case "decimal":
      return {
        type: "string",
        format: "decimal",
        scale: field.scale ?? 2,
        ...(attribute?.minimum === undefined ? {} : { minimum: String(attribute.minimum) }),
        ...(attribute?.maximum === undefined ? {} : { maximum: String(attribute.maximum) }),
      };
    case "string":
    case "text":
      return {
        type: "string",
        minLength: attribute?.minimum ?? (field.nullable ? 0 : 1),
        maxLength: field.maxLength ?? attribute?.maximum ?? longText,
      };
    case "bytes":
      return { type: "string", maxLength: longText };
    case "uuid":
    case "email":
    case "uri":
    case "date":
      return { type: "string", format: field.type };
    case "datetime":
      return { type: "string", format: "date-time" };
    case "json":
      return { type: "json" };
    case "enum":
      return { type: "enum", values: database.enums[field.enum ?? ""]?.values ?? ["none"] };
    default:
      return field.type satisfies never;
  }
}

/** Wire shape of what a transition asks for. */
export function attributeSchema(attribute: Attribute): ApiSchema {
  const scalar = attributeScalar(attribute);
  const schema: ApiSchema = attribute.list ? { type: "array", items: scalar, maxItems: mostItems } : scalar;
  return attribute.optional ? { type: "nullable", of: schema } : schema;
}

function attributeScalar(attribute: Attribute): ApiSchema {
  if (attribute.type === "enum") return { type: "enum", values: attribute.values ?? ["none"] };
  const type = attribute.type === "integer" ? "int" : attribute.type;
  const field: Field = { id: attribute.id, type, scale: attribute.scale ?? 2 };
  if (attribute.type === "string") field.maxLength = attribute.maximum ?? 200;
  return scalarSchema({ enums: {}, models: {} }, field, attribute);
}

export function article(label: string): string {
  return `${/^[aeiou]/i.test(label) ? "an" : "a"} ${label.toLowerCase()}`;
}

export function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
