import type { Formal } from "../requirements/document.ts";
import { addAttribute, setOwner } from "./draft-members.ts";
import { type Basis, type Draft, claim } from "./draft.ts";
import { attributesOf } from "./fragments.ts";
import { prototypeOf } from "./lexicon/prototypes.ts";

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
