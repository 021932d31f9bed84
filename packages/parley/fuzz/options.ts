import { parseArgs } from "node:util";

export const partNames = ["soundness", "rejection", "rules", "hostile", "expression", "backends"] as const;
export type PartName = (typeof partNames)[number];

export interface Options {
  /** Documents per language, broken documents in all, texts: each part says what it counts. */
  count: number;
  /** Whole backends; 0 unless asked for. */
  backends: number;
  seed: number;
  parts: PartName[];
  /** Questions to a judge by which each sample is made smaller. */
  shrink: number;
  /** Languages or language pairs to look at; empty for all. */
  languages: string[];
}

export const usage = `Usage: npm run fuzz -- [--count N] [--seed S] [--only part,…] [--language name,…] [--backends N]

  --count N      documents per language and texts of expressions (100)
  --seed S       seed of the run; a random one, which is printed, when absent
  --only PARTS   of ${partNames.join(", ")}
  --language L   of requirements, database, api, program, scenario, and expression for rules;
                 of whole backends: drafted, generic, programmed
  --shrink N     makes samples smaller by so many questions to their judge each (0)
  --backends N   whole random backends: typechecked, migrated, started, tested (0)
`;

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(words: readonly string[], randomSeed: () => number): Options | string {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...words],
      options: {
        count: { type: "string" },
        seed: { type: "string" },
        only: { type: "string", multiple: true },
        language: { type: "string", multiple: true },
        backends: { type: "string" },
        shrink: { type: "string" },
      },
    }));
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${usage}`;
  }
  const listed = (given: readonly string[] | undefined): string[] =>
    (given ?? []).flatMap((text) => text.split(",")).filter((word) => word !== "");
  const whole = (text: string | undefined, fallback: number): number =>
    text === undefined ? fallback : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  const only = listed(values.only);
  const unknown = only.filter((word) => !isPart(word));
  if (unknown.length > 0) return `There is no part ${unknown.join(", ")}.\n${usage}`;
  const backends = whole(values.backends, 0);
  const options: Options = {
    count: whole(values.count, 100),
    backends,
    seed: whole(values.seed, randomSeed()),
    shrink: whole(values.shrink, 0),
    parts: only.length > 0 ? only.filter(isPart) : defaultParts(values.count, backends),
    languages: listed(values.language),
  };
  const numbers = [options.count, options.backends, options.seed, options.shrink];
  if (numbers.some((number) => !Number.isSafeInteger(number))) return `Numbers are whole.\n${usage}`;
  return options;
}

/** `--backends 300` alone asks for nothing else. */
function defaultParts(count: string | undefined, backends: number): PartName[] {
  if (backends > 0 && count === undefined) return ["backends"];
  return partNames.filter((part) => part !== "backends" || backends > 0);
}

function isPart(word: string): word is PartName {
  return (partNames as readonly string[]).includes(word);
}
