import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { checkPrismaSchema } from "../../src/host/prisma-schema.ts";
import { placeFiles, recover } from "../../src/host/staging.ts";
import { createTypechecker } from "../../src/host/typecheck.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";

/** Does something in a directory that is there for this alone. */
async function within(
  work: (directory: string) => Promise<readonly Diagnostic[]>,
): Promise<readonly Diagnostic[]> {
  const directory = await mkdtemp(join(tmpdir(), "parley-sample-"));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const files = (entries: Record<string, string>): Map<string, string> => new Map(Object.entries(entries));

/** What is found after a run that ended while it had prepared files, or while it moved them. */
function interrupted(isMoving: boolean): () => Promise<readonly Diagnostic[]> {
  return () =>
    within(async (directory) => {
      const staging = join(directory, ".parley/staging");
      await mkdir(join(staging, "next"), { recursive: true });
      await writeFile(join(staging, "next/a.ts"), "new");
      const journal = JSON.stringify({ version: 1, write: ["a.ts"], remove: [] });
      if (isMoving) await writeFile(join(staging, "journal.json"), journal);
      return recover(directory);
    });
}

/** What only happens with packages, a compiler, a database or a backend that fails; tests of this room bring it about. */
const described: Record<string, string> = {
  "typecheck-fallback": "a TypeScript package without its programming interface.",
  "prisma-schema-warning": "a schema that Prisma takes with a remark, such as a feature it will drop.",
  "prisma-client": "a Prisma package whose generator fails.",
  "prisma-migration": "a Prisma package whose schema engine fails.",
  "npm-failed": "a package-lock.json that is no JSON, or a package that cannot be installed.",
  "lockfile-incomplete": "a package-lock.json that lacks a package of package.json.",
  "npm-unreachable": "no network, or a registry that does not answer.",
  "npm-missing": "a machine without npm.",
  "no-postgres": "a machine without a PostgreSQL server and without the embedded one.",
  "disk-full": "a disk without room.",
  "not-permitted": "a directory that this user may not write to.",
  "emit-failed": "an owner's file that does not parse.",
  "boot-failed": "an owner's change that throws while the backend starts.",
  "boot-timeout": "an owner's change that keeps the backend from listening.",
  "slow-stop": "an owner's change that keeps the process alive after it was told to end.",
  "migration-failed": "SQL that PostgreSQL refuses, such as a unique over rows that are there twice.",
  "test-failed": "a test that fails.",
  "test-file-failed": "a test file that throws before its tests.",
  "tests-timeout": "tests that never end.",
  "tests-not-run": "a project without vitest.",
};

export const diagnosticSamples: DiagnosticSample[] = [
  {
    code: "host/typecheck-failed",
    provoke: () => createTypechecker().check({ files: new Map(), dependencies: tmpdir() }),
  },
  { code: "host/prisma-schema", provoke: () => checkPrismaSchema("model Book {\n  title Strng\n}\n") },
  {
    code: "host/in-the-way",
    provoke: () =>
      within(async (directory) => {
        await placeFiles(directory, files({ a: "a file where a folder is wanted" }));
        return (await placeFiles(directory, files({ "a/b.ts": "new" }))).diagnostics;
      }),
  },
  { code: "host/move-completed", provoke: interrupted(true) },
  { code: "host/move-undone", provoke: interrupted(false) },
  ...Object.entries(described).map(([name, words]): DiagnosticSample => ({
    code: `host/${name}`,
    described: words,
  })),
];
