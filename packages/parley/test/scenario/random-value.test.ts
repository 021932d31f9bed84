import { describe, expect, test } from "vitest";
import { decimalDigits, integerBounds, boundsOf } from "../../src/api/bounds.ts";
import type { Api, ApiSchema } from "../../src/api/document.ts";
import { printMatch } from "../../src/scenario/print/pattern.ts";
import { valueOf } from "../../src/scenario/print/random-value.ts";
import { seededRandom } from "../../src/schema/random.ts";
import type { Text } from "../../src/text/text.ts";
import { flatten } from "../../src/text/tree.ts";
import { generate } from "../../templates/project/test/support/generate.ts";
import { SeededRandom } from "../../templates/project/test/support/random.ts";
import { randomSchema } from "../random/api-schemas.ts";

const clock = { now: () => new Date("2031-02-03T04:05:06Z"), onTick: () => () => undefined };

/** What printed code gives in a run with a seed. */
function run(code: Text, seed: string): unknown {
  const body = `return ${flatten(code).replaceAll(" as const", "")};`;
  // oxlint-disable-next-line no-new-func
  return new Function("random", "generate", body)(new SeededRandom(clock, seed), generate);
}

const api: Api = {
  profile: "foreign",
  info: { title: "x", version: "1", description: "" },
  errors: {},
  schemas: {},
  operations: {},
};

/** Whether nothing is long enough for a pattern that matches short text alone. */
function isImpossible(schema: ApiSchema): boolean {
  const all = JSON.stringify(schema).matchAll(/\{"type":"string"[^{}]*\}/g);
  return [...all].some(([text]) => /"minLength":3/.test(text) && text.includes('"^(?:a|b)c?$"'));
}

/** Whether a value is one of a schema's; references are not followed. */
function fits(schema: ApiSchema, value: unknown): boolean {
  switch (schema.type) {
    case "boolean":
      return typeof value === "boolean";
    case "integer":
    case "number":
      return typeof value === "number" && fitsNumber(schema, value);
    case "string":
      return typeof value === "string" && fitsText(schema, value);
    case "enum":
      return schema.values.includes(value as string);
    case "constant":
      return value === schema.value;
    case "null":
      return value === null;
    case "array": {
      if (!Array.isArray(value)) return false;
      const { minItems = 0, maxItems = Infinity, uniqueItems, items } = schema;
      const texts = new Set(value.map((item) => JSON.stringify(item)));
      const inBounds = value.length >= minItems && value.length <= maxItems;
      return (
        inBounds && (!uniqueItems || texts.size === value.length) && value.every((item) => fits(items, item))
      );
    }
    case "object":
      return Object.entries(schema.properties).every(([name, property]) => {
        const held = (value as Record<string, unknown>)[property.wire ?? name];
        if (held === undefined) return property.optional === true || property.only === "answer";
        return property.only !== "answer" && fits(property.schema, held);
      });
    case "map":
      return typeof value === "object" && value !== null;
    case "nullable":
      return value === null || fits(schema.of, value);
    case "union":
      return schema.options.some((option) => fits(option, value));
    case "json":
      return schema.of ? fits(schema.of, value) : value !== null;
    case "reference":
    case "oneOf":
      return true;
    default:
      return schema satisfies never;
  }
}

function fitsNumber(schema: Extract<ApiSchema, { type: "integer" | "number" }>, value: number): boolean {
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity, multipleOf } = schema;
  const { minimum, maximum } =
    schema.type === "integer" ? integerBounds(schema) : { minimum: -Infinity, maximum: Infinity, ...schema };
  const isMultiple =
    multipleOf === undefined || Math.abs(value / multipleOf - Math.round(value / multipleOf)) < 1e-9;
  const isWhole = schema.type === "number" || Number.isSafeInteger(value);
  return (
    isMultiple &&
    isWhole &&
    value >= minimum &&
    value <= maximum &&
    value > exclusiveMinimum &&
    value < exclusiveMaximum
  );
}

const shapes: Partial<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  email: /^[^@\s]+@[^@\s]+\.[a-z]+$/,
  uri: /^https:\/\/\S+$/,
  date: /^\d{4}-\d\d-\d\d$/,
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/,
  duration: /^P/,
  decimal: /^-?\d+(\.\d+)?$/,
};

function fitsText(schema: Extract<ApiSchema, { type: "string" }>, value: string): boolean {
  const { minLength, maxLength } = boundsOf(schema);
  const shape = schema.format && shapes[schema.format];
  if (shape && !shape.test(value)) return false;
  if (schema.format === "decimal") {
    const { scale } = decimalDigits(schema);
    const digits = value.split(".")[1]?.length ?? 0;
    const [least, most] = [Number(schema.minimum ?? -Infinity), Number(schema.maximum ?? Infinity)];
    return digits <= scale && Number(value) >= least && Number(value) <= most;
  }
  if (schema.format !== undefined && ["uuid", "date", "date-time", "duration"].includes(schema.format))
    return true;
  const matches = schema.pattern === undefined || new RegExp(schema.pattern, "u").test(value);
  return matches && value.length >= minLength && value.length <= maxLength;
}

test("what a sample is filled with honours every constraint of its schema", () => {
  const misfits: string[] = [];
  const random = seededRandom(7);
  for (let count = 0; count < 300; count++) {
    const schema = randomSchema({ random, schemas: {}, name: () => "X", objects: [] }, 2);
    // Variants are schemas of their own, with functions of their own.
    if (JSON.stringify(schema).includes('"oneOf"') || isImpossible(schema)) continue;
    const code = valueOf({ api, builders: new Map(), schema: "X" }, schema);
    for (const seed of ["a", "b"]) {
      const value = run(code, seed);
      if (!fits(schema, value)) misfits.push(`${JSON.stringify(schema)} <- ${JSON.stringify(value)}`);
    }
  }
  expect(misfits).toEqual([]);
});

describe("text is drawn for a pattern, as long as it has to be", () => {
  const patterns: [string, number, number][] = [
    ["^[A-Z]{3}-\\d{4}$", 0, 100],
    ["^[a-z0-9]+(?:-[a-z0-9]+)*$", 3, 20],
    ["^[a-z]+$", 30, 40],
    ["^\\+?[0-9]{7,15}$", 10, 12],
    ["^(red|green|blue)$", 0, 5],
    ["^#(?:[0-9a-f]{3}){1,2}$", 7, 7],
    ["^[^<>\"'`]*$", 5, 9],
    ["^\\S+@\\S+\\.\\S+$", 8, 60],
    ["^.{10,}$", 0, 14],
    ["\\p{L}\\w*", 2, 6],
    ["^\\u00e9\\x41?$", 1, 2],
    ["^\\S(.*\\S)?$", 10, 5000],
    ["^(?:[a-z]+ )*[a-z]+$", 40, 80],
    ["^$", 0, 0],
  ];
  test.each(patterns)("%s", (pattern, minLength, maxLength) => {
    const code = printMatch(pattern, { minLength, maxLength })!;
    for (let seed = 0; seed < 12; seed++) {
      const value = run(code, String(seed)) as string;
      expect(value).toMatch(new RegExp(pattern, "u"));
      expect(value.length).toBeGreaterThanOrEqual(minLength);
      expect(value.length).toBeLessThanOrEqual(maxLength);
    }
  });

  test("the same seed gives the same text, another seed another one", () => {
    const code = printMatch("^[a-z]{12}$")!;
    expect(run(code, "a")).toBe(run(code, "a"));
    expect(run(code, "a")).not.toBe(run(code, "b"));
  });
});
