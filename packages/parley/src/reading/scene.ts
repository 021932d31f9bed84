import { camelCase, pascalCase, words as wordsOf } from "../text/names.ts";
import type { Concept } from "../requirements/document.ts";
import type { Event } from "./event.ts";
import { merge } from "./draft-members.ts";
import { type Basis, type Draft, conceptName, ensureActor, ensureConcept, own } from "./draft.ts";
import { fillLines, fragmentOf, type Holes } from "./fragments.ts";
import { attributeSpec } from "./lexicon/attributes.ts";
import { byDeed, everybody, guests, isPerson, type Rise, riseOf, synonyms } from "./lexicon/people.ts";
import { stopNouns } from "./lexicon/words.ts";
import { isPlural, namesProduct, nounWords, type Phrase } from "./phrases.ts";
import type { Word } from "./tagging.ts";

/** One sentence being read: what it may speak of, and which of its words have found a role. */
export interface Scene {
  draft: Draft;
  sentence: string;
  used: Set<Word>;
  /** Whom and what was spoken of last. */
  focus: Focus;
}

interface Focus {
  actor?: string;
  concept?: string;
  object?: string;
  /** Whose accounts others make. */
  people?: string;
  /** Whether the sentence spoke last of something that is not known: `it` is that, nothing before it. */
  lost?: boolean;
  /** The actions that the sentence spoke of last. */
  deeds?: { event: Event; concept: string; actions: readonly string[] };
}

/** Different words for one thing. */
const sameThing: Readonly<Record<string, string>> = {
  availability: "slot",
  timeslot: "slot",
  "time slot": "slot",
  "opening hour": "slot",
  "to-do": "todo",
  "to do": "todo",
  "todo item": "todo",
  "to-do item": "todo",
  organisation: "organization",
  holiday: "leave",
  apartment: "apartment",
};

export function use(scene: Scene, ...groups: (readonly Word[] | Word | undefined)[]): void {
  for (const group of groups) {
    if (!group) continue;
    for (const word of Array.isArray(group) ? (group as readonly Word[]) : [group as Word])
      scene.used.add(word);
  }
}

/** Adjectives that ask for nothing by themselves. */
const harmless: ReadonlySet<string> = new Set("new existing own short simple personal other nice".split(" "));

/** Uses a phrase's noun; what its adjectives and numbers ask for is another matter. */
export function useNoun(scene: Scene, phrase: Phrase | undefined, ...adjectives: readonly string[]): void {
  if (!phrase) return;
  use(
    scene,
    phrase.tokens.filter(
      (word) =>
        word.tag !== "number" &&
        (!phrase.modifiers.includes(word) || harmless.has(word.text) || adjectives.includes(word.text)),
    ),
  );
}

export function stated(scene: Scene): Basis {
  return { status: "built", evidence: [scene.sentence] };
}

export function assumed(scene: Scene, because: string): Basis {
  return { status: "assumed", evidence: [scene.sentence], because };
}

/** Adds concepts and rules in the words of the outline. */
export function bring(
  draft: Draft,
  sections: readonly string[],
  rules: readonly string[],
  holes: Holes,
  basis: Basis,
): void {
  merge(draft, fragmentOf(fillLines(sections, holes), fillLines(rules, holes)), basis);
}

/** Whether a kind of actor runs things for others: who came first, or whom the word names as staff. */
export function isStaff(draft: Draft, kind: string): boolean {
  const arises = draft.actors[kind]?.arises;
  if (arises !== "registered") return arises === "bootstrap";
  const rise = riseOf(wordsOf(kind).at(-1) ?? "");
  return rise === "staff" || rise === "bootstrap";
}

/** The kind of actor for ordinary users: no staff, else whoever there is. */
export function mainActor(draft: Draft): string {
  const kinds = Object.keys(draft.actors);
  const found = kinds.find((kind) => !isStaff(draft, kind)) ?? kinds[0];
  if (found !== undefined) return found;
  ensureActor(draft, "member", { arises: "signUp" });
  return "member";
}

/** Whoever runs things: the first kind of staff, for reports and what nobody else may do. */
export function staffActor(draft: Draft): string | undefined {
  const kinds = Object.keys(draft.actors).filter((kind) => isStaff(draft, kind));
  return kinds.find((kind) => draft.actors[kind]!.arises === "bootstrap") ?? kinds[0];
}

