import { continuesElsewhere, isMemberList, opensMembers } from "./ends.ts";
import type { Condition, Event, Slot } from "./event.ts";
import { type Phrase, type Reading, readOf, readPhrase, startsBound } from "./phrases.ts";
import { isLastParticle, readParticle, readPredicate, readVerbs, verbFormOf } from "./predicates.ts";
import type { Word } from "./tagging.ts";
import { isFinite, isPrepositional, isReduced, isVerbAt, nextContent, startsClause } from "./verbs.ts";

/** Splits the words of a sentence into events; `subject` stands in where a clause has none of its own. */
export function eventsOf(words: readonly Word[], subject: readonly Phrase[] = []): Event[] {
  const events: Event[] = [];
  const reading: Reading = { words, at: 0 };
  let pending: Condition[] = [];
  let inherited = [...subject];
  while (reading.at < words.length) {
    const word = words[reading.at]!;
    if (isSeparator(word) || (word.text === ":" && startsClause(reading, reading.at + 1))) {
      if (word.text === ";" || word.text === ".") inherited = [...subject];
      reading.at++;
      continue;
    }
    if (word.tag === "subordinator") {
      const condition = readCondition(reading);
      const last = events.at(-1);
      if (last) last.conditions.push(condition);
      else pending.push(condition);
      continue;
    }
    const before = reading.at;
    const event = readEvent(reading, inherited, events.at(-1));
    if (event) {
      event.conditions.push(...pending);
      pending = [];
      events.push(event);
      if (event.subject.length > 0 && event.verbs.length > 0) inherited = event.subject;
    }
    if (reading.at === before) reading.at++;
  }
  if (pending.length > 0 && events.length > 0) events.at(-1)!.conditions.push(...pending);
  return events;
}

function isSeparator(word: Word): boolean {
  return (
    word.tag === "comma" ||
    word.tag === "conjunction" ||
    word.tag === "filler" ||
    word.tag === "adverb" ||
    (word.tag === "sign" && word.text !== ":" && word.text !== "(")
  );
}

/** Up to the comma or semicolon that ends it; a condition may hold lists of its own. */
function readCondition(reading: Reading): Condition {
  const word = reading.words[reading.at]!;
  const begin = ++reading.at;
  while (reading.at < reading.words.length) {
    const current = reading.words[reading.at]!;
    if (current.text === ";" || current.text === ".") break;
    if (current.tag === "comma" && current.text === "," && startsClause(reading, reading.at + 1)) break;
    const said = reading.words
      .slice(begin, reading.at)
      .some((it) => ["modal", "be", "have"].includes(it.tag) || it.verb?.form === "base");
    if (current.tag === "conjunction" && said && startsClause(reading, reading.at + 1)) break;
    reading.at++;
  }
  return { word: word.text, words: [word, ...reading.words.slice(begin, reading.at)] };
}

function readEvent(
  reading: Reading,
  inherited: readonly Phrase[],
  last: Event | undefined,
): Event | undefined {
  const { words } = reading;
  const begin = reading.at;
  const event: Event = {
    subject: [],
    negated: false,
    verbs: [],
    passive: false,
    objects: [],
    slots: [],
    conditions: [],
    words: [],
    verbWords: [],
  };
  const asVerb = last && last.verbs.length > 0 ? verbFormOf(last) : "base";
  const link = words[begin - 1];
  if (last && link?.tag === "conjunction") event.link = link.text;
  const behind = last?.objects.at(-1) ?? last?.subject.at(-1);
  if (words[begin]!.text === ":" && last && opensMembers(reading, last)) {
    event.subject = [last.objects.at(-1)!];
    event.verbs.push(":");
    event.verbWords.push(words[reading.at++]!);
  } else if (begin > 0 && behind && words[begin - 1]!.tag === "content" && isReduced(words, begin, behind)) {
    event.subject = [behind];
    event.passive = true;
    readVerbs(reading, event, "past");
  } else if (isVerbAt(words, reading.at, asVerb, inherited.length > 0 || last?.modal !== undefined)) {
    event.subject = [...inherited];
    if (last?.modal !== undefined) event.modal = last.modal;
    readVerbs(reading, event, asVerb);
  } else {
    event.subject = readSubject(reading);
    if (event.subject.length === 0 && !["modal", "be", "have", "do"].includes(words[reading.at]?.tag ?? "")) {
      const slot = readSlot(reading, event);
      if (!slot || !last) return undefined;
      last.slots.push(slot);
      last.words.push(...words.slice(begin, reading.at));
      return undefined;
    }
    if (event.subject.length === 0) event.subject = [...inherited];
    else {
      readWhose(reading, event);
      readAside(reading, event);
    }
    if (startsBound(words, reading.at)) {
      const bound = readPhrase(reading, (at, phrase) => isFinite(words, at, phrase));
      if (bound)
        event.slots.push({ preposition: bound.bound ?? "over", word: bound.tokens[0]!, phrases: [bound] });
    }
    readPredicate(reading, event);
  }
  readRest(reading, event);
  event.words = words.slice(begin, reading.at);
  return event;
}

/** `accounts of contractors are created`: what stands between the subject and its verb. */
function readWhose(reading: Reading, event: Event): void {
  if (reading.words[reading.at]?.text !== "of") return;
  const { words } = reading;
  const after: Reading = { words, at: reading.at + 1 };
  const slot: Slot = { preposition: "of", word: words[reading.at]!, phrases: [] };
  for (;;) {
    const phrase = readPhrase(after, (at, so) => isFinite(words, at, so));
    if (!phrase) return;
    slot.phrases.push(phrase);
    if (["modal", "be", "have", "do"].includes(words[after.at]?.tag ?? "")) break;
    const next = nextContent(words, after.at);
    if (next === after.at) return;
    after.at = next;
  }
  event.slots.push(slot);
  reading.at = after.at;
}

