/** What is known of a value before a test runs. Ids of rows are texts that begin with `@`. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { type: "unknown" }
  /** Drawn by lot out of so many that no two are the same. */
  | { type: "random" }
  /** Milliseconds since the test began, give or take `slack`. */
  | { type: "moment"; at: number; slack: number }
  /** Milliseconds since 1970. */
  | { type: "instant"; at: number; text: string }
  | { type: "duration"; ms: number }
  | { type: "row"; id: string; model: string }
  | { type: "object"; properties: Readonly<Record<string, Value>> };

export const unknown: Value = { type: "unknown" };
export const random: Value = { type: "random" };

export const dayMs = 86_400_000;
/** How much a running clock may lie beside what is expected of it. */
export const jitter = 120_000;

export function isUnknown(value: Value): boolean {
  return typeOf(value) === "unknown" || typeOf(value) === "random";
}

export function typeOf(value: Value): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? (value as { type: string }).type : typeof value;
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

/** -1, 0 or 1; `undefined` where it is not certain. Tests run between these two years. */
export function compare(left: Value, right: Value): number | undefined {
  if (typeof left === "number" && typeof right === "number") return Math.sign(left - right);
  if (typeof left === "string" && typeof right === "string") {
    return left === right ? 0 : left < right ? -1 : 1;
  }
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object")
    return undefined;
  if ("type" in left && "type" in right) {
    if (left.type === "moment" && right.type === "moment") {
      const difference = left.at - right.at;
      return Math.abs(difference) <= jitter + left.slack + right.slack ? undefined : Math.sign(difference);
    }
    if (left.type === "instant" && right.type === "instant") return Math.sign(left.at - right.at);
    if (left.type === "instant" && right.type === "moment") return besideTest(left.at);
    if (left.type === "moment" && right.type === "instant") {
      const order = besideTest(right.at);
      return order === undefined ? undefined : -order;
    }
    if (left.type === "duration" && right.type === "duration") return Math.sign(left.ms - right.ms);
  }
  return undefined;
}

const earliest = Date.UTC(2020, 0, 1);
const latest = Date.UTC(2090, 0, 1);

function besideTest(at: number): number | undefined {
  if (at < earliest) return -1;
  return at > latest ? 1 : undefined;
}

/** Whether two values are the same; `undefined` where it is not certain. */
export function same(left: Value, right: Value): boolean | undefined {
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
