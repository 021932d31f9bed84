import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Assembly } from "../backend/assemble.ts";
import { mergeFiles, type Merged } from "../backend/merge.ts";
import { printBackend, type ProjectFiles } from "../backend/print.ts";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { generateClient } from "../host/prisma-client.ts";
import { verifyProject, type Verification, type VerifyOptions } from "../host/verify.ts";
import { traced } from "./blame.ts";
import { extendHistory, migrationFiles, type MigrationStep } from "./migrations.ts";
import type { ProjectPaths } from "./project.ts";

/** A backend printed, merged with what its owner changed, and run. */
export interface Outcome {
  files: ProjectFiles;
  merged: Merged;
  history: MigrationStep[];
  /** Every file as printed now: the base of the next merge. */
  printed: Map<string, string>;
  verification?: Verification;
  diagnostics: Diagnostic[];
  ms: { print: number; verify: number };
}

/** Prints the backend and proves it: types, migration, boot, tests. Nothing is written into the project itself. */
export async function printAndVerify(
  assembly: Assembly,
  paths: ProjectPaths,
  history: readonly MigrationStep[],
  options: VerifyOptions & { onPrint?: (ms: number) => void },
): Promise<Outcome> {
  const began = performance.now();
  const files = await printBackend(assembly.backend);
  const next = await extendHistory(history, assembly.backend.database);
  const client = await generateClient(files.get("prisma/schema.prisma")!.text);
  const printed = new Map([...files].map(([path, file]) => [path, file.text]));
  for (const [path, text] of migrationFiles(next.steps)) printed.set(path, text);
  if (client.ok) for (const [path, text] of client.value) printed.set(path, text);
  const merged = mergeFiles({ base: readBase(paths.base), printed, owner: ownerOf(paths) });
  const found = [...next.diagnostics, ...client.diagnostics, ...merged.diagnostics];
  const print = performance.now() - began;
  options.onPrint?.(print);
  const outcome = { files, merged, history: next.steps, printed };
  if (hasErrors(found)) return { ...outcome, diagnostics: found, ms: { print, verify: 0 } };

  const verification = await verifyProject(join(paths.parley, "cache", "verify"), merged.files, options);
  const findings = verification.diagnostics.map((diagnostic) => traced(diagnostic, files, assembly.backend));
  const ms = { print, verify: verification.ms };
  return { ...outcome, verification, diagnostics: [...found, ...findings], ms };
}

function ownerOf(paths: ProjectPaths): (path: string) => string | undefined {
  return (path) => {
    const file = join(paths.directory, path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
}

function readBase(path: string): Map<string, string> {
  if (!existsSync(path)) return new Map();
  return new Map(
    Object.entries(JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as Record<string, string>),
  );
}

/** The files as printed, packed; equal contents give equal bytes. */
export function packBase(printed: ReadonlyMap<string, string>): Buffer {
  const sorted = [...printed].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return gzipSync(JSON.stringify(Object.fromEntries(sorted)), { level: 9 });
}
