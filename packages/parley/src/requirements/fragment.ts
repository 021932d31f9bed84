import { at, pointerOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { canonicalJson } from "../schema/canonical.ts";
import { grouped } from "../schema/remember.ts";
import { report } from "./check/diagnostics.ts";
import type { Actor, Concept, Requirement, Requirements } from "./document.ts";

/** The part of a requirements document that building blocks write. */
export type Contents = Pick<Requirements, "actors" | "concepts" | "requirements">;

/** A building block at work. Its place among the others is its own, whenever it is merged. */
export interface Contributor {
  name: string;
  order: number;
  /** Whether somebody asked for it: what was asked for outranks what usually goes with something else. */
  said: boolean;
}

/** One thing that a block brings: a facet of a concept, a member, a rule. */
type Contribution = { by: Contributor; /** Place within its block. */ rank: number } & Thing;

type Thing =
  | { type: "actor"; actor: string; value: Omit<Actor, "attributes"> }
  | { type: "profile"; actor: string; name: string; value: Actor["attributes"][string] }
  | { type: "concept"; concept: string; value: Pick<Concept, "id" | "description"> }
  | { type: "facet"; concept: string; name: keyof Facets; value: NonNullable<Facets[keyof Facets]> }
  | { type: "member"; concept: string; name: string; value: Member }
  | { type: "rule"; name: string; value: Omit<Requirement, "id"> };

/** What a concept has at most one of. */
type Facets = Pick<Concept, "owner" | "parent" | "lifecycle" | "softDelete" | "membership">;
type Member = { attribute: Concept["attributes"][string] } | { reference: Concept["references"][string] };

const facetNames = ["owner", "parent", "lifecycle", "softDelete", "membership"] as const;

/** What any number of blocks bring, each thing once, in the order of the blocks. */
export type Fragment = readonly Contribution[];

/** What one block brings. */
export function fragmentFrom(by: Contributor, contents: Contents): Fragment {
  const things: Thing[] = [];
  for (const [actor, { attributes, ...value }] of Object.entries(contents.actors)) {
    things.push({ type: "actor", actor, value });
    for (const [name, attribute] of Object.entries(attributes))
      things.push({ type: "profile", actor, name, value: attribute });
  }
  for (const [concept, { id, description, attributes, references, ...facets }] of Object.entries(
    contents.concepts,
  )) {
    things.push({ type: "concept", concept, value: { id, description } });
    for (const name of facetNames) {
      const value = facets[name];
      if (value !== undefined) things.push({ type: "facet", concept, name, value });
    }
    for (const [name, attribute] of Object.entries(attributes))
      things.push({ type: "member", concept, name, value: { attribute } });
    for (const [name, reference] of Object.entries(references))
      things.push({ type: "member", concept, name, value: { reference } });
  }
  for (const { id: _id, ...value } of Object.values(contents.requirements)) {
    const name = value.formal ? canonicalJson(value.formal) : value.statement;
    things.push({ type: "rule", name, value });
  }
  return things.map((thing, rank) => ({ ...thing, by, rank }));
}

/** Brings fragments together. In which order, and in which groups, makes no difference. */
export function mergeFragments(...fragments: readonly Fragment[]): Fragment {
  const things = new Map(fragments.flat().map((one) => [canonicalJson(one), one]));
  return [...things]
    .toSorted(([a, one], [b, other]) => inOrder(one, other) || (a < b ? -1 : 1))
    .map(([, one]) => one);
}

function inOrder(one: Contribution, other: Contribution): number {
  const byName = one.by.name < other.by.name ? -1 : Number(one.by.name > other.by.name);
  return one.by.order - other.by.order || byName || one.rank - other.rank;
}

/**
 * What a fragment comes to. Of several different things for one place the one that was asked for stands; where that
 * decides nothing the first block's does, and `requirements/facet-conflict` says so. Equal things are shared.
 */
export function settleFragment(fragment: Fragment): { contents: Contents; diagnostics: Diagnostic[] } {
  const contents: Contents = { actors: {}, concepts: {}, requirements: {} };
  const diagnostics: Diagnostic[] = [];
  for (const candidates of grouped(mergeFragments(fragment), placeOf).values()) {
    const asked = candidates.filter(({ by }) => by.said);
    const ranked = asked.length > 0 ? asked : candidates;
    const [first] = ranked as [Contribution];
    const rival = ranked.find(({ value }) => canonicalJson(value) !== canonicalJson(first.value));
    if (rival) {
      const keys = keysOfThing(first);
      const parts = { place: keys.slice(1).join(" "), first: first.by.name, other: rival.by.name };
      diagnostics.push(report["facet-conflict"](at("requirements", keys), parts));
    }
    put(contents, first);
  }
  return { contents, diagnostics };
}

/** Where at most one thing can be; an attribute and a reference of one name are at the same place. */
function placeOf(thing: Thing): string {
  const keys = thing.type === "member" ? [thing.concept, thing.name] : keysOfThing(thing);
  return `${thing.type} ${pointerOf(keys)}`;
}

function keysOfThing(thing: Thing): string[] {
  switch (thing.type) {
    case "actor":
      return ["actors", thing.actor];
    case "profile":
      return ["actors", thing.actor, "attributes", thing.name];
    case "concept":
      return ["concepts", thing.concept];
    case "facet":
      return ["concepts", thing.concept, thing.name];
    case "member":
      return [
        "concepts",
        thing.concept,
        "attribute" in thing.value ? "attributes" : "references",
        thing.name,
      ];
    case "rule":
      return ["requirements", thing.name];
    default:
      return thing satisfies never;
  }
}

function put({ actors, concepts, requirements }: Contents, thing: Thing): void {
  switch (thing.type) {
    case "actor":
      actors[thing.actor] = { ...thing.value, attributes: {} };
      return;
    case "profile":
      actors[thing.actor]!.attributes[thing.name] = thing.value;
      return;
    case "concept":
      concepts[thing.concept] = { ...thing.value, attributes: {}, references: {} };
      return;
    case "facet":
      Object.assign(concepts[thing.concept]!, { [thing.name]: thing.value });
      return;
    case "member":
      if ("attribute" in thing.value) concepts[thing.concept]!.attributes[thing.name] = thing.value.attribute;
      else concepts[thing.concept]!.references[thing.name] = thing.value.reference;
      return;
    case "rule": {
      const key = `R${Object.keys(requirements).length + 1}`;
      requirements[key] = { id: key, ...thing.value };
      return;
    }
    default:
      thing satisfies never;
  }
}
