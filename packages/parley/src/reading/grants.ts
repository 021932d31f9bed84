import { camelCase, kebabCase } from "../text/names.ts";
import type { Formal } from "../requirements/document.ts";
import { addAttribute, addReference, isBelow, setOwner, setParent } from "./draft-members.ts";
import { type Basis, type Draft, claim, ensureConcept, LONGEST_NAME } from "./draft.ts";
import { attributeOf, attributesOf } from "./fragments.ts";
import { attributeSpec } from "./lexicon/attributes.ts";
import { prototypeOf } from "./lexicon/prototypes.ts";
import { isPlural, namesPeople, nounWords, type Phrase } from "./phrases.ts";
import { actorsOf, conceptOf, isThing, mainActor, needConcept, stated, use, type Scene } from "./scene.ts";

/** Whether rows can be an actor's own: by owner, by reference, or through the parent. */
export function canOwn(draft: Draft, concept: string, actor: string, seen: readonly string[] = []): boolean {
  const noun = draft.concepts[concept];
  if (!noun || seen.includes(concept)) return false;
  if (noun.owner?.actor === actor) return true;
  if (Object.values(noun.references).some(({ target }) => target === actor)) return true;
  return noun.parent !== undefined && canOwn(draft, noun.parent.concept, actor, [...seen, concept]);
}

/** Lets actors do something with a concept; `own` is made true by giving it an owner where it has none. */
export function grant(
  draft: Draft,
  actors: readonly string[],
  actions: readonly string[],
  concept: string,
  own: boolean,
  basis: Basis,
): void {
  const [first] = actors;
  if (
    own &&
    actors.length === 1 &&
    first !== undefined &&
    first !== "guest" &&
    !canOwn(draft, concept, first)
  )
    setOwner(draft, concept, first);
  const isOwn = own && actors.every((actor) => canOwn(draft, concept, actor));
  const formal: Formal = {
    type: "permission",
    actors: [...actors],
    actions: [...new Set(actions)],
    concept,
    scope: isOwn ? "own" : "any",
  };
  const before = (draft.index.claims.get(concept) ?? []).find(
    ({ formal: other }) => other?.type === "permission" && covers(other, formal),
  );
  if (before?.formal) claim(draft, before.formal, basis);
  else claim(draft, formal, basis);
}

function covers(
  other: Extract<Formal, { type: "permission" }>,
  formal: Extract<Formal, { type: "permission" }>,
): boolean {
  return (
    other.concept === formal.concept &&
    other.condition === undefined &&
    (other.scope === "any" || formal.scope === "own") &&
    formal.actors.every((actor) => other.actors.includes(actor)) &&
    formal.actions.every((action) => other.actions.includes(action))
  );
}

export function has(draft: Draft, concept: string, member: string, basis: Basis): void {
  claim(draft, { type: "structure", concept, member }, basis);
}

/** Usual attributes for a concept of which none was said. */
export function fillFromPrototype(draft: Draft, concept: string, words: readonly string[]): boolean {
  const { lines, known } = prototypeOf(words);
  for (const [name, attribute] of Object.entries(attributesOf(lines)))
    addAttribute(draft, concept, name, attribute);
  return known;
}

function fieldName(words: readonly string[]): string {
  return (
    camelCase(words.join(" ").replaceAll(/[^\p{L}\p{N} -]/gu, ""))
      .replace(/^[^a-z]+/, "")
      .replaceAll(/[^A-Za-z0-9]/g, "")
      .slice(0, 40) || "value"
  );
}

const partNouns: ReadonlySet<string> = new Set("item line entry detail row part position".split(" "));

/** One of the things that a concept is said to have. Tells whether it found a place. */
export function addMember(scene: Scene, owner: string, phrase: Phrase, next?: Phrase): boolean {
  const { draft } = scene;
  const basis = stated(scene);
  let words = nounWords(phrase);
  // `start and end date`: the first shares the noun of the second.
  const nextWords = next ? nounWords(next) : [];
  const isShared =
    words.length === 1 &&
    ["start", "end", "first", "last", "billing", "shipping", "home", "work"].includes(words[0]!) &&
    nextWords.length > 1 &&
    attributeSpec(nextWords);
  if (isShared) words = [...words, nextWords.at(-1)!];
  const name = fieldName([
    ...phrase.modifiers
      .filter(({ text }) => ["first", "last", "full", "total"].includes(text))
      .map(({ text }) => text),
    ...words,
  ]);
  const numbersIn = phrase.tokens.filter(({ tag }) => tag === "number");
  use(
    scene,
    phrase.tokens.filter((word) => !numbersIn.includes(word)),
  );
  const range = phrase.items.find(({ upper }) => upper !== undefined);
  const target = draft.concepts[owner] ? owner : undefined;
  const spec = attributeSpec(words);
  const isList = isPlural(phrase);
  const numbers = phrase.items.length > 0 && phrase.items.every((item) => item.words.length === 0);
  const isEnum =
    phrase.items.length > 1 &&
    !numbers &&
    !isList &&
    (!spec || phrase.items.every((item) => item.words.length <= 2));
  if (!target) {
    if (!draft.actors[owner]) return false;
    const profile = spec?.spec ?? "string 1..200";
    if (words.at(-1) === "password" || words.at(-1) === "email") return true;
    const kinds = isEnum
      ? { type: "enum" as const, values: valuesOf(phrase), filter: true }
      : attributeOf(profile);
    const added = addAttribute(draft, owner, name, { ...kinds, optional: true });
    if (added) has(draft, owner, name, basis);
    return added || draft.actors[owner]!.attributes[name] !== undefined;
  }
  if (isEnum && !conceptOf(scene, phrase)) {
    const values = valuesOf(phrase);
    addAttribute(draft, target, name, { type: "enum", values, filter: true, sort: true });
    has(draft, target, name, basis);
    return true;
  }
  if (namesPeople(phrase) && !spec) return addPerson(scene, target, phrase, name);
  const known = conceptOf(scene, phrase);
  if (spec && !(known && isList) && !(isList && phrase.items.length > 0)) {
    const listed =
      isList &&
      !(attributeSpec([...words.slice(0, -1), phrase.words.at(-1)!.text])?.spec ?? "").startsWith(
        "list of",
      ) &&
      /^(?:uri|string)/.test(spec.spec);
    const plural = attributeSpec([...words.slice(0, -1), phrase.words.at(-1)!.text]);
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
  const thing = known ?? (prototypeOf(words).known ? needConcept(scene, phrase) : undefined);
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

function valuesOf(phrase: Phrase): string[] {
  return [...new Set(phrase.items.map((item) => fieldName(item.tokens.map(({ text }) => text))))];
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
  for (const [index, item] of phrase.items.entries()) addMember(scene, part, item, phrase.items[index + 1]);
  return true;
}

/** Adjectives that are kept in the name or as a property of a member, or ask for nothing. */
const said: ReadonlySet<string> = new Set(
  "first last full total unique optional short own personal new numbered".split(" "),
);

/** `X has a, b and c with d`: what each of them is. */
export function addMembers(scene: Scene, concept: string, phrases: readonly Phrase[]): string[] {
  const places: string[] = [];
  for (const [index, phrase] of phrases.entries()) {
    if (phrase.words.length === 0) continue;
    const isPlaced = addMember(scene, concept, phrase, phrases[index + 1]);
    for (const word of phrase.modifiers) if (!said.has(word.text)) scene.used.delete(word);
    if (!isPlaced) for (const word of phrase.tokens) scene.used.delete(word);
    else places.push(conceptOf(scene, phrase) ?? "");
  }
  return places;
}
