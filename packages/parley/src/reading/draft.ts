import { camelCase, pascalCase, plural } from "../text/names.ts";
import { checkTypeNames } from "../requirements/check/names.ts";
import type {
  Actor,
  Attribute,
  Concept,
  Formal,
  Question,
  Reference,
  Requirement,
  Requirements,
  Sentence,
  Use,
} from "../requirements/document.ts";
import { defaultInverse, defaultKind } from "../requirements/outline/defaults.ts";
import { statementOf } from "../requirements/print/statement.ts";

/** A requirement on its way; its number is given when a message has been read. */
export interface Claim {
  status: Requirement["status"];
  kind: Requirement["kind"];
  statement: string;
  evidence: string[];
  because?: string;
  criteria?: string[];
  formal?: Formal;
  /** Number and id, where it has them already. */
  key?: string;
  id?: string;
}

/** Something that should be asked, and what each answer brings, in the words of the outline. */
export interface Asking {
  question: Question;
  brings: Record<string, string>;
  /** The higher, the more hangs on it. */
  weight: number;
}

/** What is understood so far. */
export interface Draft {
  title?: string;
  name?: string;
  language?: string;
  description: string;
  actors: Record<string, Actor>;
  concepts: Record<string, Concept>;
  /** By identity: what is required, not how it is said. */
  claims: Map<string, Claim>;
  uses: Record<string, Use>;
  nonGoals: string[];
  askings: Map<string, Asking>;
  answers: Record<string, string>;
  sentences: Record<string, Sentence>;
  /** Numbers of requirements, also of those that are gone. */
  numbers: Map<string, string>;
  /** Words that name a concept or actor under another name. */
  aliases: Record<string, string>;
  /** Concepts that anybody may read because they are shared or shown. */
  shared: Set<string>;
}

/** A record's own value: names come from what people write, `constructor` among them. */
export function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function emptyDraft(): Draft {
  return {
    description: "",
    actors: {},
    concepts: {},
    claims: new Map(),
    uses: {},
    nonGoals: [],
    askings: new Map(),
    answers: {},
    sentences: {},
    numbers: new Map(),
    aliases: {},
    shared: new Set(),
  };
}

/** How something has come to be required. */
export interface Basis {
  status: "built" | "assumed" | "open";
  evidence: readonly string[];
  because?: string;
}

/** What tells a requirement from others; two ways to say the same are one, and so are all accounts. */
export function identityOf(claim: Pick<Claim, "formal" | "statement">): string {
  if (claim.formal?.type === "account") return "account";
  return claim.formal ? JSON.stringify(claim.formal) : `"${claim.statement}"`;
}

export function claim(draft: Draft, formal: Formal, basis: Basis): void {
  add(draft, {
    formal,
    kind: defaultKind(formal),
    statement: statementOf(formal),
    ...basis,
    evidence: [...basis.evidence],
  });
}

/** What is not understood, or is no demand, is kept in the words in which it was said. */
export function claimWords(draft: Draft, statement: string, kind: Requirement["kind"], basis: Basis): void {
  add(draft, { kind, statement, ...basis, evidence: [...basis.evidence] });
}

function add(draft: Draft, found: Claim): void {
  const identity = identityOf(found);
  const before = draft.claims.get(identity);
  if (!before) {
    draft.claims.set(identity, found);
    return;
  }
  if (before.formal?.type === "account" && found.formal?.type === "account") {
    before.formal = {
      type: "account",
      actors: [...new Set([...before.formal.actors, ...found.formal.actors])],
    };
  }
  before.evidence = [...new Set([...before.evidence, ...found.evidence])];
  if (before.status === "assumed" && found.status === "built") {
    before.status = "built";
    delete before.because;
  }
}

/** A name for a concept that neither the language nor the accounts have taken. */
export function conceptName(draft: Draft, words: readonly string[]): string {
  const plain =
    pascalCase(words.join(" "))
      .replaceAll(/[^A-Za-z0-9]/g, "")
      .replace(/^\d+/, "")
      .slice(0, 36) || "Thing";
  const capital = plain.charAt(0).toUpperCase() + plain.slice(1);
  const isTaken = (name: string): boolean =>
    Object.keys(draft.actors).some((kind) => pascalCase(kind) === name) ||
    checkTypeNames({ ...blank, concepts: { [name]: emptyConcept(name) } }).length > 0;
  return isTaken(capital) ? `${capital}Item` : capital;
}

