import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { conjunctsOf } from "../../expression/visit.ts";
import type { FormalOf, Lifecycle, Requirements } from "../document.ts";
import { nounsOf, relationsOf, type Noun } from "../nouns.ts";
import { computedOn } from "../types.ts";
import { report } from "./diagnostics.ts";
import { comparisonOf } from "./occasions.ts";

/** Rows are counted when one is made: a limit is of no use that no new row falls under, and may be passed later. */
export function checkLimits(requirements: Requirements): Diagnostic[] {
  return Object.entries(requirements.requirements).flatMap(([key, { formal }]) => {
    if (formal?.type !== "limit") return [];
    const noun = nounsOf(requirements).get(formal.concept);
    if (!noun) return [];
    const keys = ["requirements", key, "formal"];
    return [
      ...relationFindings(requirements, noun, formal, [...keys, "per"]),
      ...stateFindings(noun, formal, [...keys, "where"]),
    ];
  });
}

/** The relation that is counted by has to be there when the row is made. */
function relationFindings(
  requirements: Requirements,
  noun: Noun,
  formal: FormalOf<"limit">,
  keys: string[],
): Diagnostic[] {
  const { concept, per } = formal;
  const relation = relationsOf(noun).find(({ name }) => name === per);
  if (!relation?.server) return [];
  const isComputed = computedOn(requirements, concept, "create").some(
    ({ attribute }) => attribute === per || attribute === `${per}Id`,
  );
  if (isComputed) return [];
  const setting = actionsWhere(noun, ({ sets = {} }) => per in sets || `${per}Id` in sets);
  const why = `a new ${concept} has no ${per}`;
  return [
    report["limit-never-counts"](at("requirements", keys), {
      concept,
      why,
      instead: insteadOf(setting, formal),
    }),
  ];
}

function stateFindings(noun: Noun, formal: FormalOf<"limit">, keys: string[]): Diagnostic[] {
  const { concept, where } = formal;
  const lifecycle = noun.type === "concept" ? noun.concept.lifecycle : undefined;
  if (!lifecycle || !where) return [];
  const asked = conjunctsOf(where).flatMap((part) => comparisonOf(part, lifecycle) ?? []);
  const isCounted = (state: string): boolean =>
    asked.every((comparison) => (comparison.state === state) === comparison.equal);
  const entering = actionsWhere(noun, ({ from, to }) => isCounted(to) && !from.every(isCounted));
  if (!isCounted(lifecycle.initial)) {
    const why = `a new ${concept} is ${lifecycle.initial}`;
    const parts = { concept, why, instead: insteadOf(entering, formal) };
    return [report["limit-never-counts"](at("requirements", keys), parts)];
  }
  return entering.map((action) =>
    report["limit-passed-later"](at("requirements", keys), { concept, action }),
  );
}

function actionsWhere(noun: Noun, test: (transition: Lifecycle["transitions"][string]) => boolean): string[] {
  const transitions = noun.type === "concept" ? (noun.concept.lifecycle?.transitions ?? {}) : {};
  return Object.keys(transitions).filter((action) => test(transitions[action]!));
}

function insteadOf(actions: readonly string[], { concept, most }: FormalOf<"limit">): string {
  const fewer = most === 1 ? `!${concept}.exists(other => …)` : `${concept}.count(other => …) < ${most}`;
  return `${actions[0] ?? "update"} ${concept} only if \`${fewer}\``;
}
