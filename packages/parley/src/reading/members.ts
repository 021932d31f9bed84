import { camelCase, kebabCase } from "../text/names.ts";
import { addAttribute, addReference, isBelow, setParent } from "./draft-members.ts";
import { claim, ensureConcept, LONGEST_NAME } from "./draft.ts";
import { addChoice, choiceIn, valuesOf } from "./choices.ts";
import { attributeOf } from "./fragments.ts";
import { has } from "./grants.ts";
import { attributeSpec } from "./lexicon/attributes.ts";
import { prototypeOf } from "./lexicon/prototypes.ts";
import { fieldName, namingModifiers, wholeOf } from "./member-names.ts";
import { isPlural, namesPeople, nounWords, type Phrase } from "./phrases.ts";
import { actorsOf, conceptOf, isThing, mainActor, needConcept, stated, use, type Scene } from "./scene.ts";

const partNouns: ReadonlySet<string> = new Set("item line entry detail row part position".split(" "));

/** Words for several of what they are of: `a list of songs`. */
const collectives: ReadonlySet<string> = new Set("list set series collection couple lot bunch".split(" "));

/** Where a member is named: `has a, b and c`, or behind a colon or in brackets, where one is no new thing. */
type Naming = "has" | "listed";

function specOf(words: readonly string[], { of, upper, unit }: Phrase): ReturnType<typeof attributeSpec> {
  if (of?.words[0]?.tag === "content" && words.join(" ") === "number") return attributeSpec(["count"]);
  if (unit) return attributeSpec([unit[1]!.noun]) ?? attributeSpec(["weight"]);
  return attributeSpec(words) ?? (upper === undefined ? undefined : attributeSpec(["number"]));
}

/** One of the things that a concept is said to have. Tells whether it found a place. */
function addMember(
  scene: Scene,
  owner: string,
  said: Phrase,
  next: Phrase | undefined,
  naming: Naming,
): boolean {
  const { draft } = scene;
  const basis = stated(scene);
  const isSeveral = said.of !== undefined && collectives.has(said.words.at(-1)!.text);
  const phrase = isSeveral ? { ...said.of!, tokens: said.tokens } : said;
  let words = nounWords(phrase);
  // `start and end date`: the first shares the noun of the second.
  const nextWords = next ? nounWords(next) : [];
  const isShared =
    words.length === 1 &&
    ["start", "end", "first", "last", "billing", "shipping", "home", "work", "arrival", "departure"].includes(
      words[0]!,
    ) &&
    nextWords.length > 1 &&
    attributeSpec(nextWords);
  if (isShared) words = [...words, nextWords.at(-1)!];
  const name = fieldName([...namingModifiers(phrase).map(({ text }) => text), ...words, ...wholeOf(phrase)]);
  const spec = specOf(words, phrase);
  const items = phrase.of?.items.length ? phrase.of.items : phrase.items;
  const unread =
    phrase.of && !spec && wholeOf(phrase).length === 0 ? [...phrase.of.words, ...phrase.of.modifiers] : [];
  const numbersIn = phrase.tokens.filter(({ tag }) => tag === "number");
  use(
    scene,
    phrase.tokens.filter((word) => !numbersIn.includes(word) && !unread.includes(word)),
  );
  const range = phrase.upper === undefined ? items.find(({ upper }) => upper !== undefined) : phrase;
  const target = draft.concepts[owner] ? owner : undefined;
  const isList = isPlural(phrase);
  const numbers = items.length > 0 && items.every((item) => item.words.length === 0);
  const isEnum =
    items.length > 1 && !numbers && !isList && (!spec || items.every((item) => item.words.length <= 2));
  if (!target) {
    if (!draft.actors[owner]) return false;
    const profile = spec?.spec ?? "string 1..200";
    if (words.at(-1) === "password" || words.at(-1) === "email") return true;
    const kinds = isEnum
      ? { type: "enum" as const, values: valuesOf(items), filter: true }
      : attributeOf(profile);
    const added = addAttribute(draft, owner, name, { ...kinds, optional: true });
    if (added) has(draft, owner, name, basis);
    return added || draft.actors[owner]!.attributes[name] !== undefined;
  }
  if (isEnum && !conceptOf(scene, phrase)) {
    const values = valuesOf(items);
    addAttribute(draft, target, name, { type: "enum", values, filter: true, sort: true });
    has(draft, target, name, basis);
    return true;
  }
  if (namesPeople(phrase) && !spec) return addPerson(scene, target, phrase, name);
  const known = conceptOf(scene, phrase);
  if (spec && !(known && isList) && !(isList && phrase.items.length > 0)) {
    const plural = attributeSpec([...words.slice(0, -1), phrase.words.at(-1)!.text]);
    const listed = isList && plural === undefined && /^(?:uri|string)/.test(spec.spec);
    const field = isList ? fieldName([...words.slice(0, -1), phrase.words.at(-1)!.text]) : name;
    const attribute = attributeOf(plural && isList ? plural.spec : spec.spec);
    if (listed) {
      delete attribute.optional;
      attribute.list = true;
      delete attribute.search;
      delete attribute.sort;
    }
    if (
      range?.quantity !== undefined &&
      range.upper !== undefined &&
      range.upper >= range.quantity &&
      (attribute.type === "integer" || attribute.type === "decimal")
    ) {
      attribute.minimum = Math.trunc(range.quantity);
      attribute.maximum = Math.trunc(range.upper);
      use(scene, numbersIn);
    }
    if (phrase.modifiers.some(({ text }) => text === "unique")) attribute.unique = true;
    if (phrase.modifiers.some(({ text }) => text === "optional") && !attribute.list)
      attribute.optional = true;
    const final = isList && plural === undefined && !listed ? name : field;
    addAttribute(draft, target, final, attribute);
    if (!draft.concepts[target]!.attributes[final] && !draft.concepts[target]!.references[final])
      return false;
    has(draft, target, final, basis);
    return true;
  }
  if (isList) return addPart(scene, target, phrase, known);
  const thing =
    known ?? (naming === "has" && prototypeOf(words).known ? needConcept(scene, phrase) : undefined);
  if (thing) {
    if (thing === target || isBelow(draft, thing, target)) return false;
    addReference(draft, target, name, { target: thing, filter: true });
    if (!draft.concepts[target]!.references[name]) return false;
    has(draft, target, name, basis);
    return true;
  }
  if (!isThing(scene, phrase)) return false;
  addAttribute(draft, target, name, attributeOf("string 1..200"));
  if (!draft.concepts[target]!.attributes[name]) return false;
  claim(
    draft,
    { type: "structure", concept: target, member: name },
    { ...basis, status: "assumed", because: `${words.join(" ")} is taken for a short text` },
  );
  return true;
}

