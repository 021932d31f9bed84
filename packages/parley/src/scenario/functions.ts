import { randomFunctions } from "./random-functions.ts";
import type { Api } from "../api/document.ts";
import { namedType } from "../api/types.ts";
import { remembered } from "../schema/remember.ts";
import { didYouMean } from "../diagnostic/suggest.ts";
import type { Expression } from "../expression/document.ts";
import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  integerType,
  listOf,
  neverType,
  stringType,
  unknownType,
  type Argument,
  type PropertyType,
  type Signature,
  type Type,
  type TypeOf,
  uuidType,
} from "../expression/types.ts";

type Problem = { problem: string; argument: number };

/** Asked for as a list of anything, one that is written on the spot would forget what it holds. */
const list = { name: "list", type: unknownType };

/**
 * What expressions of tests may call besides the built-in functions. `strict`: the properties that a sample fixes must
 * fit its schema; where a request is meant to be refused as invalid they need not.
 */
export function scenarioFunctions(api: Api, strict: boolean): Record<string, Signature> {
  const which = strict ? "strict functions" : "lenient functions";
  return remembered(api, which, () => functionsOf(api, strict));
}

function functionsOf(api: Api, strict: boolean): Record<string, Signature> {
  return {
    /** A random valid body of a schema, with some of its properties fixed. */
    sample: {
      parameters: [
        { name: "schema", type: stringType },
        { name: "fixed", type: unknownType, optional: true },
      ],
      ...(strict ? { wants: (given) => [undefined, partOf(api, given)] } : {}),
      result: (given) => sampleType(api, given, strict),
    },
    /** Text that no other call gives, beginning with these words. */
    unique: { parameters: [{ name: "words", type: stringType }], result: stringType },
    /** A uuid that names nothing. */
    unknownId: { parameters: [], result: uuidType },
    /** Leaves a property of a sample away. */
    absent: { parameters: [], result: neverType },
    repeat: {
      parameters: [
        { name: "text", type: stringType },
        { name: "times", type: integerType },
      ],
      result: stringType,
    },
    /** A moment, day or exact number from its text on the wire. */
    moment: { parameters: [{ name: "text", type: stringType }], result: datetimeType },
    day: { parameters: [{ name: "text", type: stringType }], result: dateType },
    amount: { parameters: [{ name: "text", type: stringType }], result: decimalType },
    /** Whether two moments are at most a minute apart: as near as a running clock lets a test be. */
    near: {
      parameters: [
        { name: "one", type: datetimeType },
        { name: "other", type: datetimeType },
      ],
      result: booleanType,
    },
    /** The first element; fails where there is none. */
    first: { parameters: [list], result: firstType },
    /** The element at a place, counted from 0; fails where there is none. */
    item: {
      parameters: [list, { name: "place", type: integerType }],
      result: firstType,
    },
    /** 0, 1, 2 … one less than the count. */
    times: { parameters: [{ name: "count", type: integerType }], result: listOf(integerType) },
    /** What JavaScript calls the type of a value on the wire. */
    typeOf: {
      parameters: [{ name: "value", type: unknownType }],
      result: { type: "enum", values: ["string", "number", "boolean", "object", "undefined"] },
    },
    lastWord: { parameters: [{ name: "text", type: stringType }], result: stringType },
    /** Whether every property of the second is the same in the first; stands alone in an expectation. */
    matches: {
      parameters: [
        { name: "actual", type: unknownType },
        { name: "part", type: unknownType },
      ],
      result: booleanType,
    },
    ...randomFunctions,
  };
}

function firstType(given: readonly Argument[]): Type | Problem {
  const type = given[0]?.type;
  if (type?.type !== "list") return { problem: "A list is wanted.", argument: 0 };
  return type.of.type === "never" ? { problem: "Nothing is ever in this list.", argument: 0 } : type.of;
}

function sampleType(api: Api, given: readonly Argument[], strict: boolean): Type | Problem {
  const [schema, fixed] = given;
  if (schema?.expression.type !== "string") {
    return { problem: "The name of a schema is wanted, as text.", argument: 0 };
  }
  const { value } = schema.expression;
  if (!Object.hasOwn(api.schemas, value)) {
    return {
      problem: `There is no schema ${value}.${didYouMean(value, Object.keys(api.schemas))}`,
      argument: 0,
    };
  }
  const type = namedType(value, api, "sent");
  if (!fixed) return type;
  if (fixed.expression.type !== "object") {
    return { problem: "The fixed properties are wanted, as { name: value }.", argument: 1 };
  }
  const missing = strict && type.type === "object" ? missingIn(type, fixed.expression.properties) : undefined;
  return missing === undefined ? type : { problem: `${missing} must be there.`, argument: 1 };
}

/** What a sample's fixed properties are wanted for: those of its schema, none of which has to be there. */
function partOf(api: Api, [schema]: readonly Expression[]): Type | undefined {
  const type =
    schema?.type === "string" && Object.hasOwn(api.schemas, schema.value)
      ? namedType(schema.value, api, "sent")
      : undefined;
  if (type?.type !== "object") return undefined;
  const properties = Object.entries(type.properties).map(([name, property]): [string, PropertyType] => [
    name,
    { ...property, optional: true },
  ]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

/** A property that is left away although it has to be there. */
function missingIn(
  schema: TypeOf<"object">,
  fixed: Readonly<Record<string, Expression>>,
): string | undefined {
  const left = Object.entries(fixed).find(
    ([name, value]) =>
      value.type === "call" && value.function === "absent" && !schema.properties[name]?.optional,
  );
  return left?.[0];
}
