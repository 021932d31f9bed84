import type { ExpressionOf } from "../../expression/document.ts";
import { clean } from "./operators.ts";
import { boundsOf, isUnknown, range, unknown, type Value } from "./value.ts";

export function iterated(
  operation: ExpressionOf<"iterate">["operation"],
  items: readonly Value[],
  body: (item: Value) => Value,
): Value {
  const values = items.map(body);
  switch (operation) {
    case "map":
      return values;
    case "filter":
      return values.some(isUnknown) ? unknown : items.filter((_, index) => values[index] === true);
    case "some":
      return values.includes(true) ? true : values.some(isUnknown) ? unknown : false;
    case "every":
      return values.includes(false) ? false : values.some(isUnknown) ? unknown : true;
    case "count":
      return values.some(isUnknown) ? unknown : values.filter((value) => value === true).length;
    case "sum":
    case "average":
    case "minimum":
    case "maximum":
      return measured(operation, values);
    case "sort":
      return items.length < 2 ? items : unknown;
    default:
      return operation satisfies never;
  }
}

export function measured(
  operation: "sum" | "average" | "minimum" | "maximum",
  values: readonly Value[],
): Value {
  const present = values.filter((value) => value !== null);
  const numbers = present.flatMap((value) => boundsOf(value) ?? []);
  if (numbers.length < present.length) return unknown;
  const [least, most] = [numbers.map((one) => one.least), numbers.map((one) => one.most)];
  if (operation === "sum") return range(clean(total(least)), clean(total(most)));
  if (numbers.length === 0) return null;
  if (operation === "average") return unknown;
  const end = operation === "minimum" ? Math.min : Math.max;
  return range(end(...least), end(...most));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
