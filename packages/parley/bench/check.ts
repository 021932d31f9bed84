import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readDocuments } from "../src/agent/document-files.ts";
import { documentTexts } from "../src/agent/document-texts.ts";
import { pathsOf } from "../src/agent/project.ts";
import { checkDocument } from "../src/backend/check.ts";
import type { Backend } from "../src/backend/documents.ts";
import { documentNames } from "../src/diagnostic/diagnostic.ts";
import { grownOutline } from "./grow.ts";
import { cpuMs, markdownTable, median, timed } from "./measure.ts";
import { layProject } from "./project.ts";

/** A shop as its conversation is read (34 operations), and one as a model writes it (some 40 tables). */
const sizes = [8, 40];
const runs = 20;
const commandRuns = 7;
const built = fileURLToPath(new URL("../bin/parley.mjs", import.meta.url));

/**
 * Times the check of projects of two sizes: its parts in this process, and the whole command, which has to be built;
 * another one can be named.
 */
export async function main([command = built]: readonly string[]): Promise<number> {
  for (const concepts of sizes) await bench(concepts, command);
  return 0;
}

async function bench(concepts: number, command: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "parley-bench-"));
  try {
    layProject(directory, grownOutline(concepts));
    const samples: Record<string, number>[] = [];
    let size = "";
    for (let run = 0; run < runs; run++) {
      const { times, backend } = await sampleOf(directory);
      samples.push(times);
      size = `${Object.keys(backend.database.models).length} models, ${Object.keys(backend.api.operations).length} operations`;
    }
    const commands: CommandTimes = { fresh: [], again: [] };
    for (let run = 0; run < commandRuns; run++) {
      const cache = join(directory, `cache-${run}`);
      for (const times of [commands.fresh, commands.again]) {
        times.push(await commandMs(command, directory, cache));
      }
    }
    process.stdout.write(`${await report(size, samples, commands)}\n\n`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function sampleOf(directory: string): Promise<{ times: Record<string, number>; backend: Backend }> {
  const times: Record<string, number> = {};
  const began = performance.now();
  const cpu = cpuMs();
  const read = await timed(() => readDocuments(documentTexts(pathsOf(directory).documents)));
  times["load"] = read.ms;
  const backend = read.value.documents as Backend;
  for (const document of documentNames) {
    times[`check ${document}`] = (await timed(() => checkDocument(document, backend))).ms;
  }
  times["load and all checks"] = cpuMs() - cpu;
  times["the same by the clock"] = performance.now() - began;
  return { times, backend };
}

/** Milliseconds of the whole command: of documents that it sees for the first time, and of the same again. */
interface CommandTimes {
  fresh: number[];
  again: number[];
}

async function commandMs(command: string, directory: string, cache: string): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [command, "check", directory], {
    stdio: "ignore",
    env: { ...process.env, PARLEY_CACHE: cache },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${command} check ended with ${code}; is it built from these sources?`);
  return performance.now() - began;
}

async function report(
  size: string,
  samples: readonly Record<string, number>[],
  commands: CommandTimes,
): Promise<string> {
  const names = Object.keys(samples[0]!);
  const rows = names.map((name) => {
    const values = samples.map((sample) => sample[name]!);
    return [name, values[0]!.toFixed(0), median(values).toFixed(0)];
  });
  return [
    `${size}; milliseconds of CPU time, the first of ${runs} runs in one process and their median.`,
    markdownTable(["", "first", "median"], rows),
    `The command \`parley check\`, by the clock, median of ${commandRuns}: ${median(commands.fresh).toFixed(0)} ms, the same again ${median(commands.again).toFixed(0)} ms; \`node -e 0\` takes ${(await bareMs()).toFixed(0)} ms.`,
  ].join("\n\n");
}

/** What any program on Node takes before it does anything. */
async function bareMs(): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < commandRuns; run++) {
    const began = performance.now();
    await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
    times.push(performance.now() - began);
  }
  return median(times);
}