const blank: Requirements = {
  name: "blank",
  title: "Blank",
  description: "",
  language: "en",
  actors: {},
  concepts: {},
  requirements: {},
  uses: {},
  nonGoals: [],
  questions: {},
  sentences: {},
};

function emptyConcept(name: string): Concept {
  return { id: camelCase(name), attributes: {}, references: {} };
}

export function ensureConcept(draft: Draft, name: string): Concept {
  return (draft.concepts[name] ??= { ...emptyConcept(name), id: freeId(draft, camelCase(name)) });
}

function freeId(draft: Draft, wanted: string): string {
  const taken = new Set(
    [...Object.values(draft.actors), ...Object.values(draft.concepts)].map(({ id }) => id),
  );
  let id = wanted;
  for (let count = 2; taken.has(id); count++) id = `${wanted}${count}`;
  return id;
}

export function ensureActor(draft: Draft, kind: string, actor: Omit<Actor, "id" | "attributes">): Actor {
  const before = own(draft.actors, kind);
  if (before) return before;
  const made: Actor = { id: freeId(draft, kind), ...actor, attributes: {} };
  draft.actors[kind] = made;
  return made;
}

const rowMembers: ReadonlySet<string> = new Set(
  "id createdAt updatedAt deletedAt account accountId constructor hasOwnProperty isPrototypeOf propertyIsEnumerable prototype then toJSON toLocaleString toString valueOf".split(
    " ",
  ),
);

/** Names that a row has already, those under which others see it included. */
export function memberNames(draft: Draft, target: string): Set<string> {
  const names = new Set(rowMembers);
  const noun = draft.concepts[target] ?? draft.actors[target];
  for (const name of Object.keys(noun?.attributes ?? {})) names.add(name);
  const concept = draft.concepts[target];
  for (const name of [concept?.owner?.as, concept?.parent?.as, ...Object.keys(concept?.references ?? {})]) {
    if (name === undefined) continue;
    names.add(name);
    names.add(`${name}Id`);
  }
  if (concept?.lifecycle) names.add(concept.lifecycle.attribute);
  for (const other of Object.values(draft.concepts)) {
    if (other.owner?.actor === target) names.add(other.owner.inverse);
    if (other.parent?.concept === target) names.add(other.parent.inverse);
    for (const reference of Object.values(other.references))
      if (reference.target === target) names.add(reference.inverse);
  }
  return names;
}

function freeName(draft: Draft, target: string, wanted: readonly string[]): string {
  const taken = memberNames(draft, target);
  const found = wanted.find((name) => !taken.has(name));
  if (found !== undefined) return found;
  const base = wanted.at(-1)!;
  let count = 2;
  while (taken.has(`${base}${count}`)) count++;
  return `${base}${count}`;
}

function inverseFor(draft: Draft, target: string, concept: string, as: string, one = false): string {
  const usual = defaultInverse(concept, one);
  return freeName(draft, target, [usual, camelCase(`${as} ${usual}`)]).slice(0, 40);
}

/** Adds an attribute unless the concept has a member of that name. */
export function addAttribute(
  draft: Draft,
  target: string,
  name: string,
  attribute: Omit<Attribute, "id">,
): boolean {
  const noun = draft.concepts[target] ?? draft.actors[target];
  if (!noun || memberNames(draft, target).has(name) || !/^[a-z][A-Za-z0-9]{0,39}$/.test(name)) return false;
  noun.attributes[name] = { id: `${noun.id}/${name}`, ...attribute };
  return true;
}

