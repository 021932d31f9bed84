import type { Default, Field } from "../database/document.ts";
import { holdsMoney, isState } from "../database/check/fields.ts";
import type { Location } from "../diagnostic/diagnostic.ts";
import type { PrismaField } from "../host/prisma-schema.ts";
import { snakeCase } from "../text/names.ts";
import { isSecret } from "./autobe-database.ts";
import { report } from "./diagnostics.ts";
import { functionOf, type PrismaImporting } from "./prisma-names.ts";

interface FieldSite {
  model: string;
  name: string;
  field: PrismaField;
  place: Location;
}

/** A scalar or enum field as a field of ours. */
export function fieldOf(importing: PrismaImporting, site: FieldSite): Field {
  const { field: source, model, name } = site;
  const field: Field = { id: `${model}/${name}`, ...typeOf(importing, site) };
  if (source.documentation) field.description = source.documentation;
  if (source.isList) field.list = true;
  else if (!source.isRequired) field.nullable = true;
  if (field.list && (field.type === "json" || field.type === "bytes")) {
    tellType(importing, site, `list of ${source.type}`, "json");
    delete field.list;
    field.type = "json";
  }
  if (isSecret(snakeCase(name))) field.secret = true;
  const standard = defaultOf(importing, site, field);
  if (standard) field.default = standard;
  return field;
}

const MOST_CHARACTERS = 10_000;
const MOST_DIGITS = 38;
const MOST_SCALE = 18;

function typeOf(importing: PrismaImporting, site: FieldSite): Omit<Field, "id"> {
  const { field, name, model, place } = site;
  const [native = "", parameters = []] = field.nativeType ?? [];
  if (field.kind === "enum") return { type: "enum", enum: importing.names.enums.get(field.type)!.name };
  switch (field.type) {
    case "Boolean":
      return { type: "boolean" };
    case "Int":
      return { type: "int" };
    case "BigInt":
      return { type: "bigint" };
    case "Float":
      if (holdsMoney(name))
        importing.diagnostics.push(report["money-as-float"](place, { model, field: name }));
      return { type: "float" };
    case "Decimal":
      return decimalOf(importing, site, parameters);
    case "DateTime":
      if (/^(?:Time|Timetz)$/.test(native)) {
        tellType(importing, site, native, "text");
        return { type: "text" };
      }
      return { type: native === "Date" ? "date" : "datetime" };
    case "Json":
      return { type: "json" };
    case "Bytes":
      return { type: "bytes" };
    case "String":
      return textOf(importing, site, native, Number(parameters[0]));
    default:
      tellType(importing, site, field.type, "json");
      return { type: "json" };
  }
}

function textOf(
  importing: PrismaImporting,
  site: FieldSite,
  native: string,
  length: number,
): Omit<Field, "id"> {
  const { model, name, place } = site;
  if (native === "Uuid") return { type: "uuid" };
  if (isState(name)) importing.diagnostics.push(report["free-status"](place, { model, field: name }));
  const isBounded =
    /^(?:VarChar|Char|NVarChar|NChar)$/.test(native) && length >= 1 && length <= MOST_CHARACTERS;
  if (isBounded) return { type: "string", maxLength: length };
  if (
    !/^(?:|Text|VarChar|Char|TinyText|MediumText|LongText|NVarChar|NChar|NText|Citext|String|ObjectId)$/.test(
      native,
    )
  ) {
    tellType(importing, site, native, "text");
  }
  return { type: "text" };
}

/** Prisma's own decimals have 65 digits, 30 of them after the point. */
function decimalOf(
  importing: PrismaImporting,
  site: FieldSite,
  parameters: readonly string[],
): Omit<Field, "id"> {
  const [wantedPrecision, wantedScale] = [Number(parameters[0] ?? 65), Number(parameters[1] ?? 30)];
  const scale = Math.min(wantedScale, MOST_SCALE);
  const precision = Math.max(scale, Math.min(wantedPrecision, MOST_DIGITS));
  if (precision !== wantedPrecision || scale !== wantedScale) {
    const found = `Decimal(${wantedPrecision}, ${wantedScale})`;
    tellType(importing, site, found, `decimal(${precision}, ${scale})`);
  }
  return { type: "decimal", precision: Math.max(1, precision), scale };
}

function tellType(
  { diagnostics }: PrismaImporting,
  { model, name, place }: FieldSite,
  found: string,
  kept: string,
): void {
  diagnostics.push(report["column-type"](place, { model, field: name, found, kept }));
}

function defaultOf(importing: PrismaImporting, site: FieldSite, field: Field): Default | undefined {
  const { field: source, model, name, place } = site;
  const { default: standard } = source;
  if (field.list) {
    if (Array.isArray(standard) && standard.length > 0) dropped("a list can only begin empty");
    return { type: "emptyList" };
  }
  if (standard === undefined || standard === null) return undefined;
  const called = functionOf(standard);
  if (called === "autoincrement" && (field.type === "int" || field.type === "bigint"))
    return { type: "sequence" };
  if (called !== undefined) {
    dropped(`${called}() is no value; the program gives one`);
    return undefined;
  }
  if (field.type === "enum") {
    const value = importing.names.enums.get(source.type)!.values.get(String(standard));
    return value === undefined ? undefined : { type: "literal", value };
  }
  if (typeof standard === "boolean") return { type: "literal", value: standard };
  if (typeof standard === "number" && field.type === "decimal")
    return { type: "literal", value: String(standard) };
  if (typeof standard === "number" || typeof standard === "string") {
    return { type: "literal", value: field.type === "datetime" ? momentOf(String(standard)) : standard };
  }
  dropped("it is no plain value");
  return undefined;

  function dropped(reason: string): void {
    importing.diagnostics.push(report["default-dropped"](place, { model, field: name, reason }));
  }
}

function momentOf(text: string): string {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
}
