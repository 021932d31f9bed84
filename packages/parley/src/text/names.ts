import { createHash } from "node:crypto";
import pluralize from "pluralize";
import { POSTGRES_NAME_BYTES } from "./escape.ts";

/** The words of a name in any case: `HTTPServer2Go`, `order_line`, `Order line` → lower-case words. */
export function words(name: string): string[] {
  return name
    .normalize("NFKC")
    .replaceAll(/['’]/g, "")
    .replaceAll(/(\p{Lu}+)(?=\p{Lu}\p{Ll})|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, "$1 ")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

export function camelCase(name: string): string {
  const [first = "", ...rest] = words(name);
  return [first, ...rest.map(capital)].join("");
}

export function pascalCase(name: string): string {
  return words(name).map(capital).join("");
}

export function snakeCase(name: string): string {
  return words(name).join("_");
}

export function kebabCase(name: string): string {
  return words(name).join("-");
}

/** `Order line item`. */
export function sentenceCase(name: string): string {
  return capital(words(name).join(" "));
}

/** `Order Line Item`. */
export function titleCase(name: string): string {
  return words(name).map(capital).join(" ");
}

/** The plural of a name, its last word alone changed and its case kept: `orderLine` → `orderLines`. */
export function plural(name: string): string {
  return inflect(name, (word) => pluralize.plural(word));
}

/** The singular of a name, its last word alone changed and its case kept. */
export function singular(name: string): string {
  return inflect(name, (word) => pluralize.singular(word));
}

/** `1 book`, `3 books`. */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : plural(noun)}`;
}

/**
 * A name for PostgreSQL in snake_case from its parts and a suffix (`pkey`, `key`, `idx`, `fkey`, `check`), at most 63
 * bytes long; a longer one keeps its beginning and its suffix, with a hash of the whole between.
 */
export function databaseName(parts: readonly string[], suffix = ""): string {
  const stem = parts
    .map(snakeCase)
    .filter((part) => part !== "")
    .join("_");
  const ending = suffix === "" ? "" : `_${suffix}`;
  const name = stem + ending;
  if (Buffer.byteLength(name) <= POSTGRES_NAME_BYTES) return name;
  const tail = `_${createHash("sha256")
    .update(JSON.stringify([parts, suffix]))
    .digest("hex")
    .slice(0, 8)}${ending}`;
  return cutToBytes(stem, POSTGRES_NAME_BYTES - Buffer.byteLength(tail)).replace(/_+$/, "") + tail;
}

/** `name`, or `name2`, `name3` … where it is taken. The caller adds the answer to what is taken. */
export function unique(name: string, taken: { has: (name: string) => boolean }): string {
  if (!taken.has(name)) return name;
  for (let count = 2; ; count++) if (!taken.has(`${name}${count}`)) return `${name}${count}`;
}

function capital(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("");
}

function inflect(name: string, change: (word: string) => string): string {
  const last = /(?:\p{Lu}+|\p{L})\p{Ll}*$/u.exec(name)?.[0];
  if (!last) return name;
  return name.slice(0, name.length - last.length) + change(last);
}

function cutToBytes(name: string, bytes: number): string {
  let kept = "";
  let length = 0;
  for (const character of name) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    kept += character;
  }
  return kept;
}

/** A sentence to be gone on with, or ended by whoever shows it. */
export function withoutStop(sentence: string): string {
  return sentence.trimEnd().replace(/(?<!\.)\.$/, "");
}
