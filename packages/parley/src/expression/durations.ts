import type { Expression } from "./document.ts";
import { isWholeDays } from "./literals.ts";
import { isMoment } from "./operators.ts";
import type { Type } from "./types.ts";

/** Functions that make a duration of a count: what stands before and after it in ISO 8601. */
export const durationUnits: ReadonlyMap<string, readonly [before: string, after: string]> = new Map([
  ["years", ["P", "Y"]],
  ["months", ["P", "M"]],
  ["weeks", ["P", "W"]],
  ["days", ["P", "D"]],
  ["hours", ["PT", "H"]],
  ["minutes", ["PT", "M"]],
  ["seconds", ["PT", "S"]],
]);

type TypeOf = (node: Expression) => Type | undefined;

/** Whether a duration is made of whole days, so that a date plus it is a date; `undefined` where nothing says it. */
export function isOfWholeDays(duration: Expression, typeOf: TypeOf): boolean | undefined {
  switch (duration.type) {
    case "duration":
      return isWholeDays(duration.value);
    case "call": {
      const unit = durationUnits.get(duration.function);
      if (unit) return unit[0] === "P";
      const [left, right] = duration.arguments;
      if (!left || !right || (duration.function !== "min" && duration.function !== "max")) return undefined;
      return both(isOfWholeDays(left, typeOf), isOfWholeDays(right, typeOf));
    }
    case "binary": {
      const type = typeOf(duration.left);
      if (type && isMoment(type)) return type.type === "date";
      return both(isOfWholeDays(duration.left, typeOf), isOfWholeDays(duration.right, typeOf));
    }
    case "conditional":
      return both(isOfWholeDays(duration.then, typeOf), isOfWholeDays(duration.else, typeOf));
    default:
      return undefined;
  }
}

function both(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  if (one === false || other === false) return false;
  return one && other;
}

/** Whether the text of a duration is computed when it runs: it may have parts of a second then. */
export function isComputed(duration: Expression): boolean {
  switch (duration.type) {
    case "duration":
      return false;
    case "call":
      return !durationUnits.has(duration.function);
    case "conditional":
      return isComputed(duration.then) || isComputed(duration.else);
    default:
      return true;
  }
}
