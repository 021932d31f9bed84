import { flatten } from "../../text/tree.ts";
import { text, type Text } from "../../text/text.ts";
import type { Field, ScalarType } from "../document.ts";
import { sqlType } from "./types.ts";

/** How a column comes to another type: as PostgreSQL assigns values, or by an expression; and what may be lost. */
export interface Conversion {
  using?: Text;
  loss?: string;
}

const texts: readonly ScalarType[] = ["string", "text", "email", "uri"];
/** From narrow to wide. */
const numbers: readonly ScalarType[] = ["int", "bigint", "decimal", "float"];
/** Types whose text form PostgreSQL reads back. */
const readable: readonly ScalarType[] = [...numbers, "boolean", "uuid", "date", "datetime", "json", "enum"];

/** Whether two fields have the same type in the database. */
export function isSameType(before: Field, after: Field): boolean {
  return flatten(sqlType(before)) === flatten(sqlType(after));
}

/** The conversion of `column`, or `undefined` where values of the one type can't become the other. */
export function conversionOf(column: Text, before: Field, after: Field): Conversion | undefined {
  if (after.list && !before.list) {
    const element = conversionOf(column, before, { ...after, list: false });
    const value = text`${element?.using ?? column}::${sqlType({ ...after, list: false })}`;
    return (
      element && { ...element, using: text`CASE WHEN ${column} IS NULL THEN '{}' ELSE ARRAY[${value}] END` }
    );
  }
  if (before.list && !after.list) return undefined;
  const cast = text`${column}::${sqlType(after)}`;
  // Without an expression PostgreSQL refuses what is too long; an explicit cast would cut it.
  if (texts.includes(before.type) && texts.includes(after.type)) return lengthConversion(before, after);
  if (numbers.includes(before.type) && numbers.includes(after.type)) {
    const loss = roundingLoss(before, after);
    return loss ? { using: cast, loss } : { using: cast };
  }
  if (texts.includes(after.type)) {
    if (!readable.includes(before.type)) return undefined;
    return { using: before.list ? text`${column}::TEXT[]` : text`${column}::TEXT` };
  }
  if (texts.includes(before.type) && readable.includes(after.type)) {
    return { using: cast, loss: `values that are no ${after.type} stop the migration` };
  }
  if (before.type === "date" && after.type === "datetime" && !before.list) {
    return { using: text`${column}::TIMESTAMP AT TIME ZONE 'UTC'` };
  }
  if (before.type === "datetime" && after.type === "date" && !before.list) {
    return { using: text`(${column} AT TIME ZONE 'UTC')::DATE`, loss: "the time of day goes" };
  }
  if (before.type === "enum" && after.type === "enum") {
    const suffix = before.list ? text`[]` : text``;
    return {
      using: text`${column}::TEXT${suffix}::${sqlType(after)}`,
      loss: "values that the other enum lacks stop the migration",
    };
  }
  if (before.type === "boolean" && after.type === "int") return { using: cast };
  return undefined;
}

function lengthConversion(before: Field, after: Field): Conversion {
  const [from, to] = [before.maxLength ?? Infinity, after.maxLength ?? Infinity];
  return to < from ? { loss: `values of more than ${to} characters stop the migration` } : {};
}

function roundingLoss(before: Field, after: Field): string | undefined {
  if (numbers.indexOf(after.type) < numbers.indexOf(before.type)) {
    return "values are rounded, and those beyond its range stop the migration";
  }
  if (before.type !== "decimal" || after.type !== "decimal") return undefined;
  const [fromScale = 0, toScale = 0] = [before.scale, after.scale];
  if (toScale < fromScale) return `values are rounded to ${toScale} digits after the point`;
  return wholeDigits(after) < wholeDigits(before) ? "values with more digits stop the migration" : undefined;
}

function wholeDigits({ precision = 0, scale = 0 }: Field): number {
  return precision - scale;
}
