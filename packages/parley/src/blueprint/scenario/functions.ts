import type { Expression, ExpressionOf } from "../../expression/document.ts";
import { calendarOf, dayMs, dayOf, instantOf, partOf } from "./calendar.ts";
import { clean } from "./operators.ts";
import { boundsOf, compare, isRowId, jitter, range, same, unknown, type Value } from "./value.ts";
import type { World } from "./world.ts";

export function callValue(
  world: World,
  node: ExpressionOf<"call">,
  visit: (child: Expression) => Value,
): Value {
  const given = node.arguments.map((argument) => visit(argument));
  const [one, other] = given;
  switch (node.function) {
    case "now":
      return { type: "moment", at: world.now, slack: 0 };
    case "today":
      return dayOf({ type: "moment", at: world.now, slack: 0 });
    case "lower":
      return isPlain(one) ? one.toLowerCase() : through(one, "lower");
    case "upper":
      return isPlain(one) ? one.toUpperCase() : through(one, "upper");
    case "trim":
      return isPlain(one) ? one.trim() : through(one, "trim");
    case "length":
      return isPlain(one) || Array.isArray(one) ? one.length : unknown;
    case "isEmpty":
      return Array.isArray(one) ? one.length === 0 : unknown;
    case "first":
      return Array.isArray(one) ? ((one as Value[])[0] ?? null) : unknown;
    case "last":
      return Array.isArray(one) ? ((one as Value[]).at(-1) ?? null) : unknown;
    case "concat":
      return given.every(isPlain) ? given.join("") : unknown;
    case "join":
      return Array.isArray(one) && isPlain(other) && one.every(isPlain) ? one.join(other) : unknown;
    case "contains":
      return isPlain(one) && isPlain(other) ? one.includes(other) : unknown;
    case "startsWith":
      return isPlain(one) && isPlain(other) ? one.startsWith(other) : unknown;
    case "endsWith":
      return isPlain(one) && isPlain(other) ? one.endsWith(other) : unknown;
    case "string":
      if (typeof one === "boolean") return String(one);
      return typeof one === "number" && Number.isInteger(one) ? String(one) : isPlain(one) ? one : unknown;
    case "decimal":
    case "float":
      return monotone(one, (value) => value);
    case "floor":
      return monotone(one, Math.floor);
    case "ceil":
      return monotone(one, Math.ceil);
    case "round":
      return typeof other === "number" ? monotone(one, (value) => roundedTo(value, other)) : unknown;
    case "absolute":
      return distance(one);
    case "take":
      return Array.isArray(one) && typeof other === "number" ? one.slice(0, Math.max(0, other)) : unknown;
    case "skip":
      return Array.isArray(one) && typeof other === "number" ? one.slice(Math.max(0, other)) : unknown;
    case "reverse":
      return Array.isArray(one) ? (one as Value[]).toReversed() : unknown;
    case "distinct":
      return distinct(one);
    case "flatten":
      return Array.isArray(one) && (one as Value[]).every((item) => Array.isArray(item))
        ? (one as Value[][]).flat()
        : unknown;
    case "yearOf":
    case "monthOf":
    case "dayOf":
    case "weekdayOf":
    case "hourOf":
    case "minuteOf":
      return partOf(node.function, one);
    case "years":
      return lasting(one, yearMs, dayMs, 12);
    case "months":
      return lasting(one, yearMs / 12, 3 * dayMs, 1);
    case "weeks":
      return lasting(one, 7 * dayMs);
    case "days":
      return lasting(one, dayMs);
    case "hours":
      return lasting(one, 3_600_000);
    case "minutes":
      return lasting(one, 60_000);
    case "seconds":
      return lasting(one, 1000);
    case "dateOf":
      return dayOf(one);
    case "startOfDay":
      return instantOf(dayOf(one), 0);
    case "daysBetween":
      return between(one, other, dayMs);
    case "hoursBetween":
      return between(one, other, 3_600_000);
    case "minutesBetween":
      return between(one, other, 60_000);
    case "secondsBetween":
      return between(one, other, 1000);
    case "min":
    case "max":
      return outer(node.function, one, other);
    default:
      return unknown;
  }
}

