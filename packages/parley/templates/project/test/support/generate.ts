import type { SeededRandom } from "./random.ts";

const MOST_DRAWS = 10_000;

/** Random values that are more than one draw. The same seed gives the same values. */
export const generate = {
  /** True in so many of a thousand draws as the probability says. */
  chance(random: SeededRandom, probability: number): boolean {
    return random.integer(1, 1000) <= Math.round(probability * 1000);
  },

  /** A multiple of `step` between two bounds, both included. */
  number(random: SeededRandom, minimum: number, maximum: number, step: number): number {
    const steps = random.integer(Math.ceil(minimum / step), Math.floor(maximum / step));
    return Number((steps * step).toFixed(10));
  },

  /** Letters from ranges, each two characters long: `AZ09` is any of A to Z and 0 to 9. */
  characters(random: SeededRandom, ranges: string, least: number, most: number): string {
    const letters = Array.from({ length: ranges.length / 2 }, (_, index) => {
      const [first, last] = [ranges.charCodeAt(2 * index), ranges.charCodeAt(2 * index + 1)];
      return Array.from({ length: last - first + 1 }, (__, more) => String.fromCharCode(first + more));
    }).flat();
    return generate.repeated(random, least, most, () => random.pick(letters));
  },

  repeated(random: SeededRandom, least: number, most: number, one: () => string): string {
    return Array.from({ length: random.integer(least, most) }, one).join("");
  },

  /** Draws until a text is as long as it has to be. */
  fitting(least: number, most: number, draw: () => string): string {
    for (let count = 0; count < MOST_DRAWS; count += 1) {
      const text = draw();
      if (text.length >= least && text.length <= most) return text;
    }
    throw new RangeError(`No text of ${least} to ${most} characters was drawn`);
  },

  /** So many items, no two the same; fewer where no more are found. */
  distinct<Item>(count: number, draw: () => Item): Item[] {
    const items = new Map<string, Item>();
    for (let tries = 0; items.size < count && tries < MOST_DRAWS; tries += 1) {
      const item = draw();
      items.set(JSON.stringify(item), item);
    }
    return [...items.values()];
  },
};

/** What JavaScript calls a value's type. */
export function typeOfValue(value: unknown): "string" | "number" | "boolean" | "object" | "undefined" {
  const type = typeof value;
  if (type === "string" || type === "number" || type === "boolean" || type === "undefined") return type;
  return "object";
}

/** The element at a place, counted from 0; fails where there is none. */
export function itemAt<Item>(items: readonly Item[], index: number): Item {
  if (!(index in items)) throw new RangeError(`The list of ${items.length} has nothing at ${index}`);
  return items[index]!;
}

/** 0, 1, 2 … up to one less than the count. */
export function countingTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Whether a status says that the client's request was refused. */
export function isRefusal(status: number): boolean {
  return status >= 400 && status < 500;
}
