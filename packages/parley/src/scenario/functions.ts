import type { Api } from "../api/document.ts";
import { namedType } from "../api/types.ts";
import { didYouMean } from "../diagnostic/suggest.ts";
import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  integerType,
  isAssignable,
  listOf,
  neverType,
  printType,
  stringType,
  unknownType,
  type Argument,
  type Signature,
  type Type,
} from "../expression/types.ts";

type Problem = { problem: string; argument: number };

/**
 * What expressions of tests may call besides the built-in functions. `strict`: the properties that a sample fixes must
 * fit its schema; where a request is meant to be refused as invalid they need not.
 */
export function scenarioFunctions(api: Api, strict: boolean): Record<string, Signature> {
  return {
    /** A random valid body of a schema, with some of its properties fixed. */
    sample: {
      parameters: [
        { name: "schema", type: stringType },
        { name: "fixed", type: unknownType, optional: true },
      ],
      result: (given) => sampleType(api, given, strict),
    },
    /** Text that no other call gives, beginning with these words. */
    unique: { parameters: [{ name: "words", type: stringType }], result: stringType },
    /** A uuid that names nothing. */
    unknownId: { parameters: [], result: stringType },
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
    first: { parameters: [{ name: "list", type: listOf(unknownType) }], result: firstType },
    lastWord: { parameters: [{ name: "text", type: stringType }], result: stringType },
    /** Whether every property of the second is the same in the first; stands alone in an expectation. */
    matches: {
      parameters: [
        { name: "actual", type: unknownType },
        { name: "part", type: unknownType },
      ],
      result: booleanType,
    },
  };
}

function firstType(given: readonly Argument[]): Type | Problem {
  const type = given[0]?.type;
  return type?.type === "list" ? type.of : { problem: "A list is wanted.", argument: 0 };
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
  const type = namedType(value, api, "wire");
  if (!fixed) return type;
  if (fixed.expression.type !== "object") {
    return { problem: "The fixed properties are wanted, as { name: value }.", argument: 1 };
  }
  const problem = strict && type.type === "object" ? fixedProblem(type, fixed) : undefined;
  return problem === undefined ? type : { problem, argument: 1 };
}

function fixedProblem(
  schema: Extract<Type, { type: "object" }>,
  { type, expression }: Argument,
): string | undefined {
  if (type.type !== "object" || expression.type !== "object") return undefined;
  for (const [name, given] of Object.entries(type.properties)) {
    const wanted = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (!wanted) return `There is no property ${name}.${didYouMean(name, Object.keys(schema.properties))}`;
    if (given.type.type === "never") {
      if (!wanted.optional) return `${name} must be there.`;
    } else if (!isAssignable(literalType(given.type, expression.properties[name]!), wanted.type)) {
      return `${name} is ${printType(wanted.type)}, not ${printType(given.type)}.`;
    }
  }
  return undefined;
}

/** Objects widen their literals; an enum's value still is one of its values. */
function literalType(type: Type, expression: { type: string; value?: unknown }): Type {
  if (expression.type === "string" && typeof expression.value === "string") {
    return { type: "literal", value: expression.value };
  }
  return type;
}
