import { either } from "./alternatives.ts";
import { all, any, equals, member, name, path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { ofNewRow } from "../requirements/new-row.ts";
import { reachFor } from "../requirements/plain.ts";
import type {
  Attribute,
  Concept,
  Formal,
  FormalOf,
  Lifecycle,
  Reference,
  Requirement,
  Requirements,
} from "../requirements/document.ts";
import { grouped, remembered } from "../schema/remember.ts";

/** A concept or a kind of actor as drafts see it: both become a table. */
export interface Noun {
  /** `Loan`; for an actor the profile's name, `Member`. */
  name: string;
  id: string;
  description?: string;
  attributes: Record<string, Attribute>;
  owner?: NonNullable<Concept["owner"]>;
  parent?: NonNullable<Concept["parent"]>;
  references: Record<string, Reference>;
  lifecycle?: Lifecycle;
  softDelete: boolean;
  /** The kind of actor whose profile this is. */
  actor?: string;
}

/** A requirement whose formal part is of one type and counts: built or assumed. */
export interface Stated<Type extends Formal["type"]> {
  id: string;
  requirement: Requirement;
  formal: FormalOf<Type>;
}

/** Name of the profile's model: `member` -> `Member`. */
export function profileName(actor: string): string {
  return actor.charAt(0).toUpperCase() + actor.slice(1);
}

/** Actors first, then concepts, in the document's order. */
export function nounsOf(requirements: Requirements): readonly Noun[] {
  return remembered(requirements, nounsOf, () => readNouns(requirements));
}

function readNouns(requirements: Requirements): Noun[] {
  const actors = Object.entries(requirements.actors).map(([kind, actor]): Noun => ({
    name: profileName(kind),
    id: actor.id,
    attributes: actor.attributes,
    references: {},
    softDelete: false,
    actor: kind,
    ...(actor.description ? { description: actor.description } : {}),
  }));
  const concepts = Object.entries(requirements.concepts).map(([conceptName, concept]): Noun => ({
    name: conceptName,
    id: concept.id,
    attributes: concept.attributes,
    references: concept.references,
    softDelete: concept.softDelete ?? false,
    ...(concept.description ? { description: concept.description } : {}),
    ...(concept.owner ? { owner: concept.owner } : {}),
    ...(concept.parent ? { parent: concept.parent } : {}),
    ...(concept.lifecycle ? { lifecycle: concept.lifecycle } : {}),
  }));
  return [...actors, ...concepts];
}

export function nounOf(requirements: Requirements, nounName: string): Noun | undefined {
  const byName = remembered(requirements, nounOf, () =>
    grouped(nounsOf(requirements), ({ name: key }) => key),
  );
  return byName.get(nounName)?.[0];
}

/** The noun that a reference's `target` names: a concept, or a kind of actor. */
export function targetOf(requirements: Requirements, target: string): Noun | undefined {
  return nounsOf(requirements).find((noun) => noun.name === target || noun.actor === target);
}

/** Formals of one type that count, in order of their requirements. */
export function statedOf<Type extends Formal["type"]>(
  requirements: Requirements,
  type: Type,
): readonly Stated<Type>[] {
  const byType = remembered(requirements, statedOf, () => grouped(everyStated(requirements), typeOfStated));
  return (byType.get(type) ?? []) as unknown as Stated<Type>[];
}

/** The same of one noun alone. */
export function statedFor<Type extends OnConcept["type"]>(
  requirements: Requirements,
  type: Type,
  noun: Noun,
): readonly Stated<Type>[] {
  const byConcept = remembered(requirements, `stated ${type}`, () =>
    grouped(statedOf(requirements, type), ({ formal }) => (formal as OnConcept).concept),
  );
  return byConcept.get(noun.name) ?? [];
}

const ofNewRows = new WeakMap<Stated<"condition">, Stated<"condition">>();

function asOfNewRow(stated: Stated<"condition">): Stated<"condition"> {
  const { formal } = stated;
  const known = ofNewRows.get(stated) ?? {
    ...stated,
    formal: { ...formal, condition: ofNewRow(formal.condition) },
  };
  ofNewRows.set(stated, known);
  return known;
}

/** The conditions that an action on a noun has to meet; of one that makes a row, as they are for a new one. */
export function conditionsFor(
  requirements: Requirements,
  noun: Noun,
  action: string,
): readonly Stated<"condition">[] {
  const stated = statedFor(requirements, "condition", noun).filter(({ formal }) =>
    formal.actions.includes(action),
  );
  return action === "create" ? stated.map(asOfNewRow) : stated;
}

type OnConcept = Extract<Formal, { concept: string }>;

function everyStated(requirements: Requirements): Stated<Formal["type"]>[] {
  return Object.entries(requirements.requirements).flatMap(([id, requirement]) => {
    const { status, formal } = requirement;
    return formal && (status === "built" || status === "assumed") ? [{ id, requirement, formal }] : [];
  });
}

function typeOfStated({ formal }: Stated<Formal["type"]>): Formal["type"] {
  return formal.type;
}

const readActions = new Set(["read", "list", "get"]);

/** Permissions for an action on a noun; `read`, `list` and `get` are one. */
export function permissionsFor(
  requirements: Requirements,
  noun: Noun,
  action: string,
): Stated<"permission">[] {
  const wanted = (candidate: string): boolean =>
    candidate === action || (readActions.has(action) && readActions.has(candidate));
  return statedFor(requirements, "permission", noun).filter(({ formal }) => formal.actions.some(wanted));
}

/** Kinds of actors, privileged ones first: bootstrap, registered, sign-up; `guest` is last. */
export function kindsByPrecedence(requirements: Requirements): string[] {
  const rank = { bootstrap: 0, registered: 1, signUp: 2 };
  const kinds = Object.keys(requirements.actors);
  return [
    ...kinds.toSorted((a, b) => rank[requirements.actors[a]!.arises] - rank[requirements.actors[b]!.arises]),
    "guest",
  ];
}

/** Kinds among the permissions' actors, in order of precedence. */
export function kindsIn(requirements: Requirements, permissions: readonly Stated<"permission">[]): string[] {
  const named = new Set(permissions.flatMap(({ formal }) => formal.actors));
  return kindsByPrecedence(requirements).filter((kind) => named.has(kind));
}

/**
 * When a row of the noun is the actor's own: they own it, a reference names them, it is their profile, or its parent
 * is their own. `undefined` where there is no such way.
 */
export function ownCondition(
  requirements: Requirements,
  noun: Noun,
  kind: string,
  row: Expression = name("row"),
  seen: ReadonlySet<string> = new Set(),
): Expression | undefined {
  const actorId = path("actor", "id");
  if (noun.actor === kind) return equals(member(row, "id"), actorId);
  if (noun.owner?.actor === kind) return equals(member(row, `${noun.owner.as}Id`), actorId);
  const references = Object.entries(noun.references).filter(
    ([, { target }]) => targetOf(requirements, target)?.actor === kind,
  );
  if (references.length > 0) {
    return any(references.map(([reference]) => equals(member(row, `${reference}Id`), actorId)));
  }
  if (noun.parent && !seen.has(noun.name)) {
    const parent = nounOf(requirements, noun.parent.concept);
    if (parent) {
      return ownCondition(
        requirements,
        parent,
        kind,
        member(row, noun.parent.as),
        new Set([...seen, noun.name]),
      );
    }
  }
  return undefined;
}

/** Condition over `row` and `actor` under which one permission lets a kind at a row; `undefined` where it never can. */
export function permissionCondition(
  requirements: Requirements,
  noun: Noun,
  permission: FormalOf<"permission">,
  kind: string,
): Expression | undefined {
  const reach = reachFor(requirements, permission, kind);
  if (permission.scope === "joined") return reach;
  const conditions: Expression[] = reach ? [reach] : [];
  if (permission.scope === "own") {
    const own = kind === "guest" ? undefined : ownCondition(requirements, noun, kind);
    if (!own) return undefined;
    conditions.unshift(own);
  }
  return all(conditions);
}

/** The union of what several permissions give a kind; `undefined` where they give nothing. */
export function reachOf(
  requirements: Requirements,
  noun: Noun,
  permissions: readonly Stated<"permission">[],
  kind: string,
): Expression | undefined {
  const conditions = permissions
    .filter(({ formal }) => formal.actors.includes(kind))
    .map(({ formal }) => permissionCondition(requirements, noun, formal, kind))
    .filter((condition) => condition !== undefined);
  return conditions.length === 0 ? undefined : either(conditions);
}

/** Where a new row's owner comes from: the actor, the body, or either by kind. */
export function ownerSource(requirements: Requirements, noun: Noun): "actor" | "body" | "either" | "none" {
  if (!noun.owner) return "none";
  const permissions = permissionsFor(requirements, noun, "create");
  const kinds = kindsIn(requirements, permissions);
  const asOwner = kinds.filter((kind) => kind === noun.owner?.actor);
  if (asOwner.length === 0) return "body";
  return asOwner.length === kinds.length ? "actor" : "either";
}

/** Kinds that may make an account of a kind: as said, or for `bootstrap` the kind itself. */
export function registrars(requirements: Requirements, kind: string): string[] {
  const actor = requirements.actors[kind];
  if (!actor || actor.arises === "signUp") return [];
  const named = new Set(actor.by ?? []);
  if (actor.arises === "bootstrap") named.add(kind);
  return kindsByPrecedence(requirements).filter((candidate) => named.has(candidate) && candidate !== "guest");
}
