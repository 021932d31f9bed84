import type { ApiSchema } from "./document.ts";

type StringSchema = Extract<ApiSchema, { type: "string" }>;
type NumberSchema = Extract<ApiSchema, { type: "integer" | "number" }>;

/** Longest text that a client may send where a schema sets no bound, by format, in characters. */
const LONGEST: Partial<Record<NonNullable<StringSchema["format"]>, number>> = {
  email: 254,
  uri: 2048,
  password: 128,
};
const LONGEST_TEXT = 10_000;

/** Digits of a decimal that sets no bounds: before and after the point. */
export const DECIMAL_DIGITS = 10;
export const DECIMAL_SCALE = 2;

/** What PostgreSQL's `integer` holds: the bounds of an integer that sets none. */
export const INTEGER_BOUNDS = { minimum: -2_147_483_648, maximum: 2_147_483_647 } as const;

/** The bounds of a text, those that were not declared included: everything a client sends is bounded. */
export function boundsOf(schema: StringSchema): { minLength: number; maxLength: number } {
  return {
    minLength: schema.minLength ?? 0,
    maxLength: schema.maxLength ?? (schema.format && LONGEST[schema.format]) ?? LONGEST_TEXT,
  };
}

/** The whole numbers that JavaScript and JSON keep exactly: what is left of 64 bits. */
const SAFE_BOUNDS = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER } as const;

/** The least and the greatest value of an integer, those that were not declared included. */
export function integerBounds(schema: NumberSchema): { minimum: number; maximum: number } {
  const least = tighter(Math.max, schema.minimum, schema.exclusiveMinimum, 1);
  const most = tighter(Math.min, schema.maximum, schema.exclusiveMaximum, -1);
  const widest = schema.type === "integer" && schema.format === "int64" ? SAFE_BOUNDS : INTEGER_BOUNDS;
  return {
    minimum: least ?? Math.min(widest.minimum, most ?? 0),
    maximum: most ?? Math.max(widest.maximum, least ?? 0),
  };
}

function tighter(
  choose: (...bounds: number[]) => number,
  bound: number | undefined,
  exclusive: number | undefined,
  step: number,
): number | undefined {
  const bounds = [bound, exclusive === undefined ? undefined : exclusive + step];
  const known = bounds.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : choose(...known);
}

/** Digits of a decimal before the point, as far as its bounds need, and after it. */
export function decimalDigits(schema: StringSchema): { whole: number; scale: number } {
  const bounds = [schema.minimum, schema.maximum].flatMap((bound) => bound ?? []);
  const whole = Math.max(1, ...bounds.map((bound) => /^-?0*(\d*)/.exec(bound)![1]!.length));
  return {
    whole: bounds.length === 2 ? whole : Math.max(whole, DECIMAL_DIGITS),
    scale: schema.scale ?? DECIMAL_SCALE,
  };
}

/** The pattern of a decimal's text on the wire. */
export function decimalPattern(schema: StringSchema): string {
  const { whole, scale } = decimalDigits(schema);
  return scale === 0 ? `^-?\\d{1,${whole}}$` : `^-?\\d{1,${whole}}(\\.\\d{1,${scale}})?$`;
}
