import { camelCase } from "../text/names.ts";
import type { Phrase } from "./phrases.ts";
import { isValue } from "./scene.ts";
import type { Word } from "./tagging.ts";

export function fieldName(words: readonly string[]): string {
  return (
    camelCase(words.join(" ").replaceAll(/[^\p{L}\p{N} -]/gu, ""))
      .replace(/^[^a-z]+/, "")
      .replaceAll(/[^A-Za-z0-9]/g, "")
      .slice(0, 40) || "value"
  );
}

/** Words of a kind: `a kind of work` is called `kind`. */
const kindNouns: ReadonlySet<string> = new Set("kind type sort".split(" "));
/** Adjectives that are part of a member's name: `total cost`, `planned start`. */
export function namingModifiers(phrase: Phrase): Word[] {
  return phrase.modifiers.filter(
    ({ text, verb }) =>
      ["first", "last", "full", "total"].includes(text) || (verb?.form === "past" && isValue(phrase)),
  );
}

/** `birth` of `date of birth`; `a description of the work` and `a kind of work` are named by their first word alone. */
export function wholeOf({ of, words }: Phrase): readonly string[] {
  const isPlain =
    of?.words[0]?.tag === "content" && of.determiner === undefined && of.possessive === undefined;
  return isPlain && !kindNouns.has(words.at(-1)!.text) ? ["of", ...of.words.map(({ text }) => text)] : [];
}
