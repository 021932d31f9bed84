import { type Draft, claimWords } from "./draft.ts";
import type { SentenceReading } from "./sentence.ts";
import { verbParts } from "./predicates.ts";
import type { Word } from "./tagging.ts";

const silent: ReadonlySet<Word["tag"]> = new Set([
  "determiner",
  "possessive",
  "pronoun",
  "conjunction",
  "comma",
  "sign",
  "filler",
  "modal",
  "be",
  "do",
  "have",
  "preposition",
  "particle",
  "subordinator",
]);

/** `book and cancel`, where only one of the two was read. */
function unreadVerbs({ events, handled }: SentenceReading): Set<Word> {
  const words = new Set<Word>();
  for (const event of events) {
    const done = handled.get(event);
    if (!done || event.verbs.length < 2) continue;
    const parts = verbParts(event);
    for (const [index, verb] of event.verbs.entries())
      if (!done.has(verb)) for (const word of parts?.[index] ?? event.verbWords) words.add(word);
  }
  return words;
}

/** Words with a meaning of their own that found no role. */
export function uncovered(reading: SentenceReading): Word[] {
  const unread = unreadVerbs(reading);
  return reading.words.filter(
    (word) =>
      (!reading.used.has(word) || unread.has(word)) &&
      (!silent.has(word.tag) || word.text === "only" || word.tag === "not"),
  );
}

/** Closes the book on a sentence: what is not covered is open, in its own words. */
export function settle(
  draft: Draft,
  reading: SentenceReading,
  message: string,
  cited: ReadonlySet<string>,
): void {
  const { key, unwrapped } = reading;
  if (unwrapped.courtesy) {
    claimWords(draft, `The conversation says: ${quote(reading.text)}`, "quality", {
      status: "built",
      evidence: [key],
    });
    return;
  }
  const left = uncovered(reading);
  const isCited = cited.has(key);
  if (left.length === 0) {
    if (!isCited) {
      const isContext =
        unwrapped.product !== undefined ||
        reading.events.every((event) => event.verbs.every((verb) => verb === "be"));
      if (isContext)
        claimWords(draft, `The conversation says: ${quote(reading.text)}`, "quality", {
          status: "built",
          evidence: [key],
        });
      else open(draft, key, reading.text);
    }
    return;
  }
  if (!isCited || left.length > reading.words.length / 2) open(draft, key, reading.text);
  else open(draft, key, reading.text, partsOf(left, reading.words, message));
}

function open(draft: Draft, key: string, text: string, parts?: readonly string[]): void {
  const statement = parts
    ? `Not built yet: ${parts.map(quote).join(", ")} in ${quote(text)}`
    : `Not built yet: ${quote(text)}`;
  claimWords(draft, statement, "functional", { status: "open", evidence: [key] });
}

export function quote(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ").trim();
  return `“${line.length > 400 ? `${line.slice(0, 400)}…` : line}”`;
}

/** Uncovered words as they were written; neighbours are quoted together. */
function partsOf(left: readonly Word[], words: readonly Word[], message: string): string[] {
  const parts: { start: number; end: number; last: number }[] = [];
  for (const word of left) {
    const at = words.indexOf(word);
    const before = parts.at(-1);
    if (
      before &&
      words
        .slice(before.last + 1, at)
        .every((between) => silent.has(between.tag) && between.tag !== "comma" && between.text !== ";")
    ) {
      before.end = word.end;
      before.last = at;
    } else parts.push({ start: word.start, end: word.end, last: at });
  }
  return parts.map(({ start, end }) => message.slice(start, end));
}
