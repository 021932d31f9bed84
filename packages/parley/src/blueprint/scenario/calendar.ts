import type { Value } from "./value.ts";

export const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** When tests begin by their clock: a Monday at ten in the morning, UTC; `TestClock` of a generated project says the same. */
const begin = Date.UTC(2040, 0, 2, 10);
/** The last test of a file begins this much later, at most. */
const late = 45 * 60_000;
const firstDay = Math.floor(begin / dayMs);

/** Milliseconds since 1970 between which something lies. */
interface Span {
  from: number;
  to: number;
}

/** Where a moment lies in the calendar; `undefined` of what is none. */
export function calendarOf(value: Value | undefined): Span | undefined {
  if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
  if (value.type === "instant") {
    const { at, slack = 0 } = value;
    return { from: at - slack, to: at + slack };
  }
  if (value.type !== "moment") return undefined;
  if (value.day !== undefined) {
    const at = (firstDay + value.day) * dayMs;
    return { from: at, to: at };
  }
  return { from: begin + value.at - value.slack, to: begin + value.at + value.slack + late };
}

/** `2040-01-03`, of a day of the test. */
export function dateNumbered(day: number): string {
  return new Date((firstDay + day) * dayMs).toISOString().slice(0, 10);
}

/** A day of the test, counted from the one on which it begins. */
export function dayNumbered(day: number): Value {
  return { type: "moment", at: (firstDay + day) * dayMs - begin, slack: late, day };
}

/** The begin of the day of a moment or an instant. */
export function dayOf(value: Value | undefined): Value {
  const span = calendarOf(value);
  if (typeof value !== "object" || value === null || !("type" in value) || !span) return { type: "unknown" };
  const [first, last] = [Math.floor(span.from / dayMs), Math.floor(span.to / dayMs)];
  if (value.type === "moment") {
    if (first === last) return dayNumbered(first - firstDay);
    return { type: "moment", at: value.at - dayMs / 2, slack: value.slack + dayMs / 2 };
  }
  if (value.type !== "instant") return { type: "unknown" };
  if (first !== last) return { ...value, at: value.at - dayMs / 2, slack: (value.slack ?? 0) + dayMs / 2 };
  const at = first * dayMs;
  return { type: "instant", at, text: new Date(at).toISOString().slice(0, 10) };
}

/** A while after the begin of a day: exactly where the day is known. */
export function instantOf(day: Value, ms: number): Value {
  const span = calendarOf(day);
  if (!span || span.from !== span.to) return day;
  const at = span.from + ms;
  return { type: "instant", at, text: new Date(at).toISOString() };
}

/** So many months later, the last day of a month at most; `undefined` where the day is not known. */
export function monthsLater(value: Value, months: number): Value | undefined {
  const span = calendarOf(value);
  if (!span || span.from !== span.to) return undefined;
  const date = new Date(span.from);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  const at = date.getTime();
  if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
  if (value.type === "moment") return dayNumbered(at / dayMs - firstDay);
  if (value.type !== "instant") return undefined;
  const moved = date.toISOString();
  return { type: "instant", at, text: value.text.length === 10 ? moved.slice(0, 10) : moved };
}

const partLengths: Readonly<Record<string, number>> = {
  yearOf: 4,
  monthOf: 7,
  dayOf: 10,
  weekdayOf: 10,
  hourOf: 13,
  minuteOf: 16,
};

/** A part of a moment, in UTC, where it is the same wherever the moment lies. */
export function partOf(name: string, value: Value | undefined): Value {
  const span = calendarOf(value);
  if (!span) return { type: "unknown" };
  const length = partLengths[name]!;
  const [first, last] = [new Date(span.from), new Date(span.to)];
  if (first.toISOString().slice(0, length) !== last.toISOString().slice(0, length))
    return { type: "unknown" };
  switch (name) {
    case "yearOf":
      return first.getUTCFullYear();
    case "monthOf":
      return first.getUTCMonth() + 1;
    case "dayOf":
      return first.getUTCDate();
    case "weekdayOf":
      return first.getUTCDay() || 7;
    case "hourOf":
      return first.getUTCHours();
    default:
      return first.getUTCMinutes();
  }
}

/** Hours from one moment of the test until the same time of a day. */
export function hoursUntil(day: number, now: number): number {
  const today = Math.floor((begin + now) / dayMs) - firstDay;
  return ((day - today) * dayMs) / hourMs;
}
