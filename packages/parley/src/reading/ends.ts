import type { Event } from "./event.ts";
import { stopNouns } from "./lexicon/words.ts";
import { namesPeople, type Reading } from "./phrases.ts";
import { isVerbAt, startsClause } from "./verbs.ts";

export function isMemberList({ verbs }: Event): boolean {
  return verbs[0] === "have" || verbs[0] === ":";
}

/** `keep hives in it: number, colour`: the colon opens a list of what the thing has. */
export function opensMembers({ words, at }: Reading, { verbs, objects }: Event): boolean {
  const thing = objects.at(-1);
  const head = thing?.words.at(-1);
  return (
    verbs.length > 0 &&
    !["have", "be", ":"].includes(verbs[0]!) &&
    head?.tag === "content" &&
    !stopNouns.has(head.noun) &&
    !namesPeople(thing!) &&
    words[at - 1]!.tag !== "preposition" &&
    at + 1 < words.length
  );
}

/** Pronouns that only a new clause begins with. */
const subjects: ReadonlySet<string> = new Set(["i", "we", "he", "she", "they"]);

export function continuesElsewhere(
  reading: Reading,
  next: number,
  form: "base" | "s" | "past" | "ing",
  event: Event,
): boolean {
  const { words } = reading;
  const isList = isMemberList(event) || event.verbs.length === 0;
  if (words[next]!.tag === "subordinator") return false;
  if (subjects.has(words[next]!.text)) return true;
  if (!isList && isVerbAt(words, next, form, event.subject.length > 0 || event.modal !== undefined))
    return true;
  if (isList && event.verbs.length === 0 && isVerbAt(words, next, "base", false) && !words[next]!.plural)
    return true;
  return startsClause(reading, next) || ["modal", "be", "have", "conjunction"].includes(words[next]!.tag);
}
