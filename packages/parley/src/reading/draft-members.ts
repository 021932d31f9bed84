import type { Attribute, Concept, Reference } from "../requirements/document.ts";
import type { Contents } from "../requirements/fragment.ts";
import { defaultInverse } from "../requirements/outline/defaults.ts";
import { camelCase } from "../text/names.ts";
import { indexInverse } from "./draft-index.ts";
import { type Basis, type Draft, claim, ensureActor, ensureConcept } from "./draft.ts";

const rowMembers: ReadonlySet<string> = new Set(
  "id createdAt updatedAt deletedAt account accountId constructor hasOwnProperty isPrototypeOf propertyIsEnumerable prototype then toJSON toLocaleString toString valueOf".split(
    " ",
  ),
);

/** Whether a row has a member of that name already, those under which others see it included. */
function hasMember(draft: Draft, target: string, name: string): boolean {
  if (rowMembers.has(name) || draft.index.inverses.get(target)?.has(name)) return true;
  const noun = draft.concepts[target] ?? draft.actors[target];
  if (Object.hasOwn(noun?.attributes ?? {}, name)) return true;
  const concept = draft.concepts[target];
  if (!concept) return false;
  const { owner, parent, references, lifecycle } = concept;
  const isRelation = (relation: string): boolean =>
    owner?.as === relation || parent?.as === relation || Object.hasOwn(references, relation);
  return (
    lifecycle?.attribute === name ||
    isRelation(name) ||
    (name.endsWith("Id") && isRelation(name.slice(0, -2)))
  );
}

function freeName(draft: Draft, target: string, wanted: readonly string[]): string {
  const found = wanted.find((name) => !hasMember(draft, target, name));
  if (found !== undefined) return found;
  const base = wanted.at(-1)!;
  let count = 2;
  while (hasMember(draft, target, `${base}${count}`)) count++;
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
  if (!noun || hasMember(draft, target, name) || !/^[a-z][A-Za-z0-9]{0,39}$/.test(name)) return false;
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
  if (hasMember(draft, concept, name) || hasMember(draft, concept, `${name}Id`)) return false;
  if (reference.target === concept && !reference.optional) return false;
  const inverse = inverseFor(draft, reference.target, concept, name, reference.one);
  noun.references[name] = { id: `${noun.id}/${name}`, ...reference, inverse };
  indexInverse(draft.index, reference.target, inverse);
  return true;
}

export function setOwner(draft: Draft, concept: string, actor: string, as = actor): boolean {
  const noun = draft.concepts[concept];
  if (!noun || noun.owner || hasMember(draft, concept, as)) return false;
  noun.owner = { actor, as, inverse: inverseFor(draft, actor, concept, as) };
  indexInverse(draft.index, actor, noun.owner.inverse);
  return true;
}

export function setParent(draft: Draft, concept: string, parent: string, as = camelCase(parent)): boolean {
  const noun = draft.concepts[concept];
  if (
    !noun ||
    noun.parent ||
    concept === parent ||
    isBelow(draft, parent, concept) ||
    hasMember(draft, concept, as)
  )
    return false;
  noun.parent = { concept: parent, as, inverse: inverseFor(draft, parent, concept, as) };
  indexInverse(draft.index, parent, noun.parent.inverse);
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
export function merge(draft: Draft, fragment: Contents, basis: Basis): void {
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
