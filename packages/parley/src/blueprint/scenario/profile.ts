import type { Field, Model } from "../../database/document.ts";
import { call } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { profileBounds } from "../../scenario/print/profiles.ts";
import { drawn, range, unknown, type Value } from "./value.ts";

/** What a body says, as a column holds it. */
export function columnExpression({ type }: Field, said: Expression): Expression {
  switch (type) {
    case "date":
    case "datetime":
      // A day or a moment that is worked out is one already.
      if (said.type === "call" && said.function === "string") return said.arguments[0]!;
      return call(type === "date" ? "day" : "moment", said);
    case "decimal":
      return call("amount", said);
    default:
      return said;
  }
}

/** What a test's actor has in its profile: random values, and nothing where nothing is needed. */
export function profileValue(profile: Model, name: string, field: Field): Value {
  if (field.default?.type === "literal") return field.default.value;
  if (field.list) return [];
  if (field.default) return unknown;
  if (field.nullable) return null;
  if (field.type === "int" || field.type === "decimal") return range(...profileBounds(profile, name, field));
  const isWide = (field.type === "string" || field.type === "text") && (field.maxLength ?? 12) >= 6;
  return isWide || field.type === "email" || field.type === "uri" ? drawn() : unknown;
}
