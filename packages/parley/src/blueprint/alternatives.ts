import { all, any, trueValue } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { chainOf, operandsOf } from "../expression/visit.ts";

/**
 * Conditions joined by `||`, as a person would write it: without alternatives that others hold already, and without
 * parts that are decided where none of those before them holds. TypeScript refuses `s === "a" || s === "a"`.
 */
export function either(conditions: readonly Expression[]): Expression {
  const known: Known = new Map();
  const kept: Expression[] = [];
  for (const alternative of widest(conditions.flatMap((one) => operandsOf("||", one)))) {
    const parts = operandsOf("&&", alternative).map((part) => ({ part, truth: decided(known, part) }));
    if (parts.some(({ truth }) => truth === false)) continue;
    const open = parts.filter(({ truth }) => truth === undefined).map(({ part }) => part);
    if (open.length === 0) return trueValue;
    kept.push(all(open));
    if (open.length === 1) exclude(known, open[0]!);
  }
  return any(kept);
}

/** Without what another one holds already: `a && b` says nothing beside `a`. */
function widest(alternatives: readonly Expression[]): Expression[] {
  const sets = alternatives.map((one) => new Set(operandsOf("&&", one).map((part) => JSON.stringify(part))));
  return alternatives.filter((_, index) => {
    const own = sets[index]!;
    return !sets.some((other, place) => {
      const isContained = [...other].every((part) => own.has(part));
      return isContained && (other.size < own.size || place < index);
    });
  });
}

/** Of a path, by its text: the only words that it can be, or some that it is not. */
type Known = Map<string, { only?: string[]; not: string[] }>;

interface Comparison {
  path: string;
  words: string[];
  /** Whether the path is one of the words, or none of them. */
  isOne: boolean;
}

/** `row.status == "open"` and its like. */
function comparisonOf(part: Expression): Comparison | undefined {
  if (part.type !== "binary") return undefined;
  const path = chainOf(part.left)?.join(".");
  if (path === undefined) return undefined;
  if (part.operator === "in" && part.right.type === "list") {
    const words = part.right.items.flatMap((item) => (item.type === "string" ? [item.value] : []));
    return words.length === part.right.items.length ? { path, words, isOne: true } : undefined;
  }
  if ((part.operator !== "==" && part.operator !== "!=") || part.right.type !== "string") return undefined;
  return { path, words: [part.right.value], isOne: part.operator === "==" };
}

function decided(known: Known, part: Expression): boolean | undefined {
  const comparison = comparisonOf(part);
  const about = comparison && known.get(comparison.path);
  if (!about) return undefined;
  const { words, isOne } = comparison;
  if (about.only) {
    if (about.only.every((word) => words.includes(word))) return isOne;
    return about.only.some((word) => words.includes(word)) ? undefined : !isOne;
  }
  return words.every((word) => about.not.includes(word)) ? !isOne : undefined;
}

/** What is known where a condition does not hold. */
function exclude(known: Known, part: Expression): void {
  const comparison = comparisonOf(part);
  if (!comparison) return;
  const { path, words, isOne } = comparison;
  const before = known.get(path) ?? { not: [] };
  known.set(path, isOne ? { ...before, not: [...before.not, ...words] } : { ...before, only: words });
}
