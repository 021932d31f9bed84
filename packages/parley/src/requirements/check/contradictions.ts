import { at, isError, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { checkExpression } from "../../expression/check.ts";
import { narrow } from "../../expression/narrow.ts";
import { printExpression } from "../../expression/print.ts";
import { booleanType, type Environment } from "../../expression/types.ts";
import { chainOf } from "../../expression/visit.ts";
import type { FormalOf, Requirements } from "../document.ts";
import { environmentOf } from "../environments.ts";
import { formalsFor, nounsOf } from "../nouns.ts";
import { requirementsModelTypes } from "../types.ts";
import { report } from "./diagnostics.ts";

/** What comes with every new row can be there beside it: it has not the same key. */
export function checkCompanions(requirements: Requirements): Diagnostic[] {
  return Object.entries(requirements.requirements).flatMap(([id, { formal }]) => {
    if (formal?.type !== "effect" || formal.action !== "create" || formal.effect.type !== "create") return [];
    const { concept, effect } = formal;
    const noun = nounsOf(requirements).get(concept);
    if (!noun || effect.concept !== concept || formal.when) return [];
    const isCopied = (member: string): boolean =>
      [member, `${member}Id`].some((column) => {
        const value = effect.data[column];
        return value && chainOf(value)?.join(".") === `row.${column}`;
      });
    const keys = [
      ...Object.entries(noun.attributes).flatMap(([name, { unique }]) => (unique ? [[name]] : [])),
      ...formalsFor(requirements, "uniqueness", concept).flatMap(({ fields, where }) =>
        where ? [] : [fields],
      ),
    ];
    const key = keys.find((members) => members.every(isCopied));
    if (!key) return [];
    const place = at("requirements", ["requirements", id, "formal", "effect", "data"]);
    return [report["same-key"](place, { concept, key: key.join(", ") })];
  });
}

interface Stated {
  id: string;
  formal: FormalOf<"condition">;
}

/** Conditions of one action can hold at once: what one of them demands, no later one rules out. */
export function checkContradictions(requirements: Requirements): Diagnostic[] {
  const context = { requirements, models: requirementsModelTypes(requirements) };
  return [...nounsOf(requirements).values()].flatMap(({ name }) => {
    const stated = Object.entries(requirements.requirements).flatMap(([id, { formal, status }]): Stated[] => {
      const counts = status === "built" || status === "assumed";
      return counts && formal?.type === "condition" && formal.concept === name ? [{ id, formal }] : [];
    });
    const actions = [...new Set(stated.flatMap(({ formal }) => formal.actions))];
    return actions.flatMap((action) => {
      const demanded = stated.filter(({ formal }) => formal.actions.includes(action));
      return contradictionsIn(demanded, environmentOf(context, name, action), action);
    });
  });
}

function contradictionsIn(demanded: readonly Stated[], whole: Environment, action: string): Diagnostic[] {
  const findings: Diagnostic[] = [];
  let known = whole;
  const before: Stated[] = [];
  for (const { id, formal } of demanded) {
    if (isWrong(formal, whole)) continue;
    const other = isWrong(formal, known) && before.find((one) => excludes(one, formal, whole));
    if (other) {
      const place = at("requirements", ["requirements", id, "formal", "condition"]);
      const [text, ruled] = [formal, other.formal].map(({ condition }) => printExpression(condition));
      findings.push(
        report.contradiction(place, {
          action,
          concept: formal.concept,
          text: text!,
          other: other.id,
          ruled: ruled!,
        }),
      );
      continue;
    }
    known = narrow(known, formal.condition, true);
    before.push({ id, formal });
  }
  return findings;
}

function excludes(one: Stated, formal: FormalOf<"condition">, environment: Environment): boolean {
  return isWrong(formal, narrow(environment, one.formal.condition, true));
}

/** Other rules tell what is wrong with a condition by itself. */
function isWrong({ condition }: FormalOf<"condition">, environment: Environment): boolean {
  const options = { at: () => at("requirements", []), expected: booleanType };
  return checkExpression(condition, environment, options).diagnostics.some(isError);
}
