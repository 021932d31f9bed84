import type { Api, ApiSchema, Property } from "../../api/document.ts";
import { call, integer, text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { words } from "../../text/names.ts";

/** One way in which a body does not fit its schema. */
export interface Violation {
  title: string;
  property: string;
  value: Expression;
}

/** Each constraint of a schema's properties, violated once. */
export function violationsOf(api: Api, schema: string): Violation[] {
  const properties = api.schemas[schema]?.properties ?? {};
  const found = Object.entries(properties).flatMap(([name, property]) => propertyViolations(name, property));
  const stranger = ["extra", "unknownProperty"].find((name) => !Object.hasOwn(properties, name));
  if (stranger !== undefined) {
    found.push({ title: "with an unknown property", property: stranger, value: text("x") });
  }
  return found;
}

function propertyViolations(property: string, { schema, optional }: Property): Violation[] {
  const label = words(property).join(" ");
  const missing = optional ? [] : [{ title: `without ${label}`, property, value: call("absent") }];
  const bare = schema.type === "nullable" ? schema.of : schema;
  return [
    ...missing,
    ...wrongValues(bare).map(([how, value]) => ({ title: `with ${label} ${how}`, property, value })),
  ];
}

function wrongValues(schema: ApiSchema): [string, Expression][] {
  switch (schema.type) {
    case "boolean":
      return [["that is no boolean", text("yes")]];
    case "integer": {
      const below = schema.minimum === undefined ? undefined : schema.minimum - 1;
      const above = schema.maximum === undefined ? undefined : schema.maximum + 1;
      const safe = (value: number | undefined): value is number => Number.isSafeInteger(value);
      return [
        ["that is no number", text("many")],
        ...(safe(below) ? [["too small", integer(below)] as [string, Expression]] : []),
        ...(safe(above) ? [["too large", integer(above)] as [string, Expression]] : []),
      ];
    }
    case "number":
      return [["that is no number", text("many")]];
    case "string":
      return wrongTexts(schema);
    case "enum":
      return [
        [
          "that is none of its values",
          text(["nonsense", "other", "-"].find((word) => !schema.values.includes(word))!),
        ],
      ];
    case "array":
      return [["that is no list", text("none")]];
    case "constant":
      return [["that is another value", text(schema.value === "other" ? "another" : "other")]];
    case "object":
    case "map":
    case "reference":
    case "oneOf":
      return [["that is no object", text("none")]];
    case "nullable":
      return wrongValues(schema.of);
    case "null":
    case "union":
    case "json":
      return [];
    default:
      return schema satisfies never;
  }
}

function wrongTexts(schema: Extract<ApiSchema, { type: "string" }>): [string, Expression][] {
  const { minLength, maxLength } = schema;
  const short: [string, Expression][] =
    minLength === undefined || minLength === 0
      ? []
      : [minLength === 1 ? ["empty", text("")] : ["too short", repeated(minLength - 1)]];
  const long: [string, Expression][] = maxLength === undefined ? [] : [["too long", repeated(maxLength + 1)]];
  switch (schema.format) {
    case undefined:
    case "password":
      return [...short, ...long];
    case "uuid":
      return [["that is no id", text("nonsense")]];
    case "email":
      return [["that is no address", text("nobody")]];
    case "uri":
      return [["that is no address", text("nowhere")]];
    case "date":
      return [["that does not exist", text("2030-02-30")]];
    case "date-time":
      return [["that is no moment", text("tomorrow")]];
    case "duration":
      return [["that is no duration", text("long")]];
    case "decimal":
      return [
        ["that is no number", text("much")],
        ...(schema.minimum === undefined ? [] : [["too small", beyond(schema, -1)] as [string, Expression]]),
        ...(schema.maximum === undefined ? [] : [["too large", beyond(schema, 1)] as [string, Expression]]),
      ];
    default:
      return schema.format satisfies never;
  }
}

function repeated(length: number): Expression {
  return call("repeat", text("x"), integer(length));
}

function beyond(schema: { minimum?: string; maximum?: string; scale?: number }, sign: 1 | -1): Expression {
  const bound = Number(sign > 0 ? schema.maximum : schema.minimum);
  return text((bound + sign).toFixed(schema.scale ?? 2));
}
