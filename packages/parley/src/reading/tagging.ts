import { singular } from "../text/names.ts";
import {
  beForms,
  conjunctions,
  determiners,
  doForms,
  fillers,
  isAdverb,
  haveForms,
  modals,
  negations,
  numerals,
  particles,
  possessives,
  prepositions,
  pronouns,
  subordinators,
  verbForm,
  type VerbForm,
} from "./lexicon/words.ts";
import type { Token } from "./structure.ts";

export type Tag =
  | "determiner"
  | "possessive"
  | "pronoun"
  | "modal"
  | "be"
  | "have"
  | "do"
  | "not"
  | "preposition"
  | "subordinator"
  | "conjunction"
  | "filler"
  | "adverb"
  | "number"
  | "adjective"
  | "content"
  | "comma"
  | "sign"
  | "arrow"
  | "particle";

/** A token with what it can be; position decides between its verb and its noun. */
export interface Word extends Token {
  tag: Tag;
  /** Singular of the noun it would be. */
  noun: string;
  plural: boolean;
  verb?: VerbForm;
  value?: number;
  /** Of a range such as `1-5`. */
  upper?: number;
}

const classes: readonly (readonly [ReadonlySet<string>, Tag])[] = [
  [modals, "modal"],
  [negations, "not"],
  [beForms, "be"],
  [haveForms, "have"],
  [doForms, "do"],
  [determiners, "determiner"],
  [possessives, "possessive"],
  [pronouns, "pronoun"],
  [subordinators, "subordinator"],
  [prepositions, "preposition"],
  [conjunctions, "conjunction"],
  [fillers, "filler"],
  [particles, "particle"],
];

const adjectives: ReadonlySet<string> = new Set(
  "new old small large big public private available free open active inactive upcoming recent latest short long full empty personal inappropriate favourite favorite late overdue current past daily weekly monthly yearly annual possible unique double single first second third last next nested popular top best hot controversial internal external main common similar related optional required second-hand local online offline unpaid unread pending early important urgent simple low high total average sick healthy missing broken medical financial".split(
    " ",
  ),
);

/** The word that a token is, by itself. */
export function tagged(token: Token): Word {
  const { kind } = token;
  // A name of every object is no name to look up by.
  const text = token.text in {} ? `${token.text}s` : token.text;
  const plain = { ...token, text, noun: text, plural: false };
  if (kind === "arrow") return { ...plain, tag: "arrow" };
  if (kind === "sign")
    return { ...plain, tag: text === "," || text === "/" || text === "&" ? "comma" : "sign" };
  const value = kind === "number" ? Number.parseFloat(text.replaceAll(/,(?=\d{3})/g, "")) : numerals[text];
  if (kind === "number" || (value !== undefined && Object.hasOwn(numerals, text))) {
    const upper = /[-–]\s?(\d+(?:\.\d+)?)/.exec(text)?.[1];
    return {
      ...plain,
      tag: "number",
      value: value ?? 0,
      ...(upper && kind === "number" ? { upper: Number(upper) } : {}),
    };
  }
  const verb = verbForm(text);
  const tag =
    classes.find(([words]) => words.has(text))?.[1] ??
    (adjectives.has(text) ? "adjective" : isAdverb(text) ? "adverb" : "content");
  if (tag === "pronoun") return { ...plain, tag };
  const noun = singular(text.replace(/'s$|s'$/, "")).toLowerCase();
  const isPlural = noun !== text && !text.endsWith("'s") && /s$|people|children|staff|men$/.test(text);
  return { ...plain, tag, noun, plural: isPlural, ...(verb ? { verb } : {}) };
}
