/** How a request is refused that does not fit its schema. */
export const invalid = { status: 400, code: "validation-failed" };

const MINUTE = 60_000;

/** Whether two moments are at most a minute apart. */
export function isNear(one: Date, other: Date): boolean {
  return Math.abs(one.getTime() - other.getTime()) <= MINUTE;
}

export function first<Item>(items: readonly Item[]): Item {
  if (items.length === 0) throw new RangeError("The list is empty");
  return items[0]!;
}

export function lastWord(text: string): string {
  return text.trim().split(/\s+/).at(-1)!;
}

type Loaded<Item> = { data: Item[]; page: { pages: number } };

/** The items of all pages of a list, in its order. */
export async function walk<Item>(load: (page: number) => Promise<Loaded<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  for (let number = 1; ; number += 1) {
    const { data, page } = await load(number);
    items.push(...data);
    if (number >= page.pages) return items;
  }
}
