import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { remembered } from "../../schema/remember.ts";
import type { Requirements } from "../document.ts";
import { nounsOf, permissionsFor, relationsOf, targetModel } from "../nouns.ts";
import { report } from "./diagnostics.ts";

/** Actors who register others exist, and every kind can come into being. */
export function checkActors(requirements: Requirements): Diagnostic[] {
  const { actors } = requirements;
  const findings: Diagnostic[] = [];
  const arising = new Set(Object.keys(actors).filter((kind) => actors[kind]!.arises !== "registered"));
  let grown = true;
  while (grown) {
    const before = arising.size;
    for (const [kind, { by = [] }] of Object.entries(actors)) {
      if (by.some((other) => arising.has(other))) arising.add(kind);
    }
    grown = arising.size > before;
  }
  for (const [kind, { arises, by = [] }] of Object.entries(actors)) {
    for (const [index, name] of by.entries()) {
      if (Object.hasOwn(actors, name)) continue;
      const hint = didYouMean(name, Object.keys(actors));
      findings.push(
        report["unknown-actor"](at("requirements", ["actors", kind, "by", index]), { name, hint }),
      );
    }
    if (arises !== "registered" && by.length > 0) {
      const place = at("requirements", ["actors", kind, "by"]);
      findings.push(report["misplaced-option"](place, { option: "by", type: arises }));
    }
    if (!arising.has(kind)) {
      findings.push(report["never-arises"](at("requirements", ["actors", kind]), { actor: kind }));
    }
  }
  return findings;
}

/** Owners, parents and references lead to something. */
export function checkTargets(requirements: Requirements): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const kinds = Object.keys(requirements.actors);
  const concepts = Object.keys(requirements.concepts);
  const checkTarget = (name: string, target: string, keys: readonly string[]): void => {
    if (targetModel(requirements, target) !== undefined) return;
    const place = at("requirements", [...keys, "target"]);
    const hint = didYouMean(target, [...concepts, ...kinds]);
    findings.push(report["unknown-target"](place, { name, target, hint }));
  };
  for (const [concept, { owner, parent, references, lifecycle }] of Object.entries(requirements.concepts)) {
    if (owner && !kinds.includes(owner.actor)) {
      const place = at("requirements", ["concepts", concept, "owner", "actor"]);
      findings.push(
        report["unknown-actor"](place, { name: owner.actor, hint: didYouMean(owner.actor, kinds) }),
      );
    }
    if (parent && !concepts.includes(parent.concept)) {
      const place = at("requirements", ["concepts", concept, "parent", "concept"]);
      const hint = didYouMean(parent.concept, concepts);
      findings.push(report["unknown-concept"](place, { name: parent.concept, hint }));
    }
    for (const [name, { target }] of Object.entries(references)) {
      checkTarget(`${concept}.${name}`, target, ["concepts", concept, "references", name]);
    }
    for (const [action, transition] of Object.entries(lifecycle?.transitions ?? {})) {
      for (const [name, { target }] of Object.entries(transition.references ?? {})) {
        const keys = ["concepts", concept, "lifecycle", "transitions", action, "references", name];
        checkTarget(`${concept}.${action}.${name}`, target, keys);
      }
    }
  }
  return findings;
}

/** Parents form a tree, and some row can be entered first. */
export function checkCycles(requirements: Requirements): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const nouns = nounsOf(requirements);
  const parents = new Map<string, string[]>();
  const needs = new Map<string, string[]>();
  for (const noun of nouns.values()) {
    const relations = relationsOf(noun).filter(({ optional }) => !optional);
    const targets = (roles: readonly string[]): string[] =>
      relations
        .filter(({ role }) => roles.includes(role))
        .flatMap(({ target }) => targetModel(requirements, target) ?? []);
    parents.set(noun.name, targets(["parent"]));
    needs.set(noun.name, targets(["parent", "owner", "reference"]));
  }
  for (const concept of Object.keys(requirements.concepts)) {
    const parentPath = pathBack(concept, parents);
    const place = at("requirements", ["concepts", concept]);
    if (parentPath) {
      findings.push(report["parent-cycle"](place, { concept, path: parentPath.join(" -> ") }));
      continue;
    }
    const path = pathBack(concept, needs);
    if (path) findings.push(report["reference-cycle"](place, { path: path.join(" -> ") }));
  }
  return findings;
}

/** The shortest way from a name back to itself. */
function pathBack(from: string, edges: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const seen = new Set<string>();
  let paths = [[from]];
  while (paths.length > 0) {
    const longer: string[][] = [];
    for (const path of paths) {
      for (const next of edges.get(path.at(-1)!) ?? []) {
        if (next === from) return [...path, from];
        if (seen.has(next)) continue;
        seen.add(next);
        longer.push([...path, next]);
      }
    }
    paths = longer;
  }
  return undefined;
}

/** States that transitions name exist, and each is reached from the first. */
export function checkLifecycles(requirements: Requirements): Diagnostic[] {
  return Object.entries(requirements.concepts).flatMap(([concept, { lifecycle }]) => {
    if (!lifecycle) return [];
    const findings: Diagnostic[] = [];
    const { attribute, states, initial, transitions } = lifecycle;
    const keys = ["concepts", concept, "lifecycle"];
    const known = (name: string, ...rest: (string | number)[]): void => {
      if (states.includes(name)) return;
      const hint = didYouMean(name, states);
      findings.push(report["unknown-state"](at("requirements", [...keys, ...rest]), { concept, name, hint }));
    };
    known(initial, "initial");
    for (const [action, { from, to }] of Object.entries(transitions)) {
      for (const [index, state] of from.entries()) known(state, "transitions", action, "from", index);
      known(to, "transitions", action, "to");
    }
    const reached = new Set([initial]);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const { from, to } of Object.values(transitions))
        if (from.some((state) => reached.has(state))) reached.add(to);
    }
    const updated = statesByEffect(requirements, concept, attribute);
    for (const [index, state] of states.entries()) {
      const place = at("requirements", [...keys, "states", index]);
      if (states.indexOf(state) !== index) {
        findings.push(report["duplicate-value"](place, { name: `${concept}.${attribute}`, value: state }));
      } else if (!reached.has(state) && !updated) {
        const hint = " A transition to it is missing.";
        findings.push(report["unreachable-state"](place, { concept, state, hint }));
      }
    }
    return findings;
  });
}

/** Whether some effect writes the state, so that what is reached cannot be told from the transitions alone. */
function statesByEffect(requirements: Requirements, concept: string, attribute: string): boolean {
  const written = remembered(requirements, statesByEffect, () => writtenByEffects(requirements));
  return written.has(`${concept}.${attribute}`);
}

function writtenByEffects(requirements: Requirements): Set<string> {
  const written = Object.values(requirements.requirements).flatMap(({ formal }) => {
    if (formal?.type !== "effect" || formal.effect.type === "notify") return [];
    const { concept, data } = formal.effect;
    return Object.keys(data).map((name) => `${concept}.${name}`);
  });
  return new Set(written);
}

/** Every concept can have rows. */
export function checkCreation(requirements: Requirements): Diagnostic[] {
  const byEffect = new Set(
    Object.values(requirements.requirements).flatMap(({ formal }) =>
      formal?.type === "effect" && formal.effect.type === "create" ? [formal.effect.concept] : [],
    ),
  );
  return Object.keys(requirements.concepts)
    .filter(
      (concept) => !byEffect.has(concept) && permissionsFor(requirements, concept, "create").length === 0,
    )
    .map((concept) => report["never-created"](at("requirements", ["concepts", concept]), { concept }));
}