/** `assignee` names one of the people; `members` is a list of them with rows of its own. */
function addPerson(scene: Scene, concept: string, phrase: Phrase, name: string): boolean {
  const { draft } = scene;
  const kind = actorsOf(scene, phrase, false)?.[0] ?? mainActor(draft);
  if (kind === "guest") return false;
  if (!isPlural(phrase)) {
    addReference(draft, concept, name, { target: kind, optional: true, filter: true });
    if (!draft.concepts[concept]!.references[name]) return false;
    has(draft, concept, name, stated(scene));
    return true;
  }
  const part = `${concept}${name.charAt(0).toUpperCase()}${name.slice(1)}`.slice(0, LONGEST_NAME);
  ensureConcept(draft, part);
  setParent(draft, part, concept);
  const as = draft.actors[kind] && name.length < 38 ? (/[a-z]/.test(name) ? name : kind) : kind;
  addReference(draft, part, as, { target: kind, filter: true });
  const parentAs = draft.concepts[part]!.parent?.as;
  if (parentAs === undefined) return false;
  has(draft, part, parentAs, stated(scene));
  claim(
    draft,
    {
      type: "uniqueness",
      concept: part,
      fields: [parentAs, as],
      error: { code: `${kebabCase(part)}-taken`, title: "This person is there already." },
    },
    { status: "assumed", evidence: [], because: "nobody belongs to the same thing twice" },
  );
  return true;
}

function addPart(scene: Scene, owner: string, phrase: Phrase, known: string | undefined): boolean {
  const { draft } = scene;
  const words = nounWords(phrase);
  const part =
    known ??
    needConcept(scene, phrase, partNouns.has(words.at(-1)!) && words.length === 1 ? owner : undefined);
  if (part === undefined || part === owner) return false;
  const noun = draft.concepts[part]!;
  if (
    noun.parent?.concept !== owner &&
    Object.values(noun.references).every(({ target }) => target !== owner)
  ) {
    const mayBePart = noun.parent === undefined && !isBelow(draft, owner, part) && known === undefined;
    if (mayBePart) setParent(draft, part, owner);
    else if (!isBelow(draft, owner, part))
      addReference(draft, part, camelCase(owner), { target: owner, filter: true });
    else {
      addReference(draft, owner, camelCase(part), { target: part, optional: true, filter: true });
      has(draft, owner, camelCase(part), stated(scene));
      return true;
    }
  }
  const as = noun.parent?.concept === owner ? noun.parent.as : camelCase(owner);
  has(draft, part, as, stated(scene));
  if (
    phrase.modifiers.some(({ text }) => text === "numbered") &&
    addAttribute(draft, part, "number", attributeOf("string 1..20, sortable"))
  )
    has(draft, part, "number", stated(scene));
  addMembers(scene, part, phrase.items, "listed");
  return true;
}

/** Adjectives that are kept in the name or as a property of a member, or ask for nothing. */
const silent: ReadonlySet<string> = new Set(
  "first last full total unique optional short own personal new numbered".split(" "),
);

/** `X has a, b and c with d`: what each of them is. */
export function addMembers(
  scene: Scene,
  concept: string,
  phrases: readonly Phrase[],
  naming: Naming = "has",
): string[] {
  const places: string[] = [];
  const choice = naming === "listed" ? choiceIn(scene, phrases) : [];
  if (choice.length > 0) addChoice(scene, concept, choice);
  const members = phrases.filter((phrase) => phrase.words.length > 0 && !choice.includes(phrase));
  for (const [index, phrase] of members.entries()) {
    const isPlaced = addMember(scene, concept, phrase, members[index + 1], naming);
    const kept = isPlaced ? namingModifiers(phrase) : [];
    for (const word of phrase.modifiers)
      if (!silent.has(word.text) && !kept.includes(word)) scene.used.delete(word);
    if (!isPlaced) for (const word of phrase.tokens) scene.used.delete(word);
    else if (phrase.unit) use(scene, phrase.unit);
    if (isPlaced) places.push(conceptOf(scene, phrase) ?? "");
  }
  return places;
}
