import { longestRun } from "../../text/prose.ts";

/** Words that would read as something else where a name may stand; such names are written in quotes. */
const reserved: ReadonlySet<string> = new Set(
  "and or own else where nothing nobody true false states guest anybody anyone everybody everyone".split(" "),
);
/** Words that begin a rule of another form. */
const openings: ReadonlySet<string> = new Set("at one on number report keep".split(" "));

export const WORD = /[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*/y;
const WHOLE_WORD = /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/;
const PLAIN_ID = /^[A-Za-z0-9_./-]+$/;

/** Says the guest, in rules; a quoted `"anybody"` is a name. */
export const GUEST = "anybody";
export const guestWords: ReadonlySet<string> = new Set([
  "guest",
  "anybody",
  "anyone",
  "everybody",
  "everyone",
]);

/** Whether a bare word may be read as a name. */
export function isReserved(word: string): boolean {
  return reserved.has(word);
}

/** A name as it stands in a line: bare, or in quotes where the bare word would read as something else. */
export function word(name: string, position: "inside" | "first" = "inside"): string {
  const bare = WHOLE_WORD.test(name) && !reserved.has(name) && !(position === "first" && openings.has(name));
  return bare ? name : quoted(name);
}

export function list(names: readonly string[], position: "inside" | "first" = "inside"): string {
  return names.map((name, index) => word(name, index === 0 ? position : "inside")).join(", ");
}

/** Kinds of actor in a rule. */
export function actorList(actors: readonly string[], position: "inside" | "first" = "inside"): string {
  return actors
    .map((actor, index) => (actor === "guest" ? GUEST : word(actor, index === 0 ? position : "inside")))
    .join(", ");
}

export function quoted(value: string): string {
  return JSON.stringify(value).replaceAll(/[\u007f-\u009f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

const PLAIN_PROSE = /^[\p{L}\p{N}'’“„«¿¡][^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]*$/u;
const READS_AS_MORE = /^(?:because|name|language)\s*:|^\d+[.)]\s|[\]}]$|\s$/i;

/** Whether words can stand in a line as they are and be read back the same. */
export function isPlain(value: string): boolean {
  return PLAIN_PROSE.test(value) && !READS_AS_MORE.test(value);
}

/** Words that fill the rest of a line: as they are, or in quotes where they would read as something else. */
export function prose(value: string): string {
  return isPlain(value) ? value : quoted(value);
}

/** Words that fill lines of their own, with a blank line between paragraphs. */
export function paragraphs(value: string): string[] {
  const parts = value.split("\n\n");
  return parts.every(isPlain) ? parts : [quoted(value)];
}

/** `{#id}`, with a blank before it, where the id is not the one that the name has at birth. */
export function mark(id: string, usual: string): string {
  if (id === usual) return "";
  return ` {#${PLAIN_ID.test(id) ? id : quoted(id)}}`;
}

/** A code span: the fence is longer than any run of backticks inside. */
export function code(content: string): string {
  const fence = "`".repeat(longestRun(content) + 1);
  const padding = /^`|`$/.test(content) ? " " : "";
  return `${fence}${padding}${content}${padding}${fence}`;
}
