import { isError, keysOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { checkRequirements } from "../requirements/check/check.ts";
import { printOutline } from "../requirements/outline/print.ts";
import type { Requirements } from "../requirements/document.ts";
import { profileModel } from "../requirements/nouns.ts";

/**
 * Takes out what would not pass the checks, so that any text gives a document that does: a requirement becomes open, a
 * member or concept goes. What is taken out is never called built. Returns the findings that led to it.
 */
export function mend(requirements: Requirements): Diagnostic[] {
  const mended: Diagnostic[] = [];
  for (let round = 0; round < 200; round++) {
    const findings = checkRequirements(requirements).filter(isError);
    if (findings.length === 0) return mended;
    mended.push(...findings);
    for (const finding of findings) takeOut(requirements, finding);
  }
  throw new Error(`A reading cannot be mended: ${mended.at(-1)?.message}\n${printOutline(requirements)}`);
}

function takeOut(requirements: Requirements, { at }: Diagnostic): void {
  if (!("pointer" in at) || "call" in at) return;
  const [part, name, section, member] = keysOf(at.pointer);
  if (part === undefined || name === undefined) return;
  switch (part) {
    case "requirements":
      return openUp(requirements, name);
    case "concepts": {
      const concept = requirements.concepts[name];
      if (!concept) return;
      if (section === "attributes" && member !== undefined) delete concept.attributes[member];
      else if (section === "references" && member !== undefined) delete concept.references[member];
      else if (section === "lifecycle") delete concept.lifecycle;
      else if (section === "owner") delete concept.owner;
      else if (section === "parent") delete concept.parent;
      else if (Object.keys(concept.references).length > 0 || concept.parent) {
        // A cycle or a name that is taken: first without its relations.
        concept.references = {};
        delete concept.parent;
      } else removeNoun(requirements, name);
      return;
    }
    case "actors": {
      const actor = requirements.actors[name];
      if (!actor) return;
      if (section === "attributes" && member !== undefined) delete actor.attributes[member];
      else if (actor.arises === "registered") {
        actor.arises = "bootstrap";
        delete actor.by;
      } else {
        delete requirements.actors[name];
        removeNoun(requirements, profileModel(name));
      }
      return;
    }
    case "questions":
      delete requirements.questions[name];
      return;
    case "uses":
      delete requirements.uses[name];
      return;
    case "sentences": {
      const key =
        Object.keys(requirements.requirements).find(
          (id) => requirements.requirements[id]!.kind === "quality",
        ) ?? Object.keys(requirements.requirements)[0];
      if (key !== undefined) requirements.requirements[key]!.evidence.push(name);
      return;
    }
    default:
      return;
  }
}

function removeNoun(requirements: Requirements, name: string): void {
  delete requirements.concepts[name];
  for (const [key, { formal }] of Object.entries(requirements.requirements)) {
    if (formal && "concept" in formal && formal.concept === name) openUp(requirements, key);
  }
}

/** What cannot be built as it was read: open where something was said, gone where it was only assumed. */
function openUp(requirements: Requirements, key: string): void {
  const requirement = requirements.requirements[key];
  if (!requirement) return;
  if (requirement.status === "assumed" && requirement.evidence.length === 0) {
    delete requirements.requirements[key];
    return;
  }
  requirement.status = "open";
  requirement.kind = "functional";
  delete requirement.formal;
  delete requirement.because;
}
