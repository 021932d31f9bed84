import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Expression } from "../../expression/document.ts";
import { pathsOf } from "../../expression/visit.ts";
import type { Formal, FormalOf, Requirements } from "../document.ts";
import { nounsOf, ownerSource, relationsOf, type Noun } from "../nouns.ts";
import { plainRequirements } from "../plain.ts";
import { computedOn } from "../types.ts";
import { report } from "./diagnostics.ts";

/** What the server writes is worked out, from something else than itself and than what the client sends as it comes. */
export function checkComputed(requirements: Requirements): Diagnostic[] {
  const plain = plainRequirements(requirements);
  return Object.entries(plain.requirements).flatMap(([key, { formal }]) => {
    const noun = formal && "concept" in formal ? nounsOf(plain).get(formal.concept) : undefined;
    if (!formal || !noun) return [];
    return valuesOf(formal).flatMap(({ keys, attribute, value }) => {
      const problem = problemOf(plain, noun, formal, attribute, value);
      if (!problem) return [];
      const place = at("requirements", ["requirements", key, "formal", ...keys]);
      return [report["not-computable"](place, { concept: noun.name, name: attribute, problem })];
    });
  });
}

/** Values that a formal writes into rows of its own concept. */
function valuesOf(formal: Formal): { keys: string[]; attribute: string; value: Expression }[] {
  if (formal.type === "computed")
    return [{ keys: ["value"], attribute: formal.attribute, value: formal.value }];
  if (formal.type !== "effect" || formal.effect.type === "notify") return [];
  if (formal.effect.concept !== formal.concept) return [];
  return Object.entries(formal.effect.data).map(([attribute, value]) => ({
    keys: ["effect", "data", attribute],
    attribute,
    value,
  }));
}

function problemOf(
  requirements: Requirements,
  noun: Noun,
  formal: Formal,
  attribute: string,
  value: Expression,
): string | undefined {
  const action = "action" in formal ? formal.action : "";
  const computes = formal.type === "computed" && action === "create";
  const cycle = computes ? cycleOf(requirements, noun, formal) : undefined;
  if (cycle) return `its value speaks of itself (${cycle.join(" -> ")}).`;
  const isForm = action === "create" || action === "update";
  if (!isForm || !isServers(noun, attribute)) return undefined;
  if (!isSent(requirements, noun, value, computes)) return undefined;
  return "it would be what the client sends, as it comes. Work it out, or let the client write it.";
}

/** The way from a computed attribute of a new row over others back to it. */
function cycleOf(
  requirements: Requirements,
  noun: Noun,
  { attribute }: FormalOf<"computed">,
): string[] | undefined {
  const values = new Map(
    computedOn(requirements, noun.name, "create").map((one) => [columnOf(noun, one.attribute), one.value]),
  );
  const from = columnOf(noun, attribute);
  const search = (column: string, path: readonly string[]): string[] | undefined => {
    for (const [read] of pathsOf(values.get(column)!, "row")) {
      if (read === from) return [...path, from];
      if (read === undefined || !values.has(read) || path.includes(read)) continue;
      const found = search(read, [...path, read]);
      if (found) return found;
    }
    return undefined;
  };
  return search(from, [from]);
}

function columnOf(noun: Noun, member: string): string {
  return relationsOf(noun).some(({ name }) => name === member) ? `${member}Id` : member;
}

function isServers(noun: Noun, attribute: string): boolean {
  if (noun.type === "concept" && noun.concept.lifecycle?.attribute === attribute) return true;
  return Object.hasOwn(noun.attributes, attribute) && noun.attributes[attribute]!.server === true;
}

/** Whether a value can be a property of the body as it came; of a new row its members are what the client sends. */
function isSent(requirements: Requirements, noun: Noun, value: Expression, isNew: boolean): boolean {
  switch (value.type) {
    case "member": {
      if (value.object.type !== "name") return false;
      if (value.object.name === "input") return true;
      return isNew && value.object.name === "row" && isSentMember(requirements, noun, value.property);
    }
    case "binary":
      return (
        value.operator === "??" &&
        [value.left, value.right].some((side) => isSent(requirements, noun, side, isNew))
      );
    case "conditional":
      return [value.then, value.else].some((side) => isSent(requirements, noun, side, isNew));
    default:
      return false;
  }
}

function isSentMember(requirements: Requirements, noun: Noun, member: string): boolean {
  const computed = computedOn(requirements, noun.name, "create").find(
    ({ attribute }) => columnOf(noun, attribute) === member,
  );
  if (computed) return isSent(requirements, noun, computed.value, true);
  if (Object.hasOwn(noun.attributes, member)) return !noun.attributes[member]!.server;
  const relation = relationsOf(noun).find(({ name }) => `${name}Id` === member);
  if (relation?.role === "owner") return ownerSource(requirements, noun) !== "actor";
  return relation?.role === "reference" && !relation.server;
}
