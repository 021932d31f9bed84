import { sample } from "fast-check";
import type { Expression } from "../../src/expression/document.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { normalize, printExpression } from "../../src/expression/print.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { trees } from "../../test/expression/trees.ts";
import { coverExpression, type Coverage } from "../coverage.ts";
import type { Finding } from "../result.ts";
import { firstDead, wordsOf, type Word } from "./grammar.ts";

export interface TextRun {
  counts: Record<string, number>;
  coverage: Pick<Coverage, "expressions" | "expressionPairs">;
  findings: Finding[];
}

/** `parse(print(tree))` is the tree, for so many random trees. */
export function roundTrips(run: TextRun, seed: number, count: number): void {
  for (const tree of sample(trees, { numRuns: count, seed })) {
    run.counts["trees"] = (run.counts["trees"] ?? 0) + 1;
    coverExpression(run.coverage, tree);
    const text = printExpression(tree);
    const parsed = parseExpression(text);
    const same = "expression" in parsed && isSame(parsed.expression, normalize(tree));
    if (!same || /[\r\n\u2028]/.test(text)) {
      report(
        run,
        "round trip",
        "expression" in parsed ? "another tree" : parsed.problems[0]!.message,
        seed,
        text,
      );
    }
  }
}

function isSame(one: Expression, other: Expression): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Words that a damage puts in: every symbol, some names and values, and what is no word. */
const intruders = [
  ..."|| && ?? == != < <= > >= in + - * / % ? : , . ?. => ( ) [ ] { } !".split(" "),
  ...'true null date a Loan count 7 0.5 `q` \'it\' "s" ; # @ === = & $ 3x " ` \\'.split(" "),
];

/**
 * Texts with one word removed, put in or replaced. Where that leaves no expression, the problem begins at the damaged
 * word, or at the first word from which on nothing could become an expression; where it leaves one, it is read.
 */
export function damages(run: TextRun, random: Random, seed: number, count: number): void {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  const small = sample(trees, { numRuns: 2 * count, seed: seed + 1 }).filter((tree) => {
    const { length } = printExpression(tree);
    return length > 8 && length < 160;
  });
  run.counts["damaged"] = 0;
  for (let attempt = 0; run.counts["damaged"] < count && attempt < 20 * count; attempt++) {
    const text = printExpression(pick(small));
    const words = plainWords(text);
    const at = Math.floor(random() * words.length);
    const { start, end } = words[at]!;
    const way = pick(["removed", "put in", "replaced"]);
    const intruder = way === "removed" ? "" : `${pick(intruders)} `;
    const kept = way === "put in" ? text.slice(start) : text.slice(end);
    const damaged = `${text.slice(0, start)}${intruder}${kept}`;
    judge(run, seed, { text: damaged, column: start, way: `${way} ${intruder}`.trim() });
  }
}

function plainWords(text: string): Word[] {
  return wordsOf(text);
}

function judge(
  run: TextRun,
  seed: number,
  { text, column, way }: { text: string; column: number; way: string },
): void {
  const parsed = parseExpression(text);
  const words = wordsOf(text);
  const dead = firstDead(words);
  const place = dead === undefined ? undefined : (words[dead]?.start ?? text.length);
  if ("expression" in parsed) {
    run.counts["damaged and still one"] = (run.counts["damaged and still one"] ?? 0) + 1;
    if (place !== undefined) report(run, "wrongly read", `dead from ${place}`, seed, text);
    return;
  }
  const [problem] = parsed.problems;
  const { start } = problem!.span;
  if (place === undefined) {
    // The grammar does not know these: they are right where the word that says it stands.
    const byMeaning = /given twice|too large|call the row|no escape/.test(problem!.message);
    if (byMeaning) return;
    return report(run, "wrongly refused", problem!.message, seed, text);
  }
  run.counts["damaged"]! += 1;
  run.counts[`refused: ${way.split(" ")[0]}`] = (run.counts[`refused: ${way.split(" ")[0]}`] ?? 0) + 1;
  const damagedAt = words.find((word) => word.end > column)?.start ?? text.length;
  if (start === place) run.counts["at the first dead word"] = (run.counts["at the first dead word"] ?? 0) + 1;
  else if (start === damagedAt || start === column) {
    run.counts["at the damaged word"] = (run.counts["at the damaged word"] ?? 0) + 1;
  } else {
    const told = `${way} at ${column}: reported at ${start}, dead from ${place}: ${problem!.message}`;
    report(run, "wrong column", told, seed, text);
  }
}

function report(run: TextRun, kind: string, message: string, seed: number, sampleText: unknown): void {
  run.findings.push({
    part: "expression",
    language: "expression",
    kind,
    message,
    seed: String(seed),
    sample: sampleText,
  });
}
