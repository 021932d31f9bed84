import { printExpression } from "../../expression/print.ts";
import type { Expression } from "../../expression/document.ts";
import { plural, words } from "../../text/names.ts";
import { code } from "../outline/words.ts";
import type { Effect, Formal, FormalOf } from "../document.ts";

/** One English sentence in EARS form that says what a formal requirement means. */
export function statementOf(formal: Formal): string {
  switch (formal.type) {
    case "permission":
      return permissionStatement(formal);
    case "limit": {
      const counted = `${formal.most} ${formal.most === 1 ? noun(formal.concept) : nouns(formal.concept)}`;
      return `The system shall refuse more than ${counted} for each ${noun(formal.per)}${where(formal.where)}.`;
    }
    case "uniqueness": {
      const fields = enumerate(formal.fields.map(noun));
      return `The system shall refuse a second ${noun(formal.concept)} with the same ${fields}${where(formal.where)}.`;
    }
    case "condition": {
      const actions = enumerate(formal.actions.map(noun), "or");
      return `The system shall refuse to ${actions} ${one(formal.concept)} unless ${expression(formal.condition)}.`;
    }
    case "computed":
      return `${onAction(formal)}, the system shall set its ${noun(formal.attribute)} to ${expression(formal.value)}.`;
    case "sequence": {
      const created = onAction({ concept: formal.concept, action: "create" });
      const numbers = `1, 2, 3 and so on for each ${noun(formal.per)}`;
      return `${created}, the system shall set its ${noun(formal.attribute)} to the next of ${numbers}, without gap or double.`;
    }
    case "effect": {
      const condition = formal.when ? ` and ${expression(formal.when)}` : "";
      return `${onAction(formal)}${condition}, the system shall ${effectClause(formal.effect)}.`;
    }
    case "report":
      return reportStatement(formal);
    case "account":
      return `The system shall let ${people(formal.actors)} sign in and out, and change or reset their password.`;
    case "structure":
      return formal.member === undefined
        ? `The system shall keep ${nouns(formal.concept)}.`
        : `The system shall keep the ${noun(formal.member)} of each ${noun(formal.concept)}.`;
    default:
      return formal satisfies never;
  }
}

function permissionStatement(formal: FormalOf<"permission">): string {
  const whose = { own: "their own ", joined: "", any: "" }[formal.scope];
  const joined = formal.scope === "joined" ? " within what they have joined" : "";
  const what = `${enumerate(formal.actions.map(noun))} ${whose}${nouns(formal.concept)}${joined}`;
  return `The system shall let ${people(formal.actors)} ${what}${where(formal.condition)}.`;
}

function effectClause(effect: Effect): string {
  switch (effect.type) {
    case "create":
      return `create ${one(effect.concept)}${assignments(" with", effect.data)}`;
    case "update": {
      const condition = `for which, as ${effect.parameter}, ${expression(effect.where)}`;
      return `update every ${noun(effect.concept)} ${condition}${assignments(": set", effect.data)}`;
    }
    case "notify":
      return `notify ${expression(effect.to)} with the subject ${expression(effect.subject)} and the text ${expression(effect.body)}`;
    default:
      return effect satisfies never;
  }
}

function reportStatement(formal: FormalOf<"report">): string {
  const grouped = Object.keys(formal.by).map(noun);
  const shown = Object.keys(formal.measures).map(noun);
  const parts = [
    `The system shall show ${people(formal.actors)} the report ${noun(formal.name)}:`,
    `${nouns(formal.concept)}${where(formal.where)}`,
  ];
  if (grouped.length > 0) parts.push(`by ${enumerate(grouped)}`);
  if (shown.length > 0) parts.push(`with ${enumerate(shown)}`);
  const order = formal.sort
    ? `, ${formal.sort.direction === "desc" ? "highest" : "lowest"} ${noun(formal.sort.name)} first`
    : "";
  const limit = formal.limit === undefined ? "" : `, at most ${formal.limit} rows`;
  return `${parts.join(" ")}${order}${limit}.`;
}

function onAction(formal: { concept: string; action: string }): string {
  return `When a request to ${noun(formal.action)} ${one(formal.concept)} succeeds`;
}

function assignments(lead: string, data: Record<string, Expression>): string {
  const parts = Object.entries(data).map(([name, value]) => `${noun(name)} = ${expression(value)}`);
  return parts.length === 0 ? "" : `${lead} ${enumerate(parts)}`;
}

function where(condition: Expression | undefined): string {
  return condition ? ` where ${expression(condition)}` : "";
}

function expression(value: Expression): string {
  return code(printExpression(value));
}

function people(actors: readonly string[]): string {
  return enumerate(actors.map((actor) => (actor === "guest" ? "everybody" : nouns(actor))));
}

function noun(name: string): string {
  return words(name).join(" ");
}

function nouns(name: string): string {
  return plural(noun(name));
}

function one(name: string): string {
  const words = noun(name);
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(parts: readonly string[], conjunction = "and"): string {
  if (parts.length < 2) return parts[0] ?? "";
  return `${parts.slice(0, -1).join(", ")} ${conjunction} ${parts.at(-1)}`;
}
