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
  neverType,
  nullable,
  nullType,
  printType,
  stringType,
  unknownType,
  widen,
  withoutNull,
  type Argument,
  type Parameter,
  type Signature,
  type Type,
} from "./types.ts";

const parameter = (name: string, ...type: Type[]): Parameter => ({ name, type });
const numbers = [integerType, floatType, decimalType] as const;
const moments = [dateType, datetimeType] as const;
const anyList = listOf(unknownType);

function sameAsFirst(given: readonly Argument[]): Type {
  return given[0]!.type;
}

function joined(given: readonly Argument[]): Type | { problem: string; argument: number } {
  const [left, right] = given.map((argument) => argument.type);
  const type = join(left!, right!);
  if (type) return type;
  return { problem: `${printType(left!)} and ${printType(right!)} have no type in common.`, argument: 1 };
}

/** The list itself, its literals widened: what comes out is no longer written on the spot. */
function sameList(given: readonly Argument[]): Type {
  return widen(given[0]!.type);
}

function elementOrNull(given: readonly Argument[]): Type {
  const list = given[0]!.type;
  if (list.type !== "list" || list.of.type === "never") return nullType;
  return nullable(widen(list.of));
}

function flattened(given: readonly Argument[]): Type | { problem: string; argument: number } {
  const list = given[0]!.type;
  if (list.type === "list" && list.of.type === "list") return widen(list.of);
  if (list.type === "list" && list.of.type === "never") return listOf(neverType);
  return { problem: `flatten takes a list of lists, not ${printType(list)}.`, argument: 0 };
}

const distinctable = [
  "boolean",
  "integer",
  "float",
  "decimal",
  "string",
  "uuid",
  "literal",
  "enum",
  "date",
  "datetime",
];

function withoutDoubles(given: readonly Argument[]): Type | { problem: string; argument: number } {
  const list = sameList(given);
  if (list.type !== "list" || list.of.type === "never" || distinctable.includes(withoutNull(list.of).type))
    return list;
  return { problem: `The elements of ${printType(list)} are not compared.`, argument: 0 };
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
  length: signature(integerType, parameter("value", stringType, anyList)),
  /** From the first index up to the second, which is left out; indexes below 0 are taken for 0. */
  substring: {
    parameters: [
      parameter("value", stringType),
      parameter("from", integerType),
      { ...parameter("to", integerType), optional: true },
    ],
    result: stringType,
  },
  /** Every occurrence. */
  replace: signature(
    stringType,
    parameter("value", stringType),
    parameter("part", stringType),
    parameter("by", stringType),
  ),
  split: signature(listOf(stringType), parameter("value", stringType), parameter("separator", stringType)),
  join: signature(stringType, parameter("list", listOf(stringType)), parameter("separator", stringType)),
  /** At least so many characters, filled up from the left. */
  padStart: signature(
    stringType,
    parameter("value", stringType),
    parameter("length", integerType),
    parameter("fill", stringType),
  ),
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
    parameter("left", ...numbers, ...moments, durationType),
    parameter("right", ...numbers, ...moments, durationType),
  ),
  max: signature(
    joined,
    parameter("left", ...numbers, ...moments, durationType),
    parameter("right", ...numbers, ...moments, durationType),
  ),
  decimal: signature(decimalType, parameter("value", ...numbers)),
  float: signature(floatType, parameter("value", ...numbers)),
  dateOf: signature(dateType, parameter("moment", datetimeType)),
  /** Midnight of UTC at which a day begins. */
  startOfDay: signature(datetimeType, parameter("day", ...moments)),
  /** Whole days from the first to the second, rounded towards zero; negative where the second is earlier. */
  daysBetween: signature(integerType, parameter("from", ...moments), parameter("to", ...moments)),
  hoursBetween: signature(integerType, parameter("from", ...moments), parameter("to", ...moments)),
  minutesBetween: signature(integerType, parameter("from", ...moments), parameter("to", ...moments)),
  secondsBetween: signature(integerType, parameter("from", ...moments), parameter("to", ...moments)),
  /** Parts of a moment in UTC; January is 1, and so is Monday. */
  yearOf: signature(integerType, parameter("moment", ...moments)),
  monthOf: signature(integerType, parameter("moment", ...moments)),
  dayOf: signature(integerType, parameter("moment", ...moments)),
  weekdayOf: signature(integerType, parameter("moment", ...moments)),
  hourOf: signature(integerType, parameter("moment", datetimeType)),
  minuteOf: signature(integerType, parameter("moment", datetimeType)),
  /** A count below zero is refused when it is known, and fails when it runs. */
  years: signature(span, parameter("count", integerType)),
  months: signature(span, parameter("count", integerType)),
  weeks: signature(span, parameter("count", integerType)),
  days: signature(span, parameter("count", integerType)),
  hours: signature(span, parameter("count", integerType)),
  minutes: signature(span, parameter("count", integerType)),
  seconds: signature(span, parameter("count", integerType)),
  isEmpty: signature(booleanType, parameter("list", anyList)),
  /** Null where there is none. */
  first: signature(elementOrNull, parameter("list", anyList)),
  last: signature(elementOrNull, parameter("list", anyList)),
  /** So many from the beginning, or all but so many; counts below 0 are taken for 0. */
  take: signature(sameList, parameter("list", anyList), parameter("count", integerType)),
  skip: signature(sameList, parameter("list", anyList), parameter("count", integerType)),
  reverse: signature(sameList, parameter("list", anyList)),
  /** Each value once, where it stands first. */
  distinct: signature(withoutDoubles, parameter("list", anyList)),
  flatten: signature(flattened, parameter("lists", anyList)),
} as const satisfies Record<string, Signature>;

export type Builtin = keyof typeof builtins;

export function isBuiltin(name: string): name is Builtin {
  return Object.hasOwn(builtins, name);
}
