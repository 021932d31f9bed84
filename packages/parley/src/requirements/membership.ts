import { all, equals, path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import type { Requirements } from "./document.ts";
import { nounsOf, profileModel, relationsOf, targetModel } from "./nouns.ts";

/** How the rows of a concept are joined: by rows of `concept`, which are part of the row that `path` leads to. */
export interface Membership {
  concept: string;
  /** Members from the row to what is joined: `["issue", "project"]`; none where it is the row itself. */
  path: string[];
  /** The membership's relation to what is joined, with the key `<parentAs>Id`. */
  parentAs: string;
  /** The membership's relation to the actor, with the key `<actorAs>Id`. */
  actorAs: string;
}

/** Who has joined the rows of a concept, for one kind of actor; `undefined` where nobody of that kind can have. */
export function membershipOf(
  requirements: Requirements,
  conceptName: string,
  actorKind: string,
): Membership | undefined {
  const possible = membershipsOf(requirements, conceptName, actorKind);
  return possible.find((membership) => isDeclared(requirements, membership)) ?? possible[0];
}

/** All memberships that could be meant: those of the nearest ancestor first, then in the document's order. */
export function membershipsOf(
  requirements: Requirements,
  conceptName: string,
  actorKind: string,
): Membership[] {
  if (!Object.hasOwn(requirements.actors, actorKind)) return [];
  return ancestorsOf(requirements, conceptName).flatMap(({ concept: ancestor, path }) =>
    Object.entries(requirements.concepts).flatMap(([concept, { parent, membership }]) => {
      if (parent?.concept !== ancestor || membership === false) return [];
      const actorAs = actorRelation(requirements, concept, actorKind);
      return actorAs === undefined ? [] : [{ concept, path, parentAs: parent.as, actorAs }];
    }),
  );
}

/** When the actor has joined what the row is or belongs to: there is a membership that names them. */
export function joinedWhere(
  requirements: Requirements,
  conceptName: string,
  actorKind: string,
  condition: Expression | undefined,
): Expression | undefined {
  const membership = membershipOf(requirements, conceptName, actorKind);
  if (!membership) return undefined;
  const { path: way, parentAs, actorAs, concept } = membership;
  const joined = way.length === 0 ? path("row", "id") : path("row", ...way.slice(0, -1), `${way.at(-1)!}Id`);
  const where = all([
    equals(path("membership", `${parentAs}Id`), joined),
    equals(path("membership", `${actorAs}Id`), path("actor", "id")),
    ...(condition ? [condition] : []),
  ]);
  return { type: "query", operation: "exists", model: concept, parameter: "membership", where };
}

/** Whether the concept says of itself that it is a membership. */
export function isDeclared(requirements: Requirements, { concept }: Membership): boolean {
  return requirements.concepts[concept]!.membership === true;
}

/** The owner or the first required reference that is an actor of the kind. */
export function actorRelation(
  requirements: Requirements,
  concept: string,
  actorKind: string,
): string | undefined {
  const noun = nounsOf(requirements).get(concept);
  if (!noun) return undefined;
  return relationsOf(noun).find(
    ({ role, target, optional }) =>
      role !== "parent" && !optional && targetModel(requirements, target) === profileModel(actorKind),
  )?.name;
}

/** A concept that a row leads to, and the members on the way. */
export interface Ancestor {
  concept: string;
  path: string[];
}

/** The concept itself, what it is part of, and after all of those what only required references lead to. */
export function ancestorsOf(requirements: Requirements, conceptName: string): Ancestor[] {
  if (!Object.hasOwn(requirements.concepts, conceptName)) return [];
  const wholes = reachedBy(requirements, conceptName, ["parent"]);
  const known = new Set(wholes.map(({ concept }) => concept));
  const others = reachedBy(requirements, conceptName, ["parent", "reference"]);
  return [...wholes, ...others.filter(({ concept }) => !known.has(concept))];
}

/** Concepts by the shortest way along required relations, nearest first. */
function reachedBy(requirements: Requirements, from: string, roles: readonly string[]): Ancestor[] {
  const nouns = nounsOf(requirements);
  const found: Ancestor[] = [{ concept: from, path: [] }];
  const seen = new Set([from]);
  // The walk goes on over what it finds.
  for (const { concept, path } of found) {
    for (const { name, role, target, optional } of relationsOf(nouns.get(concept)!)) {
      const leadsOn = roles.includes(role) && !optional && Object.hasOwn(requirements.concepts, target);
      if (!leadsOn || seen.has(target)) continue;
      seen.add(target);
      found.push({ concept: target, path: [...path, name] });
    }
  }
  return found;
}
