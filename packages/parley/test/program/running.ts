import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { bootProject, type RunningBackend } from "../../src/host/boot.ts";
import { createDatabase } from "../../src/host/databases.ts";
import { ensureDependencies } from "../../src/host/dependencies.ts";
import { emitProject } from "../../src/host/emit.ts";
import { startServer, type PostgresServer } from "../../src/host/postgres.ts";
import { placeFiles } from "../../src/host/staging.ts";
import { linkDependencies } from "../../src/host/verify.ts";
import type { Backend } from "./backend.ts";
import { projectOf } from "./project.ts";

interface Outcome<Value> {
  ok: boolean;
  value?: Value;
  diagnostics: { message: string }[];
}

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok || outcome.value === undefined) throw new Error(outcome.diagnostics[0]?.message);
  return outcome.value;
}

export type Answer = { status: number; body: Record<string, string> & { data?: unknown[] } };

/** A printed project that runs on a database of its own, with a manager, and members by name. */
export interface RunningProject {
  files: Map<string, string>;
  dependencies: string;
  directory: string;
  databaseServer: PostgresServer;
  databaseUrl: string;
  call: (method: string, path: string, body?: object, as?: string) => Promise<Answer>;
  /** The first column of the first row. */
  query: (sql: string, ...values: unknown[]) => Promise<unknown>;
  stop: () => Promise<void>;
}

/** Prints, compiles, migrates and starts; `members` sign up. */
export async function runProject(
  backend: Backend,
  name: string,
  members: readonly string[],
): Promise<RunningProject> {
  const files = await projectOf(backend);
  const manifest = files.get("package.json")!;
  const lockfile = files.get("package-lock.json")!;
  const dependencies = valueOf(await ensureDependencies({ manifest, lockfile })).directory;
  const directory = await mkdtemp(join(tmpdir(), `parley-${name}-`));
  const emitted = valueOf(await emitProject(files, dependencies));
  await placeFiles(directory, new Map([...files, ...emitted]));
  await linkDependencies(directory, dependencies);
  const databaseServer = valueOf(await startServer());
  const password = "correct horse";
  const databaseUrl = await createDatabase(databaseServer.url, `${name}_${process.pid}`);
  const environment = {
    DATABASE_URL: databaseUrl,
    MANAGER_EMAIL: "manager@example.com",
    MANAGER_PASSWORD: password,
  };
  const running: RunningBackend = valueOf(await bootProject({ directory, environment }));
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const tokens: Record<string, string> = {};

  const call: RunningProject["call"] = async (method, path, body, as) => {
    const response = await fetch(running.url + path, {
      method,
      headers: {
        ...(body ? { "content-type": "application/json" } : {}),
        ...(as ? { authorization: `Bearer ${tokens[as]}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
  };
  const manager = await call("POST", "/auth/sign-in", { email: environment.MANAGER_EMAIL, password });
  if (manager.status !== 200) throw new Error(`${codeOf(manager)} ${JSON.stringify(running.output())}`);
  tokens["manager"] = manager.body["accessToken"]!;
  for (const member of members) {
    const joined = await call("POST", "/auth/join", {
      email: `${member}@example.com`,
      password,
      name: member,
    });
    tokens[member] = joined.body["accessToken"]!;
  }
  return {
    files,
    dependencies,
    directory,
    databaseServer,
    databaseUrl,
    call,
    query: async (sql, ...values) => {
      const { rows } = await client.query({ text: sql, values, rowMode: "array" });
      return rows[0]?.[0];
    },
    stop: async () => {
      await client.end();
      await running.stop();
      await databaseServer.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** `409 conflict`. */
export function codeOf(answer: Answer): string {
  return `${answer.status} ${answer.body["code"] ?? ""}`.trim();
}
