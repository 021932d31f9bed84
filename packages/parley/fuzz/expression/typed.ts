import { sample } from "fast-check";
import { evaluate } from "../../test/expression/evaluate.ts";
import { sizeOf, parseDuration } from "../../test/expression/evaluate-duration.ts";
import { isSpan, type Value } from "../../test/expression/evaluate-value.ts";
import { typecheck } from "../../test/expression/typecheck.ts";
import { typedTextsOfAll } from "../../test/expression/typed-trees.ts";
import { plain, run as runCode, tryPrint, tryRead, values } from "../../test/expression/world.ts";
import type { TextRun } from "./text.ts";

const BATCH = 1000;

/** Typed expressions: printed to TypeScript that compiles and gives what the expression means. */
export function typedExpressions(run: TextRun, seed: number, count: number): void {
  const report = (kind: string, message: string, text: unknown): void =>
    void run.findings.push({
      part: "expression",
      language: "expression",
      kind,
      message,
      seed: String(seed),
      sample: text,
    });
  run.counts["typed"] = 0;
  run.counts["typed and accepted"] = 0;
  for (let start = 0; start < count; start += BATCH) {
    const texts = sample(typedTextsOfAll, { numRuns: Math.min(BATCH, count - start), seed: seed + start });
    const codes: { text: string; code: string }[] = [];
    for (const text of texts) {
      run.counts["typed"]! += 1;
      let code: string | undefined;
      try {
        code = tryPrint(text);
      } catch (error) {
        report("printer throws", String(error), text);
      }
      if (code === undefined) continue;
      run.counts["typed and accepted"]! += 1;
      codes.push({ text, code });
      const difference = differenceOf(text, code);
      if (difference !== undefined) report("another value", difference, { text, code });
    }
    const problems = typecheck(codes.map(({ code }) => code));
    for (const [, line, message] of problems.matchAll(/printed\.ts\((\d+),\d+\): error (.*)/g)) {
      const { text, code } = codes.at(Number(line) - HEAD_LINES - 1) ?? { text: "?", code: "?" };
      report("does not compile", message!, { text, code });
    }
  }
}

/** Lines of the file before the first expression: found out by compiling one that is wrong. */
const HEAD_LINES = Number(/printed\.ts\((\d+)/.exec(typecheck(["row.fee + 1"]))?.[1] ?? 1) - 1;

function differenceOf(text: string, code: string): string | undefined {
  const { tree, typing } = tryRead(text)!;
  const wanted = outcomeOf(() => evaluate(tree, scopeOf(), typing));
  const found = outcomeOf(() => runCode(code));
  return isSame(wanted, found)
    ? undefined
    : `${JSON.stringify(wanted)} is meant, ${JSON.stringify(found)} comes out`;
}

function scopeOf(): Record<string, unknown> {
  return values;
}

/** Computing with numbers that are none and with negative counts ends in errors on both sides. */
function outcomeOf(compute: () => unknown): unknown {
  try {
    return plainly(compute());
  } catch (error) {
    return error instanceof RangeError || /Invalid time value|Invalid array length/.test(String(error))
      ? "range"
      : String(error);
  }
}

function plainly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainly);
  if (isSpan(value as Value)) return { milliseconds: sizeOf(value as never) };
  const found = plain(value);
  if (typeof found === "number" && Number.isNaN(found)) return "NaN";
  if (typeof found === "string" && /^-?P[\dT]/.test(found))
    return { milliseconds: sizeOf(parseDuration(found)) };
  if (typeof found !== "object" || found === null) return found;
  return Object.fromEntries(Object.entries(found).map(([name, inner]) => [name, plainly(inner)]));
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one === "number" && typeof other === "number")
    return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one));
  return JSON.stringify(one) === JSON.stringify(other);
}
