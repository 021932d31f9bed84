import type { ExpressionOf } from "../../expression/document.ts";
import { clean } from "./operators.ts";
import { isUnknown, unknown, type Value } from "./value.ts";

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
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.filter((value) => value !== null).length) return unknown;
  if (operation === "sum") return clean(numbers.reduce((total, value) => total + value, 0));
  if (numbers.length === 0) return null;
  if (operation === "average") return unknown;
  return operation === "minimum" ? Math.min(...numbers) : Math.max(...numbers);
}
