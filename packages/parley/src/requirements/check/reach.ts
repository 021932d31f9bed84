import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { FormalOf, Requirements } from "../document.ts";
import { actorRelation, ancestorsOf, isDeclared, membershipOf, membershipsOf } from "../membership.ts";
import { nounsOf, profileModel, relationsOf, targetModel, type Noun } from "../nouns.ts";
import { computedOn } from "../types.ts";
import { report } from "./diagnostics.ts";

/** What is permitted for own or joined rows: the actors can own or have joined them. */
export function checkReach(requirements: Requirements): Diagnostic[] {
  const nouns = nounsOf(requirements);
  return Object.entries(requirements.requirements).flatMap(([key, { formal }]) => {
    if (formal?.type !== "permission" || !nouns.has(formal.concept)) return [];
    const { actors, concept, scope } = formal;
    return actors.flatMap((actor, index) => {
      if (actor !== "guest" && !Object.hasOwn(requirements.actors, actor)) return [];
      const place = at("requirements", ["requirements", key, "formal", "actors", index]);
      switch (scope) {
        case "any":
          return [];
        case "own":
          if (!isOwn(requirements, nouns, concept, actor))
            return [report["no-own"](place, { concept, actor })];
          return formal.actions.includes("create") && !isOwnWhenNew(requirements, nouns, concept, actor)
            ? [report["never-own"](place, { concept, actor })]
            : [];
        case "joined":
          return checkJoined(requirements, formal, actor, place);
        default:
          return scope satisfies never;
      }
    });
  });
}

/** Whether rows can be an actor's own: by owner, by reference, as the profile, or through the parent. */
function isOwn(
  requirements: Requirements,
  nouns: ReadonlyMap<string, Noun>,
  concept: string,
  actor: string,
  seen: readonly string[] = [],
): boolean {
  const noun = nouns.get(concept);
  if (!noun || seen.includes(concept)) return false;
  if (noun.type === "actor") return noun.kind === actor;
  const isNamed = relationsOf(noun).some(
    ({ role, target }) => role !== "parent" && targetModel(requirements, target) === profileModel(actor),
  );
  const { parent } = noun.concept;
  return (
    isNamed || (parent !== undefined && isOwn(requirements, nouns, parent.concept, actor, [...seen, concept]))
  );
}

/** Whether something makes a new row the actor's own, who is known when it is made. */
function isOwnWhenNew(
  requirements: Requirements,
  nouns: ReadonlyMap<string, Noun>,
  concept: string,
  actor: string,
): boolean {
  const noun = nouns.get(concept);
  if (noun?.type !== "concept") return true;
  const naming = relationsOf(noun).filter(
    ({ role, target }) => role !== "parent" && targetModel(requirements, target) === profileModel(actor),
  );
  if (naming.length === 0) return true;
  const computed = new Set(computedOn(requirements, concept, "create").map(({ attribute }) => attribute));
  return naming.some(({ name, server }) => !server || computed.has(name) || computed.has(`${name}Id`));
}

function checkJoined(
  requirements: Requirements,
  { concept, actions }: FormalOf<"permission">,
  actor: string,
  place: Diagnostic["at"],
): Diagnostic[] {
  const refuse = (problem: string, mend: string): Diagnostic[] => [
    report["not-joined"](place, { actor, concept, problem }, { fix: { title: mend } }),
  ];
  if (actor === "guest") {
    return refuse(
      "who is not signed in is a member of nothing.",
      "Name a kind of actor, or take `joined` away.",
    );
  }
  const membership = membershipOf(requirements, concept, actor);
  if (!membership) {
    const ancestors = ancestorsOf(requirements, concept).map((ancestor) => ancestor.concept);
    return refuse(
      `nothing that is part of ${ancestors.join(" or ") || concept} has a ${actor} as its owner or as a reference that is not optional.`,
      `Say who is a member: \`## Membership (part of ${ancestors.at(-1) ?? "…"}, membership)\` with \`- ${actor} -> ${actor}\`.`,
    );
  }
  if (!actions.includes("create")) return [];
  const [first] = membership.path;
  if (first === undefined) {
    return refuse(
      `${membership.concept} is part of it, so nobody has joined it before it is created.`,
      `Let them create it without \`joined\`; \`on create ${concept}: create ${membership.concept} with …\` makes them a member.`,
    );
  }
  const reference = requirements.concepts[concept]!.references[first];
  if (!reference?.server) return [];
  return refuse(
    `it is joined through ${first}, which the server sets.`,
    `Let the client say ${first}, or let them create it without \`joined\`.`,
  );
}

/** Rows are listed below the whole that they are part of: who may read them has to find that. */
export function checkListed(requirements: Requirements): Diagnostic[] {
  const permissions = Object.entries(requirements.requirements).flatMap(([key, { formal, status }]) =>
    formal?.type === "permission" && status !== "open" && status !== "declined" ? [{ key, formal }] : [],
  );
  const reaches = (actor: string, concept: string): boolean =>
    permissions.some(
      ({ formal }) =>
        formal.concept === concept &&
        (formal.actors.includes(actor) || formal.actors.includes("guest")) &&
        formal.actions.some((action) => action !== "create"),
    );
  return permissions.flatMap(({ key, formal: { actors, actions, concept } }) => {
    const whole = requirements.concepts[concept]?.parent?.concept;
    if (whole === undefined || !actions.includes("read")) return [];
    return actors.flatMap((actor, index) =>
      reaches(actor, whole)
        ? []
        : [
            report.unlisted(at("requirements", ["requirements", key, "formal", "actors", index]), {
              actor: actor === "guest" ? "anybody" : actor,
              concept,
              whole,
            }),
          ],
    );
  });
}

/** Concepts that are called memberships are some, and it is clear which is meant. */
export function checkMemberships(requirements: Requirements): Diagnostic[] {
  const kinds = Object.keys(requirements.actors);
  const findings = Object.entries(requirements.concepts).flatMap(([concept, { parent, membership }]) => {
    if (!membership) return [];
    const place = at("requirements", ["concepts", concept, "membership"]);
    const misplaced = (type: string): Diagnostic[] => [
      report["misplaced-option"](place, { option: "membership", type }),
    ];
    if (!parent) return misplaced("what is part of nothing");
    const isSomebodys = kinds.some((kind) => actorRelation(requirements, concept, kind) !== undefined);
    return isSomebodys ? [] : misplaced("what has no actor as its owner or required reference");
  });
  const said = new Set<string>();
  for (const { formal } of Object.values(requirements.requirements)) {
    if (formal?.type !== "permission" || formal.scope !== "joined") continue;
    for (const actor of formal.actors) {
      const [taken, ...others] = membershipsOf(requirements, formal.concept, actor);
      if (!taken || said.has(`${formal.concept} ${actor}`)) continue;
      said.add(`${formal.concept} ${actor}`);
      if (others.length === 0 || [taken, ...others].some((it) => isDeclared(requirements, it))) continue;
      findings.push(
        report["ambiguous-membership"](at("requirements", ["concepts", taken.concept]), {
          concept: formal.concept,
          taken: taken.concept,
          whole: requirements.concepts[taken.concept]!.parent!.concept,
          others: [...new Set(others.map(({ concept }) => concept))].join(", "),
        }),
      );
    }
  }
  return findings;
}
