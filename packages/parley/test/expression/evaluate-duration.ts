const DAY = 86_400_000;

/** A duration: calendar months, and what a clock counts. */
export interface Span {
  months: number;
  milliseconds: number;
  [name: string]: number;
}

const units: Readonly<
  Record<string, Readonly<Record<string, readonly [months: number, milliseconds: number]>>>
> = {
  date: { Y: [12, 0], M: [1, 0], W: [0, 7 * DAY], D: [0, DAY] },
  time: { H: [0, DAY / 24], M: [0, DAY / 1440], S: [0, 1000] },
};

export function parseDuration(text: string): Span {
  const sign = text.startsWith("-") ? -1 : 1;
  const [date = "", time = ""] = text.replace(/^-?P/, "").split("T");
  const span: Span = { months: 0, milliseconds: 0 };
  for (const [part, table] of [
    [date, units["date"]!],
    [time, units["time"]!],
  ] as const) {
    for (const [, count, unit] of part.matchAll(/([\d.]+)([YMWDHS])/g)) {
      const [months, milliseconds] = table[unit!]!;
      span.months += sign * Number(count) * months;
      span.milliseconds += sign * Number(count) * milliseconds;
    }
  }
  return span;
}

/** Months count 30 days where durations are compared. */
export function sizeOf({ months, milliseconds }: Span): number {
  return months * 30 * DAY + milliseconds;
}

/** Months first, to the last day of a shorter month; then the rest. */
export function momentPlus(moment: Date, span: Span, sign: number): Date {
  const mixed = Math.sign(span.months) * Math.sign(span.milliseconds) < 0;
  const { months, milliseconds } = mixed ? { months: 0, milliseconds: sizeOf(span) } : span;
  const count = moment.getUTCFullYear() * 12 + moment.getUTCMonth() + sign * months;
  const [year, month] = [Math.floor(count / 12), ((count % 12) + 12) % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(moment.getUTCDate(), last);
  const midnight = Date.UTC(year, month, day);
  return new Date(midnight + (((moment.getTime() % DAY) + DAY) % DAY) + sign * milliseconds);
}
