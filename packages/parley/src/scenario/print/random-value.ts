import { boundsOf, decimalDigits, integerBounds } from "../../api/bounds.ts";
import type { Api, ApiSchema, Property } from "../../api/document.ts";
import { closure } from "../../api/usage.ts";
import { referencesOf } from "../../api/walk.ts";
import {
  identifier,
  join,
  literal,
  number,
  property,
  string,
  template,
  text,
  type Text,
} from "../../text/text.ts";
import { flatten } from "../../text/tree.ts";
import { generator, printMatch } from "./pattern.ts";

/** Names of the functions that make bodies, by schema. */
export type Builders = ReadonlyMap<string, string>;

/** What a function is printed for that makes a body. */
export interface Making {
  api: Api;
  builders: Builders;
  /** The schema that it makes. */
  schema: string;
}

/** The members of a body's literal. */
export function bodyProperties(making: Making, properties: Record<string, Property>): Text[] {
  return Object.entries(properties)
    .filter(([, one]) => one.only !== "answer" && !(one.optional && isLeftAway(making, one.schema)))
    .map(([name, { schema, wire }]) => text`${property(wire ?? name)}: ${valueOf(making, schema)},`);
}

/** Ids of rows that would name nothing, and what would contain itself without end. */
function isLeftAway(making: Making, schema: ApiSchema): boolean {
  return namesRow(schema) || comesBack(making, schema);
}

/** Whether values of a schema may hold a value of the schema that is being made. */
function comesBack({ api, schema: made }: Making, schema: ApiSchema): boolean {
  return referencesOf(schema).some(({ name }) => closure(api, [name]).has(made));
}

/** Whether a value is the id of a row: a random one would name nothing. */
export function namesRow(schema: ApiSchema): boolean {
  if (schema.type === "nullable") return namesRow(schema.of);
  if (schema.type === "array") return namesRow(schema.items);
  return schema.type === "string" && schema.format === "uuid";
}

/** An expression for a random valid value of a schema, from the variable `random`. */
export function valueOf(making: Making, schema: ApiSchema): Text {
  const { builders } = making;
  switch (schema.type) {
    case "boolean":
      return text`random.boolean()`;
    case "integer":
      return integerOf(schema);
    case "number":
      return numberOf(schema);
    case "string":
      return textOf(schema);
    case "enum":
      return text`random.pick(${literal(schema.values)} as const)`;
    case "constant":
      return literal(schema.value);
    case "null":
      return text`null`;
    case "array":
      return arrayOf(making, schema);
    case "object":
      return text`{ ${join(bodyProperties(making, schema.properties))} }`;
    case "map":
      return text`{}`;
    case "reference":
      return text`${identifier(builders.get(schema.schema) ?? "")}(random)`;
    case "nullable":
      return isLeftAway(making, schema.of) ? text`null` : valueOf(making, schema.of);
    case "oneOf":
      return text`${identifier(builders.get(schema.variants[0]!) ?? "")}(random)`;
    case "union": {
      const ending = schema.options.find((option) => !comesBack(making, option));
      return valueOf(making, ending ?? schema.options[0]!);
    }
    case "json":
      return schema.of ? valueOf(making, schema.of) : text`{ note: random.letters(8) }`;
    default:
      return schema satisfies never;
  }
}

function arrayOf(making: Making, schema: Extract<ApiSchema, { type: "array" }>): Text {
  const { items, minItems = 0, maxItems = 1, uniqueItems = false } = schema;
  const count = Math.max(minItems, maxItems > 0 ? 1 : 0);
  if (minItems === 0 && isLeftAway(making, items)) return text`[]`;
  if (uniqueItems && count > 1) {
    return text`${generator("distinct")}(${number(count)}, () => ${lambdaBody(making, items)})`;
  }
  return text`[${join(
    Array.from({ length: count }, () => valueOf(making, items)),
    text`, `,
  )}]`;
}

