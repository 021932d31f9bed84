import { afterAll } from "vitest";
import { createHost, type Context } from "../../fuzz/context.ts";
import { groupFindings, type Finding } from "../../fuzz/result.ts";

/** A small run with a seed of its own: what `npm run fuzz` does at length. */
export function smallRuns(): (count: number, seed: number, ...languages: string[]) => Context {
  const host = createHost();
  afterAll(() => host.close());
  return (count, seed, ...languages) => ({ count, seed, languages, host, progress: () => undefined });
}

/** Findings as a reader of a failed test wants them. */
export function told(findings: readonly Finding[]): string[] {
  return groupFindings(findings).map(
    ({ language, kind, message, seed, sample }) =>
      `${language} ${kind}: ${message} (${seed})\n${JSON.stringify(sample)?.slice(0, 1500)}`,
  );
}
