import { Prisma } from "../database/client/client.ts";

/** Exact decimal numbers: money and measures never pass through floating point. */
export type Decimal = Prisma.Decimal;

export function decimal(value: string | number | Decimal): Decimal {
  return new Prisma.Decimal(value);
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = decimal(0);
  for (const value of values) total = total.plus(value);
  return total;
}

/** With exactly `scale` digits after the point, halves away from zero. */
export function formatDecimal(value: Decimal, scale: number): string {
  return value.toFixed(scale, Prisma.Decimal.ROUND_HALF_UP);
}
