import { parseSync } from "vite";

/** How two printed files differ by more than the strings that were replaced. */
export interface Difference {
  path: string;
  /** `shape`: another program. `text`: the same program with another text than the document's. */
  kind: "shape" | "text";
  message: string;
}

/** What the harmless text of each place was replaced by. */
export type Replacements = readonly { from: string; to: string }[];

/** Compares two values of plain data in lockstep; strings may differ as the replacements say. */
export function compareData(
  before: unknown,
  after: unknown,
  replacements: Replacements,
  skip: ReadonlySet<string> = new Set(),
): { at: string; kind: "shape" | "text"; message: string } | undefined {
  let altered: { at: string; kind: "text"; message: string } | undefined;
  const walk = (a: unknown, b: unknown, at: string): string | undefined => {
    if (typeof a === "string" && typeof b === "string") {
      if (a === b || isSame(replaced(a, replacements), b)) return undefined;
      if (!mentions(a, replacements)) return `${at}: ${show(a)} became ${show(b)}`;
      altered ??= { at, kind: "text", message: `${show(a)} became ${show(b)}` };
      return undefined;
    }
    if (Array.isArray(a) && Array.isArray(b)) {
      if (a.length !== b.length) return `${at}: ${a.length} items became ${b.length}`;
      return first(a.map((item, index) => () => walk(item, b[index], `${at}/${index}`)));
    }
    if (typeof a === "object" && a !== null && typeof b === "object" && b !== null) {
      const [left, right] = [a, b].map((one) => Object.entries(one).filter(([key]) => !skip.has(key)));
      if (left!.length !== right!.length) {
        return `${at}: {${left!.map(([key]) => key)}} became {${right!.map(([key]) => key)}}`;
      }
      return first(
        left!.map(([key, value], index) => () => {
          const [other, found] = right![index]!;
          return walk(key, other, `${at} (key)`) ?? walk(value, found, `${at}/${key}`);
        }),
      );
    }
    return a === b ? undefined : `${at}: ${show(a)} became ${show(b)}`;
  };
  const message = walk(before, after, "");
  return message === undefined ? altered : { at: message.split(":")[0]!, kind: "shape", message };
}

/** PostgreSQL keeps neither U+0000 nor halves of pairs; the runner of tests reads `%` and `$` in titles. */
function isSame(wanted: string, found: string): boolean {
  if (wanted === found) return true;
  const kept = (text: string): string => text.replaceAll(/[\0%$\p{Cs}\p{Cc}]|\s+/gu, "");
  return found.length < 2 * wanted.length && kept(wanted) === kept(found);
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The text with every harmless text replaced; the longest first, for one may begin another. */
export function replaced(text: string, replacements: Replacements): string {
  if (!mentions(text, replacements)) return text;
  return text.replaceAll(
    /plain words (\d+)(?!\d)/g,
    (words) => replacements.find(({ from }) => from === words)?.to ?? words,
  );
}

export function mentions(text: string, replacements: Replacements): boolean {
  return text.includes("plain words") && replacements.some(({ from }) => text.includes(from));
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "undefined").slice(0, 300);
}

// Places and spellings of what is told by its value.
const positions = new Set(["start", "end", "raw", "range", "loc"]);

/** Compares the syntax trees of two TypeScript files; comments are no part of them. */
export function compareTypeScript(path: string, before: string, after: string, replacements: Replacements) {
  const [one, other] = [before, after].map((code) => parseSync(path, code, { lang: "ts" }));
  const [problem] = other!.errors;
  if (problem) return { kind: "shape" as const, message: `does not parse: ${problem.message}`, at: "" };
  return compareData(one!.program, other!.program, replacements, positions);
}
