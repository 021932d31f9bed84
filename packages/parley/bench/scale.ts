import { cpus } from "node:os";
import { draftOf } from "../src/backend/assemble.ts";
import { checkDocument } from "../src/backend/check.ts";
import type { Backend } from "../src/backend/documents.ts";
import { printBackend, type ProjectFiles } from "../src/backend/print.ts";
import { documentNames, isError } from "../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../src/diagnostic/render.ts";
import { ensureDependencies } from "../src/host/dependencies.ts";
import { generateClient } from "../src/host/prisma-client.ts";
import { SCHEMA_PATH } from "../src/host/prisma-schema.ts";
import { createTypechecker } from "../src/host/typecheck.ts";
import { parseOutline } from "../src/requirements/outline/parse.ts";
import { grownOutline } from "./grow.ts";
import { exponentOf, markdownTable, timed } from "./measure.ts";

/** Times by what was done, in the order in which it is done, and how large the backend is. */
interface Measured {
  models: number;
  operations: number;
  files: number;
  ms: Map<string, number>;
}

const usualSizes = [10, 100, 300];

/**
 * Grows backends of so many concepts and prints a table of where the time goes and how it grows. `--no-types` leaves
 * the compiler out.
 */
export async function main(words: readonly string[]): Promise<number> {
  const sizes = words.filter((word) => /^\d+$/.test(word)).map(Number);
  const withTypes = !words.includes("--no-types");
  // The first run compiles the code itself.
  await measure(10, false);
  const measured: Measured[] = [];
  for (const size of sizes.length > 0 ? sizes : usualSizes) {
    measured.push(await measure(size, withTypes));
    process.stderr.write(`${size} concepts done\n`);
  }
  process.stdout.write(`${report(measured)}\n`);
  return 0;
}

async function measure(concepts: number, withTypes: boolean): Promise<Measured> {
  const ms = new Map<string, number>();
  const note = async <Value>(name: string, work: () => Value | Promise<Value>): Promise<Value> => {
    const { value, ms: taken } = await timed(work);
    ms.set(name, taken);
    return value;
  };
  const outline = grownOutline(concepts);
  const { requirements, diagnostics } = await note("read the outline", () => parseOutline(outline));
  if (!requirements) throw new Error(renderForModels(diagnostics));
  const backend = {} as Backend;
  for (const document of documentNames.slice(1)) {
    backend.requirements = requirements;
    const draft = await note(`draft ${document}`, () => draftOf(document, requirements, backend));
    Object.assign(backend, { [document]: draft });
  }
  for (const document of documentNames) {
    const found = await note(`check ${document}`, () => checkDocument(document, backend));
    if (found.some(isError)) throw new Error(renderForModels(found.filter(isError)));
  }
  const files = await note("print", () => printBackend(backend));
  if (withTypes) for (const [name, taken] of await typecheckTimes(files)) ms.set(name, taken);
  return {
    models: Object.keys(backend.database.models).length,
    operations: Object.keys(backend.api.operations).length,
    files: files.size,
    ms,
  };
}

/** The database client is generated here, the compiler is a process of its own: its time is by the clock. */
async function typecheckTimes(printed: ProjectFiles): Promise<Map<string, number>> {
  const files = new Map([...printed].map(([path, { text }]) => [path, text]));
  const manifest = files.get("package.json")!;
  const installed = await ensureDependencies({ manifest, lockfile: files.get("package-lock.json")! });
  if (!installed.ok) throw new Error(renderForModels(installed.diagnostics));
  const client = await timed(() => generateClient(files.get(SCHEMA_PATH)!));
  if (!client.value.ok) throw new Error(renderForModels(client.value.diagnostics));
  const checker = createTypechecker();
  try {
    const complete = new Map([...files, ...client.value.value]);
    const { directory } = installed.value;
    const checked = await timed(
      () => checker.check({ files: complete, dependencies: directory }),
      () => performance.now(),
    );
    const errors = checked.value.filter(isError);
    if (errors.length > 0) throw new Error(renderForModels(errors.slice(0, 5)));
    return new Map([
      ["generate the database client", client.ms],
      ["typecheck (by the clock)", checked.ms],
    ]);
  } finally {
    checker.close();
  }
}

function report(measured: readonly Measured[]): string {
  const names = [...measured[0]!.ms.keys()];
  const times = (name: string): number[] => measured.map(({ ms }) => ms.get(name) ?? 0);
  const grouped = (prefix: string): number[] =>
    measured.map(({ ms }) =>
      [...ms].reduce((sum, [name, taken]) => sum + (name.startsWith(prefix) ? taken : 0), 0),
    );
  const rows = [
    ...names.map((name) => row(name, times(name), measured)),
    row("**all drafts**", grouped("draft "), measured),
    row("**all checks**", grouped("check "), measured),
  ];
  const head = measured.map(({ models, operations }) => `${models} models, ${operations} operations`);
  return [
    `Milliseconds of CPU time on ${cpus().length} cores, Node ${process.versions.node}. Growth: the exponent by which the time follows the number of operations between the last two sizes; 1 is linear.`,
    markdownTable(["", ...head, "growth"], rows),
    `Files printed: ${measured.map(({ files }) => files).join(", ")}.`,
  ].join("\n\n");
}

function row(name: string, times: readonly number[], measured: readonly Measured[]): string[] {
  const [before, last] = [times.length - 2, times.length - 1];
  const point = (index: number) => ({ size: measured[index]!.operations, ms: times[index]! });
  const growth = before < 0 || times[before]! < 1 ? "" : exponentOf(point(before), point(last)).toFixed(2);
  return [name, ...times.map((ms) => ms.toFixed(0)), growth];
}
