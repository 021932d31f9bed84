import type { Expression, ExpressionOf } from "../../expression/document.ts";
import { boundsOf, dayMs, earliest, isRowId, jitter, latest, range, unknown, type Value } from "./value.ts";
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
      return { type: "moment", at: world.now, slack: dayMs };
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
    case "string":
      return typeof one === "number" && Number.isInteger(one) ? String(one) : isPlain(one) ? one : unknown;
    case "decimal":
      return typeof one === "number" ? one : unknown;
    case "years":
      return lasting(one, yearMs, dayMs);
    case "months":
      return lasting(one, yearMs / 12, 3 * dayMs);
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
    case "startOfDay":
      return dayOf(one);
    case "daysBetween":
      return between(one, other, dayMs);
    case "hoursBetween":
      return between(one, other, 3_600_000);
    case "minutesBetween":
      return between(one, other, 60_000);
    case "secondsBetween":
      return between(one, other, 1000);
    case "min":
    case "max": {
      if (typeof one !== "number" || typeof other !== "number") return unknown;
      return node.function === "min" ? Math.min(one, other) : Math.max(one, other);
    }
    default:
      return unknown;
  }
}

function isPlain(value: Value | undefined): value is string {
  return typeof value === "string" && !isRowId(value);
}

/** The day of a moment: of the test's clock somewhere within one, of the calendar exactly. */
function dayOf(value: Value | undefined): Value {
  if (typeof value !== "object" || value === null || !("type" in value)) return unknown;
  if (value.type === "moment") return { ...value, slack: value.slack + dayMs };
  if (value.type !== "instant") return unknown;
  if (value.slack !== undefined) return { ...value, slack: value.slack + dayMs };
  const at = Math.floor(value.at / dayMs) * dayMs;
  return { type: "instant", at, text: new Date(at).toISOString().slice(0, 10) };
}

/** A random text stays one, of which it is known what was done to it. */
function through(value: Value | undefined, name: string): Value {
  if (typeof value !== "object" || value === null || !("type" in value) || value.type !== "random") {
    return unknown;
  }
  return { ...value, through: `${value.through ?? ""} ${name}` };
}

const yearMs = 365.25 * dayMs;

/** So many units; `wavering` is how much one may be longer or shorter. */
function lasting(count: Value | undefined, unit: number, wavering = 0): Value {
  const bounds = count === undefined ? undefined : boundsOf(count);
  if (!bounds || !Number.isFinite(bounds.most - bounds.least)) return unknown;
  const slack = ((bounds.most - bounds.least) / 2) * unit + wavering;
  const ms = ((bounds.most + bounds.least) / 2) * unit;
  return slack === 0 ? { type: "duration", ms } : { type: "duration", ms, slack };
}

/** Whole units between two moments: exactly, or between which numbers. */
function between(from: Value | undefined, to: Value | undefined, unit: number): Value {
  const [first, last] = [spanOf(from), spanOf(to)];
  if (!first || !last) return unknown;
  // One on the calendar and one on the test's clock: that may run anywhere between the two years.
  const isMixed = first.running !== last.running;
  const place = ({ at, running }: Span): number => (isMixed && running ? (earliest + latest) / 2 : at);
  const span = isMixed ? (latest - earliest) / 2 : first.running ? jitter : 0;
  const slack = span + first.slack + last.slack;
  const difference = place(last) - place(first);
  const whole = (ms: number): number => Math.trunc(ms / unit) + 0;
  return range(whole(difference - slack), whole(difference + slack));
}

interface Span {
  at: number;
  slack: number;
  /** Measured from the beginning of the test. */
  running: boolean;
}

function spanOf(value: Value | undefined): Span | undefined {
  if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
  if (value.type === "moment") return { at: value.at, slack: value.slack, running: true };
  return value.type === "instant" ? { at: value.at, slack: value.slack ?? 0, running: false } : undefined;
}
