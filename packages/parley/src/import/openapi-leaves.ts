import { stringFormats, type Api, type ApiSchema, type Remarks } from "../api/document.ts";
import { patternProblem } from "../api/pattern.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { textAt, without, type JsonObject, type Keys } from "./openapi-json.ts";
import { here, report } from "./openapi-report.ts";

/** A description while it is read. */
export interface Importing {
  root: JsonObject;
  api: Api;
  /** Names of schemas by those of components. */
  names: Map<string, string>;
  /** Names of schemas that are given away. */
  taken: Set<string>;
  diagnostics: Diagnostic[];
}

export const anything: ApiSchema = { type: "nullable", of: { type: "json" } };

/** What a schema without a type speaks of, where its keywords speak of one type alone. */
export function guessedType(value: JsonObject): string | undefined {
  const has = (...names: string[]): boolean => names.some((name) => Object.hasOwn(value, name));
  if (has("properties", "additionalProperties", "required", "patternProperties")) return "object";
  if (has("items", "minItems", "maxItems", "uniqueItems")) return "array";
  if (has("pattern", "minLength", "maxLength")) return "string";
  return has("minimum", "maximum", "multipleOf") ? "number" : undefined;
}

export function readString(importing: Importing, value: JsonObject, keys: Keys): ApiSchema {
  const taken: string[] = [];
  const schema: Extract<ApiSchema, { type: "string" }> = { type: "string" };
  const format = stringFormats.find((one) => one === value["format"] && one !== "decimal");
  if (format) {
    schema.format = format;
    taken.push("format");
  }
  for (const key of ["minLength", "maxLength"] as const) {
    const bound = value[key];
    if (typeof bound !== "number" || !Number.isSafeInteger(bound) || bound < 0) continue;
    schema[key] = bound;
    taken.push(key);
  }
  const pattern = textAt(value, "pattern");
  if (pattern !== undefined && patternProblem(pattern) === undefined) {
    schema.pattern = pattern;
    taken.push("pattern");
  }
  if ((schema.minLength ?? 0) > (schema.maxLength ?? Infinity)) {
    delete schema.minLength;
    taken.splice(taken.indexOf("minLength"), 1);
  }
  return finish(importing, schema, value, taken, keys);
}

export function readNumber(
  importing: Importing,
  type: "integer" | "number",
  value: JsonObject,
  keys: Keys,
): ApiSchema {
  const taken: string[] = [];
  const fits = (bound: unknown): bound is number =>
    typeof bound === "number" && (type === "number" ? Number.isFinite(bound) : Number.isSafeInteger(bound));
  const range: Partial<Record<(typeof bounds)[number], number>> = {};
  for (const key of bounds) {
    const bound = value[key];
    if (!fits(bound) || (key === "multipleOf" && bound <= 0)) continue;
    range[key] = bound;
    taken.push(key);
  }
  // In OpenAPI 3.0 an exclusive bound is a flag beside the bound.
  for (const [flag, key] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (typeof value[flag] !== "boolean") continue;
    taken.push(flag);
    if (value[flag] && range[key] !== undefined) {
      range[flag] = range[key];
      delete range[key];
    }
  }
  const { format } = value;
  if (type === "number") return finish(importing, { type, ...range }, value, taken, keys);
  const known = format === "int32" || format === "int64" ? format : undefined;
  if (known) taken.push("format");
  return finish(importing, { type, ...(known ? { format: known } : {}), ...range }, value, taken, keys);
}

const bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const;

/** The schema with its remarks; keywords that nothing took are kept aside. */
export function finish(
  importing: Importing,
  schema: ApiSchema,
  value: JsonObject,
  taken: readonly string[],
  keys: Keys,
): ApiSchema {
  const { remarks, left } = remarksOf(without(value, ["type", ...taken]));
  const rules = Object.keys(left).filter(isRule);
  if (rules.length > 0) reportAside(importing, rules, keys);
  return { ...schema, ...remarks, ...annotated(left) };
}

/** What has no word here: any value is taken, and the schema is printed back as it is. */
export function keptAside(
  importing: Importing,
  value: JsonObject,
  keywords: readonly string[],
  keys: Keys,
): ApiSchema {
  reportAside(importing, keywords, keys);
  return { ...anything, annotations: value };
}

export function reportAside(importing: Importing, keywords: readonly string[], keys: Keys): void {
  importing.diagnostics.push(report["kept-aside"](here(keys), { keywords: keywords.join(", ") }));
}

export function annotated(left: JsonObject): Pick<Remarks, "annotations"> {
  return Object.keys(left).length > 0 ? { annotations: left } : {};
}

export function remarksOf(value: JsonObject): { remarks: Remarks; left: JsonObject } {
  const { description, example, deprecated } = value;
  const remarks: Remarks = {
    ...(typeof description === "string" ? { description } : {}),
    ...(example === undefined ? {} : { example }),
    ...(deprecated === true ? { deprecated } : {}),
  };
  return { remarks, left: without(value, ["description", "example", "deprecated", "nullable"]) };
}

/** Formats, names and examples bind nobody; whatever else stands in a schema is a rule for values. */
export function isRule(keyword: string): boolean {
  const words =
    /^(?:title|format|examples?|default|xml|externalDocs|discriminator|readOnly|writeOnly|\$\w+|content\w+|x-.*)$/;
  return !words.test(keyword);
}
