import type { Default, Field } from "../database/document.ts";
import { call, list, number, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";

/** What a column holds where nobody says anything, as a value of the column's type. */
export function defaultValue(fallback: Default, type: Field["type"]): Expression {
  switch (fallback.type) {
    case "literal":
      if (typeof fallback.value === "boolean") return { type: "boolean", value: fallback.value };
      if (typeof fallback.value === "number") return number(fallback.value);
      return type === "date" || type === "datetime" ? { type, value: fallback.value } : text(fallback.value);
    case "emptyList":
      return list([]);
    case "uuid":
      return call("uuid");
    case "sequence":
      return { type: "integer", value: 0 };
    default:
      return fallback satisfies never;
  }
}

/** A property of the body as the column takes it: an absent one is the default. */
export function sentOrDefault(sent: Expression, { type, nullable, default: fallback }: Field): Expression {
  return !nullable && fallback
    ? { type: "binary", operator: "??", left: sent, right: defaultValue(fallback, type) }
    : sent;
}
