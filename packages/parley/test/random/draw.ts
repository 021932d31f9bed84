import type { Random } from "../../src/schema/pattern.ts";

/** One of the items; throws on an empty list. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  if (items.length === 0) throw new Error("Nothing to pick from.");
  return items[Math.floor(random() * items.length)]!;
}

export function chance(random: Random, share: number): boolean {
  return random() < share;
}

/** A whole number from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** Up to `count` different items, in random order. */
export function sample<Item>(random: Random, items: readonly Item[], count: number): Item[] {
  return shuffle(random, items).slice(0, count);
}

export function shuffle<Item>(random: Random, items: readonly Item[]): Item[] {
  const left = [...items];
  const done: Item[] = [];
  while (left.length > 0) done.push(...left.splice(Math.floor(random() * left.length), 1));
  return done;
}

/** A key, each as often as its weight says. */
export function weighted<Key extends string>(random: Random, weights: Readonly<Record<Key, number>>): Key {
  const entries = Object.entries(weights) as [Key, number][];
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return entries.at(-1)![0];
}
