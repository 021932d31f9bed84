import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Attribute, Concept, Requirements, Transition } from "../document.ts";
import { isNeeded, nounsOf, permissionsFor, relationsOf, sequencesOf, type Noun } from "../nouns.ts";
import { computedOn, storedInput, writableTypes } from "../types.ts";
import { keysOfNoun } from "./names.ts";
import { report } from "./diagnostics.ts";

/** What the server alone sets has a value when somebody creates the row. */
export function checkServerValues(requirements: Requirements): Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const noun of nounsOf(requirements).values()) {
    if (noun.type === "concept" && permissionsFor(requirements, noun.name, "create").length === 0) continue;
    const written = new Set(
      [...computedOn(requirements, noun.name, "create"), ...sequencesOf(requirements, noun.name)].map(
        ({ attribute }) => attribute,
      ),
    );
    for (const name of serverNames(noun)) {
      if (written.has(name) || written.has(`${name}Id`)) continue;
      const part = Object.hasOwn(noun.attributes, name) ? "attributes" : "references";
      const place = at("requirements", [...keysOfNoun(noun), part, name]);
      findings.push(report["never-written"](place, { concept: noun.name, name }));
    }
  }
  return findings;
}

function serverNames(noun: Noun): string[] {
  const attributes = Object.entries(noun.attributes).filter(
    ([, attribute]) => attribute.server && isNeeded(attribute),
  );
  const references = relationsOf(noun).filter(({ server, optional }) => server && !optional);
  return [...attributes.map(([name]) => name), ...references.map(({ name }) => name)];
}

/** A row made by an effect has all that it needs. */
export function checkCreatedRows(requirements: Requirements): Diagnostic[] {
  const nouns = nounsOf(requirements);
  return Object.entries(requirements.requirements).flatMap(([key, { formal }]) => {
    if (formal?.type !== "effect" || formal.effect.type !== "create") return [];
    const { concept, data } = formal.effect;
    const place = at("requirements", ["requirements", key, "formal", "effect", "data"]);
    const noun = nouns.get(concept);
    if (!noun) return [];
    if (noun.type === "actor") {
      return [
        report["not-computable"](place, {
          concept,
          name: "account",
          problem: "accounts are made by signing up.",
        }),
      ];
    }
    const [numbered] = sequencesOf(requirements, concept);
    if (numbered) {
      const problem = "it is numbered where people create it, which an effect cannot do.";
      return [report["not-numbered"](place, { concept, name: numbered.attribute, problem })];
    }
    const attributes = Object.entries(noun.attributes).filter(([, attribute]) => isNeeded(attribute));
    const relations = relationsOf(noun).filter(({ optional }) => !optional);
    const needed = [...attributes.map(([name]) => name), ...relations.map(({ name }) => name)];
    return needed
      .filter((name) => !Object.hasOwn(data, name) && !Object.hasOwn(data, `${name}Id`))
      .map((name) => report["missing-value"](place, { concept, name }));
  });
}

/** What a transition asks for under the name of an attribute or a reference is written there, so it is asked for as that. */
export function checkTransitionInputs(requirements: Requirements): Diagnostic[] {
  return Object.entries(requirements.concepts).flatMap(([name, concept]) =>
    Object.entries(concept.lifecycle?.transitions ?? {}).flatMap(([action, transition]) => {
      const keys = ["concepts", name, "lifecycle", "transitions", action];
      return inputMismatches(concept, transition).map(({ part, name: asked, problem }) => {
        const place = at("requirements", [...keys, part, asked]);
        return report["input-mismatch"](place, { concept: name, action, name: asked, problem });
      });
    }),
  );
}

interface InputMismatch {
  part: "input" | "references";
  name: string;
  problem: string;
}

function inputMismatches(
  { attributes, references: own }: Concept,
  { input = {}, references = {}, sets = {} }: Transition,
): InputMismatch[] {
  const named = Object.entries(references).flatMap(([name, asked]): InputMismatch[] => {
    const stored = Object.hasOwn(own, name) ? own[name]! : undefined;
    if (!stored || stored.target === asked.target) return [];
    if (Object.hasOwn(sets, name) || Object.hasOwn(sets, `${name}Id`)) return [];
    const problem = `it names ${asked.target} here and ${stored.target} there.`;
    return [{ part: "references", name, problem }];
  });
  const said = Object.entries(input).flatMap(([name, asked]): InputMismatch[] => {
    if (!Object.hasOwn(attributes, name) || Object.hasOwn(sets, name)) return [];
    const problem = mismatchOf(asked, attributes[name]!);
    return problem ? [{ part: "input", name, problem }] : [];
  });
  return [...named, ...said];
}

function mismatchOf(asked: Attribute, stored: Attribute): string | undefined {
  const [one, other] = [asked, stored].map(({ list, type }) => (list ? `a list of ${type}` : type));
  if (one !== other) return `it is ${one} here and ${other} there.`;
  const unknown = asked.values?.find((value) => !stored.values?.includes(value));
  if (unknown !== undefined) return `${unknown} is not among its values.`;
  const { minimum = -Infinity, maximum = Infinity } = storedInput(asked, stored);
  return minimum > maximum ? "nothing lies within the bounds of both." : undefined;
}

/** What transitions write exists and is not the state itself. */
export function checkTransitionWrites(requirements: Requirements): Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const noun of nounsOf(requirements).values()) {
    if (noun.type === "actor" || !noun.concept.lifecycle) continue;
    const { attribute, transitions } = noun.concept.lifecycle;
    const known = Object.keys(writableTypes(noun)).filter((name) => name !== attribute);
    for (const [action, { sets }] of Object.entries(transitions)) {
      for (const name of Object.keys(sets ?? {})) {
        if (known.includes(name)) continue;
        const keys = ["concepts", noun.name, "lifecycle", "transitions", action, "sets", name];
        const hint = name === attribute ? " The state is written by itself." : didYouMean(name, known);
        findings.push(report["unknown-member"](at("requirements", keys), { concept: noun.name, name, hint }));
      }
    }
  }
  return findings;
}
