import type { ApiSchema } from "../../api/document.ts";
import { binary, call, equals, integer, isNull, path, text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { dateNumbered, dayOf } from "./calendar.ts";
import { idOf, type Plan } from "./plan.ts";
import { isRowId, type Value } from "./value.ts";
import { rowAt, type WorldRow } from "./world.ts";

/** What has to hold of a column in an answer, where it is known. */
export function expectColumn(
  plan: Plan,
  row: WorldRow,
  answer: string,
  schema: string,
  column: string,
): Expression | undefined {
  const property = plan.house.api.schemas[schema]?.properties[column];
  if (!property || property.source || property.optional) return undefined;
  return expectValue(plan, path(answer, column), property.schema, row.values[column]);
}

/** What has to hold of a value on the wire. */
export function expectValue(
  plan: Plan,
  actual: Expression,
  schema: ApiSchema,
  value: Value | undefined,
): Expression | undefined {
  if (value === null) return schema.type === "nullable" ? isNull(actual) : undefined;
  if (schema.type === "nullable") {
    // Moments of a nullable column would have to be narrowed first; days are compared as texts.
    return schema.of.type === "string" && schema.of.format === "date-time"
      ? undefined
      : expectValue(plan, actual, schema.of, value);
  }
  switch (schema.type) {
    case "boolean":
      return typeof value === "boolean" ? equals(actual, { type: "boolean", value }) : undefined;
    case "integer":
      return typeof value === "number" && Number.isSafeInteger(value)
        ? equals(actual, integer(value))
        : undefined;
    case "enum":
      return typeof value === "string" && schema.values.includes(value)
        ? equals(actual, text(value))
        : undefined;
    case "string":
      return expectText(plan, actual, schema, value);
    case "constant":
    case "null":
    case "map":
    case "union":
    case "number":
    case "array":
    case "object":
    case "reference":
    case "oneOf":
    case "json":
      return undefined;
    default:
      return schema satisfies never;
  }
}

function expectText(
  plan: Plan,
  actual: Expression,
  schema: Extract<ApiSchema, { type: "string" }>,
  value: Value | undefined,
): Expression | undefined {
  if (isRowId(value)) {
    const id = idOf(rowAt(plan.world, value) ?? { id: "", model: "", values: {} });
    return id && equals(actual, id);
  }
  if (schema.format === "decimal") {
    return typeof value === "number" ? equals(actual, text(value.toFixed(schema.scale ?? 2))) : undefined;
  }
  if (typeof value === "string") return schema.format === undefined ? equals(actual, text(value)) : undefined;
  if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
  if (value.type === "instant")
    return value.slack === undefined && (schema.format === "date" || schema.format === "date-time")
      ? equals(actual, text(value.text))
      : undefined;
  if (value.type !== "moment") return undefined;
  if (schema.format === "date")
    return value.day === undefined ? undefined : equals(actual, dayText(plan, value.day));
  if (value.slack > 0 || schema.format !== "date-time") return undefined;
  return call("near", call("moment", actual), momentText(plan, value.at));
}

/** A moment of the test, by its distance from now. */
function momentText(plan: Plan, at: number): Expression {
  const distance = at - plan.world.now;
  const seconds = Math.round(Math.abs(distance) / 1000);
  if (seconds === 0) return call("now");
  const duration = seconds % 86_400 === 0 ? `P${seconds / 86_400}D` : `PT${seconds}S`;
  return binary(distance > 0 ? "+" : "-", call("now"), { type: "duration", value: duration });
}

/** A day of the test, by its distance from today where that is known. */
function dayText({ world }: Plan, day: number): Expression {
  const today = dayOf({ type: "moment", at: world.now, slack: 0 });
  const known = typeof today === "object" && today && "day" in today ? today.day : undefined;
  if (known === undefined) return text(dateNumbered(day));
  const distance = day - known;
  const span = call("days", integer(Math.abs(distance)));
  const moved = binary(distance < 0 ? "-" : "+", call("today"), span);
  return call("string", distance === 0 ? call("today") : moved);
}
