import { call, integer, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { readPattern, UnsupportedPattern } from "../schema/pattern.ts";
import type { SeedExpressionOf, SeedRange } from "./seed.ts";
import { lower, numeral, report, unlowered, type Keys, type Lowering } from "./seed-state.ts";

type SeedRandom = SeedExpressionOf<
  | "pickRandom"
  | "sampleRandom"
  | "booleanRandom"
  | "integerRandom"
  | "numberRandom"
  | "stringRandom"
  | "patternRandom"
  | "formatRandom"
  | "keywordRandom"
>;

/** Numbers and lengths without an upper bound are at most so much larger than the lower one. */
const WIDTH = 1000;
const LETTERS = 12;

/** What draws a value. */
export function lowerRandom(lowering: Lowering, node: SeedRandom, keys: Keys): Expression | undefined {
  switch (node.type) {
    case "pickRandom": {
      const list = lower(lowering, node.expression, [...keys, "expression"]);
      return list && call("pick", list);
    }
    case "sampleRandom": {
      const list = lower(lowering, node.expression, [...keys, "expression"]);
      const count = lower(lowering, node.length, [...keys, "length"]);
      return list && count && call("pickSome", list, count);
    }
    case "booleanRandom":
      return typeof node.probability === "number"
        ? call("randomBoolean", numeral(node.probability))
        : call("randomBoolean");
    case "integerRandom":
      return between(lowering, "randomInteger", node, 1, keys);
    case "numberRandom":
      return between(lowering, "randomNumber", node, undefined, keys);
    case "stringRandom": {
      const least = node.minLength ?? Math.min(1, node.maxLength ?? 1);
      const most = node.maxLength ?? least + LETTERS;
      return isRange(lowering, least, most, keys)
        ? call("randomText", integer(least), integer(most))
        : undefined;
    }
    case "patternRandom": {
      const read = readPattern(node.pattern);
      return read instanceof UnsupportedPattern
        ? unlowered(lowering, `The pattern ${node.pattern}`, [...keys, "pattern"])
        : call("randomMatch", text(node.pattern));
    }
    case "formatRandom":
      return call("randomFormat", text(node.format));
    case "keywordRandom":
      return call("randomWords", text(node.keyword));
    default:
      return node satisfies never;
  }
}

function between(
  lowering: Lowering,
  name: "randomInteger" | "randomNumber",
  range: SeedRange,
  unit: number | undefined,
  keys: Keys,
): Expression | undefined {
  const step = range.multipleOf ?? unit;
  const width = WIDTH * (step ?? 1);
  const { minimum, maximum } = range;
  const least = minimum ?? Math.min(0, typeof maximum === "number" ? maximum - width : 0);
  const most = maximum ?? least + width;
  if (!isRange(lowering, least, most, keys, step)) return undefined;
  const bounds = [numeral(least), numeral(most)];
  return typeof range.multipleOf === "number"
    ? call(name, ...bounds, numeral(range.multipleOf))
    : call(name, ...bounds);
}

function isRange(
  { findings, locate }: Lowering,
  least: number,
  most: number,
  keys: Keys,
  step?: number,
): boolean {
  const some = step === undefined ? least <= most : Math.ceil(least / step) <= Math.floor(most / step);
  if (!some) findings.push(report["empty-range"](locate(keys), { least, most }));
  return some;
}
