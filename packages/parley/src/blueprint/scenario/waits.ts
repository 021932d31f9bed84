import type { Expression } from "../../expression/document.ts";
import { visit } from "../../expression/visit.ts";
import { hoursUntil } from "./calendar.ts";
import type { World } from "./world.ts";

const usual = ["P1DT12H", "P10DT12H", "P40DT12H", "P400DT12H", "P10000DT12H"];

const hourMs = 3_600_000;
/** Hours before and after a moment of a row that a test may wait for: in the month before it, right before, past it. */
const around = [-15 * 24, -36, -4, 4, 60];
const mostDerived = 18;

/** Until each other day of a week, and until four other times of a day. */
const within = ["P1D", "P2D", "P3D", "P4D", "P5D", "P6D", "PT8H", "PT14H", "PT20H", "PT23H"];

/** How long a test may wait for a condition: the usual whiles, then for what its rows say of the time to come. */
export function waitsFor({ rows, now }: World, condition: Expression): string[] {
  const clock = clockIn(condition);
  if (clock === "none") return usual;
  const hours = rows.flatMap(({ values }) =>
    Object.values(values).flatMap((value) => {
      if (typeof value !== "object" || !value || !("type" in value) || value.type !== "moment") return [];
      const beside = around.map((one) => Math.floor((value.at - now) / hourMs) + one);
      return value.day === undefined ? beside : [...beside, hoursUntil(value.day, now)];
    }),
  );
  const later = [...new Set(hours)].filter((count) => count > 0).toSorted((a, b) => a - b);
  const parts = clock === "parts" ? within : [];
  return [...usual, ...parts, ...later.slice(0, mostDerived).map(durationOf)];
}

/** Whether a condition speaks of the moment at which it is asked, perhaps of its hour or weekday. */
type ReadsClock = "none" | "moment" | "parts";

const clocks = new WeakMap<Expression, ReadsClock>();

function clockIn(condition: Expression): ReadsClock {
  const known = clocks.get(condition);
  if (known) return known;
  const called = new Set<string>();
  visit(condition, (node) => {
    if (node.type === "call") called.add(node.function);
  });
  const isRead = called.has("now") || called.has("today");
  const hasParts = called.has("hourOf") || called.has("weekdayOf");
  const reads: ReadsClock = isRead ? (hasParts ? "parts" : "moment") : "none";
  clocks.set(condition, reads);
  return reads;
}

function durationOf(hours: number): string {
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  return `P${days > 0 ? `${days}D` : ""}${rest > 0 ? `T${rest}H` : ""}`;
}