function isPlain(value: Value | undefined): value is string {
  return typeof value === "string" && !isRowId(value);
}

/** A random text stays one, of which it is known what was done to it. */
function through(value: Value | undefined, name: string): Value {
  if (typeof value !== "object" || value === null || !("type" in value) || value.type !== "random") {
    return unknown;
  }
  return { ...value, through: `${value.through ?? ""} ${name}` };
}

const yearMs = 365.25 * dayMs;

/** So many units; `wavering` is how much one may be longer or shorter, `months` how many it has. */
function lasting(count: Value | undefined, unit: number, wavering = 0, months = 0): Value {
  const bounds = count === undefined ? undefined : boundsOf(count);
  if (!bounds || !Number.isFinite(bounds.most - bounds.least)) return unknown;
  const slack = ((bounds.most - bounds.least) / 2) * unit + wavering;
  const ms = ((bounds.most + bounds.least) / 2) * unit;
  if (slack === 0) return { type: "duration", ms };
  const isExact = months > 0 && bounds.least === bounds.most;
  return { type: "duration", ms, slack, ...(isExact ? { months: months * bounds.least } : {}) };
}

/** Whole units between two moments: exactly, or between which numbers. */
function between(from: Value | undefined, to: Value | undefined, unit: number): Value {
  const [first, last] = [spanOf(from, to), spanOf(to, from)];
  if (!first || !last) return unknown;
  const whole = (ms: number): number => Math.trunc(ms / unit) + 0;
  return range(whole(last.from - first.to), whole(last.to - first.from));
}

/** Where a moment lies beside another one: two of the test's clock are told from when it began. */
function spanOf(value: Value | undefined, other: Value | undefined): ReturnType<typeof calendarOf> {
  const isRunning = (one: Value | undefined): boolean =>
    typeof one === "object" &&
    one !== null &&
    "type" in one &&
    one.type === "moment" &&
    one.day === undefined;
  if (!isRunning(value) || !isRunning(other)) return calendarOf(value);
  const { at, slack } = value as Extract<Value, { type: "moment" }>;
  return { from: at - slack - jitter / 2, to: at + slack + jitter / 2 };
}

/** What becomes of a number, or of the ends between which it lies, where more stays more. */
function monotone(value: Value | undefined, change: (value: number) => number): Value {
  const bounds = value === undefined ? undefined : boundsOf(value);
  return bounds ? range(change(bounds.least), change(bounds.most)) : unknown;
}

/** Halves go away from zero. */
function roundedTo(value: number, digits: number): number {
  const factor = 10 ** digits;
  return clean((Math.sign(value) * Math.round(clean(Math.abs(value) * factor))) / factor) + 0;
}

function distance(value: Value | undefined): Value {
  const bounds = value === undefined ? undefined : boundsOf(value);
  if (!bounds) return unknown;
  const { least, most } = bounds;
  if (least >= 0) return range(least, most);
  return most <= 0 ? range(-most, -least) : range(0, Math.max(-least, most));
}

/** The smaller or the greater of two. */
function outer(name: "min" | "max", one: Value = unknown, other: Value = unknown): Value {
  const [left, right] = [boundsOf(one), boundsOf(other)];
  const pick = Math[name];
  if (left && right) return range(pick(left.least, right.least), pick(left.most, right.most));
  const order = compare(one, other);
  if (order === undefined) return unknown;
  return order < 0 === (name === "min") ? one : other;
}

/** Each once; unknown where it is not certain which are the same. */
function distinct(list: Value | undefined): Value {
  if (!Array.isArray(list)) return unknown;
  const kept: Value[] = [];
  for (const item of list as Value[]) {
    const equal = kept.map((known) => same(known, item));
    if (equal.includes(undefined) && !equal.includes(true)) return unknown;
    if (!equal.includes(true)) kept.push(item);
  }
  return kept;
}
