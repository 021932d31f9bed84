import type { AnyJson, ApiSchema, Property } from "../api/document.ts";
import type { Database, Default, Field } from "../database/document.ts";
import { pascalCase } from "../text/names.ts";
import type { TypeNames } from "./openapi-type-names.ts";

/** A column that keeps a property, and the property as it is then. */
export interface Kept {
  field: Omit<Field, "id">;
  schema: ApiSchema;
  /** What became of it that was not said. */
  note?: "embedded" | "enum-as-text";
}

/** Enums and their names while tables are drafted. */
export interface Drafting {
  database: Database;
  names: TypeNames;
}

const LONGEST_STRING = 10_000;

/** The column for values of a schema; `undefined` for what is always the same. */
export function keptIn(drafting: Drafting, wish: string, schema: ApiSchema): Kept | undefined {
  switch (schema.type) {
    case "nullable": {
      const kept = keptIn(drafting, wish, schema.of);
      // A list of values is empty rather than null.
      if (kept?.field.list) return json(schema);
      return (
        kept && { ...kept, field: { ...kept.field, nullable: true }, schema: { ...schema, of: kept.schema } }
      );
    }
    case "constant":
    case "null":
      return undefined;
    case "array":
      return listIn(drafting, wish, schema);
    case "object":
    case "reference":
      return json(schema);
    case "map":
    case "oneOf":
    case "union":
    case "json":
      return { field: { type: "json" }, schema };
    default: {
      const { field, note } = scalar(drafting, wish, schema);
      return { field, schema, ...(note ? { note } : {}) };
    }
  }
}

/** JSON that has no form in the database, and keeps the one it was sent in. */
function json(schema: ApiSchema): Kept {
  const of = schema.type === "nullable" ? schema.of : schema;
  const { description, ...inner } = of;
  const kept: ApiSchema = {
    type: "json",
    of: inner as ApiSchema,
    ...(description === undefined ? {} : { description }),
  };
  return schema.type === "nullable"
    ? { field: { type: "json", nullable: true }, schema: { ...schema, of: kept }, note: "embedded" }
    : { field: { type: "json" }, schema: kept, note: "embedded" };
}

function listIn(drafting: Drafting, wish: string, schema: Extract<ApiSchema, { type: "array" }>): Kept {
  const plain = ["boolean", "integer", "number", "string", "enum"].includes(schema.items.type);
  if (!plain) return json(schema);
  const { field, note } = scalar(drafting, wish, schema.items as Scalar);
  return {
    field: { ...field, list: true, default: { type: "emptyList" } },
    schema,
    ...(note ? { note } : {}),
  };
}

type Scalar = Extract<ApiSchema, { type: "boolean" | "integer" | "number" | "string" | "enum" }>;

function scalar(drafting: Drafting, wish: string, schema: Scalar): Pick<Kept, "field" | "note"> {
  switch (schema.type) {
    case "boolean":
      return { field: { type: "boolean" } };
    case "integer":
      return { field: { type: schema.format === "int64" ? "bigint" : "int" } };
    case "number":
      return { field: { type: "float" } };
    case "enum":
      return enumIn(drafting, wish, schema.values);
    case "string":
      return { field: textIn(schema) };
    default:
      return schema satisfies never;
  }
}

function textIn({ format, maxLength }: Extract<ApiSchema, { type: "string" }>): Omit<Field, "id"> {
  switch (format) {
    case "uuid":
    case "email":
    case "uri":
    case "date":
      return { type: format };
    case "date-time":
      return { type: "datetime" };
    default:
      return maxLength !== undefined && maxLength > 0 && maxLength <= LONGEST_STRING
        ? { type: "string", maxLength }
        : { type: "text" };
  }
}

/** An enum of the database where its values can be names there. */
function enumIn(
  { database, names }: Drafting,
  wish: string,
  values: readonly string[],
): Pick<Kept, "field" | "note"> {
  const isNamed =
    values.every((value) => /^[a-z][A-Za-z0-9]{0,47}$/.test(value)) && new Set(values).size === values.length;
  if (!isNamed) return { field: { type: "text" }, note: "enum-as-text" };
  const known = Object.entries(database.enums).find(([, one]) => one.values.join(" ") === values.join(" "));
  if (known) return { field: { type: "enum", enum: known[0] } };
  const name = names(pascalCase(wish));
  database.enums[name] = { id: name, values: [...values] };
  return { field: { type: "enum", enum: name } };
}

/** What a column begins as that is shown always, but need not be sent. */
export function beginning(
  property: Property,
  field: Omit<Field, "id">,
  enums: Database["enums"],
): Default | undefined {
  if (field.default) return field.default;
  const standard = literal(property.default, field);
  if (standard) return standard;
  switch (field.type) {
    case "boolean":
      return { type: "literal", value: false };
    case "int":
    case "bigint":
    case "float":
      return { type: "literal", value: 0 };
    case "string":
    case "text":
      return { type: "literal", value: "" };
    case "enum":
      return { type: "literal", value: enums[field.enum ?? ""]!.values[0]! };
    case "json":
      return { type: "literal", value: JSON.stringify(emptyOf(property.schema)) };
    case "uuid":
      return { type: "uuid" };
    default:
      return undefined;
  }
}

/** What a description says a property is where nothing is sent, as a column's default. */
export function literal(value: AnyJson | undefined, field: Omit<Field, "id">): Default | undefined {
  if (value === undefined || value === null || field.list) return undefined;
  if (field.type === "json") return { type: "literal", value: JSON.stringify(value) };
  if (typeof value === "object") return undefined;
  const isPlain = ["boolean", "int", "float", "string", "text", "enum", "email", "uri", "date"].includes(
    field.type,
  );
  if (field.type === "bigint") return { type: "literal", value: String(value) };
  return isPlain ? { type: "literal", value } : undefined;
}

function emptyOf(schema: ApiSchema): AnyJson {
  if (schema.type === "json" && schema.of) return emptyOf(schema.of);
  return schema.type === "array" ? [] : {};
}
