import type { Expression, ExpressionOf } from "../../expression/document.ts";
import { dayMs, isRowId, jitter, typeOf, unknown, type Value } from "./value.ts";
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
      return isPlain(one) ? one.toLowerCase() : unknown;
    case "upper":
      return isPlain(one) ? one.toUpperCase() : unknown;
    case "trim":
      return isPlain(one) ? one.trim() : unknown;
    case "length":
      return isPlain(one) || Array.isArray(one) ? one.length : unknown;
    case "isEmpty":
      return Array.isArray(one) ? one.length === 0 : unknown;
    case "concat":
      return given.every(isPlain) ? given.join("") : unknown;
    case "string":
      return typeof one === "number" && Number.isInteger(one) ? String(one) : isPlain(one) ? one : unknown;
    case "decimal":
      return typeof one === "number" ? one : unknown;
    case "days":
      return typeof one === "number" ? { type: "duration", ms: one * dayMs } : unknown;
    case "hours":
      return typeof one === "number" ? { type: "duration", ms: one * 3_600_000 } : unknown;
    case "minutes":
      return typeof one === "number" ? { type: "duration", ms: one * 60_000 } : unknown;
    case "daysBetween":
      return between(one, other, dayMs);
    case "hoursBetween":
      return between(one, other, 3_600_000);
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

/** Whole units between two moments of the test, where a little more or less would give the same. */
function between(from: Value | undefined, to: Value | undefined, unit: number): Value {
  if (!from || !to || typeOf(from) !== typeOf(to) || typeof from !== "object" || typeof to !== "object")
    return unknown;
  if (!("at" in from) || !("at" in to) || typeof from.at !== "number" || typeof to.at !== "number")
    return unknown;
  const difference = to.at - from.at;
  if (typeOf(from) === "instant") return Math.trunc(difference / unit);
  const slack = jitter + ("slack" in from ? from.slack : 0) + ("slack" in to ? to.slack : 0);
  const [least, most] = [Math.trunc((difference - slack) / unit), Math.trunc((difference + slack) / unit)];
  return least === most ? least : unknown;
}