/** An object literal would be a block. */
function lambdaBody(making: Making, schema: ApiSchema): Text {
  const value = valueOf(making, schema);
  return flatten(value).startsWith("{") ? text`(${value})` : value;
}

type Numeric = Extract<ApiSchema, { type: "integer" | "number" }>;

function integerOf(schema: Extract<Numeric, { type: "integer" }>): Text {
  const { minimum, maximum } = integerBounds(schema);
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity, multipleOf = 1 } = schema;
  const low = Math.max(minimum, exclusiveMinimum + 1);
  const high = Math.min(maximum, exclusiveMaximum - 1);
  const least = low < -1_000_000 ? Math.min(1, high) : low;
  const most = Math.min(high, least + 999_999);
  if (multipleOf === 1) return text`random.integer(${number(least)}, ${number(most)})`;
  const [first, last] = [Math.ceil(least / multipleOf), Math.floor(most / multipleOf)];
  return text`random.integer(${number(first)}, ${number(last)}) * ${number(multipleOf)}`;
}

function numberOf(schema: Extract<Numeric, { type: "number" }>): Text {
  const { exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const top = schema.maximum ?? exclusiveMaximum ?? Infinity;
  if (multipleOf === undefined && exclusiveMinimum === undefined && exclusiveMaximum === undefined) {
    const least = schema.minimum ?? Math.min(1, schema.maximum ?? 1);
    const range = Math.min(top - least, 1000);
    return text`${number(least)} + random.integer(0, 1000) * ${number(range / 1000)}`;
  }
  const room = Math.max(1, 10 * (multipleOf ?? 0));
  const least = schema.minimum ?? exclusiveMinimum ?? Math.min(1, top - room);
  const most = Math.min(top, least + Math.max(1000, room));
  const step = multipleOf ?? (most - least) / 1000;
  const low = exclusiveMinimum !== undefined && least <= exclusiveMinimum ? least + step : least;
  const high = exclusiveMaximum !== undefined && most >= exclusiveMaximum ? most - step : most;
  return text`${generator("number")}(random, ${number(low)}, ${number(high)}, ${number(step)})`;
}

const usualLength = 12;
/** Characters of what `random.email()` gives, and of the addresses of pages. */
const emailLength = 24;
const uriLength = 28;

function textOf(schema: Extract<ApiSchema, { type: "string" }>): Text {
  const { minLength, maxLength } = boundsOf(schema);
  const fits = (length: number): boolean => length >= minLength && length <= maxLength;
  switch (schema.format) {
    case "uuid":
      return text`random.uuid()`;
    case "email":
      return fits(emailLength) ? text`random.email()` : drawn("[a-z]+@x\\.co", minLength, maxLength);
    case "uri":
      return fits(uriLength)
        ? template(["https://example.com/", text`random.letters(8)`])
        : drawn("https://x\\.co/[a-z]*", minLength, maxLength);
    case "date":
      return text`random.day()`;
    case "date-time":
      return text`random.moment()`;
    case "duration":
      return string("PT1H");
    case "decimal":
      return decimalOf(schema);
    case "password":
    case undefined: {
      const matching =
        schema.pattern === undefined ? undefined : printMatch(schema.pattern, { minLength, maxLength });
      return (
        matching ?? text`random.letters(${number(Math.min(maxLength, Math.max(minLength, usualLength)))})`
      );
    }
    default:
      return schema.format satisfies never;
  }
}

function drawn(pattern: string, minLength: number, maxLength: number): Text {
  return printMatch(pattern, { minLength, maxLength })!;
}

function decimalOf(schema: Extract<ApiSchema, { type: "string" }>): Text {
  const { scale } = decimalDigits(schema);
  const least =
    schema.minimum === undefined ? Math.min(1, Number(schema.maximum ?? 1)) : Number(schema.minimum);
  const most = Math.min(schema.maximum === undefined ? least + 1000 : Number(schema.maximum), least + 1000);
  return text`random.decimal(${number(least)}, ${number(most)}, ${number(scale)})`;
}
