import { joins, registered, speaks } from "./accounts.ts";
import { type Draft, ensureActor, own } from "./draft.ts";
import type { Event } from "./event.ts";
import { attributeSpec } from "./lexicon/attributes.ts";
import { endsLikePerson, everybody, guests } from "./lexicon/people.ts";
import { familiesOf, stopNouns } from "./lexicon/words.ts";
import { type Phrase, isPlural, namesProduct, nounWords } from "./phrases.ts";
import { type Scene, actorsOf, decisions, declareActor, staffActor } from "./scene.ts";

/** Deeds that only people do: whoever does them is one of them, whatever they are called. */
const deeds: ReadonlySet<string> = new Set(
  "approve reject decline review assess inspect create request submit write invite register assign propose plan book borrow rate upload manage edit delete".split(
    " ",
  ),
);
/** What `the dean` is let do with the things of others; nobody signs up for it. */
const abilities: ReadonlySet<string> = new Set(
  "see view approve reject decline review assess inspect manage".split(" "),
);

/** Who acts in any sentence is known before what they do is read: subjects of verbs, `by` of the passive. */
export function declareActors(draft: Draft, readings: readonly { key: string; events: Event[] }[]): void {
  for (const { key, events } of readings) {
    const scene: Scene = { draft, sentence: key, used: new Set(), focus: {} };
    for (const event of events) {
      if (event.verbs.length === 0 || event.verbs[0] === "be" || event.verbs[0] === ":") continue;
      const people = event.passive
        ? event.slots.filter(({ preposition }) => preposition === "by").flatMap(({ phrases }) => phrases)
        : event.subject;
      const isBySpeaker = speaks(people) && (registered(event).length > 0 || joins(event) === "never");
      if (isBySpeaker && staffActor(draft) === undefined)
        ensureActor(draft, "administrator", { arises: "bootstrap" });
      for (const phrase of people) declare(scene, event, phrase);
      if (joins(event) === "bySelf") for (const phrase of people) signUp(scene, phrase);
    }
  }
}

function declare(scene: Scene, event: Event, phrase: Phrase): void {
  const words = nounWords(phrase);
  const last = words.at(-1) ?? "";
  if (["i", "we", "they", "he", "she", "it", "you", "nobody", "i'd", "we'd"].includes(last)) return;
  if (guests.has(last) && !scene.draft.actors[last]) return;
  const known = actorsOf(scene, phrase, true);
  if (known !== undefined || !isAgent(event, phrase)) return;
  const isStaff = event.verbs.some(
    (verb) => decisions.has(verb) || (!isPlural(phrase) && abilities.has(verb)),
  );
  declareActor(scene.draft, words.join(" "), isStaff ? "staff" : "signUp");
}

/** `approved by a works council`, `the dean can see`, `skippers sign up`, `divers keep logs`. */
function isAgent(event: Event, phrase: Phrase): boolean {
  const words = nounWords(phrase);
  const head = phrase.words.at(-1);
  // `reports reject …`: a word that is a verb as well begins a rule of the outline, and names nobody.
  const isNoun = phrase.words[0]?.tag === "content" && head?.verb === undefined && head?.noun !== "account";
  if (words.length > 2 || stopNouns.has(words.at(-1)!)) return false;
  if (!isNoun || namesProduct(phrase) || attributeSpec(words) !== undefined) return false;
  if (event.verbs.includes("signup") && joins(event) === "bySelf") return true;
  const { passive, modal, verbs } = event;
  const isDone = verbs.some((verb) => deeds.has(verb));
  if (!passive && isPlural(phrase) && phrase.determiner === undefined) {
    const isKept = verbs.some((verb) => familiesOf(verb).includes("create"));
    return isDone || (isKept && endsLikePerson(words.at(-1)!));
  }
  const isOne = ["a", "an", "the"].includes(phrase.determiner ?? "");
  return isOne && (passive ? isDone : modal !== undefined && verbs.some((verb) => abilities.has(verb)));
}

/** Who signs up by themselves does so whatever such people usually do. */
function signUp(scene: Scene, phrase: Phrase): void {
  const text = nounWords(phrase).join(" ");
  if (everybody.has(text) || phrase.words[0]?.tag === "pronoun") return;
  for (const kind of actorsOf(scene, phrase, false) ?? []) {
    const actor = own(scene.draft.actors, kind);
    if (!actor) continue;
    actor.arises = "signUp";
    delete actor.by;
  }
}
