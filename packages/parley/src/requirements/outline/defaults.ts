import { camelCase, kebabCase, plural, words } from "../../text/names.ts";
import type { Formal, FormalOf, Requirement } from "../document.ts";

/** What the outline leaves out and a hand-writer need not say. */

export const defaultLanguage = "en";

export function defaultProjectName(title: string): string {
  const name = kebabCase(title);
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) ? name : "project";
}

/** The id that something gets from its name at birth; what is inside something has its id before it. */
export function defaultId(name: string, parent?: string): string {
  return parent === undefined ? camelCase(name) || name : `${parent}/${name}`;
}

/** Requirements, questions and blocks are born with their key. */
export function defaultKeyId(key: string): string {
  return key === "" ? "unnamed" : key;
}

/** How the target of a relation sees the rows of a concept. */
export function defaultInverse(concept: string, one = false): string {
  const name = camelCase(concept);
  return one ? name : plural(name);
}

export function defaultKind(formal: Formal | undefined): Requirement["kind"] {
  switch (formal?.type) {
    case "limit":
    case "uniqueness":
    case "condition":
    case "computed":
    case "sequence":
      return "rule";
    case "account":
      return "security";
    case "permission":
    case "effect":
    case "report":
    case "structure":
    case undefined:
      return "functional";
    default:
      return formal satisfies never;
  }
}

type Refusing = FormalOf<"limit"> | FormalOf<"uniqueness"> | FormalOf<"condition">;

/** The error of a rule that names none. */
export function defaultError(formal: Omit<Refusing, "error">): Refusing["error"] {
  const rule = formal as Refusing;
  const noun = words(rule.concept).join(" ");
  switch (rule.type) {
    case "limit": {
      const per = words(rule.per).join(" ");
      const counted = rule.most === 1 ? noun : plural(noun);
      return {
        code: `too-many-${kebabCase(plural(rule.concept))}`,
        title: `At most ${rule.most} ${counted} for each ${per}.`,
      };
    }
    case "uniqueness": {
      const fields = rule.fields.map((field) => words(field).join(" ")).join(" and ");
      return {
        code: `${kebabCase(rule.concept)}-taken`,
        title: `There is already a ${noun} with this ${fields}.`,
      };
    }
    case "condition": {
      const action = words(rule.actions[0] ?? "").join(" ");
      return {
        code: `${kebabCase(`${rule.concept} ${action}`)}-refused`,
        title: `It is not possible to ${action} this ${noun} now.`,
      };
    }
    default:
      return rule satisfies never;
  }
}
