import { randomUUID } from "node:crypto";
import { lstat, readdir, rm, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { bootProject } from "./boot.ts";
import { exists, hashOf } from "./cache.ts";
import { GRACE_MS } from "./child.ts";
import { createDatabase, dropDatabase } from "./databases.ts";
import { ensureDependencies } from "./dependencies.ts";
import { report, wholeOf } from "./diagnostics.ts";
import { emitProject } from "./emit.ts";
import { startServer } from "./postgres.ts";
import { CLIENT_PATH, generateClient } from "./prisma-client.ts";
import { SCHEMA_PATH } from "./prisma-schema.ts";
import { placeFiles } from "./staging.ts";
import { runTests, type TestResult, type TestRun } from "./test-run.ts";
import { createTypechecker, type Typechecker } from "./typecheck.ts";

export type VerifyPhase = "dependencies" | "client" | "typecheck" | "database" | "boot" | "tests";

export type VerifyEvent =
  | { type: "phase-start"; phase: VerifyPhase }
  | { type: "phase-end"; phase: VerifyPhase; ok: boolean; ms: number }
  | { type: "note"; text: string }
  | { type: "test"; result: TestResult };

export interface PhaseRecord {
  phase: VerifyPhase;
  ok: boolean;
  ms: number;
  diagnostics: Diagnostic[];
}

export interface Verification {
  ok: boolean;
  ms: number;
  /** In order; the first phase that failed is the last one. */
  phases: PhaseRecord[];
  diagnostics: Diagnostic[];
  /** Milliseconds from the start of the process until the backend was ready. */
  bootMs?: number;
  tests?: TestRun;
}

export interface VerifyOptions {
  /** Kept open between verifications for speed; without one, one is opened and closed. */
  typechecker?: Typechecker;
  /** A directory with a complete `node_modules`; without one, npm installs what the lockfile says. */
  dependencies?: string;
  /** Runs only these test files. */
  only?: string[];
  onEvent?: (event: VerifyEvent) => void;
}

/**
 * Verifies a generated project: dependencies, Prisma client, types, database, start, tests, until a phase
 * fails. `directory` is a working directory of ours, filled with the project; one that is used again is only
 * brought up to date.
 */
export async function verifyProject(
  directory: string,
  files: ReadonlyMap<string, string>,
  options: VerifyOptions = {},
): Promise<Verification> {
  const began = performance.now();
  const phases: PhaseRecord[] = [];
  const closing: (() => Promise<unknown>)[] = [];
  const emit = options.onEvent ?? (() => undefined);
  const note = (text: string) => emit({ type: "note", text });
  let bootMs: number | undefined;
  let tests: TestRun | undefined;

  /** Runs one phase; `undefined` from `body` means that it failed with diagnostics. */
  const phase = async <Value>(
    name: VerifyPhase,
    body: (found: Diagnostic[]) => Promise<Value | undefined>,
  ): Promise<Value | undefined> => {
    emit({ type: "phase-start", phase: name });
    const start = performance.now();
    const diagnostics: Diagnostic[] = [];
    const value = await body(diagnostics);
    const ok = value !== undefined && !hasErrors(diagnostics);
    const ms = performance.now() - start;
    phases.push({ phase: name, ok, ms, diagnostics });
    emit({ type: "phase-end", phase: name, ok, ms });
    return ok ? value : undefined;
  };

  const run = async () => {
    const dependencies = await phase("dependencies", async (found) => {
      if (options.dependencies !== undefined) return options.dependencies;
      const manifest = files.get("package.json");
      const lockfile = files.get("package-lock.json");
      if (manifest === undefined || lockfile === undefined) {
        const reason = "package.json or package-lock.json is missing";
        found.push(report["npm-failed"](wholeOf("package.json"), { reason }));
        return undefined;
      }
      const outcome = await ensureDependencies({ manifest, lockfile }, { onProgress: note });
      found.push(...outcome.diagnostics);
      return outcome.ok ? outcome.value.directory : undefined;
    });
    if (dependencies === undefined) return;

    const complete = await phase("client", async (found) => {
      const schema = files.get(SCHEMA_PATH);
      if (schema === undefined || files.has(`${CLIENT_PATH}/client.ts`)) return files;
      const outcome = await generateClient(schema);
      found.push(...outcome.diagnostics);
      return outcome.ok ? new Map([...files, ...outcome.value]) : undefined;
    });
    if (!complete) return;

    const typed = await phase("typecheck", async (found) => {
      const checker = options.typechecker ?? createTypechecker();
      try {
        found.push(...(await checker.check({ files: complete, dependencies, project: hashOf(directory) })));
      } finally {
        if (!options.typechecker) checker.close();
      }
      return true;
    });
    if (!typed) return;

    const server = await phase("database", async (found) => {
      const outcome = await startServer({ onProgress: note });
      found.push(...outcome.diagnostics);
      return outcome.ok ? outcome.value : undefined;
    });
    if (!server) return;
    closing.push(() => server.stop());

    const booted = await phase("boot", async (found) => {
      const built = await emitProject(complete, dependencies);
      found.push(...built.diagnostics);
      if (!built.ok) return undefined;
      const wanted = new Map([...complete, ...built.value]);
      const stale = await filesBeside(directory, wanted);
      const placed = await placeFiles(directory, wanted, stale, { durable: false });
      found.push(...placed.diagnostics);
      if (!placed.ok) return undefined;
      await linkDependencies(directory, dependencies);
      const name = `parley_boot_${randomUUID().replaceAll("-", "")}`;
      const databaseUrl = await createDatabase(server.url, name);
      try {
        const backend = await bootProject({ directory, environment: { DATABASE_URL: databaseUrl } });
        found.push(...backend.diagnostics);
        if (!backend.ok) return undefined;
        bootMs = backend.value.ms;
        if (!(await backend.value.stop())) {
          found.push(report["slow-stop"](wholeOf("src/main.ts"), { seconds: GRACE_MS / 1000 }));
        }
        return true;
      } finally {
        await dropDatabase(server.url, name);
      }
    });
    if (!booted) return;

    await phase("tests", async (found) => {
      tests = await runTests({
        directory,
        databaseUrl: server.url,
        only: options.only,
        onTest: (result) => emit({ type: "test", result }),
      });
      found.push(...tests.diagnostics);
      return tests;
    });
  };

  try {
    await run();
  } finally {
    for (const close of closing.toReversed()) await close();
  }
  return {
    ok: phases.length === 6 && phases.every((record) => record.ok),
    ms: performance.now() - began,
    phases,
    diagnostics: phases.flatMap((record) => record.diagnostics),
    ...(bootMs === undefined ? {} : { bootMs }),
    ...(tests === undefined ? {} : { tests }),
  };
}

/** Files of a directory that are not among `wanted`, without its dependencies and what begins with a dot. */
async function filesBeside(directory: string, wanted: ReadonlyMap<string, string>): Promise<string[]> {
  if (!(await exists(directory))) return [];
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !wanted.has(path) && !/^(node_modules\/|\.)/.test(path));
}

/** Lets a working directory use a shared set of dependencies. */
export async function linkDependencies(directory: string, dependencies: string): Promise<void> {
  const path = join(directory, "node_modules");
  const entry = await lstat(path).catch(() => undefined);
  if (entry?.isDirectory()) return;
  if (entry) await rm(path);
  await symlink(join(dependencies, "node_modules"), path, "junction");
}
