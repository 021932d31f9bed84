import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  durationType,
  floatType,
  integerType,
  join,
  listOf,
  printType,
  stringType,
  unknownType,
  type Argument,
  type Parameter,
  type Signature,
  type Type,
} from "./types.ts";

const parameter = (name: string, ...type: Type[]): Parameter => ({ name, type });
const numbers = [integerType, floatType, decimalType] as const;
const moments = [dateType, datetimeType] as const;

function sameAsFirst(given: readonly Argument[]): Type {
  return given[0]!.type;
}

function joined(given: readonly Argument[]): Type | { problem: string; argument: number } {
  const [left, right] = given.map((argument) => argument.type);
  const type = join(left!, right!);
  if (type) return type;
  return { problem: `${printType(left!)} and ${printType(right!)} have no type in common.`, argument: 1 };
}

function span(given: readonly Argument[]): Type | { problem: string; argument: number } {
  const negative = given[0]?.expression.type === "unary";
  return negative
    ? { problem: "The count is not negative: subtract the duration instead.", argument: 0 }
    : durationType;
}

function signature(result: Signature["result"], ...parameters: Parameter[]): Signature {
  return { parameters, result };
}

/** Functions that every expression may call. Strings count UTF-16 units; days are days of UTC. */
export const builtins = {
  now: signature(datetimeType),
  today: signature(dateType),
  lower: signature(stringType, parameter("value", stringType)),
  upper: signature(stringType, parameter("value", stringType)),
  trim: signature(stringType, parameter("value", stringType)),
  length: signature(integerType, parameter("value", stringType, listOf(unknownType))),
  contains: signature(booleanType, parameter("value", stringType), parameter("part", stringType)),
  startsWith: signature(booleanType, parameter("value", stringType), parameter("part", stringType)),
  endsWith: signature(booleanType, parameter("value", stringType), parameter("part", stringType)),
  concat: { parameters: [parameter("value", stringType)], rest: stringType, result: stringType },
  /** Numbers without an exponent, dates and times as ISO 8601. */
  string: signature(stringType, parameter("value", booleanType, ...numbers, stringType, ...moments)),
  /** Half away from zero. */
  round: signature(decimalType, parameter("value", decimalType), parameter("digits", integerType)),
  floor: signature(integerType, parameter("value", floatType, decimalType)),
  ceil: signature(integerType, parameter("value", floatType, decimalType)),
  absolute: signature(sameAsFirst, parameter("value", ...numbers)),
  min: signature(
    joined,
    parameter("left", ...numbers, ...moments),
    parameter("right", ...numbers, ...moments),
  ),
  max: signature(
    joined,
    parameter("left", ...numbers, ...moments),
    parameter("right", ...numbers, ...moments),
  ),
  decimal: signature(decimalType, parameter("value", ...numbers)),
  dateOf: signature(dateType, parameter("moment", datetimeType)),
  /** Midnight of UTC at which a day begins. */
  startOfDay: signature(datetimeType, parameter("day", ...moments)),
  /** Whole days from the first to the second, rounded towards zero; negative where the second is earlier. */
  daysBetween: signature(integerType, parameter("from", ...moments), parameter("to", ...moments)),
  hoursBetween: signature(integerType, parameter("from", ...moments), parameter("to", ...moments)),
  /** A count below zero is refused when it is known, and fails when it runs. */
  days: signature(span, parameter("count", integerType)),
  hours: signature(span, parameter("count", integerType)),
  minutes: signature(span, parameter("count", integerType)),
  isEmpty: signature(booleanType, parameter("list", listOf(unknownType))),
} as const satisfies Record<string, Signature>;

export type Builtin = keyof typeof builtins;

export function isBuiltin(name: string): name is Builtin {
  return Object.hasOwn(builtins, name);
}
