import { grouped, remembered } from "../schema/remember.ts";
import type { Actor, Attribute, Concept, Formal, FormalOf, Reference, Requirements } from "./document.ts";

/** A concept, or the profile of a kind of actor: what becomes a table. */
export type Noun =
  | { type: "concept"; name: string; concept: Concept; attributes: Record<string, Attribute> }
  | { type: "actor"; name: string; kind: string; actor: Actor; attributes: Record<string, Attribute> };

/** A relation that a row has by itself, with its key `<name>Id`. */
export interface Relation {
  name: string;
  role: "owner" | "parent" | "reference";
  /** A concept or a kind of actor, as it was said. */
  target: string;
  inverse: string;
  optional: boolean;
  one: boolean;
  server: boolean;
}

/** Actions that every concept has. */
export const plainActions: readonly string[] = ["create", "read", "list", "update", "delete"];

/** Name of the model that holds the profiles of a kind of actor: `member` -> `Member`. */
export function profileModel(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** Actors first, then concepts, by the names of their models. */
export function nounsOf(requirements: Requirements): ReadonlyMap<string, Noun> {
  return remembered(requirements, nounsOf, () => readNouns(requirements));
}

function readNouns(requirements: Requirements): Map<string, Noun> {
  const nouns = new Map<string, Noun>();
  for (const [kind, actor] of Object.entries(requirements.actors)) {
    const name = profileModel(kind);
    nouns.set(name, { type: "actor", name, kind, actor, attributes: actor.attributes });
  }
  for (const [name, concept] of Object.entries(requirements.concepts)) {
    nouns.set(name, { type: "concept", name, concept, attributes: concept.attributes });
  }
  return nouns;
}

/** The model that a target names: a concept, a kind of actor, or the model of one. */
export function targetModel(requirements: Requirements, target: string): string | undefined {
  if (Object.hasOwn(requirements.concepts, target)) return target;
  if (Object.hasOwn(requirements.actors, target)) return profileModel(target);
  return Object.keys(requirements.actors)
    .map(profileModel)
    .find((name) => name === target);
}

/** Owner, parent and references of a concept; an actor's profile has none. */
export function relationsOf(noun: Noun): readonly Relation[] {
  if (noun.type === "actor") return [];
  const known = relations.get(noun);
  if (known) return known;
  const read = readRelations(noun);
  relations.set(noun, read);
  return read;
}

const relations = new WeakMap<Noun, readonly Relation[]>();

function readRelations(noun: Noun & { type: "concept" }): Relation[] {
  const { owner, parent, references } = noun.concept;
  const plain = { optional: false, one: false, server: false };
  const relations: Relation[] = [];
  if (owner) {
    relations.push({ ...plain, name: owner.as, role: "owner", target: owner.actor, inverse: owner.inverse });
  }
  if (parent) {
    const { as: name, concept: target, inverse } = parent;
    relations.push({ ...plain, name, role: "parent", target, inverse });
  }
  for (const [name, reference] of Object.entries(references)) {
    relations.push(referenceRelation(name, reference));
  }
  return relations;
}

function referenceRelation(name: string, reference: Reference): Relation {
  const { target, inverse, optional = false, one = false, server = false } = reference;
  return { name, role: "reference", target, inverse, optional, one, server };
}

export function transitionNames(noun: Noun): string[] {
  return noun.type === "concept" ? Object.keys(noun.concept.lifecycle?.transitions ?? {}) : [];
}

/** What is required of one type and counts: built or assumed. */
export function statedFormals<Type extends Formal["type"]>(
  requirements: Requirements,
  type: Type,
): readonly FormalOf<Type>[] {
  const byType = remembered(requirements, statedFormals, () =>
    grouped(countingFormals(requirements), (formal) => formal.type),
  );
  return (byType.get(type) ?? []) as FormalOf<Type>[];
}

/** The same about one model alone. */
export function formalsFor<Type extends OnConcept["type"]>(
  requirements: Requirements,
  type: Type,
  model: string,
): readonly FormalOf<Type>[] {
  const byConcept = remembered(requirements, `formals ${type}`, () =>
    grouped(statedFormals(requirements, type), (formal) => (formal as OnConcept).concept),
  );
  return byConcept.get(model) ?? [];
}

type OnConcept = Extract<Formal, { concept: string }>;

function countingFormals(requirements: Requirements): Formal[] {
  return Object.values(requirements.requirements).flatMap(({ formal, status }) =>
    formal && (status === "built" || status === "assumed") ? [formal] : [],
  );
}

/** Permissions that count for an action on a model; `read` and `list` are one. */
export function permissionsFor(
  requirements: Requirements,
  model: string,
  action: string,
): FormalOf<"permission">[] {
  return formalsFor(requirements, "permission", model).filter(({ actions }) =>
    actions.some((name) => plainly(name) === plainly(action)),
  );
}

/** The numbering of a model's attributes. */
export function sequencesOf(requirements: Requirements, model: string): readonly FormalOf<"sequence">[] {
  return formalsFor(requirements, "sequence", model);
}

/** Listing is reading. */
function plainly(action: string): string {
  return action === "list" ? "read" : action;
}

/** Where a new row's owner comes from: the actor, the body, either by kind, or nowhere. */
export function ownerSource(requirements: Requirements, noun: Noun): "actor" | "body" | "either" | "none" {
  if (noun.type === "actor" || !noun.concept.owner) return "none";
  const { actor } = noun.concept.owner;
  const kinds = new Set(permissionsFor(requirements, noun.name, "create").flatMap(({ actors }) => actors));
  if (!kinds.has(actor)) return "body";
  return kinds.size === 1 ? "actor" : "either";
}

/** Whether a new row needs the value from somewhere: it may be neither null nor filled by itself. */
export function isNeeded(attribute: Attribute): boolean {
  return !attribute.optional && !attribute.list && attribute.default === undefined;
}
