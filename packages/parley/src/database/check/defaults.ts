import { z } from "zod";
import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Database, Default, Field } from "../document.ts";
import { report } from "./diagnostics.ts";

const INT_MAXIMUM = 2 ** 31 - 1;
const BIGINT_MAXIMUM = 2n ** 63n - 1n;

/** Defaults that their field can't hold. */
export function checkDefaults(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([model, { fields }]) =>
    Object.entries(fields).flatMap(([name, field]) => {
      const reason = field.default && misfit(database, field, field.default);
      if (!reason) return [];
      const place = at("database", ["models", model, "fields", name, "default"]);
      const hint = hintFor(database, field, field.default!);
      return [report["default-mismatch"](place, { model, field: name, reason, hint })];
    }),
  );
}

/** Why a default does not fit; nothing where it does. */
function misfit(database: Database, field: Field, value: Default): string | undefined {
  if (field.list) return value.type === "emptyList" ? undefined : "a list can only begin empty";
  switch (value.type) {
    case "emptyList":
      return "only a list can begin as an empty list";
    case "uuid":
      return field.type === "uuid" ? undefined : `a uuid is no ${field.type}`;
    case "sequence":
      if (field.type !== "int" && field.type !== "bigint") return "a sequence counts in int or bigint";
      return field.nullable ? "a sequence never leaves its field null" : undefined;
    case "literal":
      return literalMisfit(database, field, value.value);
    default:
      return value satisfies never;
  }
}

function literalMisfit(
  database: Database,
  field: Field,
  value: boolean | number | string,
): string | undefined {
  const shown = JSON.stringify(value);
  const wrong = `${shown} is no ${field.type}`;
  switch (field.type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : wrong;
    case "int":
      return Number.isInteger(value) && Math.abs(value as number) <= INT_MAXIMUM ? undefined : wrong;
    case "bigint":
      return isBigint(value) ? undefined : wrong;
    case "float":
      return floatMisfit(value, wrong);
    case "decimal":
      return decimalMisfit(field, value, wrong);
    case "string":
    case "text":
    case "email":
    case "uri":
      return textMisfit(field, value, wrong);
    case "uuid":
      return z.guid().safeParse(value).success ? undefined : wrong;
    case "date":
      return z.iso.date().safeParse(value).success ? undefined : `${wrong} of the form 2026-01-31`;
    case "datetime":
      return z.iso.datetime().safeParse(value).success
        ? undefined
        : `${wrong} of the form 2026-01-31T10:00:00Z`;
    case "json":
      return isJsonText(value) ? undefined : `${shown} is no text of JSON`;
    case "bytes":
      return "bytes have no literal";
    case "enum": {
      const values = valuesOf(database, field);
      // An unknown enum is found elsewhere.
      if (!values || values.some((known) => known === value)) return undefined;
      return `${shown} is no value of ${field.enum}`;
    }
    default:
      return field.type satisfies never;
  }
}

function valuesOf(database: Database, field: Field): string[] | undefined {
  if (field.enum === undefined || !Object.hasOwn(database.enums, field.enum)) return undefined;
  return database.enums[field.enum]!.values;
}

function hintFor(database: Database, field: Field, value: Default): string {
  if (field.type !== "enum" || value.type !== "literal") return "";
  return didYouMean(String(value.value), valuesOf(database, field) ?? []);
}

function floatMisfit(value: boolean | number | string, wrong: string): string | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return wrong;
  return String(value).includes("e") ? `${value} can't be written without an exponent` : undefined;
}

function isBigint(value: boolean | number | string): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "string" || !/^-?\d{1,19}$/.test(value)) return false;
  const magnitude = BigInt(value.replace("-", ""));
  return magnitude <= BIGINT_MAXIMUM;
}

function decimalMisfit(field: Field, value: boolean | number | string, wrong: string): string | undefined {
  const parts = /^-?0*(\d*)(?:\.(\d+))?$/.exec(typeof value === "boolean" ? "" : String(value));
  if (!parts || value === "") return wrong;
  const [, whole = "", fraction = ""] = parts;
  const { precision, scale } = field;
  if (precision === undefined || scale === undefined) return undefined;
  if (fraction.length > scale) return `${value} has more than ${scale} digits after the point`;
  return whole.length > precision - scale
    ? `${value} has more than ${precision - scale} digits before the point`
    : undefined;
}

function textMisfit(field: Field, value: boolean | number | string, wrong: string): string | undefined {
  if (typeof value !== "string") return wrong;
  if (/\0|\p{Cs}/u.test(value)) return "it holds a character that PostgreSQL does not keep";
  if (field.type === "email" && !z.email().safeParse(value).success) return wrong;
  if (field.type === "uri" && !URL.canParse(value)) return wrong;
  const length = [...value].length;
  return field.maxLength !== undefined && length > field.maxLength
    ? `it has ${length} characters, more than ${field.maxLength}`
    : undefined;
}

/** PostgreSQL's jsonb refuses U+0000, also as an escape. */
function isJsonText(value: boolean | number | string): boolean {
  if (typeof value !== "string" || /\\u0000|\p{Cs}/iu.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
