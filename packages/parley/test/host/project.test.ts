import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bootProject } from "../../src/host/boot.ts";
import { applySql, createDatabase, dropDatabase } from "../../src/host/databases.ts";
import { emitProject } from "../../src/host/emit.ts";
import { migrationSql } from "../../src/host/migration.ts";
import { startServer, type PostgresServer } from "../../src/host/postgres.ts";
import { placeFiles } from "../../src/host/staging.ts";
import { runTests } from "../../src/host/test-run.ts";
import { linkDependencies } from "../../src/host/verify.ts";
import { dependencies, schema, smallProject, temporaryDirectory } from "./fixture.ts";

// Real processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let server: PostgresServer;

beforeAll(async () => {
  const started = await startServer();
  if (!started.ok) throw new Error(started.diagnostics[0]?.message);
  server = started.value;
}, 60_000);
afterAll(() => server.stop());

async function build(changes: Record<string, string> = {}): Promise<string> {
  const directory = await temporaryDirectory();
  const files = smallProject(changes);
  const emitted = await emitProject(files, dependencies);
  if (!emitted.ok) throw new Error(emitted.diagnostics[0]?.message);
  await placeFiles(directory, new Map([...files, ...emitted.value]));
  await linkDependencies(directory, dependencies);
  return directory;
}

describe("PostgreSQL", () => {
  test("Prisma's migration runs on a real server, a refused statement is located", async () => {
    const url = await createDatabase(server.url, "host_migration");
    const sql = await migrationSql({ from: null, to: schema });
    expect(await applySql(url, sql.ok ? sql.value : "", "migration.sql")).toEqual([]);
    expect(await applySql(url, "select 1;\nselect nothing", "migration.sql")).toMatchObject([
      { code: "host/migration-failed", at: { file: "migration.sql", line: 2, column: 8 } },
    ]);
    const clone = await createDatabase(server.url, "host_clone", "host_migration");
    const client = new Client(clone);
    await client.connect();
    const { rows } = await client.query('select count(*)::int as count from "Book"');
    expect(rows).toEqual([{ count: 0 }]);
    await client.end();
    await dropDatabase(server.url, "host_clone");
    await dropDatabase(server.url, "host_migration");
  });

  test("an unreachable server is a finding that holds no password", async () => {
    const outcome = await startServer({
      environment: { TEST_DATABASE_URL: "postgresql://somebody:hidden@127.0.0.1:1/nothing" },
    });
    expect(outcome).toMatchObject({ ok: false, diagnostics: [{ code: "host/no-postgres" }] });
    expect(JSON.stringify(outcome)).not.toContain("hidden");
  });
});

describe("boot", () => {
  test("a project with decorators starts, answers, and stops in order", async () => {
    const directory = await build();
    const databaseUrl = await createDatabase(server.url, "host_boot");
    process.env["MODEL_PROVIDER_KEY"] = "hidden";
    const booted = await bootProject({ directory, environment: { DATABASE_URL: databaseUrl } });
    delete process.env["MODEL_PROVIDER_KEY"];
    if (!booted.ok) throw new Error(booted.diagnostics[0]?.message);
    const backend = booted.value;
    expect(await (await fetch(backend.url)).text()).toBe("hello 1");
    expect(await (await fetch(`${backend.url}/environment`)).text()).not.toContain("hidden");
    expect(backend.ms).toBeLessThan(10_000);
    expect(await backend.stop()).toBe(true);
    await expect(fetch(backend.url)).rejects.toThrow();
    await dropDatabase(server.url, "host_boot");
  });

  test("a crash at start is located in the project's TypeScript", async () => {
    const directory = await build({
      "src/main.ts":
        'interface Unused {\n  a: string;\n}\nexport function fail(): Unused {\n  throw new Error("no way");\n}\nfail();\n',
    });
    expect(await bootProject({ directory, environment: {} })).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: "host/boot-failed",
          message: expect.stringContaining("no way"),
          at: { file: "src/main.ts", line: 5, column: 9 },
        },
      ],
    });
  });

  test("a backend that never gets ready is stopped", async () => {
    const directory = await build({ "src/main.ts": "setInterval(() => undefined, 1000);\n" });
    expect(await bootProject({ directory, environment: {}, timeoutMs: 700 })).toMatchObject({
      ok: false,
      diagnostics: [{ code: "host/boot-timeout" }],
    });
  });

  test("text that is no TypeScript is located", async () => {
    const files = smallProject({ "src/main.ts": "const a = 1;\nlet b = ;\n" });
    expect(await emitProject(files, dependencies)).toMatchObject({
      ok: false,
      diagnostics: [{ code: "host/emit-failed", at: { file: "src/main.ts", line: 2, column: 9 } }],
    });
  });
});

describe("tests of a project", () => {
  const mixed = `import { describe, expect, test } from "vitest";
import { Greeter } from "../src/greeter.ts";

describe("greeter", () => {
  test("passes", () => {
    expect(process.env.TEST_DATABASE_URL).toMatch(/^postgres/);
    expect(process.env.DATABASE_URL).toBe(undefined);
  });
  test("fails", () => {
    expect(new Greeter("hi").greet()).toBe("bye");
  });
  test.skip("waits", () => undefined);
});
`;

  test("results arrive one by one; failures are located", async () => {
    const directory = await build({
      "test/mixed.test.ts": mixed,
      "test/broken.test.ts": 'import "./nothing.ts";\n',
    });
    const streamed: string[] = [];
    const run = await runTests({
      directory,
      databaseUrl: server.url,
      environment: { DATABASE_URL: server.url },
      onTest: (result) => streamed.push(`${result.status} ${result.name}`),
    });
    expect(run).toMatchObject({ passed: 2, failed: 1, skipped: 1 });
    expect(streamed.sort()).toEqual([
      "failed greeter > fails",
      "passed greeter > passes",
      "passed greets",
      "skipped greeter > waits",
    ]);
    expect(run.diagnostics).toHaveLength(2);
    expect(run.diagnostics).toContainEqual(
      expect.objectContaining({
        code: "host/test-failed",
        at: { file: "test/mixed.test.ts", line: 10, column: 39 },
        message: expect.stringContaining("greeter > fails: expected 'hi 1' to be 'bye'"),
      }),
    );
    expect(JSON.stringify(run)).not.toContain("u001b");
    expect(run.diagnostics.map((finding) => finding.code)).toContain("host/test-file-failed");
  });

  test("a run that does not end is stopped", async () => {
    const directory = await build({
      "test/greeter.test.ts":
        'import { test } from "vitest";\ntest("waits", () => new Promise(() => {}), 60_000);\n',
    });
    const run = await runTests({ directory, timeoutMs: 2500 });
    expect(run.diagnostics).toMatchObject([{ code: "host/tests-timeout" }]);
  });

  test("a project without tests is not a green one", async () => {
    const directory = await build();
    const run = await runTests({ directory, only: ["nowhere"] });
    expect(run.diagnostics).toMatchObject([{ code: "host/tests-not-run" }]);
  });
});
