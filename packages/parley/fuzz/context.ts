import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { createDatabase } from "../src/host/databases.ts";
import { ensureDependencies } from "../src/host/dependencies.ts";
import type { Outcome } from "../src/host/diagnostics.ts";
import { startServer, type PostgresServer } from "../src/host/postgres.ts";
import { createTypechecker, type Typechecker } from "../src/host/typecheck.ts";
import type { Random } from "../src/schema/pattern.ts";
import { seededRandom } from "../src/schema/random.ts";

/** What every part of a run works with. The judges outside of this process are started when first asked. */
export interface Context {
  seed: number;
  count: number;
  /** Empty for all. */
  languages: readonly string[];
  progress: (line: string) => void;
  host: Host;
}

export interface Host {
  server: () => Promise<PostgresServer>;
  /** A connection to a database that nothing is left in. */
  scratch: () => Promise<Client>;
  /** The directory with the `node_modules` of generated projects. */
  dependencies: () => Promise<string>;
  typechecker: Typechecker;
  close: () => Promise<void>;
}

export const template = fileURLToPath(new URL("../templates/project", import.meta.url));

export function createHost(): Host {
  const closing: (() => Promise<unknown>)[] = [];
  const typechecker = createTypechecker();
  const server = once(async () => {
    const started = valueOf(await startServer());
    closing.push(() => started.stop());
    return started;
  });
  const scratch = once(async () => {
    const name = `parley_fuzz_${randomUUID().replaceAll("-", "")}`;
    const client = new Client({ connectionString: await createDatabase((await server()).url, name) });
    await client.connect();
    closing.push(() => client.end());
    return client;
  });
  const dependencies = once(async () => {
    const manifest = readFileSync(join(template, "package.json"), "utf8");
    const lockfile = readFileSync(join(template, "package-lock.json"), "utf8");
    return valueOf(await ensureDependencies({ manifest, lockfile })).directory;
  });
  return {
    server,
    scratch,
    dependencies,
    typechecker,
    close: async () => {
      typechecker.close();
      for (const close of closing.toReversed()) await close();
    },
  };
}

/** A source of numbers for one document of a run, and the name by which it is found again. */
export function randomAt(seed: number, ...place: (string | number)[]): { random: Random; seed: string } {
  const name = [seed, ...place].join(":");
  const digest = createHash("sha256").update(name).digest();
  return { random: seededRandom(digest.readUInt32LE(0)), seed: name };
}

/** Whether a language was asked for. */
export function isWanted(context: Context, language: string): boolean {
  return context.languages.length === 0 || context.languages.includes(language);
}

/** Says how far a loop is, every few seconds. */
export function createMeter(context: Context, title: string, total: number): (done: number) => void {
  let last = performance.now();
  return (done) => {
    const now = performance.now();
    if (now - last < 5000 && done < total) return;
    last = now;
    context.progress(`${title}: ${done} of ${total}`);
  };
}

export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.diagnostics.map(({ message }) => message).join("\n"));
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
