import {
  empty,
  numeral,
  prismaName,
  prismaString,
  property,
  sqlIdentifier,
  sqlString,
  text,
  type Text,
} from "../../text/text.ts";
import type { Field } from "../document.ts";
import { enumTypeNameOf } from "../names.ts";

/** Prisma's scalar or enum, and the attribute for PostgreSQL's type where the default is another. */
export function prismaType(field: Field): { type: Text; native: Text } {
  const { type, native } = prismaScalar(field);
  if (field.list) return { type: text`${type}[]`, native };
  return { type: field.nullable ? text`${type}?` : type, native };
}

function prismaScalar(field: Field): { type: Text; native: Text } {
  switch (field.type) {
    case "boolean":
      return { type: text`Boolean`, native: empty };
    case "int":
      return { type: text`Int`, native: empty };
    case "bigint":
      return { type: text`BigInt`, native: empty };
    case "float":
      return { type: text`Float`, native: empty };
    case "decimal":
      return { type: text`Decimal`, native: text`@db.Decimal(${precisionOf(field)})` };
    case "string":
    case "text":
    case "email":
    case "uri":
      return {
        type: text`String`,
        native: field.maxLength === undefined ? empty : text`@db.VarChar(${lengthOf(field)})`,
      };
    case "uuid":
      return { type: text`String`, native: text`@db.Uuid` };
    case "date":
      return { type: text`DateTime`, native: text`@db.Date` };
    case "datetime":
      return { type: text`DateTime`, native: text`@db.Timestamptz(3)` };
    case "json":
      return { type: text`Json`, native: empty };
    case "bytes":
      return { type: text`Bytes`, native: empty };
    case "enum":
      return { type: prismaName(enumOf(field)), native: empty };
    default:
      return field.type satisfies never;
  }
}

/** The default as the database holds it; `uuid` has none there, since ids come from the application. */
export function prismaDefault(field: Field): Text {
  const value = field.default;
  if (!value) return empty;
  switch (value.type) {
    case "uuid":
      return empty;
    case "sequence":
      return text`@default(autoincrement())`;
    case "emptyList":
      return text`@default([])`;
    case "literal":
      return text`@default(${prismaLiteral(field, value.value)})`;
    default:
      return value satisfies never;
  }
}

function prismaLiteral(field: Field, value: boolean | number | string): Text {
  if (typeof value === "boolean") return value ? text`true` : text`false`;
  switch (field.type) {
    case "int":
    case "bigint":
    case "float":
    case "decimal":
      return numeral(String(value));
    case "date":
      // Prisma writes dates as instants; the time of day is dropped by the column's type.
      return prismaString(`${value}T00:00:00Z`);
    case "enum":
      return prismaWord(String(value));
    default:
      return prismaString(String(value));
  }
}

/** PostgreSQL's type of a column. */
export function sqlType(field: Field): Text {
  const type = sqlScalar(field);
  return field.list ? text`${type}[]` : type;
}

function sqlScalar(field: Field): Text {
  switch (field.type) {
    case "boolean":
      return text`BOOLEAN`;
    case "int":
      return text`INTEGER`;
    case "bigint":
      return text`BIGINT`;
    case "float":
      return text`DOUBLE PRECISION`;
    case "decimal":
      return text`DECIMAL(${precisionOf(field)})`;
    case "string":
    case "text":
    case "email":
    case "uri":
      return field.maxLength === undefined ? text`TEXT` : text`VARCHAR(${lengthOf(field)})`;
    case "uuid":
      return text`UUID`;
    case "date":
      return text`DATE`;
    case "datetime":
      return text`TIMESTAMPTZ(3)`;
    case "json":
      return text`JSONB`;
    case "bytes":
      return text`BYTEA`;
    case "enum":
      return sqlIdentifier(enumTypeNameOf(enumOf(field)));
    default:
      return field.type satisfies never;
  }
}

/** The default of a field as a value of SQL; `undefined` where it has none that SQL can give. */
export function sqlDefault(field: Field): Text | undefined {
  const value = field.default;
  if (!value || value.type === "sequence") return undefined;
  if (value.type === "uuid") return text`gen_random_uuid()`;
  if (value.type === "emptyList") return text`ARRAY[]::${sqlType(field)}`;
  if (typeof value.value === "boolean") return value.value ? text`true` : text`false`;
  if (["int", "bigint", "float", "decimal"].includes(field.type)) return numeral(String(value.value));
  return text`${sqlString(String(value.value))}::${sqlType(field)}`;
}

/** A field or enum value: unlike types, these may be called `public` or `default` in Prisma. */
export function prismaWord(name: string): Text {
  return quotedInTypeScript.get(name) ?? property(name);
}

/** Names that a property of TypeScript takes in quotes alone, and Prisma as they are. */
const quotedInTypeScript: ReadonlyMap<string, Text> = new Map([
  ["constructor", text`constructor`],
  ["prototype", text`prototype`],
]);

function precisionOf(field: Field): Text {
  return text`${numeral(String(field.precision))}, ${numeral(String(field.scale))}`;
}

function lengthOf(field: Field): Text {
  return numeral(String(field.maxLength));
}

function enumOf(field: Field): string {
  if (field.enum === undefined) throw new Error("A field of type enum without its enum was to be printed.");
  return field.enum;
}
