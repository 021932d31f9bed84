import type { Event } from "./event.ts";
import { namesPeople, type Reading } from "./phrases.ts";
import type { Word } from "./tagging.ts";
import { endsSubject, isVerbAt, nextContent } from "./verbs.ts";

const phrasal: Readonly<Record<string, string>> = {
  "sign up": "signup",
  "log in": "login",
  "sign in": "login",
  "log out": "logout",
  "sign out": "logout",
  "look up": "search",
  "check out": "checkout",
  "check in": "checkin",
  "set up": "setup",
  "fill in": "update",
  "fill out": "submit",
  "give back": "return",
  "send out": "send",
  "hand in": "submit",
  "send in": "submit",
  "turn in": "submit",
  "mark off": "complete",
  "tick off": "complete",
  "check off": "complete",
  "sign off": "approve",
  "look at": "view",
  "sort by": "sort",
};
export function verbFormOf(event: Event): "base" | "s" | "past" | "ing" {
  return event.verbWords.at(-1)?.verb?.form ?? "base";
}

const able =
  /^(?:(?:is|are|be|being) )?(?:able to|allowed to|permitted to|free to|supposed to|required to|expected to)$/;

export function readPredicate(reading: Reading, event: Event): void {
  const { words } = reading;
  for (let guard = 0; guard < 12; guard++) {
    const word = words[reading.at];
    if (!word) return;
    const three = words
      .slice(reading.at, reading.at + 3)
      .map(({ text }) => text)
      .join(" ");
    const two = words
      .slice(reading.at, reading.at + 2)
      .map(({ text }) => text)
      .join(" ");
    const toVerb = words[reading.at + 1]?.text === "to" && words[reading.at + 2]?.tag !== "determiner";
    if (word.tag === "not" || word.tag === "modal" || word.tag === "do") {
      if (word.tag === "not" || /n't$|^cannot$/.test(word.text)) event.negated = true;
      if (word.tag === "modal") event.modal = word.text;
      reading.at++;
    } else if (event.modal !== undefined && word.text === "only") reading.at++;
    else if (word.text === "then" || word.text === "also") reading.at++;
    else if (word.tag === "filler" || word.tag === "adverb") reading.at++;
    else if (able.test(three)) {
      event.modal ??= "can";
      reading.at += 3;
    } else if (able.test(two)) {
      event.modal ??= "can";
      reading.at += 2;
    } else if (
      toVerb &&
      (word.tag === "have" || ["need", "want", "wish", "get", "like"].includes(word.verb?.base ?? ""))
    ) {
      event.modal ??= "must";
      reading.at += 2;
    } else break;
  }
  const word = words[reading.at];
  if (!word) return;
  const take = (verb: string): void => {
    event.verbs.push(verb);
    event.verbWords.push(word);
    reading.at++;
  };
  if (word.tag === "have") return take("have");
  if (word.tag === "be") {
    const participle = words.findIndex(
      (candidate, index) => index > reading.at && !["filler", "adverb", "not"].includes(candidate.tag),
    );
    const verb = words[participle]?.verb;
    if (words.slice(reading.at, participle).some(({ tag }) => tag === "not")) event.negated = true;
    if (participle > 0 && verb?.form === "past" && words[participle + 1]?.tag !== "content") {
      event.passive = true;
      reading.at = participle;
      return readVerbs(reading, event, "past");
    }
    return take("be");
  }
  if (word.text === ":") {
    const verb = words[reading.at + 1]?.verb;
    // `Inspector: sees all reports, …`
    if (verb && event.subject.some(namesPeople) && isVerbAt(words, reading.at + 1, verb.form, true)) {
      reading.at++;
      return readVerbs(reading, event, verb.form);
    }
    if (event.modal === undefined) take(":");
    return;
  }
  // `no visit may last longer than …`
  if (event.modal !== undefined && word.text === "last") return take("last");
  if (
    word.tag === "content" &&
    (word.verb || event.modal !== undefined || endsSubject(words, reading.at, event.subject.at(-1)!))
  ) {
    if (!word.verb || event.modal !== undefined || word.verb.form !== "past")
      return readVerbs(reading, event, word.verb?.form ?? "base");
    event.passive = true;
    readVerbs(reading, event, "past");
  }
}

/** The words of each verb of an event, in its order; absent where a particle stands apart from its verb. */
export function verbParts({ verbs, verbWords }: Event): Word[][] | undefined {
  const parts: Word[][] = [];
  let at = 0;
  for (const verb of verbs) {
    const base = verbWords[at]?.verb?.base ?? verbWords[at]?.text;
    const length = phrasal[`${base} ${verbWords[at + 1]?.text}`] === verb ? 2 : 1;
    parts.push(verbWords.slice(at, at + length));
    at += length;
  }
  return at === verbWords.length ? parts : undefined;
}

/** One verb or several that share what follows. */
export function readVerbs(reading: Reading, event: Event, form: "base" | "s" | "past" | "ing"): void {
  const { words } = reading;
  for (;;) {
    const word = words[reading.at];
    if (!word) return;
    const base = word.verb?.base ?? word.text;
    const two = `${base} ${words[reading.at + 1]?.text ?? ""}`;
    const particle = Object.hasOwn(phrasal, two);
    event.verbs.push(particle ? phrasal[two]! : base);
    event.verbWords.push(word, ...(particle ? [words[reading.at + 1]!] : []));
    reading.at += particle ? 2 : 1;
    const next = nextContent(words, reading.at);
    if (next === reading.at || !isVerbAt(words, next, form, true)) return;
    reading.at = next;
  }
}

export function isLastParticle(words: readonly Word[], at: number): boolean {
  return (
    words[at]?.text === "in" && (at + 1 >= words.length || ["comma", "sign"].includes(words[at + 1]!.tag))
  );
}

/** `check copies out and in` is two verbs. */
export function readParticle(reading: Reading, event: Event): void {
  const word = reading.words[reading.at++]!;
  const base = event.verbWords.at(-1)?.verb?.base ?? "";
  event.verbWords.push(word);
  const verb = phrasal[`${base} ${word.text}`] ?? phrasal[`${event.verbWords[0]?.verb?.base} ${word.text}`];
  if (verb !== undefined)
    event.verbs = event.verbs.length > 1 || event.verbs[0] !== base ? [...event.verbs, verb] : [verb];
  const next = nextContent(reading.words, reading.at);
  if (next > reading.at && isLastParticle(reading.words, next)) reading.at = next;
}
