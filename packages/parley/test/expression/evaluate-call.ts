import { Decimal } from "@prisma/client-runtime-utils";
import type { Checked } from "../../src/expression/check.ts";
import type { ExpressionOf } from "../../src/expression/document.ts";
import { order, same, type Value } from "./evaluate-value.ts";
import { durationOf } from "./evaluate-units.ts";

const DAY = 86_400_000;

/** What the built-in functions mean. */
export function evaluateCall(
  node: ExpressionOf<"call">,
  given: Value[],
  typing: Checked,
  clock: { now(): Date },
): Value {
  const [one, two, three] = given as [Value, Value, Value];
  const words = one as string;
  const list = one as Value[];
  const time = (value: Value): number => (value as Date).getTime();
  const between = (unit: number): number => Math.trunc((time(two) - time(one)) / unit);
  switch (node.function) {
    case "now":
      return clock.now();
    case "today":
      return new Date(clock.now().toISOString().slice(0, 10));
    case "lower":
      return words.toLowerCase();
    case "upper":
      return words.toUpperCase();
    case "trim":
      return words.replaceAll(/^\s+|\s+$/g, "");
    case "length":
      return (one as { length: number }).length;
    case "contains":
      return words.includes(two as string);
    case "startsWith":
      return words.startsWith(two as string);
    case "endsWith":
      return words.endsWith(two as string);
    case "substring": {
      const [from, to] = [two, three ?? words.length].map((index) => Math.max(0, (index as number) || 0)) as [
        number,
        number,
      ];
      return [...Array(Math.max(0, Math.min(to, words.length) - from)).keys()]
        .map((index) => words[from + index])
        .join("");
    }
    case "replace":
      return replaced(words, two as string, three as string);
    case "split":
      return words.split(two as string);
    case "join":
      return list.join(two as string);
    case "padStart": {
      const [length, fill] = [two as number, three as string];
      const missing = Math.max(0, length - words.length);
      return fill === "" ? words : fill.repeat(missing).slice(0, missing) + words;
    }
    case "concat":
      return given.join("");
    case "string":
      return textOf(one, typing.types.get(node.arguments[0]!)!.type);
    case "round":
      return new Decimal(one as number).toDecimalPlaces(two as number, Decimal.ROUND_HALF_UP);
    case "floor":
    case "ceil": {
      const value = new Decimal(one as number);
      return (node.function === "floor" ? value.floor() : value.ceil()).toNumber();
    }
    case "absolute":
      return one instanceof Decimal ? one.abs() : Math.abs(one as number);
    case "min":
    case "max": {
      const first = node.function === "min" ? order(one, two) <= 0 : order(one, two) >= 0;
      const chosen = first ? one : two;
      return typing.types.get(node)!.type === "decimal" ? new Decimal(chosen as number) : chosen;
    }
    case "decimal":
      return new Decimal(one as number);
    case "float":
      return Number(one);
    case "dateOf":
    case "startOfDay":
      return new Date((one as Date).toISOString().slice(0, 10));
    case "daysBetween":
      return between(DAY);
    case "hoursBetween":
      return between(DAY / 24);
    case "minutesBetween":
      return between(60_000);
    case "secondsBetween":
      return between(1000);
    case "yearOf":
      return (one as Date).getUTCFullYear();
    case "monthOf":
      return (one as Date).getUTCMonth() + 1;
    case "dayOf":
      return (one as Date).getUTCDate();
    case "weekdayOf":
      // The first of January 1970 was a Thursday.
      return ((((Math.floor(time(one) / DAY) + 3) % 7) + 7) % 7) + 1;
    case "hourOf":
      return Math.floor((((time(one) % DAY) + DAY) % DAY) / (DAY / 24));
    case "minuteOf":
      return Math.floor((((time(one) % DAY) + DAY) % DAY) / 60_000) % 60;
    case "isEmpty":
      return list.length === 0;
    case "first":
      return list[0] ?? null;
    case "last":
      return list[list.length - 1] ?? null;
    case "take":
      return list.filter((_, index) => index < ((two as number) || 0));
    case "skip":
      return list.filter((_, index) => index >= ((two as number) || 0));
    case "reverse":
      return list.map((_, index) => list[list.length - 1 - index]!);
    case "distinct":
      return list.filter((item, index) => !list.slice(0, index).some((other) => same(item, other)));
    case "flatten":
      return (list as Value[][]).reduce((all, part) => [...all, ...part], [] as Value[]);
    default:
      return durationOf(node.function, one as number);
  }
}

/** Nothing stands before each unit of the text, and after the last. */
function replaced(words: string, part: string, by: string): string {
  if (part === "")
    return (
      by +
      words
        .split("")
        .map((unit) => unit + by)
        .join("")
    );
  return words.split(part).join(by);
}

function textOf(value: Value, type: string): string {
  if (value instanceof Decimal) return value.toFixed();
  if (value instanceof Date) return type === "date" ? value.toISOString().slice(0, 10) : value.toISOString();
  return String(value);
}
