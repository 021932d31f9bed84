import type { Concept, Requirements } from "../requirements/document.ts";
import type { Claim } from "./draft.ts";

/** What a draft is searched for with every sentence; kept beside it, so that long messages stay quick to read. */
export interface DraftIndex {
  /** Ids of actors and concepts. */
  ids: Set<string>;
  /** What is required of a concept, in the order in which it came up. */
  claims: Map<string, Claim[]>;
  /** Names under which rows of others are seen from a concept or kind of actor. */
  inverses: Map<string, Set<string>>;
}

export function emptyIndex(): DraftIndex {
  return { ids: new Set(), claims: new Map(), inverses: new Map() };
}

export function indexOf(
  { actors, concepts }: Pick<Requirements, "actors" | "concepts">,
  claims: Iterable<Claim>,
): DraftIndex {
  const index = emptyIndex();
  for (const { id } of [...Object.values(actors), ...Object.values(concepts)]) index.ids.add(id);
  for (const concept of Object.values(concepts)) indexInverses(index, concept);
  for (const claim of claims) indexClaim(index, claim);
  return index;
}

export function indexClaim({ claims }: DraftIndex, claim: Claim): void {
  const { formal } = claim;
  if (!formal || !("concept" in formal)) return;
  const before = claims.get(formal.concept);
  if (before) before.push(claim);
  else claims.set(formal.concept, [claim]);
}

function indexInverses(index: DraftIndex, { owner, parent, references }: Concept): void {
  if (owner) indexInverse(index, owner.actor, owner.inverse);
  if (parent) indexInverse(index, parent.concept, parent.inverse);
  for (const { target, inverse } of Object.values(references)) indexInverse(index, target, inverse);
}

export function indexInverse({ inverses }: DraftIndex, target: string, inverse: string): void {
  const before = inverses.get(target);
  if (before) before.add(inverse);
  else inverses.set(target, new Set([inverse]));
}
