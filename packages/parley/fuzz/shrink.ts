import { isRecord } from "../src/schema/ir.ts";

/** A document that shows something, and how to find out whether a smaller one still does. */
export interface Shrinkable {
  document: unknown;
  /** Cheap: whether the schema and the rules let it be. */
  isValid: (document: unknown) => boolean;
  /** Whether the same judge still says the same. */
  shows: (document: unknown) => Promise<boolean>;
}

type Path = (string | number)[];

/** Most documents that are only looked at by rules. */
const MOST_CHECKED = 3000;

/** Takes parts out of a document, the largest first, as long as it shows the same; asks the judge at most so often. */
export async function shrink({ document, isValid, shows }: Shrinkable, most: number): Promise<unknown> {
  let current = document;
  let asked = 0;
  let checked = 0;
  for (let again = true; again && asked < most;) {
    again = false;
    for (const path of partsOf(current)) {
      if (asked >= most || checked >= MOST_CHECKED) return current;
      const smaller = without(current, path);
      if (smaller === undefined) continue;
      checked++;
      if (!isValid(smaller)) continue;
      asked++;
      if (!(await shows(smaller))) continue;
      current = smaller;
      again = true;
    }
  }
  return current;
}

/** Every entry and item below, largest first. */
function partsOf(document: unknown): Path[] {
  const parts: { path: Path; size: number }[] = [];
  const walk = (value: unknown, path: Path): number => {
    if (typeof value !== "object" || value === null) return JSON.stringify(value)?.length ?? 0;
    let size = 2;
    for (const [key, child] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      const own = walk(child, at) + key.length;
      // What tells the kind of a node is no part of it.
      if (key !== "type" && at.length > 1) parts.push({ path: at, size: own });
      size += own;
    }
    return size;
  };
  walk(document, []);
  return parts.toSorted((a, b) => b.size - a.size).map(({ path }) => path);
}

/** A copy without a part; an operation goes with its procedure. */
function without(document: unknown, path: Path): unknown {
  const copy = structuredClone(document);
  if (!remove(copy, path)) return undefined;
  const [language, collection, name, ...inner] = path;
  if (language === "api" && collection === "operations" && inner.length === 0) {
    remove(copy, ["program", "procedures", name!]);
  }
  return copy;
}

function remove(root: unknown, path: Path): boolean {
  const owner = path.slice(0, -1).reduce<unknown>((value, key) => {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }, root);
  const key = path.at(-1)!;
  if (Array.isArray(owner) && typeof key === "number" && key < owner.length) {
    owner.splice(key, 1);
    return true;
  }
  if (!isRecord(owner) || !Object.hasOwn(owner, key)) return false;
  delete owner[key];
  return true;
}
