import {
  MORE_REPEATS,
  readPattern,
  UnsupportedPattern,
  type Part,
  type Repeated,
} from "../../schema/pattern.ts";
import { join, member, number, string, symbol, template, text, type Text } from "../../text/text.ts";

const GENERATE = "test/support/generate.ts";

/** A generator of the test support, such as `generate.number`. */
export function generator(
  name: "chance" | "number" | "characters" | "repeated" | "fitting" | "distinct",
): Text {
  return text`${symbol({ name: "generate", from: GENERATE })}${member(name)}`;
}

/** A function of the same file. */
export function generateSupport(name: "typeOfValue" | "itemAt" | "countingTo" | "isRefusal"): Text {
  return symbol({ name, from: GENERATE });
}

interface Lengths {
  minLength: number;
  maxLength: number;
}

/**
 * An expression that draws text which matches a pattern and is as long as said, from the variable `random`;
 * `undefined` for a pattern of which none is made.
 */
export function printMatch(pattern: string, lengths: Partial<Lengths> = {}): Text | undefined {
  const part = readPattern(pattern);
  if (part instanceof UnsupportedPattern) return undefined;
  const { minLength = 0, maxLength = Infinity } = lengths;
  const whole = stretched(part, minLength, maxLength);
  const drawn = printPart(whole);
  const [least, most] = lengthsOf(whole);
  if (least >= minLength && most <= maxLength) return drawn;
  const longest = Number.isFinite(maxLength) ? maxLength : Math.max(most, minLength);
  return text`${generator("fitting")}(${number(minLength)}, ${number(longest)}, () => ${drawn})`;
}

/** What repeats without end repeats so often that the least length is in reach; of one class alone that is all. */
function stretched(part: Part, minLength: number, maxLength: number, isWhole = true): Part {
  if (part.type !== "choice") return part;
  const sequences = part.sequences.map((sequence) => {
    const moving = sequence.filter(({ least, most }) => least !== most);
    const fixed = sequence
      .filter(({ least, most }) => least === most)
      .reduce((sum, repeated) => sum + repeatedLengths(repeated)[0], 0);
    return sequence.map((repeated): Repeated => {
      if (!moving.includes(repeated)) {
        return { ...repeated, part: stretched(repeated.part, minLength, maxLength, false) };
      }
      const { least, most } = repeated;
      const inner = stretched(repeated.part, minLength, maxLength, false);
      const usual = Math.min(most, least + Math.max(MORE_REPEATS, most === Infinity ? minLength : 0));
      if (!isWhole || moving.length > 1 || inner.type !== "ranges")
        return { part: inner, least, most: usual };
      const low = Math.max(least, minLength - fixed);
      const high = Math.max(
        low,
        Math.min(most, least === low ? usual : low + MORE_REPEATS, maxLength - fixed),
      );
      return high > most ? { part: inner, least, most: usual } : { part: inner, least: low, most: high };
    });
  });
  return { type: "choice", sequences };
}

/** Least and most characters that a part can have. */
function lengthsOf(part: Part): [least: number, most: number] {
  if (part.type === "anchor") return [0, 0];
  if (part.type === "ranges") return [1, 1];
  const all = part.sequences.map((sequence) =>
    sequence
      .map(repeatedLengths)
      .reduce<[number, number]>(([least, most], [low, high]) => [least + low, most + high], [0, 0]),
  );
  return [Math.min(...all.map(([least]) => least)), Math.max(...all.map(([, most]) => most))];
}

function repeatedLengths({ part, least, most }: Repeated): [least: number, most: number] {
  const [low, high] = lengthsOf(part);
  return [low * least, high === 0 ? 0 : high * most];
}

function printPart(part: Part): Text {
  const words = wordsOf(part);
  if (words !== undefined) return string(words);
  switch (part.type) {
    case "anchor":
      return string("");
    case "ranges":
      return characters(part.ranges, 1, 1);
    case "choice": {
      const options = part.sequences.map(printSequence);
      if (options.length === 1) return options[0]!;
      return text`random.pick([${join(options, text`, `)}])`;
    }
    default:
      return part satisfies never;
  }
}

function printSequence(sequence: readonly Repeated[]): Text {
  const parts: (string | Text)[] = [];
  for (const repeated of sequence) {
    const words =
      repeated.least === repeated.most ? wordsOf(repeated.part)?.repeat(repeated.least) : undefined;
    const last = parts.at(-1);
    if (words === undefined) parts.push(printRepeated(repeated));
    else if (typeof last === "string") parts[parts.length - 1] = last + words;
    else if (words !== "") parts.push(words);
  }
  const [only] = parts;
  if (parts.length === 0) return string("");
  if (parts.length === 1 && only !== undefined) return typeof only === "string" ? string(only) : only;
  return template(parts);
}

function printRepeated({ part, least, most }: Repeated): Text {
  const last = most === Infinity ? least + MORE_REPEATS : most;
  if (part.type === "ranges") return characters(part.ranges, least, last);
  if (least === 1 && most === 1) return printPart(part);
  return text`${generator("repeated")}(random, ${number(least)}, ${number(last)}, () => ${printPart(part)})`;
}

function characters(ranges: readonly string[], least: number, most: number): Text {
  return text`${generator("characters")}(random, ${string(ranges.join(""))}, ${number(least)}, ${number(most)})`;
}

/** The only text that a part matches, `undefined` where there are several. */
function wordsOf(part: Part): string | undefined {
  if (part.type === "anchor") return "";
  if (part.type === "ranges") {
    const [only] = part.ranges;
    return part.ranges.length === 1 && only![0] === only![1] ? only![0]! : undefined;
  }
  const [sequence] = part.sequences;
  if (part.sequences.length !== 1 || !sequence) return undefined;
  const words = sequence.map(({ part: inner, least, most }) =>
    least === most ? wordsOf(inner)?.repeat(least) : undefined,
  );
  return words.every((word) => word !== undefined) ? words.join("") : undefined;
}
