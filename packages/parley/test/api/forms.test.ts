import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { bootProject, type RunningBackend } from "../../src/host/boot.ts";
import { createDatabase } from "../../src/host/databases.ts";
import { ensureDependencies } from "../../src/host/dependencies.ts";
import { emitProject } from "../../src/host/emit.ts";
import { startServer, type PostgresServer } from "../../src/host/postgres.ts";
import { placeFiles } from "../../src/host/staging.ts";
import { typecheck } from "../../src/host/typecheck.ts";
import { linkDependencies } from "../../src/host/verify.ts";
import { projectOf } from "../program/project.ts";
import { database, forms, program } from "./samples/forms.ts";

let files: Map<string, string>;
let dependencies: string;
let directory: string;
let server: PostgresServer;
let databaseUrl: string;
let running: RunningBackend;
/** The printed client, as its users import it. */
let client: Client;

type Method = (...given: unknown[]) => Promise<Record<string, unknown>>;
type Client = { things: Record<string, Method> };

interface Outcome<Value> {
  ok: boolean;
  value?: Value;
  diagnostics: { message: string }[];
}

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok || outcome.value === undefined) throw new Error(outcome.diagnostics[0]?.message);
  return outcome.value;
}

beforeAll(async () => {
  files = await projectOf({ database, api: forms, program });
  const manifest = files.get("package.json")!;
  const lockfile = files.get("package-lock.json")!;
  dependencies = valueOf(await ensureDependencies({ manifest, lockfile })).directory;
  directory = await mkdtemp(join(tmpdir(), "parley-forms-"));
  await placeFiles(directory, new Map([...files, ...valueOf(await emitProject(files, dependencies))]));
  await linkDependencies(directory, dependencies);
  server = valueOf(await startServer());
  databaseUrl = await createDatabase(server.url, `forms_${process.pid}`);
  running = valueOf(await bootProject({ directory, environment: { DATABASE_URL: databaseUrl } }));
  const index = (await import(/* @vite-ignore */ join(directory, "client/index.ts"))) as {
    createClient: (options: { baseUrl: string }) => Client;
  };
  client = index.createClient({ baseUrl: running.url });
}, 180_000);

afterAll(async () => {
  await running?.stop();
  await server?.stop();
  if (directory) await rm(directory, { recursive: true, force: true });
});

interface Answer {
  status: number;
  type: string | null;
  body: { errors?: { pointer: string }[] } & Record<string, unknown>;
}

async function call(method: string, path: string, body?: unknown, headers: object = {}): Promise<Answer> {
  const response = await fetch(running.url + path, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: text === "" ? {} : JSON.parse(text),
  };
}

const shape = {
  always: "shape",
  nothing: null,
  odd: 9,
  share: 0.5,
  tags: ["a", "b"],
  prices: { apple: 1.5 },
  "the-key": "k1",
  pet: { kind: "bird", wings: 2 },
  kept: { name: "Tom", born: "2020-02-29" },
  inner: { at: "2030-01-31", "1": "one", more: 3 },
};

test("what checks prints to code that compiles", async () => {
  expect(checkApi(forms, database)).toEqual([]);
  expect(checkProgram(program, forms, database).filter(({ severity }) => severity === "error")).toEqual([]);
  expect(await typecheck({ files, dependencies })).toEqual([]);
}, 60_000);

test("so does an API that has no operations yet", async () => {
  const empty = { database, api: { ...forms, operations: {} }, program: { ...program, procedures: {} } };
  expect(await typecheck({ files: await projectOf(empty), dependencies })).toEqual([]);
}, 60_000);

test("every kind of value comes back as it was sent, by its name on the wire", async () => {
  const { status, body } = await call("POST", "/shapes", { ...shape, secret: "s" });
  const { inner, ...same } = shape;
  expect(status).toBe(200);
  expect(body).toEqual({ ...same, five: 5, inner: { at: inner.at, "1": "one" }, level: 7, stamp: "s" });
});

test.each([
  ["another constant", { always: "other" }, "/always"],
  ["something for null", { nothing: 0 }, "/nothing"],
  ["no multiple", { odd: 4 }, "/odd"],
  ["an excluded bound", { share: 1 }, "/share"],
  ["a value twice", { tags: ["a", "a"] }, "/tags"],
  ["a wrong value of a map", { prices: { pear: "much" } }, "/prices/pear"],
  ["none of the options", { "the-key": true }, "/the-key"],
  ["an unknown variant", { pet: { kind: "dog" } }, "/pet/kind"],
  ["a wrong property of a variant", { pet: { kind: "bird", wings: -1 } }, "/pet/wings"],
  ["a wrong date in what is kept", { kept: { name: "Tom", born: "2020-02-30" } }, "/kept/born"],
  ["a wrong further property", { inner: { ...shape.inner, more: "x" } }, "/inner/more"],
  ["what is answered alone", { stamp: "x" }, "/stamp"],
])("%s is refused where it stands", async (_title, change, pointer) => {
  const { status, body } = await call("POST", "/shapes", { ...shape, ...change });
  expect([status, body.errors?.map((one) => one.pointer)]).toEqual([400, [pointer]]);
});

