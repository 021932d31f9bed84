import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { emptyRequirements } from "../../src/agent/imported.ts";
import { checkDocument } from "../../src/backend/check.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import { draftScenarios } from "../../src/blueprint/scenario.ts";
import { documentNames, isError, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { ensureDependencies } from "../../src/host/dependencies.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { createTypechecker } from "../../src/host/typecheck.ts";
import { verifyProject } from "../../src/host/verify.ts";
import { importAutobe } from "../../src/import/autobe.ts";
import { projectOf } from "../apps/documents.ts";
import { autobeProject, autobeProjects } from "./corpus.ts";

const imports = new Map<string, Imported>();

interface Imported {
  backend: Backend;
  diagnostics: Diagnostic[];
}

/** A project with all five documents; what is drafted is drafted from its database and API alone. */
function imported(name: string): Imported {
  const known = imports.get(name);
  if (known) return known;
  const { prisma, document } = autobeProject(name);
  const { database, api, diagnostics } = importAutobe(prisma, document);
  const requirements = emptyRequirements("imported");
  const program = draftProgram(requirements, database, api);
  const scenario = draftScenarios(requirements, database, api);
  const made = { backend: { requirements, database, api, program, scenario }, diagnostics };
  imports.set(name, made);
  return made;
}

function counts(diagnostics: readonly Diagnostic[], ...codes: string[]): Record<string, number> {
  return Object.fromEntries(
    codes.map((code) => [code, diagnostics.filter((one) => one.code === `import/${code}`).length]),
  );
}

test.skipIf(autobeProjects.length > 0)("skipped: no corpus lies beside the repository", () => {});

describe.runIf(autobeProjects.length > 0)("projects that AutoBE generated", () => {
  const typechecker = createTypechecker();
  afterAll(() => typechecker.close());

  test.each(autobeProjects)("%s: all documents check, print and compile", async (name) => {
    const { backend, diagnostics } = imported(name);
    expect(diagnostics.filter(isError)).toEqual([]);
    const findings = documentNames.flatMap((document) => checkDocument(document, backend));
    expect(renderForModels(findings.filter(isError))).toBe("");

    const files = await projectOf(backend);
    const client = await generateClient(files.get("prisma/schema.prisma")!);
    if (!client.ok) throw new Error(renderForModels(client.diagnostics));
    for (const [path, text] of client.value) files.set(path, text);
    const [manifest, lockfile] = [files.get("package.json")!, files.get("package-lock.json")!];
    const dependencies = await ensureDependencies({ manifest, lockfile });
    if (!dependencies.ok) throw new Error(renderForModels(dependencies.diagnostics));
    const found = await typechecker.check({ files, dependencies: dependencies.value.directory });
    expect(renderForModels(found)).toBe("");
  });

  test("what is known to be wrong in them is found", () => {
    const board = imported("openai_gpt-4.1-mini_bbs").diagnostics;
    const undeclared = board.filter(({ code }) => code === "import/undeclared-parameter");
    const places = new Set(undeclared.map(({ at }) => ("call" in at ? at.pointer : "")));
    expect([undeclared.length, places.size]).toEqual([10, 5]);
    expect(
      counts(board, "duplicate-route", "sign-in-with-token", "privileged-sign-up", "free-status"),
    ).toEqual({
      "duplicate-route": 7,
      "sign-in-with-token": 8,
      "privileged-sign-up": 0,
      "free-status": 2,
    });
    expect(counts(board, "secret-dropped")["secret-dropped"]).toBeGreaterThanOrEqual(7);
    const economy = imported("qwen_qwen3-next-80b-a3b-instruct_bbs").diagnostics;
    expect(counts(economy, "secret-dropped", "sign-in-with-token", "index-added")).toEqual({
      "secret-dropped": 2,
      "sign-in-with-token": 3,
      "index-added": 1,
    });
  });

  test("operations whose meaning does not follow are few, and said to be so", () => {
    const open = autobeProjects.map((name) => {
      const { backend } = imported(name);
      const found = checkDocument("program", backend).filter(
        ({ code }) => code === "program/not-implemented",
      );
      return [name, found.length, Object.keys(backend.api.operations).length];
    });
    expect(open).toEqual([
      ["mistralai_codestral-2508_todo", 1, 15],
      ["openai_gpt-4.1-mini_bbs", 2, 52],
      ["openai_gpt-4.1_bbs", 2, 34],
      ["openai_gpt-4.1_todo", 0, 8],
      ["openai_gpt-5-mini_reddit", 17, 64],
      // One of them filters posts by a topic's name, of which the database keeps but the id.
      ["qwen_qwen3-next-80b-a3b-instruct_bbs", 8, 36],
    ]);
  });

  test("one of them runs: its own tests pass, and it behaves as its description says", async () => {
    const workplace = await mkdtemp(join(tmpdir(), "parley-autobe-"));
    onTestFinished(() => rm(workplace, { recursive: true, force: true }));
    const files = await projectOf(imported("openai_gpt-4.1_todo").backend);
    files.set("test/probes/todos.test.ts", probe);
    const verification = await verifyProject(workplace, files, { typechecker });
    expect(renderForModels(verification.diagnostics)).toBe("");
    const tests = verification.tests!.tests;
    expect(tests.filter(({ file }) => file.startsWith("test/probes/")).map(({ status }) => status)).toEqual([
      "passed",
      "passed",
    ]);
    expect(tests.length).toBeGreaterThan(10);
  });
});

/** Speaks HTTP as the imported description does, with its names on the wire. */
const probe = `
import { expect, test } from "../support/test.ts";

async function send(base: string, method: string, path: string, body?: object, token?: string) {
  const response = await fetch(base + path, {
    method,
    headers: {
      ...(body ? { "content-type": "application/json" } : {}),
      ...(token ? { authorization: \`Bearer \${token}\` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

async function joined(base: string, email: string) {
  const { status, body } = await send(base, "POST", "/auth/user/join", { email, password: "correct horse" });
  expect(status).toBe(201);
  return body;
}

test("people join, sign in by their address and renew their tokens once", async ({ server }) => {
  const { baseUrl: base } = server;
  const { id, token } = await joined(base, "Ann@Example.com");
  expect(Date.parse(token.expired_at)).toBeLessThan(Date.parse(token.refreshable_until));
  const login = (password: string) =>
    send(base, "POST", "/auth/user/login", { email: "ann@example.com", password });
  expect(await login("correct horse")).toMatchObject({ status: 201, body: { id } });
  expect(await login("wrong horse")).toMatchObject({ status: 401, body: { code: "wrong-credentials" } });
  const refresh = () => send(base, "POST", "/auth/user/refresh", { refresh_token: token.refresh });
  expect(await refresh()).toMatchObject({ status: 201, body: { id } });
  expect(await refresh()).toMatchObject({ status: 401 });
});

test("todos are made, searched, changed and deleted by whose they are alone", async ({ server }) => {
  const { baseUrl: base } = server;
  const ann = (await joined(base, "a@example.com")).token.access;
  const bob = (await joined(base, "b@example.com")).token.access;
  const path = "/todoList/user/todos";
  for (const title of ["Milk", "Oat milk", "Bread"]) await send(base, "POST", path, { title }, ann);
  await send(base, "POST", path, { title: "Milk of Bob's" }, bob);
  const search = { search: "milk", page: 1, limit: 1, sort_by: "created_at", order: "asc" };
  const found = await send(base, "PATCH", path, search, ann);
  expect(found.body).toMatchObject({
    pagination: { current: 1, limit: 1, records: 2, pages: 2 },
    data: [{ title: "Milk", completed: false }],
  });
  const milk = \`\${path}/\${found.body.data[0].id}\`;
  expect((await send(base, "PUT", milk, { completed: true }, bob)).status).toBe(404);
  expect((await send(base, "PUT", milk, { completed: true }, ann)).body).toMatchObject({ title: "Milk", completed: true });
  expect((await send(base, "PATCH", path, { completed: true }, ann)).body.pagination.records).toBe(1);
  expect((await send(base, "DELETE", milk, undefined, ann)).status).toBe(204);
  expect((await send(base, "GET", milk, undefined, ann)).status).toBe(404);
  expect((await send(base, "GET", milk)).status).toBe(401);
});
`;
