import type { Expression } from "../../expression/document.ts";
import { visit } from "../../expression/visit.ts";
import { dayMs } from "./value.ts";
import type { World } from "./world.ts";

const usual = ["P1DT12H", "P10DT12H", "P40DT12H", "P400DT12H", "P10000DT12H"];

const hourMs = 3_600_000;
/** Hours before and after a moment of a row that a test may wait for: in the month before it, right before, past it. */
const around = [-15 * 24, -36, -4, 4, 60];
const mostDerived = 18;

/** How long a test may wait for a condition: the usual whiles, then for what its rows say of the time to come. */
export function waitsFor({ rows, now }: World, condition: Expression): string[] {
  if (!readsClock(condition)) return usual;
  const hours = rows.flatMap(({ values }) =>
    Object.values(values).flatMap((value) => {
      if (typeof value !== "object" || !value || !("type" in value) || value.type !== "moment") return [];
      const beside = around.map((one) => Math.floor((value.at - now) / hourMs) + one);
      const isWhole = value.day !== undefined && now % dayMs === 0;
      return isWhole ? [...beside, (value.day! - now / dayMs) * 24] : beside;
    }),
  );
  const later = [...new Set(hours)].filter((count) => count > 0).toSorted((a, b) => a - b);
  return [...usual, ...later.slice(0, mostDerived).map(durationOf)];
}

const clocks = new WeakMap<Expression, boolean>();

/** Whether a condition speaks of the moment at which it is asked. */
function readsClock(condition: Expression): boolean {
  let known = clocks.get(condition);
  if (known === undefined) {
    known = false;
    visit(condition, (node) => {
      if (node.type === "call" && (node.function === "now" || node.function === "today")) known = true;
    });
    clocks.set(condition, known);
  }
  return known;
}

function durationOf(hours: number): string {
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  return `P${days > 0 ? `${days}D` : ""}${rest > 0 ? `T${rest}H` : ""}`;
}
