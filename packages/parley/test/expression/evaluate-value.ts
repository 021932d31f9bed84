import { Decimal } from "@prisma/client-runtime-utils";
import { sizeOf, type Span } from "./evaluate-duration.ts";

/** A value: decimals are Decimal, dates and times Date, durations spans of months and milliseconds. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Decimal
  | Date
  | Span
  | Value[]
  | { [name: string]: Value };

export function isSpan(value: Value): value is Span {
  return typeof value === "object" && value !== null && "months" in value;
}

/** Below 0 where the first comes before the second. */
export function order(left: Value, right: Value): number {
  if (left instanceof Decimal || right instanceof Decimal)
    return new Decimal(left as number).cmp(right as number);
  if (isSpan(left)) return sizeOf(left) - sizeOf(right as Span);
  const [one, other] = [left, right].map((value) => (value instanceof Date ? value.getTime() : value)) as [
    number,
    number,
  ];
  return one < other ? -1 : one > other ? 1 : one === other ? 0 : Number.NaN;
}

export function same(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  return typeof left === "boolean" ? left === right : order(left, right) === 0;
}
