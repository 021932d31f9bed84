import { parseDuration, type Span } from "./evaluate-duration.ts";

const units: Readonly<Record<string, (count: number) => string>> = {
  years: (count) => `P${count}Y`,
  months: (count) => `P${count}M`,
  weeks: (count) => `P${count}W`,
  days: (count) => `P${count}D`,
  hours: (count) => `PT${count}H`,
  minutes: (count) => `PT${count}M`,
  seconds: (count) => `PT${count}S`,
};

export function durationOf(unit: string, count: number): Span {
  const text = units[unit];
  if (!text) throw new Error(`${unit} is no function that is known.`);
  if (count < 0) throw new RangeError("A count is not negative.");
  return parseDuration(text(count));
}
