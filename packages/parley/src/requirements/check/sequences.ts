import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { FormalOf, Requirements } from "../document.ts";
import { formalsFor, nounsOf, permissionsFor, relationsOf, sequencesOf, type Noun } from "../nouns.ts";
import { report } from "./diagnostics.ts";

/** Numbered attributes: whole numbers that nothing else writes, counted per what stays as it is. */
export function checkSequences(requirements: Requirements): Diagnostic[] {
  const nouns = nounsOf(requirements);
  return Object.entries(requirements.requirements).flatMap(([key, { formal }]) => {
    const noun = formal?.type === "sequence" ? nouns.get(formal.concept) : undefined;
    if (formal?.type !== "sequence" || !noun) return [];
    const refusal = (part: "attribute" | "per", problem: string | undefined): Diagnostic[] => {
      if (problem === undefined) return [];
      const place = at("requirements", ["requirements", key, "formal", part]);
      return [report["not-numbered"](place, { concept: formal.concept, name: formal.attribute, problem })];
    };
    return [
      ...refusal("attribute", attributeProblem(requirements, noun, formal)),
      ...refusal("per", perProblem(requirements, noun, formal)),
    ];
  });
}

function attributeProblem(
  requirements: Requirements,
  noun: Noun,
  formal: FormalOf<"sequence">,
): string | undefined {
  const name = formal.attribute;
  if (!Object.hasOwn(noun.attributes, name)) return "it is no attribute.";
  const { type, list, server, unique, minimum = 1, maximum, default: usual } = noun.attributes[name]!;
  if (type !== "integer" || list) return "a number is an integer.";
  if (!server) return "it is the client's to write; mark it `set by the server`.";
  if (unique) return `each ${formal.per} begins with 1, so it is not unique.`;
  if (minimum > 1 || maximum !== undefined) return "numbers begin with 1 and have no end.";
  if (usual !== undefined) return "a number has no default.";
  const computed = formalsFor(requirements, "computed", noun.name);
  if (computed.some(({ attribute }) => attribute === name)) return "it is computed too.";
  const first = sequencesOf(requirements, noun.name).find(({ attribute }) => attribute === name);
  return first && first.per !== formal.per ? `it is numbered per ${first.per} already.` : undefined;
}

function perProblem(
  requirements: Requirements,
  noun: Noun,
  { per }: FormalOf<"sequence">,
): string | undefined {
  const relation = relationsOf(noun).find(({ name }) => name === per);
  if (!relation) return undefined;
  if (relation.optional) return `${per} is optional, and what has none has no number.`;
  const isMovable =
    relation.role === "reference" &&
    !relation.server &&
    permissionsFor(requirements, noun.name, "update").length > 0;
  if (!isMovable) return undefined;
  return `an update may change its ${per}; make that what it is part of, or have the server set it.`;
}