export function addReference(
  draft: Draft,
  concept: string,
  name: string,
  reference: Omit<Reference, "id" | "inverse">,
): boolean {
  const noun = draft.concepts[concept];
  if (!noun || !/^[a-z][A-Za-z0-9]{0,37}$/.test(name)) return false;
  const taken = memberNames(draft, concept);
  if (taken.has(name) || taken.has(`${name}Id`)) return false;
  if (reference.target === concept && !reference.optional) return false;
  const inverse = inverseFor(draft, reference.target, concept, name, reference.one);
  noun.references[name] = { id: `${noun.id}/${name}`, ...reference, inverse };
  return true;
}

export function setOwner(draft: Draft, concept: string, actor: string, as = actor): boolean {
  const noun = draft.concepts[concept];
  if (!noun || noun.owner || memberNames(draft, concept).has(as)) return false;
  noun.owner = { actor, as, inverse: inverseFor(draft, actor, concept, as) };
  return true;
}

export function setParent(draft: Draft, concept: string, parent: string, as = camelCase(parent)): boolean {
  const noun = draft.concepts[concept];
  if (
    !noun ||
    noun.parent ||
    concept === parent ||
    isBelow(draft, parent, concept) ||
    memberNames(draft, concept).has(as)
  )
    return false;
  noun.parent = { concept: parent, as, inverse: inverseFor(draft, parent, concept, as) };
  return true;
}

/** Whether a concept is part of another, directly or not, or refers to it. */
export function isBelow(draft: Draft, concept: string, above: string, seen: readonly string[] = []): boolean {
  if (concept === above) return true;
  const noun = draft.concepts[concept];
  if (!noun || seen.includes(concept)) return false;
  const needs = [
    noun.parent?.concept,
    ...Object.values(noun.references)
      .filter(({ optional }) => !optional)
      .map(({ target }) => target),
  ];
  return needs.some((target) => target !== undefined && isBelow(draft, target, above, [...seen, concept]));
}

/** Adds states and transitions; a first state that is there already stays the first. */
export function addTransition(
  draft: Draft,
  concept: string,
  action: string,
  transition: Omit<NonNullable<Concept["lifecycle"]>["transitions"][string], "id">,
  initial = transition.from[0]!,
): boolean {
  const noun = draft.concepts[concept];
  if (!noun || !/^[a-z][A-Za-z0-9]{0,39}$/.test(action)) return false;
  if (!noun.lifecycle) {
    const attribute = freeName(draft, concept, ["status", "state"]);
    noun.lifecycle = { attribute, states: [initial], initial, transitions: {} };
  }
  const { lifecycle } = noun;
  for (const state of [...transition.from, transition.to])
    if (!lifecycle.states.includes(state)) lifecycle.states.push(state);
  if (lifecycle.transitions[action]) return false;
  lifecycle.transitions[action] = { id: `${noun.id}/${action}`, ...transition };
  return true;
}

/** Puts a fragment of a requirements document into the draft: what is there stays, what is new is added. */
export function merge(draft: Draft, fragment: Requirements, basis: Basis): void {
  for (const [kind, { id: _id, attributes, ...actor }] of Object.entries(fragment.actors)) {
    ensureActor(draft, kind, actor);
    for (const [name, { id: _, ...attribute }] of Object.entries(attributes))
      addAttribute(draft, kind, name, attribute);
  }
  for (const [name, concept] of Object.entries(fragment.concepts)) {
    const noun = ensureConcept(draft, name);
    if (concept.owner) setOwner(draft, name, concept.owner.actor, concept.owner.as);
    if (concept.parent) setParent(draft, name, concept.parent.concept, concept.parent.as);
    for (const [key, { id: _, ...attribute }] of Object.entries(concept.attributes))
      addAttribute(draft, name, key, attribute);
    for (const [key, { id: _id, inverse: _inverse, ...reference }] of Object.entries(concept.references))
      addReference(draft, name, key, reference);
    if (concept.softDelete) noun.softDelete = true;
    if (!concept.lifecycle) continue;
    for (const [action, { id: _, ...transition }] of Object.entries(concept.lifecycle.transitions)) {
      addTransition(draft, name, action, transition, concept.lifecycle.initial);
    }
  }
  for (const { formal } of Object.values(fragment.requirements)) if (formal) claim(draft, formal, basis);
}

export function pluralField(concept: string): string {
  return plural(camelCase(concept));
}