/** Deeds that somebody does to what others have made. */
export const decisions: ReadonlySet<string> = new Set(
  "approve reject verify review grade inspect".split(" "),
);

/** Who does something that nobody was named for: whose it is; for what is decided about it, whoever runs things. */
export function usualActor(draft: Draft, actions: readonly string[], owner: string | undefined): string {
  const staff = staffActor(draft);
  const isDecided = staff !== undefined && actions.some((action) => decisions.has(action));
  return (isDecided ? staff : owner) ?? staff ?? mainActor(draft);
}

/** Declares a kind of person as an actor; how they arise follows from the word, where it is known. */
export function declareActor(draft: Draft, noun: string, usual: Rise = "signUp"): string {
  const kind =
    camelCase(own(synonyms, noun) ?? noun)
      .replaceAll(/[^A-Za-z0-9]/g, "")
      .slice(0, 40) || "member";
  if (kind in {} || kind === "guest") return mainActor(draft);
  if (own(draft.actors, kind)) return kind;
  const isOfThings = noun.includes(" ") && noun.endsWith("owner");
  const rise = isOfThings ? "signUp" : (riseOf(noun.split(" ").at(-1)!) ?? riseOf(noun) ?? usual);
  const first = staffActor(draft);
  if (rise === "staff" && first !== undefined)
    ensureActor(draft, kind, { arises: "registered", by: [first] });
  else ensureActor(draft, kind, { arises: rise === "signUp" ? "signUp" : "bootstrap" });
  return kind;
}

const selves: ReadonlySet<string> = new Set(["i", "we", "me", "us", "i'd", "we'd"]);

/** Kinds of actors that a phrase names; `declare` makes a person that is new one of them. */
export function actorsOf(scene: Scene, phrase: Phrase, declare: boolean): string[] | undefined {
  const { draft, focus } = scene;
  const words = nounWords(phrase);
  const text = words.join(" ");
  const head = words.at(-1) ?? "";
  if (selves.has(text)) return [staffActor(draft) ?? mainActor(draft)];
  if (phrase.words[0]?.tag === "pronoun" && !everybody.has(text) && !guests.has(text)) {
    if (["they", "them", "he", "she"].includes(text) && focus.actor) return [focus.actor];
    return ["someone", "somebody", "themselves", "you", "others"].includes(text)
      ? [mainActor(draft)]
      : undefined;
  }
  if (everybody.has(text)) return [mainActor(draft)];
  if (guests.has(text) && !own(draft.actors, text)) return ["guest"];
  const kind = camelCase(own(synonyms, text) ?? text);
  if (own(draft.actors, kind)) return [kind];
  const alias = own(draft.aliases, text);
  if (alias && own(draft.actors, alias)) return [alias];
  if (own(draft.actors, camelCase(head)) && isPerson(head)) return [camelCase(head)];
  const longer = Object.keys(draft.actors).filter((other) => other.endsWith(pascalCase(head)));
  if (words.length === 1 && longer.length === 1 && head !== "") return longer;
  if (!isPerson(text.replaceAll(" ", "-")) && !isPerson(head)) return undefined;
  if (!declare && byDeed.has(head)) return [mainActor(draft)];
  return declare ? [declareActor(draft, text)] : undefined;
}

/** The concept, or kind of actor, that a phrase names, if it is known. */
export function conceptOf(scene: Scene, phrase: Phrase): string | undefined {
  const { draft, focus } = scene;
  const words = nounWords(phrase);
  const text = words.join(" ");
  if (words.length === 0) return undefined;
  if (["it", "them", "they", "those", "these", "itself"].includes(text))
    return focus.lost ? undefined : (focus.object ?? focus.concept);
  const alias = own(draft.aliases, text) ?? own(draft.aliases, words.at(-1) ?? "");
  if (alias && draft.concepts[alias]) return alias;
  const same = own(sameThing, text) ?? text;
  const candidates = [same, words.at(-1)!].map((name) => pascalCase(name)).filter((name) => name !== "");
  return (
    candidates.find((name) => draft.concepts[name]) ??
    candidates.map((name) => `${name}Item`).find((name) => draft.concepts[name]) ??
    (words.length === 1 ? onlyEndingIn(draft, candidates[0] ?? " ") : undefined)
  );
}

