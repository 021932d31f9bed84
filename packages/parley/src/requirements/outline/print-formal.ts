import type { Effect, Formal, FormalOf } from "../document.ts";
import { defaultError } from "./defaults.ts";
import { assignments, expression } from "./print-concept.ts";
import { actorList, list, quoted, word } from "./words.ts";

/** The line that says a formal requirement exactly. */
export function formalLine(formal: Formal): string {
  switch (formal.type) {
    case "permission": {
      const scope = formal.scope === "any" ? "" : `${formal.scope} `;
      const reached = `${scope}${word(formal.concept)}${where(formal.condition)}`;
      return `${actorList(formal.actors, "first")} may ${list(formal.actions)} ${reached}`;
    }
    case "account":
      return `${actorList(formal.actors, "first")} may sign in`;
    case "limit":
      return `at most ${formal.most} ${word(formal.concept)} per ${word(formal.per)}${where(formal.where)}${otherwise(formal)}`;
    case "uniqueness":
      return `one ${word(formal.concept)} per ${list(formal.fields)}${where(formal.where)}${otherwise(formal)}`;
    case "condition":
      return `${list(formal.actions, "first")} ${word(formal.concept)} only if ${expression(formal.condition)}${otherwise(formal)}`;
    case "computed":
      return `on ${word(formal.action)} ${word(formal.concept)}, ${word(formal.attribute)} = ${expression(formal.value)}`;
    case "sequence":
      return `number ${word(formal.concept)}.${word(formal.attribute)} per ${word(formal.per)}`;
    case "effect": {
      const when = formal.when ? ` when ${expression(formal.when)}` : "";
      return `on ${word(formal.action)} ${word(formal.concept)}${when}: ${effectClause(formal.effect)}`;
    }
    case "report":
      return reportLine(formal);
    case "structure":
      return formal.member === undefined
        ? `keep ${word(formal.concept)}`
        : `${word(formal.concept, "first")} has ${word(formal.member)}`;
    default:
      return formal satisfies never;
  }
}

function effectClause(effect: Effect): string {
  switch (effect.type) {
    case "create": {
      const data = Object.keys(effect.data).length === 0 ? "" : ` with ${assignments(effect.data)}`;
      return `create ${word(effect.concept)}${data}`;
    }
    case "update": {
      const reached = `${word(effect.concept)} as ${word(effect.parameter)} where ${expression(effect.where)}`;
      return `update ${reached} set ${assignments(effect.data)}`;
    }
    case "notify":
      return `notify ${expression(effect.to)} with ${expression(effect.subject)} and ${expression(effect.body)}`;
    default:
      return effect satisfies never;
  }
}

function reportLine(formal: FormalOf<"report">): string {
  const head = `report ${word(formal.name)} for ${actorList(formal.actors)}: ${word(formal.concept)}${where(formal.where)}`;
  const clauses = [head];
  if (Object.keys(formal.by).length > 0) clauses.push(`by ${assignments(formal.by)}`);
  const measures = Object.entries(formal.measures).map(([name, measure]) => {
    const value = measure.value ? ` of ${expression(measure.value)}` : "";
    return `${word(name)} = ${measure.operation}${value}`;
  });
  if (measures.length > 0) clauses.push(`showing ${measures.join(", ")}`);
  if (formal.sort) {
    clauses.push(`sorted by ${formal.sort.direction === "desc" ? "-" : ""}${word(formal.sort.name)}`);
  }
  if (formal.limit !== undefined) clauses.push(`first ${formal.limit}`);
  return clauses.join(", ");
}

function where(condition: Parameters<typeof expression>[0] | undefined): string {
  return condition ? ` where ${expression(condition)}` : "";
}

function otherwise(formal: FormalOf<"limit"> | FormalOf<"uniqueness"> | FormalOf<"condition">): string {
  const usual = defaultError(formal);
  const parts: string[] = [];
  if (formal.error.code !== usual.code) parts.push(formal.error.code);
  if (formal.error.title !== usual.title) parts.push(quoted(formal.error.title));
  return parts.length === 0 ? "" : `, else ${parts.join(" ")}`;
}
