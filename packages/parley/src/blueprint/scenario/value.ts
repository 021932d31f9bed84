import { calendarOf, dayMs } from "./calendar.ts";

/** What is known of a value before a test runs. Ids of rows are texts that begin with `@`. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { type: "unknown" }
  /** Drawn by lot out of so many that no two draws are the same. `through`: the functions it went through since. */
  | { type: "random"; draw: number; through?: string }
  /** A number somewhere between two, both included. */
  | { type: "range"; least: number; most: number }
  /** Milliseconds since the test began, give or take `slack`; `day`: a calendar day, counted from the one on which it began. */
  | { type: "moment"; at: number; slack: number; day?: number }
  /** Milliseconds since 1970. */
  | { type: "instant"; at: number; text: string; slack?: number }
  /** `months`: it is so many of the calendar. */
  | { type: "duration"; ms: number; slack?: number; months?: number }
  | { type: "row"; id: string; model: string }
  | { type: "object"; properties: Readonly<Record<string, Value>> };

export const unknown: Value = { type: "unknown" };

let draws = 0;

/** A value that is drawn now: the same as itself and no other. */
export function drawn(): Value {
  draws += 1;
  return { type: "random", draw: draws };
}

/** A number between two bounds, as exactly as it is known. */
export function range(least: number, most: number): Value {
  return least === most ? least : { type: "range", least, most };
}

/** How much a running clock may lie beside what is expected of it. */
export const jitter = 120_000;

export function isUnknown(value: Value): boolean {
  return ["unknown", "random", "range"].includes(typeOf(value));
}

export function typeOf(value: Value): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? (value as { type: string }).type : typeof value;
}

/** What is known of a body, by property; nothing of what is no object. */
export function propertiesOf(body: Value | undefined): Readonly<Record<string, Value>> {
  return typeof body === "object" && body && "properties" in body ? body.properties : {};
}

/** Whether a value is the id of a row that the test makes. */
export function isRowId(value: Value | undefined): value is string {
  return typeof value === "string" && value.startsWith("@");
}

/** Milliseconds of an ISO 8601 duration; `undefined` for months and years, whose length is not fixed. */
export function durationMs(text: string): number | undefined {
  const parts =
    /^P(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+)S)?)?$/.exec(
      text,
    )?.groups;
  if (!parts) return undefined;
  const amount = (name: string): number => Number(parts[name] ?? 0);
  const days = amount("weeks") * 7 + amount("days");
  return days * dayMs + amount("hours") * 3_600_000 + amount("minutes") * 60_000 + amount("seconds") * 1000;
}

/** -1, 0 or 1; `undefined` where it is not certain. */
export function compare(left: Value, right: Value): number | undefined {
  const numbers = [boundsOf(left), boundsOf(right)];
  if (numbers[0] && numbers[1]) return compareRanges(numbers[0], numbers[1]);
  if (typeof left === "string" && typeof right === "string") {
    return left === right ? 0 : left < right ? -1 : 1;
  }
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object")
    return undefined;
  if ("type" in left && "type" in right) {
    if (left.type === "moment" && right.type === "moment") {
      if (left.day !== undefined || right.day !== undefined) return inCalendar(left, right);
      const difference = left.at - right.at;
      return Math.abs(difference) <= jitter + left.slack + right.slack ? undefined : Math.sign(difference);
    }
    if (left.type === "instant" && right.type === "instant") {
      const slack = (left.slack ?? 0) + (right.slack ?? 0);
      const difference = left.at - right.at;
      return slack > 0 && Math.abs(difference) <= slack ? undefined : Math.sign(difference);
    }
    const isMixed = [left.type, right.type].every((type) => type === "instant" || type === "moment");
    if (isMixed) return inCalendar(left, right);
    if (left.type === "duration" && right.type === "duration") return Math.sign(left.ms - right.ms);
  }
  return undefined;
}

export interface Bounds {
  least: number;
  most: number;
}

/** What a number is known to lie between; `undefined` of what is no number. */
export function boundsOf(value: Value): Bounds | undefined {
  if (typeof value === "number") return { least: value, most: value };
  const isRange = typeof value === "object" && value !== null && "type" in value && value.type === "range";
  return isRange ? value : undefined;
}

function compareRanges(left: Bounds, right: Bounds): number | undefined {
  if (left.least > right.most) return 1;
  if (left.most < right.least) return -1;
  return left.least === left.most && right.least === right.most ? 0 : undefined;
}

/** A time of the calendar beside one that is told from when the test began. */
function inCalendar(left: Value, right: Value): number | undefined {
  const [one, other] = [calendarOf(left), calendarOf(right)];
  if (!one || !other) return undefined;
  if (one.to < other.from) return -1;
  if (one.from > other.to) return 1;
  return one.from === one.to && other.from === other.to ? 0 : undefined;
}

/** Whether two values are the same; `undefined` where it is not certain. */
export function same(left: Value, right: Value): boolean | undefined {
  const drawn = sameDraw(left, right);
  if (drawn !== undefined) return drawn;
  if (boundsOf(left) && boundsOf(right)) {
    const order = compare(left, right);
    return order === undefined ? undefined : order === 0;
  }
  if (isUnknown(left) || isUnknown(right)) return undefined;
  if (left === null || right === null) return left === right;
  const kinds = [typeOf(left), typeOf(right)];
  if (kinds.includes("row") && left && right && typeof left === "object" && typeof right === "object") {
    return "id" in left && "id" in right ? left.id === right.id : undefined;
  }
  if (kinds[0] === "boolean" && kinds[1] === "boolean") return left === right;
  if (kinds[0] === "string" && kinds[1] === "string") return left === right;
  const order = compare(left, right);
  return order === undefined ? undefined : order === 0;
}

function sameDraw(left: Value, right: Value): boolean | undefined {
  if (typeof left !== "object" || typeof right !== "object" || !left || !right) return undefined;
  if (!("type" in left) || !("type" in right) || left.type !== "random" || right.type !== "random") {
    return undefined;
  }
  if (left.draw !== right.draw) return false;
  return left.through === right.through ? true : undefined;
}
