import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Attribute, Requirements } from "../document.ts";
import { report } from "./diagnostics.ts";

const bounded: ReadonlySet<string> = new Set(["string", "text", "integer", "decimal"]);
const characters: ReadonlySet<string> = new Set(["string", "text"]);

/** Every attribute by itself: values, bounds and default. */
export function checkAttributes(requirements: Requirements): Diagnostic[] {
  const records: [readonly string[], Record<string, Attribute>][] = [];
  for (const [kind, { attributes }] of Object.entries(requirements.actors)) {
    records.push([["actors", kind, "attributes"], attributes]);
  }
  for (const [name, { attributes, lifecycle }] of Object.entries(requirements.concepts)) {
    records.push([["concepts", name, "attributes"], attributes]);
    for (const [action, { input }] of Object.entries(lifecycle?.transitions ?? {})) {
      records.push([["concepts", name, "lifecycle", "transitions", action, "input"], input ?? {}]);
    }
  }
  return records.flatMap(([keys, attributes]) =>
    Object.entries(attributes).flatMap(([name, attribute]) =>
      checkAttribute(name, attribute, [...keys, name]),
    ),
  );
}

function checkAttribute(name: string, attribute: Attribute, keys: readonly string[]): Diagnostic[] {
  const { type, values = [], minimum, maximum, scale } = attribute;
  const findings: Diagnostic[] = [];
  const misplaced = (option: string): void => {
    findings.push(report["misplaced-option"](at("requirements", [...keys, option]), { option, type }));
  };
  if (type === "enum" && values.length === 0)
    findings.push(report["no-values"](at("requirements", keys), { name }));
  if (type !== "enum" && attribute.values) misplaced("values");
  if (type !== "decimal" && scale !== undefined) misplaced("scale");
  if (!bounded.has(type) && minimum !== undefined) misplaced("minimum");
  if (!bounded.has(type) && maximum !== undefined) misplaced("maximum");
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) === index) continue;
    findings.push(report["duplicate-value"](at("requirements", [...keys, "values", index]), { name, value }));
  }
  findings.push(...checkFindable(name, attribute, keys));
  const problem = boundsProblem(attribute);
  if (problem) findings.push(report["wrong-bounds"](at("requirements", keys), { name, problem }));
  const shared = attribute.unique ? "No two may have the same, and each new one begins with it." : undefined;
  const unfit =
    attribute.default === undefined || problem
      ? undefined
      : (defaultProblem(attribute, attribute.default) ?? shared);
  if (unfit) {
    const value = JSON.stringify(attribute.default);
    findings.push(
      report["wrong-default"](at("requirements", [...keys, "default"]), { name, value, problem: unfit }),
    );
  }
  return findings;
}

const findable = { search: "searchable", sort: "sortable", unique: "unique", filter: "filterable" } as const;

/** Lists and JSON are no values to compare with one; a list is filtered by what is in it. */
function checkFindable(name: string, attribute: Attribute, keys: readonly string[]): Diagnostic[] {
  if (!attribute.list && attribute.type !== "json") return [];
  const type = attribute.list ? "a list" : "of any shape";
  const instead = attribute.list ? "rows of a concept that is part of this one" : "attributes of their own";
  return Object.entries(findable).flatMap(([key, option]) =>
    attribute[key as keyof typeof findable] && !(attribute.list && key === "filter")
      ? [report["unfit-option"](at("requirements", [...keys, key]), { name, option, type, instead })]
      : [],
  );
}

const MOST_CHARACTERS = 10_000;

function boundsProblem({ type, minimum, maximum, scale }: Attribute): string | undefined {
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    return `the least, ${minimum}, is above the most, ${maximum}.`;
  }
  const bounds = [minimum, maximum].filter((bound) => bound !== undefined);
  if (characters.has(type)) {
    if (bounds.some((bound) => !Number.isSafeInteger(bound) || bound < 0))
      return "characters are counted in whole numbers.";
    if (maximum === 0) return "nothing but an empty text fits.";
    if (type === "string" && maximum !== undefined && maximum > MOST_CHARACTERS) {
      return `a string has at most ${MOST_CHARACTERS} characters; text may be longer.`;
    }
  }
  if (
    type === "integer" &&
    bounds.some((bound) => !Number.isInteger(bound) || Math.abs(bound) > 2 ** 31 - 1)
  ) {
    return "an integer's bounds are whole numbers of 32 bits.";
  }
  if (type === "decimal" && bounds.some((bound) => digitsAfterPoint(bound) > (scale ?? 2))) {
    return `the bounds have more than ${scale ?? 2} digits after the point.`;
  }
  return undefined;
}

function defaultProblem(attribute: Attribute, value: boolean | number | string): string | undefined {
  const { type, values = [], minimum = -Infinity, maximum = Infinity } = attribute;
  if (attribute.list) return "a list begins empty.";
  switch (type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : "it is true or false.";
    case "integer":
    case "decimal": {
      if (typeof value !== "number") return "it is a number.";
      const digits = type === "integer" ? 0 : (attribute.scale ?? 2);
      if (digitsAfterPoint(value) > digits) return `it has at most ${digits} digits after the point.`;
      return value < minimum || value > maximum ? "it lies outside the bounds." : undefined;
    }
    case "string":
    case "text":
      if (typeof value !== "string") return "it is a text.";
      return value.length < minimum || value.length > maximum
        ? "its length lies outside the bounds."
        : undefined;
    case "enum":
      if (typeof value === "string" && values.includes(value)) return undefined;
      return `it is one of ${values.join(", ")}.${didYouMean(String(value), values)}`;
    case "date":
      return typeof value === "string" && isDate(value) ? undefined : "it is written like 2026-01-31.";
    case "datetime": {
      const fits =
        typeof value === "string" &&
        /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) &&
        !Number.isNaN(Date.parse(value));
      return fits ? undefined : "it is written like 2026-01-31T10:00:00Z.";
    }
    case "email":
      return typeof value === "string" && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
        ? undefined
        : "it is an e-mail address.";
    case "uri":
      return typeof value === "string" && URL.canParse(value) ? undefined : "it is a URI.";
    case "json":
      return undefined;
    default:
      return type satisfies never;
  }
}

function isDate(value: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function digitsAfterPoint(value: number): number {
  const [digits = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (digits.split(".")[1] ?? "").length - Number(exponent));
}
