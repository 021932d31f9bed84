import { attributeSpec } from "./lexicon/attributes.ts";
import { isPlural, namesPeople, type Phrase, type Reading, readPhrase } from "./phrases.ts";
import type { Word } from "./tagging.ts";

export function nextContent(words: readonly Word[], at: number): number {
  let next = at;
  while (
    next < words.length &&
    (words[next]!.tag === "comma" || ["and", "or", "nor", "either"].includes(words[next]!.text))
  )
    next++;
  return next;
}

/** Whether a finite verb stands at a place, after the subject read so far. */
export function isFinite(words: readonly Word[], at: number, subject: Phrase): boolean {
  const word = words[at]!;
  const next = words[at + 1];
  if (next && ["modal", "be", "have"].includes(next.tag)) return false;
  const plural = isPlural(subject) || subject.words[0]?.tag === "pronoun";
  if (!word.verb) {
    const unknown = plural && namesPeople(subject) && !word.plural && next !== undefined;
    return (
      unknown &&
      (["determiner", "possessive"].includes(next.tag) ||
        (subject.words.length === 1 && next.tag === "content" && next.plural))
    );
  }
  if (word.verb.form === "base") return plural && (next !== undefined || !word.plural);
  if (word.verb.form === "s") {
    const named =
      namesPeople(subject) || subject.determiner !== undefined || subject.possessive !== undefined;
    if (plural || !named || next === undefined || next.text === "(") return false;
    return (
      (next.tag !== "comma" && next.tag !== "conjunction") ||
      words[nextContent(words, at + 1)]?.verb?.form === "s"
    );
  }
  return (
    word.verb.form === "past" && (next === undefined || ["preposition", "comma", "number"].includes(next.tag))
  );
}

export function endsSubject(words: readonly Word[], at: number, subject: Phrase): boolean {
  const word = words[at];
  if (!word) return false;
  return (
    ["modal", "be", "have", "do"].includes(word.tag) ||
    (word.tag === "content" && isFinite(words, at, subject))
  );
}

/** Nouns that are verbs as often: at the end of a clause they are nouns. */
const alsoNouns: ReadonlySet<string> = new Set(
  "report order review comment note post rate record request list message price track use start plan design offer log book pay cost tag label answer contact link reply file share vote bookmark score match visit name hold attachment display charge work request issue rank mention feature".split(
    " ",
  ),
);

export function isVerbAt(
  words: readonly Word[],
  at: number,
  form: "base" | "s" | "past" | "ing",
  hasSubject: boolean,
): boolean {
  const word = words[at];
  if (word && !word.verb && word.tag === "content" && hasSubject && form === "base" && !word.plural) {
    return ["determiner", "possessive"].includes(words[at + 1]?.tag ?? "");
  }
  // `…, stating a reason`
  if (
    word?.verb?.form === "ing" &&
    hasSubject &&
    ["determiner", "possessive"].includes(words[at + 1]?.tag ?? "")
  )
    return true;
  if (!word?.verb || (word.tag !== "content" && word.tag !== "adjective") || word.verb.form !== form)
    return false;
  const next = words[at + 1];
  if (!next) return hasSubject && !alsoNouns.has(word.verb.base);
  if (["determiner", "possessive", "pronoun", "adjective", "number", "subordinator"].includes(next.tag))
    return true;
  if (next.tag === "preposition") return hasSubject || form === "base";
  if (next.tag === "comma" || next.tag === "conjunction") {
    if (attributeSpec([word.noun])) return false;
    const after = words[nextContent(words, at + 1)];
    return after?.verb?.form === form || (hasSubject && !alsoNouns.has(word.verb.base));
  }
  if (next.tag === "content")
    return next.plural || !alsoNouns.has(word.verb.base) || words[at + 2]?.plural === true;
  if (next.text === ";" || next.text === ".") return hasSubject && !alsoNouns.has(word.verb.base);
  return hasSubject && next.tag !== "sign" && next.tag !== "be" && next.tag !== "modal";
}

/** `issues numbered per project`: a participle behind its noun begins a clause of its own. */
export function isReduced(words: readonly Word[], at: number, phrase: Phrase): boolean {
  const verb = words[at]?.verb;
  const next = words[at + 1];
  if (!verb || verb.form !== "past" || verb.base === "read" || phrase.words.length === 0) return false;
  return (
    next === undefined ||
    next.tag === "preposition" ||
    next.tag === "number" ||
    next.tag === "comma" ||
    next.text === "most"
  );
}

export function startsClause(reading: Reading, at: number): boolean {
  const probe: Reading = { words: reading.words, at };
  const subject = readPhrase(probe, (index, phrase) => isFinite(reading.words, index, phrase));
  return subject !== undefined && endsSubject(reading.words, probe.at, subject);
}

/** `before the visit` is a slot, `before they pay` a condition. */
export function isPrepositional(words: readonly Word[], at: number): boolean {
  if (!["before", "after", "until", "since"].includes(words[at]!.text)) return false;
  return !startsClause({ words, at }, at + 1);
}
