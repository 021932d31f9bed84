import type { Event } from "./event.ts";
import { familiesOf } from "./lexicon/words.ts";
import { isPlural, namesPeople, nounWords, type Phrase } from "./phrases.ts";

const accounts: ReadonlySet<string> = new Set(["account", "login", "profile"]);

/** Whose accounts somebody makes: `add members`, `accounts of members are created`; `them`, who were spoken of. */
export function registered(event: Event): readonly Phrase[] {
  if (!event.verbs.some((verb) => registering.has(verb))) return [];
  const objects = event.passive ? event.subject : event.objects;
  if (objects.length === 0) return [];
  if (objects.every(namesPeople) || objects.every(({ words }) => words[0]?.text === "them")) return objects;
  if (!objects.every((phrase) => accounts.has(nounWords(phrase).at(-1) ?? ""))) return [];
  return event.slots
    .filter(({ preposition }) => preposition === "of" || preposition === "for")
    .flatMap(({ phrases }) => phrases)
    .filter(
      (phrase) =>
        namesPeople(phrase) ||
        (isPlural(phrase) && phrase.words[0]?.tag === "content" && phrase.words.at(-1)!.verb === undefined),
    );
}

const registering: ReadonlySet<string> = new Set(
  "register add invite create onboard enrol enroll hire".split(" "),
);
const joining: ReadonlySet<string> = new Set(["register", "signup", "join"]);

/** Whether the event says that people sign up by themselves, or that they do not. */
export function joins(event: Event): "bySelf" | "never" | undefined {
  const isDeed = event.verbs.some((verb) => joining.has(verb) && isAlone(event, verb));
  const isTheirs = event.objects.some(
    (phrase) =>
      ["join", "register", "sign"].includes(phrase.words.at(-1)?.verb?.base ?? "") &&
      phrase.words.at(-1)!.verb!.form === "ing" &&
      namesPeople(withoutVerb(phrase)),
  );
  const isNobody = event.subject.some(({ words }) => ["nobody", "noone"].includes(words[0]?.text ?? ""));
  const isSimple =
    event.slots.every(({ preposition }) => preposition === "by") && event.conditions.length === 0;
  if (isNobody || event.negated) return isSimple && (isDeed || isTheirs) ? "never" : undefined;
  const isLast = event.verbs.at(-1) === "register";
  const isPlain = isSimple || event.verbs.includes("signup") || (event.verbs.includes("register") && !isLast);
  return isDeed && isPlain && !event.passive ? "bySelf" : undefined;
}

/** `people joining` without what they do. */
export function withoutVerb(phrase: Phrase): Phrase {
  return phrase.words.at(-1)?.verb?.form === "ing" ? { ...phrase, words: phrase.words.slice(0, -1) } : phrase;
}

export function speaks(people: readonly Phrase[]): boolean {
  return people.some(({ words }) => ["i", "me"].includes(words[0]?.text ?? ""));
}

/** Whether a verb has no object of its own: `register themselves`, `register and add dogs`. */
export function isAlone(event: Event, verb: string): boolean {
  const last = event.verbs.at(-1)!;
  if (verb === "signup" && last !== verb) return true;
  if (verb === "register" && last !== verb && familiesOf(last).includes("create")) return true;
  return event.objects.every(({ words }) => words[0]?.text.endsWith("selves"));
}