test("bodies and answers that are no objects are JSON all the same", async () => {
  expect(await call("POST", "/sums", [1, 2, 3])).toMatchObject({ status: 200, body: 6 });
  expect((await call("POST", "/sums", [])).status).toBe(400);
  const title = await call("GET", "/titles/2.5");
  expect(title).toEqual({ status: 200, type: "application/json; charset=utf-8", body: "number 2.5" });
  expect((await call("GET", "/titles/1")).body).toBeNull();
  expect((await call("GET", "/titles/0.25")).status).toBe(404);
});

test("parameters are read from headers, cookies and lists in one parameter", async () => {
  const answer = await call("GET", "/found?ids=1,2&search-mode=deep", undefined, {
    "x-client": "test",
    cookie: 'a=b; theme="dark"; theme=light',
  });
  expect(answer.body).toEqual({ ids: [1, 2], mode: "deep", client: "test", theme: "dark" });
  const plain = await call("GET", "/found?ids=3", undefined, { cookie: "theme=light" });
  expect(plain.body).toEqual({ ids: [3], mode: "plain", client: null, theme: "light" });
  expect((await call("GET", "/found?ids=", undefined, { cookie: "theme=light" })).body.errors).toEqual([
    expect.objectContaining({ pointer: "/ids" }),
  ]);
  expect((await call("GET", "/found?ids=1")).body.errors).toEqual([
    expect.objectContaining({ pointer: "/theme" }),
  ]);
});

test("JSON of a shape is stored and answered as it came, however deep it nests", async () => {
  const thing = {
    thing_name: "T",
    labels: { toString: "x", b: "y" },
    extra: { leaf: "a", below: [{ leaf: "b", below: [] }] },
  };
  const made = await call("POST", "/things", thing);
  expect(made.status).toBe(201);
  expect((await call("GET", `/things/${made.body["id"] as string}`)).body).toMatchObject({
    kind: "thing",
    ...thing,
  });
  const bare = await call("POST", "/things", { thing_name: "U", labels: {} });
  expect(bare.body).toMatchObject({ labels: {}, extra: null });
  const broken = { ...thing, extra: { leaf: "a", below: [{ leaf: 1 }] } };
  expect((await call("POST", "/things", broken)).body.errors).toEqual([
    expect.objectContaining({ pointer: "/extra/below/0/leaf" }),
  ]);
});

test("a body that may be left out is empty then", async () => {
  expect((await call("POST", "/pokes")).body).toEqual([{ force: 1 }, { force: 2 }]);
  expect((await call("POST", "/pokes", { force: 5 })).body).toEqual([{ force: 5 }, { force: 6 }]);
});

test("the client sends and gets the same", async () => {
  const { things } = client;
  expect(await things["echo"]!({ ...shape, pet: { kind: "fish", salt: true } })).toMatchObject({
    pet: { kind: "fish", salt: true },
    "the-key": "k1",
  });
  const found = await things["find"]!({ ids: [4, 5] }, { "X-Client": "sdk" }, { theme: "dark" });
  expect(found).toEqual({ ids: [4, 5], mode: "plain", client: "sdk", theme: "dark" });
  expect(await things["add"]!([4, 5])).toBe(9);
  expect(await things["poke"]!({})).toEqual([{ force: 1 }, { force: 2 }]);
});

test("rows that do not fit a migration end the start in words", async () => {
  expect((await call("POST", "/things", { thing_name: "kept", labels: {} })).status).toBe(201);
  const migration = join(directory, "prisma/migrations/9999_no_things");
  await mkdir(migration);
  await writeFile(join(migration, "migration.sql"), 'ALTER TABLE "thing" ADD CHECK (id IS NULL);');
  const environment = { DATABASE_URL: databaseUrl };
  const { ok, diagnostics } = await bootProject({ directory, environment });
  await rm(migration, { recursive: true });
  expect(ok).toBe(false);
  expect(diagnostics[0]!.message).toContain("Migration 9999_no_things was not applied");
  expect(diagnostics[0]!.message).toContain("Mend the rows that are there, then start again.");
});
