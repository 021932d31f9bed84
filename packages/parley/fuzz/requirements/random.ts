import { isError, keysOf } from "../../src/diagnostic/diagnostic.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import type {
  Actor,
  Attribute,
  Concept,
  Requirement,
  Requirements,
  Transition,
} from "../../src/requirements/document.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { camelCase } from "../../src/text/names.ts";
import { between, chance, pick, sample } from "../../test/random/draw.ts";
import {
  claim,
  memberName,
  newMembers,
  relationNames,
  typeNames,
  type Members,
} from "../../test/random/names.ts";
import { randomAttribute } from "./attributes.ts";
import { addFormals } from "./formals.ts";

/** What is drawn so far, and the names that each concept and actor has given away. */
export interface Drawing {
  random: Random;
  requirements: Requirements;
  members: Map<string, Members>;
}

/** Rounds in which what the rules object to is taken out again. */
const MOST_REPAIRS = 12;

/**
 * Random requirements of about `size` concepts that (nearly always) check: actors that arise in every way, concepts with
 * owners, parents, references and lifecycles, and formal requirements of every type.
 */
export function randomRequirements(random: Random, size: number): Requirements {
  const requirements: Requirements = {
    name: "random-product",
    title: "Random product",
    description: "What was drawn.",
    language: "en",
    actors: {},
    concepts: {},
    requirements: {},
    uses: {},
    nonGoals: [],
    questions: {},
    sentences: {},
  };
  const drawing: Drawing = { random, requirements, members: new Map() };
  const nameOf = typeNames(random, ["Account", "Session", "PasswordReset", "OutboxMessage"]);
  const kinds = between(random, 1, 3);
  for (let count = 0; count < kinds; count++) addActor(drawing, nameOf("model"), count);
  for (let count = 0; count < Math.max(1, size); count++) addConcept(drawing, nameOf("model"));
  addFormals(drawing);
  return repaired(requirements);
}

function addActor({ random, requirements, members }: Drawing, model: string, index: number): void {
  const kind = camelCase(model).slice(0, 39);
  const own = newMembers();
  for (const name of ["account", "accountId"]) claim(own, [name]);
  members.set(kind, own);
  const others = Object.keys(requirements.actors);
  const arises = index === 0 ? "signUp" : pick(random, ["signUp", "registered", "bootstrap"] as const);
  const actor: Actor = {
    id: kind,
    ...(chance(random, 0.3) ? { description: "Who it is." } : {}),
    arises,
    ...(arises === "registered" ? { by: sample(random, others, between(random, 1, others.length)) } : {}),
    attributes: {},
  };
  for (let count = between(random, 0, 2); count > 0; count--) {
    const name = memberName(random, own).slice(0, 40);
    // Nobody could write what the server alone sets of a profile.
    const { server: _, ...attribute } = randomAttribute(random, `${kind}/${name}`);
    actor.attributes[name] = arises === "bootstrap" ? withUsual(attribute) : attribute;
  }
  requirements.actors[kind] = actor;
}

/** The first of a kind that begins with the backend has nobody who could say more than its address. */
function withUsual(attribute: Attribute): Attribute {
  return attribute.list || attribute.default !== undefined ? attribute : { ...attribute, optional: true };
}

function addConcept(drawing: Drawing, wished: string): void {
  const { random, requirements, members } = drawing;
  const name = wished.slice(0, 39);
  if (Object.hasOwn(requirements.concepts, name)) return;
  const own = newMembers();
  members.set(name, own);
  const before = Object.keys(requirements.concepts);
  const concept: Concept = {
    id: name,
    ...(chance(random, 0.3) ? { description: "What it is." } : {}),
    attributes: {},
    references: {},
    ...(chance(random, 0.2) ? { softDelete: true } : {}),
  };
  requirements.concepts[name] = concept;
  if (before.length > 0 && chance(random, 0.4)) {
    const target = pick(random, before);
    const { name: as, inverse } = related(drawing, name, target, true);
    concept.parent = { concept: target, as, inverse };
  }
  if (chance(random, 0.5)) {
    const actor = pick(random, Object.keys(requirements.actors));
    const { name: as, inverse } = related(drawing, name, actor, true);
    concept.owner = { actor, as, inverse };
  }
  for (let count = pick(random, [0, 0, 1, 1, 2]); count > 0; count--) addReference(drawing, name, before);
  for (let count = between(random, 0, 6); count > 0; count--) {
    const attribute = memberName(random, own).slice(0, 40);
    concept.attributes[attribute] = randomAttribute(random, `${name}/${attribute}`);
  }
  if (chance(random, 0.35)) addLifecycle(drawing, name);
}