/** `anybody, without logging in, can read`: what stands between two commas before the verb. */
function readAside(reading: Reading, event: Event): void {
  const { words } = reading;
  if (words[reading.at]?.text !== "," || words[reading.at + 1]?.tag !== "preposition") return;
  const after: Reading = { words, at: reading.at + 1 };
  const slot = readSlot(after, event);
  if (isLastParticle(words, after.at)) after.at++;
  const isBack =
    words[after.at]?.text === "," && ["modal", "be", "have", "do"].includes(words[after.at + 1]?.tag ?? "");
  if (!slot || !isBack) return;
  event.slots.push(slot);
  reading.at = after.at + 1;
}

function readSubject(reading: Reading): Phrase[] {
  const found: Phrase[] = [];
  for (;;) {
    const phrase = readPhrase(reading, (at, so) => isFinite(reading.words, at, so));
    if (!phrase) return found;
    found.push(phrase);
    const { at } = reading;
    const next = nextContent(reading.words, at);
    if (next === at || next >= reading.words.length) return found;
    // `doctors and patients may …`: one list, if a verb follows it.
    const probe: Reading = { words: reading.words, at: next };
    const more = readPhrase(probe, (index, so) => isFinite(reading.words, index, so));
    if (!more || isVerbAt(reading.words, next, "base", false)) return found;
    reading.at = next;
  }
}

/** Objects, slots and conditions, up to where another clause begins. */
function readRest(reading: Reading, event: Event): void {
  const { words } = reading;
  const form = event.verbs.length > 0 ? verbFormOf(event) : "base";
  const isTaking = event.verbs.length > 0;
  while (reading.at < words.length) {
    const word = words[reading.at]!;
    if (word.text === ";" || word.text === ".") return;
    if (word.text === ":" && startsClause(reading, reading.at + 1)) return;
    if (word.text === ":" && !isTaking) {
      event.verbs.push(":");
      event.verbWords.push(word);
      reading.at++;
      return readRest(reading, event);
    }
    if (word.text === ":" && opensMembers(reading, event)) return;
    if (
      word.tag === "arrow" ||
      word.tag === "filler" ||
      word.tag === "adverb" ||
      (word.tag === "sign" && word.text !== "(") ||
      word.tag === "not"
    ) {
      reading.at++;
      continue;
    }
    if ((word.tag === "particle" && !startsBound(words, reading.at)) || isLastParticle(words, reading.at)) {
      readParticle(reading, event);
      continue;
    }
    const isRelative =
      word.tag === "pronoun" &&
      words[reading.at - 1]?.tag === "content" &&
      (startsClause(reading, reading.at) || words[reading.at + 1]?.text === "like");
    if (isRelative) {
      reading.at--;
      event.conditions.push(readCondition(reading));
      continue;
    }
    if (word.text === "that" && words[reading.at - 1]?.tag === "content") {
      event.conditions.push(readCondition(reading));
      continue;
    }
    if (word.tag === "subordinator" && !isPrepositional(words, reading.at)) {
      event.conditions.push(readCondition(reading));
      continue;
    }
    if (!startsBound(words, reading.at) && (word.tag === "preposition" || word.tag === "subordinator")) {
      const slot = readSlot(reading, event);
      if (slot) event.slots.push(slot);
      else reading.at++;
      continue;
    }
    const next = nextContent(words, reading.at);
    if (next > reading.at) {
      if (next >= words.length) return void (reading.at = next);
      if (continuesElsewhere(reading, next, form, event)) return;
      reading.at = next;
      continue;
    }
    const phrase = ["modal", "be", "have", "do", "conjunction"].includes(word.tag)
      ? undefined
      : readPhrase(reading, (at, so) => isReduced(words, at, so));
    if (!phrase) {
      if (["modal", "be", "have", "do", "conjunction"].includes(word.tag)) return;
      reading.at++;
      continue;
    }
    if (isMemberList(event)) readOf(reading, phrase, (at, so) => isReduced(words, at, so));
    if (isTaking) event.objects.push(phrase);
    else event.subject.push(phrase);
    if (words[reading.at]?.verb?.form === "past" && isReduced(words, reading.at, phrase)) return;
  }
}

function readSlot(reading: Reading, event: Event): Slot | undefined {
  const { words } = reading;
  const word = words[reading.at];
  if (
    !word ||
    (word.tag !== "preposition" && !(word.tag === "subordinator" && isPrepositional(words, reading.at)))
  )
    return undefined;
  reading.at++;
  const slot: Slot = { preposition: word.text, word, phrases: [] };
  const form = event.verbs.length > 0 ? verbFormOf(event) : "base";
  for (;;) {
    const phrase = readPhrase(reading, (at, so) => isReduced(words, at, so));
    if (phrase) slot.phrases.push(phrase);
    if (phrase && slot.preposition === "with") readOf(reading, phrase, (at, so) => isReduced(words, at, so));
    const next = nextContent(words, reading.at);
    if (!phrase || next === reading.at || next >= words.length) return slot;
    if (continuesElsewhere(reading, next, form, event) || words[next]!.tag === "preposition") return slot;
    if (words[next]!.tag === "subordinator") return slot;
    reading.at = next;
  }
}
