import { randomInt } from "node:crypto";
import { createHost, type Context } from "./context.ts";
import { readOptions, usage, type Options, type PartName } from "./options.ts";
import { groupFindings, shrinkFindings, type PartResult } from "./result.ts";
import { writeResult } from "./write-result.ts";

/** The parts, loaded when they are asked for. */
const parts: Record<PartName, (context: Context, options: Options) => Promise<PartResult>> = {
  expression: async (context) => (await import("./expression/part.ts")).fuzzExpressions(context),
  soundness: async (context) => (await import("./soundness/part.ts")).fuzzSoundness(context),
  hostile: async (context) => {
    const { hostileInputs } = await import("./hostile/inputs.ts");
    const { fuzzHostile } = await import("./hostile/part.ts");
    return fuzzHostile(context, await hostileInputs(context));
  },
  rejection: async (context) => (await import("./rejection/part.ts")).fuzzRejection(context),
  rules: async (context) => (await import("./rejection/by-hand.ts")).fuzzRules(context),
  backends: async (context, { backends }) => (await import("./backends.ts")).fuzzBackends(context, backends),
};

/** Runs the fuzz command; 0 where nothing was found, 1 where something was, 2 where the words make no sense. */
export async function main(words: readonly string[]): Promise<number> {
  if (words.some((word) => word === "--help" || word === "-h")) {
    process.stdout.write(usage);
    return 0;
  }
  const options = readOptions(words, () => randomInt(2 ** 31));
  if (typeof options === "string") {
    process.stderr.write(options);
    return 2;
  }
  const began = performance.now();
  const progress = (line: string): void => {
    const seconds = ((performance.now() - began) / 1000).toFixed(0).padStart(5);
    process.stdout.write(`${seconds} s  ${line}\n`);
  };
  progress(`Seed ${options.seed}, count ${options.count}: ${options.parts.join(", ")}`);
  const host = createHost();
  const results: PartResult[] = [];
  try {
    for (const part of options.parts) {
      const context: Context = { ...options, progress: (line) => progress(`${part}  ${line}`), host };
      const start = performance.now();
      const result = await parts[part](context, options);
      const findings = await shrinkFindings(result.findings, options.shrink);
      results.push({ ...result, findings, ms: performance.now() - start });
      const figures = Object.entries(result.counts).map(([name, count]) => `${name} ${count}`);
      progress(`${part}  ${figures.join(", ")}; findings ${result.findings.length}`);
      for (const group of groupFindings(result.findings).slice(0, 20)) {
        progress(
          `${part}  ${group.count} x ${group.language} ${group.kind}: ${group.message.split("\n")[0]}`,
        );
      }
    }
  } finally {
    await host.close();
  }
  const files = await writeResult(options, results);
  progress(`Written: ${files.join(", ")}`);
  return results.some(({ findings }) => findings.length > 0) ? 1 : 0;
}