/** `Note` for `MeetingNote`, where no other concept ends so. */
function onlyEndingIn(draft: Draft, name: string): string | undefined {
  const found = Object.keys(draft.concepts).filter((concept) => concept.endsWith(name));
  return found.length === 1 ? found[0] : undefined;
}

/** Whether a phrase can be a thing with rows of its own: no value, no person, no word for the product itself. */
export function isThing(scene: Scene, phrase: Phrase): boolean {
  const words = nounWords(phrase);
  const head = words.at(-1);
  if (head === undefined || phrase.words[0]?.tag === "pronoun" || phrase.words.length === 0) return false;
  if (words.length === 1 && stopNouns.has(head)) return false;
  // `rides with seats left`
  const isBare = phrase.determiner === undefined && phrase.possessive === undefined;
  if (words.length === 1 && isBare && phrase.words[0]!.verb?.form === "past") return false;
  if (
    stopNouns.has(head) &&
    words.length > 1 &&
    !isPlural(phrase) &&
    ["app", "application", "system", "platform", "site", "website", "type", "kind"].includes(head)
  )
    return false;
  return !isPerson(head) || conceptOf(scene, phrase) !== undefined;
}

export function isValue(phrase: Phrase): boolean {
  return attributeSpec(nounWords(phrase)) !== undefined;
}

/** The concept that a phrase names, made where it is new. */
export function needConcept(scene: Scene, phrase: Phrase, prefix?: string): string | undefined {
  const known = conceptOf(scene, phrase);
  if (known !== undefined) return known;
  if (!isThing(scene, phrase)) return undefined;
  const words = nounWords(phrase);
  const text = words.join(" ");
  const same = own(sameThing, text) ?? text;
  const name = conceptName(scene.draft, prefix === undefined ? [same] : [prefix, same]);
  ensureConcept(scene.draft, name);
  scene.draft.aliases[text] = name;
  return name;
}

export function lifecycleOf(draft: Draft, concept: string): Concept["lifecycle"] {
  return draft.concepts[concept]?.lifecycle;
}

/** Uses the words of an event that carry its verb. */
export function useVerb(scene: Scene, event: Event): void {
  use(
    scene,
    event.verbWords,
    event.words.filter(({ tag }) => ["modal", "be", "do", "have"].includes(tag)),
  );
}

/** Who does it and what is done: both were understood. */
export function useDeed(scene: Scene, event: Event): void {
  use(
    scene,
    event.subject.flatMap(({ tokens }) => tokens),
  );
  useVerb(scene, event);
}

/** Whether somebody or something acts that nothing is known of: nobody else may stand in for it. */
export function isStranger(scene: Scene, event: Event): boolean {
  return (
    !event.passive &&
    event.subject.length > 0 &&
    event.subject.every(
      (phrase) =>
        phrase.words[0]?.tag === "content" &&
        !namesProduct(phrase) &&
        actorsOf(scene, phrase, false) === undefined &&
        conceptOf(scene, phrase) === undefined,
    )
  );
}

function isAccount(phrase: Phrase): boolean {
  const head = phrase.words.at(-1)!;
  return ["account", "login", "registration", "logging", "signing", "registering"].includes(head.text);
}

/** Uses the words that name who does it: the subject, or `by …` of the passive; for guests, that they need no account. */
export function useAgents(scene: Scene, event: Event): void {
  const isGuest = event.subject.some((phrase) => guests.has(nounWords(phrase).at(-1) ?? ""));
  for (const { preposition, word, phrases } of event.slots)
    if (isGuest && preposition === "without" && phrases.every(isAccount))
      use(
        scene,
        word,
        phrases.flatMap(({ tokens }) => tokens),
      );
  if (!event.passive)
    return use(
      scene,
      event.subject.flatMap(({ tokens }) => tokens),
    );
  for (const { preposition, word, phrases } of event.slots)
    for (const phrase of phrases)
      if (preposition === "by" && actorsOf(scene, phrase, false) !== undefined)
        use(scene, word, phrase.tokens);
}
