import { singular } from "../text/names.ts";
import { isPerson } from "./lexicon/people.ts";
import { units } from "./lexicon/attributes.ts";
import type { Word } from "./tagging.ts";

/** A noun with what belongs to it: `at most five late loans`, `type (bug, task, story)`, `their manager`. */
export interface Phrase {
  /** The compound noun, or one pronoun: `due date`. */
  words: Word[];
  /** Adjectives and participles before it. */
  modifiers: Word[];
  determiner?: string;
  possessive?: string;
  quantity?: number;
  /** Of a range such as `1-5`. */
  upper?: number;
  bound?: "most" | "least" | "over";
  /** What stands in parentheses behind it. */
  items: Phrase[];
  /** `kind of work`, inside a list. */
  of?: Phrase;
  /** Whether `or` stands before it. */
  alternative?: boolean;
  /** `in litres`. */
  unit?: Word[];
  /** Of an item in parentheses: all that is said between two commas. */
  whole?: Word[];
  /** Everything that was read for it. */
  tokens: Word[];
}

/** The noun's words, the last in the singular: `["due", "date"]`. */
export function nounWords(phrase: Phrase): string[] {
  if (phrase.words[0]?.tag === "pronoun") return [phrase.words[0].text];
  return phrase.words.map((word, index) =>
    index === phrase.words.length - 1 ? singular(word.noun).toLowerCase() : word.text.replace(/'s?$/, ""),
  );
}

export function headOf(phrase: Phrase): Word | undefined {
  return phrase.words.at(-1);
}

export function isPlural(phrase: Phrase): boolean {
  return headOf(phrase)?.plural ?? false;
}

/** Whether the phrase names people: by its whole noun or its last word. */
export function namesPeople(phrase: Phrase): boolean {
  const words = nounWords(phrase);
  return words.length > 0 && (isPerson(words.join("-")) || isPerson(words.at(-1)!));
}

/** `the system`: what is built, not somebody who uses it. */
export function namesProduct(phrase: Phrase): boolean {
  return /^(?:app|application|system|platform|site|website|software|tool|backend|service|server|api)$/.test(
    nounWords(phrase).join(" "),
  );
}

export interface Reading {
  words: readonly Word[];
  at: number;
}

const bounds: readonly (readonly [RegExp, NonNullable<Phrase["bound"]>])[] = [
  [
    /^(?:at most|up to|no more than|not more than|a maximum of|maximum of|max|a max of|maximum)(?= |$)/,
    "most",
  ],
  [/^(?:at least|a minimum of|minimum of|no less than)(?= |$)/, "least"],
  [/^(?:over|above|more than|exceeding)(?= \d)/, "over"],
];

/** Reads one phrase; `isVerb` tells where the noun has ended because a verb follows. */
export function readPhrase(
  reading: Reading,
  isVerb: (at: number, phrase: Phrase) => boolean,
): Phrase | undefined {
  const { words } = reading;
  const begin = reading.at;
  const phrase: Phrase = { words: [], modifiers: [], items: [], tokens: [] };
  if (words[begin - 1]?.text === "or") phrase.alternative = true;
  readBound(reading, phrase);
  for (; reading.at < words.length; reading.at++) {
    const word = words[reading.at]!;
    if (phrase.words.length === 0) {
      if (word.tag === "pronoun") {
        phrase.words.push(word);
        reading.at++;
        break;
      }
      if (word.tag === "determiner") phrase.determiner = word.text;
      else if (word.tag === "possessive") phrase.possessive = word.text;
      else if (word.tag === "number") {
        if (phrase.quantity !== undefined) break;
        phrase.quantity = word.value!;
        if (word.upper !== undefined) phrase.upper = word.upper;
      } else if (phrase.quantity !== undefined && isNeed(word)) break;
      else if (word.tag === "adjective" || isParticipleBefore(words, reading.at)) phrase.modifiers.push(word);
      else if (word.tag === "content") phrase.words.push(word);
      else if (!["filler", "adverb", "not"].includes(word.tag) && !isQuote(word)) break;
      continue;
    }
    if (isQuote(word)) continue;
    if (word.tag === "number" && phrase.quantity === undefined && !phrase.words[0]?.plural) break;
    if (word.tag !== "content" && !(word.tag === "adjective" && words[reading.at + 1]?.tag === "content"))
      break;
    if (isVerb(reading.at, phrase)) break;
    phrase.words.push(word);
  }
  if (phrase.words.length === 0 && phrase.modifiers.length > 0) phrase.words.push(phrase.modifiers.pop()!);
  if (phrase.words.length === 0 && phrase.quantity === undefined) {
    reading.at = begin;
    return undefined;
  }
  readTrailingRange(reading, phrase);
  readUnit(reading, phrase);
  readItems(reading, phrase);
  phrase.tokens = words
    .slice(begin, reading.at)
    .filter((word) => word.tag !== "adverb" && !phrase.unit?.includes(word));
  return phrase;
}

/** `reports over 5,000 need …`: no unit of the number. */
function isNeed(word: Word): boolean {
  return ["need", "require", "cost", "get"].includes(word.verb?.base ?? "");
}

function isQuote(word: Word): boolean {
  return word.tag === "sign" && /["“”*`]/.test(word.text);
}

/** `followed cooks`, `upcoming` — a participle with a noun behind it. */
function isParticipleBefore(words: readonly Word[], at: number): boolean {
  const form = words[at]?.verb?.form;
  const next = words[at + 1];
  return form === "past" && next?.tag === "content" && next.verb?.form !== "past";
}

export function startsBound(words: readonly Word[], at: number): boolean {
  const text = words
    .slice(at, at + 4)
    .map((word) => word.text)
    .join(" ");
  return bounds.some(([pattern]) => pattern.test(text));
}

function readBound(reading: Reading, phrase: Phrase): void {
  const text = reading.words
    .slice(reading.at, reading.at + 4)
    .map((word) => word.text)
    .join(" ");
  const found = bounds.find(([pattern]) => pattern.test(text));
  if (!found) return;
  phrase.bound = found[1];
  reading.at += found[0].exec(text)![0].split(" ").length;
}

/** `mood 1-5`. */
function readTrailingRange(reading: Reading, phrase: Phrase): void {
  const word = reading.words[reading.at];
  if (word?.upper === undefined || phrase.quantity !== undefined) return;
  if (phrase.words.length === 0 || isPlural(phrase)) return;
  phrase.quantity = word.value!;
  phrase.upper = word.upper;
  reading.at++;
}

/** `depth in metres`, `lead in mg/l`. */
function readUnit(reading: Reading, phrase: Phrase): void {
  const unit = reading.words[reading.at + 1];
  const isUnit = unit !== undefined && units.has(unit.noun);
  if (reading.words[reading.at]?.text !== "in" || !isUnit || phrase.words.length === 0) return;
  const length = reading.words[reading.at + 2]?.text === "/" ? 4 : 2;
  phrase.unit = reading.words.slice(reading.at, reading.at + length);
  reading.at += length;
}

function readItems(reading: Reading, phrase: Phrase): void {
  if (reading.words[reading.at]?.text !== "(") return;
  const end = reading.words.findIndex((word, index) => index > reading.at && word.text === ")");
  if (end < 0) return;
  const inside: Reading = { words: reading.words.slice(reading.at + 1, end), at: 0 };
  while (inside.at < inside.words.length) {
    const begin = inside.at;
    const item = readPhrase(inside, () => false);
    if (!item) {
      inside.at++;
      continue;
    }
    readOf(inside, item, () => false);
    const isFirst = begin === 0 || separates(inside.words[begin - 1]!);
    const stop = inside.words.findIndex((word, index) => index >= inside.at && separates(word));
    if (isFirst) item.whole = inside.words.slice(begin, stop < 0 ? inside.words.length : stop);
    phrase.items.push(item);
  }
  reading.at = end + 1;
}

function separates(word: Word): boolean {
  return word.tag === "comma" || word.tag === "conjunction" || word.tag === "sign";
}

/** `kind of work` is one thing in a list of them. */
export function readOf(
  reading: Reading,
  phrase: Phrase,
  isVerb: (at: number, phrase: Phrase) => boolean,
): void {
  if (reading.words[reading.at]?.text !== "of" || phrase.words.length === 0) return;
  const after: Reading = { words: reading.words, at: reading.at + 1 };
  const of = readPhrase(after, isVerb);
  if (!of) return;
  phrase.of = of;
  phrase.tokens = [...phrase.tokens, ...reading.words.slice(reading.at, after.at)];
  reading.at = after.at;
}
