/** A source of numbers in [0, 1), seeded by whoever passes it in. */
export type Random = () => number;

/** Repetitions beyond the least that `*`, `+` and `{n,}` are given. */
export const MORE_REPEATS = 4;
const DIGITS = ["09"];
const WORD = ["az", "AZ", "09", "__"];
const SPACE = ["  "];
const PRINTABLE = [" ~"];

/** Part of a regular expression; a range is its first and last character. */
export type Part =
  | { type: "ranges"; ranges: string[] }
  | { type: "choice"; sequences: Repeated[][] }
  | { type: "anchor" };

export interface Repeated {
  part: Part;
  least: number;
  most: number;
}

/**
 * Random text that matches a regular expression of the subset that documents use: literals, classes, groups,
 * alternation, repetition and the outer anchors. Throws on look-around, back references and other constructs.
 */
export function randomMatch(pattern: string, random: Random): string {
  const part = readPattern(pattern);
  if (part instanceof UnsupportedPattern) throw part;
  return sample(part, random);
}

/** A regular expression of which no text is made. */
export class UnsupportedPattern extends Error {}

/** The parts of a regular expression of the same subset. */
export function readPattern(pattern: string): Part | UnsupportedPattern {
  const reader: Reader = { pattern, position: 0 };
  try {
    const part = readChoice(reader);
    return reader.position < pattern.length ? unsupported(reader) : part;
  } catch (error) {
    if (error instanceof UnsupportedPattern) return error;
    throw error;
  }
}

function sample(part: Part, random: Random): string {
  switch (part.type) {
    case "anchor":
      return "";
    case "ranges": {
      const sizes = part.ranges.map((range) => range.charCodeAt(1) - range.charCodeAt(0) + 1);
      let index = Math.floor(random() * sizes.reduce((sum, size) => sum + size, 0));
      const range = part.ranges.find((_, at) =>
        index < sizes[at]! ? true : ((index -= sizes[at]!), false),
      )!;
      return String.fromCharCode(range.charCodeAt(0) + index);
    }
    case "choice": {
      const sequence = part.sequences[Math.floor(random() * part.sequences.length)]!;
      return sequence.map((repeated) => sampleRepeated(repeated, random)).join("");
    }
    default:
      throw new Error(`Unknown part ${JSON.stringify(part satisfies never)}`);
  }
}

function sampleRepeated({ part, least, most }: Repeated, random: Random): string {
  const times = least + Math.floor(random() * (Math.min(most, least + MORE_REPEATS) - least + 1));
  return Array.from({ length: times }, () => sample(part, random)).join("");
}

interface Reader {
  pattern: string;
  position: number;
}

function readChoice(reader: Reader): Part {
  const sequences: Repeated[][] = [[]];
  while (reader.position < reader.pattern.length && reader.pattern[reader.position] !== ")") {
    if (reader.pattern[reader.position] === "|") {
      reader.position++;
      sequences.push([]);
      continue;
    }
    const part = readPart(reader);
    sequences.at(-1)!.push({ part, ...readRepetition(reader) });
  }
  return { type: "choice", sequences };
}

function readPart(reader: Reader): Part {
  const character = reader.pattern[reader.position++]!;
  switch (character) {
    case "^":
    case "$":
      return { type: "anchor" };
    case ".":
      return { type: "ranges", ranges: PRINTABLE };
    case "[":
      return readClass(reader);
    case "\\":
      return { type: "ranges", ranges: readEscape(reader) };
    case "(": {
      if (reader.pattern.startsWith("?:", reader.position)) reader.position += 2;
      else if (reader.pattern[reader.position] === "?") throw unsupported(reader);
      const part = readChoice(reader);
      if (reader.pattern[reader.position++] !== ")") throw unsupported(reader);
      return part;
    }
    case "*":
    case "+":
    case "?":
      throw unsupported(reader);
    default:
      return { type: "ranges", ranges: [character + character] };
  }
}

function readRepetition(reader: Reader): { least: number; most: number } {
  const [text, sign, least, more, most] =
    /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(reader.pattern.slice(reader.position)) ?? [];
  if (text === undefined) return { least: 1, most: 1 };
  reader.position += text.length;
  if (sign === "*") return { least: 0, most: Infinity };
  if (sign === "+") return { least: 1, most: Infinity };
  if (sign === "?") return { least: 0, most: 1 };
  if (more === "") return { least: Number(least), most: Number(least) };
  return { least: Number(least), most: most === "" ? Infinity : Number(most) };
}

function readClass(reader: Reader): Part {
  const isNegated = reader.pattern[reader.position] === "^";
  if (isNegated) reader.position++;
  const ranges: string[] = [];
  while (reader.pattern[reader.position] !== "]") {
    const character = reader.pattern[reader.position++];
    if (character === undefined) throw unsupported(reader);
    const first = character === "\\" ? readEscape(reader) : [character + character];
    const isRange = reader.pattern[reader.position] === "-" && reader.pattern[reader.position + 1] !== "]";
    if (!isRange) {
      ranges.push(...first);
      continue;
    }
    reader.position++;
    const last = reader.pattern[reader.position++]!;
    const end = last === "\\" ? readEscape(reader)[0]![0]! : last;
    ranges.push(first[0]![0]! + end);
  }
  reader.position++;
  return { type: "ranges", ranges: isNegated ? complement(ranges) : ranges };
}

function complement(ranges: readonly string[]): string[] {
  const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const left = printable.filter((one) => !ranges.some((range) => range[0]! <= one && one <= range[1]!));
  const runs: string[] = [];
  for (const one of left) {
    const last = runs.at(-1);
    const isNext = last !== undefined && last.charCodeAt(1) + 1 === one.charCodeAt(0);
    if (isNext) runs[runs.length - 1] = last[0]! + one;
    else runs.push(one + one);
  }
  return runs;
}

function readEscape(reader: Reader): string[] {
  const character = reader.pattern[reader.position++];
  const known = character === undefined ? undefined : escapes.get(character);
  if (known) return known;
  const [numeral, code] =
    /^(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(reader.pattern.slice(reader.position - 1)) ?? [];
  if (numeral !== undefined) {
    reader.position += numeral.length - 1;
    const letter = String.fromCharCode(Number.parseInt(code ?? numeral.slice(1), 16));
    return [letter + letter];
  }
  const [property, name] = /^p\{(\w+)\}/.exec(reader.pattern.slice(reader.position - 1)) ?? [];
  const letters = name === undefined ? undefined : properties.get(name);
  if (property !== undefined && letters) {
    reader.position += property.length - 1;
    return letters;
  }
  if (character === undefined || /[a-zA-Z0-9]/.test(character)) throw unsupported(reader);
  return [character + character];
}

function unsupported({ pattern, position }: Reader): UnsupportedPattern {
  return new UnsupportedPattern(`No random text for the pattern ${pattern}, at ${position}.`);
}

const escapes = new Map([
  ["d", DIGITS],
  ["w", WORD],
  ["s", SPACE],
  ["D", complement(DIGITS)],
  ["W", complement(WORD)],
  ["S", complement(SPACE)],
  ["n", ["\n\n"]],
  ["t", ["\t\t"]],
  ["r", ["\r\r"]],
]);

/** Of Unicode's properties those that are usual, by some of their letters. */
const properties = new Map([
  ["L", ["az", "AZ", "àö"]],
  ["Letter", ["az", "AZ", "àö"]],
  ["Lu", ["AZ"]],
  ["Ll", ["az"]],
  ["N", DIGITS],
  ["Nd", DIGITS],
]);