function addReference(drawing: Drawing, name: string, before: readonly string[]): void {
  const { random, requirements } = drawing;
  const target = pick(random, [
    ...before,
    ...Object.keys(requirements.actors),
    ...(chance(random, 0.2) ? [name] : []),
  ]);
  const one = chance(random, 0.15);
  const { name: as, inverse } = related(drawing, name, target, !one);
  const optional = target === name || chance(random, 0.4);
  requirements.concepts[name]!.references[as] = {
    id: `${name}/${as}`,
    target,
    inverse,
    ...(optional ? { optional } : {}),
    ...(one ? { one } : {}),
    ...(chance(random, 0.3) ? { filter: true } : {}),
    ...(optional && chance(random, 0.15) ? { server: true } : {}),
  };
}

function related({ random, members }: Drawing, model: string, target: string, many: boolean) {
  const names = relationNames(random, members.get(model)!, members.get(target)!, { model, target, many });
  return { name: names.name.slice(0, 38), inverse: names.inverse.slice(0, 40) };
}

const states = "open running done cancelled waiting approved refused archived lost".split(" ");
const actions = "start finish cancel approve refuse reopen archive submit assign".split(" ");

function addLifecycle({ random, requirements, members }: Drawing, name: string): void {
  const targets = [...Object.keys(requirements.actors), ...Object.keys(requirements.concepts)];
  const own = members.get(name)!;
  const attribute = memberName(random, own).slice(0, 40);
  const chosen = sample(random, states, between(random, 1, 4));
  const transitions: NonNullable<Concept["lifecycle"]>["transitions"] = {};
  const names = sample(random, actions, 9);
  // Each state is reached from one before it; some more go back.
  for (const [index, to] of chosen.entries()) {
    if (index === 0) continue;
    const from = sample(random, chosen.slice(0, index), between(random, 1, index));
    const action = names.pop()!;
    transitions[action] = {
      id: `${name}/${action}`,
      from,
      to,
      ...transitionInput(random, `${name}/${action}`),
      ...namedRow(random, `${name}/${action}`, targets),
    };
  }
  if (chance(random, 0.4)) {
    const action = names.pop()!;
    transitions[action] = { id: `${name}/${action}`, from: [pick(random, chosen)], to: pick(random, chosen) };
  }
  requirements.concepts[name]!.lifecycle = { attribute, states: chosen, initial: chosen[0]!, transitions };
}

function transitionInput(random: Random, id: string): { input?: Record<string, Attribute> } {
  if (chance(random, 0.7)) return {};
  const {
    server: _,
    unique: __,
    search: ___,
    sort: ____,
    filter: _____,
    ...attribute
  } = randomAttribute(random, `${id}/comment`);
  return { input: { comment: attribute } };
}

function namedRow(
  random: Random,
  id: string,
  targets: readonly string[],
): { references?: Transition["references"] } {
  if (targets.length === 0 || chance(random, 0.75)) return {};
  const optional = chance(random, 0.3) ? { optional: true } : {};
  return { references: { other: { id: `${id}/other`, target: pick(random, targets), ...optional } } };
}

/** What the rules object to is taken out, the smallest thing around it first, until they are content. */
function repaired(requirements: Requirements): Requirements {
  let current = requirements;
  for (let round = 0; round < MOST_REPAIRS; round++) {
    const errors = checkRequirements(current).filter(isError);
    if (errors.length === 0) return current;
    const copy = structuredClone(current);
    for (const { at } of errors) if ("document" in at) removeAround(copy, keysOf(at.pointer));
    current = copy;
  }
  return current;
}

/** Entries that can go: a requirement, an attribute, a reference, a part of a lifecycle, a concept. */
function removeAround(requirements: Requirements, keys: readonly string[]): void {
  const [collection, name, part, member] = keys as [keyof Requirements, string, string?, string?];
  const entries = requirements[collection] as Record<string, Requirement | Concept | Actor>;
  const node = entries[name] as unknown as Record<string, Record<string, unknown>> | undefined;
  if (!node) return;
  if (collection === "requirements" || part === undefined) {
    if (collection !== "actors") delete entries[name];
    return;
  }
  if (part === "attributes" || part === "references") {
    if (member !== undefined) delete node[part]?.[member];
    return;
  }
  delete node[part];
}
