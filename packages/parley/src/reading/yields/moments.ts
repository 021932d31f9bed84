import { kebabCase } from "../../text/names.ts";
import type { Event } from "../event.ts";
import { attributeSpec } from "../lexicon/attributes.ts";
import { durationOf, longest } from "../matching.ts";
import { type Phrase, nounWords } from "../phrases.ts";
import { bring, conceptOf, type Scene, stated, use, useNoun, useVerb } from "../scene.ts";
import { fieldName } from "../member-names.ts";

/** `the planned end must be after the planned start`: which of two moments of a thing comes first. */
export function order(scene: Scene, event: Event): boolean {
  const slot = event.slots.find(({ preposition }) => preposition === "after" || preposition === "before");
  const [phrase] = event.subject;
  const other = slot?.phrases[0];
  if (!slot || !phrase || !other || slot.phrases.length > 1) return false;
  const found = withMoments(scene, [phrase, other]);
  if (!found) return false;
  const [concept, [one, two]] = found;
  const sign = slot.preposition === "after" ? ">" : "<";
  const condition = guarded(scene, concept, [one!, two!], `${now(one!)} ${sign} ${now(two!)}`);
  const title = `The ${said(phrase)} comes ${slot.preposition} the ${said(other)}.`;
  require(scene, concept, condition, `${kebabCase(one!)}-not-${slot.preposition}-${kebabCase(two!)}`, title);
  use(scene, slot.word, phrase.tokens, other.tokens);
  useVerb(scene, event);
  return true;
}

/** `no rental may last longer than 3 days`: how long it is from a thing's one beginning to its one end. */
export function lasting(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const [phrase] = event.subject;
  const bound = longest(event);
  const length = bound && durationOf(bound);
  const concept = phrase && conceptOf(scene, phrase);
  const isForbidden = phrase?.determiner === "no" || event.negated;
  const isMore = event.objects.some(({ words }) => words.some(({ text }) => text === "longer"));
  if (!concept || !draft.concepts[concept] || length === undefined || isMore !== isForbidden) return false;
  const moments = momentsOf(scene, concept);
  const starts = moments.filter((name) => /start|begin|arrival|pickup/i.test(name));
  const ends = moments.filter((name) => /end|finish|departure|return/i.test(name));
  if (starts.length !== 1 || ends.length !== 1) return false;
  const [start] = starts as [string];
  const [end] = ends as [string];
  if (typeOf(scene, concept, start) !== "datetime") return false;
  const condition = guarded(
    scene,
    concept,
    [start, end],
    `${now(end)} <= ${now(start)} + duration("${length}")`,
  );
  require(scene, concept, condition, `${kebabCase(concept)}-too-long`, "This lasts too long.");
  useNoun(scene, phrase);
  use(
    scene,
    bound!.tokens,
    event.words.filter(({ text, tag }) => text === "longer" || text === "than" || tag === "not"),
  );
  useVerb(scene, event);
  return true;
}

function require(scene: Scene, concept: string, condition: string, code: string, title: string): void {
  bring(
    scene.draft,
    [],
    [`create, update ${concept} only if \`${condition}\`, else ${code.slice(0, 60)} "${title}"`],
    {},
    stated(scene),
  );
}

function said({ modifiers, words }: Phrase): string {
  return [...modifiers, ...words].map(({ text }) => text.replaceAll('"', "")).join(" ");
}

/** What a moment will be: as sent, else as it is. */
function now(name: string): string {
  return `(input.${name} ?? row.${name})`;
}

/** A moment that may be missing is compared where it is there. */
function guarded(scene: Scene, concept: string, names: readonly string[], condition: string): string {
  const { attributes } = scene.draft.concepts[concept]!;
  const missing = names.filter((name) => attributes[name]!.optional).map((name) => `${now(name)} == null`);
  return [...missing, condition].join(" || ");
}

function typeOf(scene: Scene, concept: string, name: string): string {
  return scene.draft.concepts[concept]!.attributes[name]!.type;
}

function momentsOf(scene: Scene, concept: string): string[] {
  const { attributes } = scene.draft.concepts[concept]!;
  return Object.keys(attributes).filter(
    (name) => ["date", "datetime"].includes(attributes[name]!.type) && !attributes[name]!.server,
  );
}

/** The concept that has all the moments that are named, the one spoken of last first. */
function withMoments(scene: Scene, phrases: readonly Phrase[]): [string, string[]] | undefined {
  const { draft, focus } = scene;
  for (const concept of new Set([focus.concept, focus.object, ...Object.keys(draft.concepts)])) {
    if (concept === undefined || !draft.concepts[concept]) continue;
    const names = phrases.flatMap((phrase) => momentOf(scene, concept, phrase) ?? []);
    const types = new Set(names.map((name) => typeOf(scene, concept, name)));
    if (names.length === phrases.length && new Set(names).size > 1 && types.size === 1)
      return [concept, names];
  }
  return undefined;
}

/** `departure` names the one moment that begins so: `departureDate`. */
function momentOf(scene: Scene, concept: string, phrase: Phrase): string | undefined {
  const words = nounWords(phrase);
  const moments = momentsOf(scene, concept);
  const whole = fieldName([...phrase.modifiers.map(({ text }) => text), ...words]);
  const [exact] = moments.filter((name) => name === whole || name === fieldName(words));
  const beginning = moments.filter(
    (name) => name.startsWith(whole) && attributeSpec([name.slice(whole.length).toLowerCase()]),
  );
  return exact ?? (beginning.length === 1 ? beginning[0] : undefined);
}
