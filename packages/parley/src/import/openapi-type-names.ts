import { tableNameOf } from "../database/names.ts";
import { reservedTypeNames } from "../database/reserved.ts";
import { plural } from "../text/names.ts";

/** Hands out names of models and enums that meet neither in the database nor in their plurals. */
export type TypeNames = (wish: string) => string;

const LONGEST = 44;

export function typeNames(given: readonly string[]): TypeNames {
  const taken = new Set(given.flatMap(keysOf));
  return (wish) => {
    const stem = wish.replaceAll(/[^A-Za-z0-9]/g, "").slice(0, LONGEST);
    for (let count = 1; ; count++) {
      const name = count === 1 ? stem : count === 2 ? `${stem}Row` : `${stem}Row${count}`;
      const keys = keysOf(name);
      if (reservedTypeNames.has(name) || keys.some((key) => taken.has(key))) continue;
      keys.forEach((key) => taken.add(key));
      return name;
    }
  };
}

/** Whether a word can stand for a thing: a letter alone cannot. */
export function isNoun(wish: string): boolean {
  return /^[A-Z][A-Za-z0-9]+$/.test(wish);
}

function keysOf(name: string): string[] {
  return [tableNameOf(name), plural(tableNameOf(name))].map((key) => key.replaceAll("_", ""));
}
