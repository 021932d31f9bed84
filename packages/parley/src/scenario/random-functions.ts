import { didYouMean } from "../diagnostic/suggest.ts";
import type { Expression } from "../expression/document.ts";
import { someNode } from "../expression/visit.ts";
import {
  booleanType,
  floatType,
  integerType,
  listOf,
  stringType,
  unknownType,
  uuidType,
  widen,
  type Argument,
  type Signature,
  type Type,
} from "../expression/types.ts";
import { readPattern, UnsupportedPattern } from "../schema/pattern.ts";
import { formats, keywords } from "./generators.ts";

type Problem = { problem: string; argument: number };

/** Asked for as a list of anything, one that is written on the spot would forget what it holds. */
const list = { name: "list", type: unknownType };
const range = (type: Type) => [
  { name: "least", type },
  { name: "most", type },
];

/** Functions of tests that draw values from the run's source of random numbers: its seed repeats them. */
export const randomFunctions: Record<string, Signature> = {
  /** One element of a list. */
  pick: { parameters: [list], result: (given) => elementType(given) },
  /** So many elements of a list, none twice; all where there are fewer. */
  pickSome: {
    parameters: [list, { name: "count", type: integerType }],
    result: (given) => {
      const type = elementType(given);
      return "problem" in type ? type : listOf(type);
    },
  },
  /** True as often as the probability says, half of the time without one. */
  randomBoolean: {
    parameters: [{ name: "probability", type: floatType, optional: true }],
    result: booleanType,
  },
  /** A whole number between two, both included; a multiple of the third. */
  randomInteger: {
    parameters: [...range(integerType), { name: "multipleOf", type: integerType, optional: true }],
    result: integerType,
  },
  randomNumber: {
    parameters: [...range(floatType), { name: "multipleOf", type: floatType, optional: true }],
    result: floatType,
  },
  /** Lower-case letters, so many. */
  randomText: { parameters: range(integerType), result: stringType },
  /** Text that a pattern of the linear subset matches. */
  randomMatch: { parameters: [{ name: "pattern", type: stringType }], result: matchType },
  randomFormat: {
    parameters: [{ name: "format", type: stringType }],
    result: (given) => wordType(given, formats, "format"),
  },
  randomWords: {
    parameters: [{ name: "kind", type: stringType }],
    result: (given) => wordType(given, keywords, "kind of words"),
  },
};

const drawing = new Set(["sample", "unique", "unknownId", "now", "today", ...Object.keys(randomFunctions)]);

/** Whether a value is another one each time it is asked for. */
export function isDrawn(value: Expression): boolean {
  return someNode(value, (node) => node.type === "call" && drawing.has(node.function));
}

/** Of a list written on the spot its values are known; elsewhere it is a list of their type. */
function elementType([given]: readonly Argument[]): Type | Problem {
  if (given?.type.type !== "list") return { problem: "A list is wanted.", argument: 0 };
  return given.expression.type === "list" ? given.type.of : widen(given.type.of);
}

function matchType([given]: readonly Argument[]): Type | Problem {
  if (given?.expression.type !== "string") return { problem: "A pattern is wanted, as text.", argument: 0 };
  const read = readPattern(given.expression.value);
  return read instanceof UnsupportedPattern ? { problem: read.message, argument: 0 } : stringType;
}

function wordType([given]: readonly Argument[], known: readonly string[], kind: string): Type | Problem {
  if (given?.expression.type !== "string") return { problem: `A ${kind} is wanted, as text.`, argument: 0 };
  const { value } = given.expression;
  if (known.includes(value)) return value === "uuid" ? uuidType : stringType;
  return { problem: `There is no ${kind} ${value}.${didYouMean(value, known)}`, argument: 0 };
}
