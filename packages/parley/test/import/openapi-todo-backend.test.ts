import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { importOpenapi, type ImportedOpenapi } from "../../src/import/openapi.ts";
import { readOpenapiText } from "../../src/import/openapi-text.ts";
import { backendOf, serve, type Served } from "./serve.ts";

interface Todo {
  title: string;
  completed: boolean;
  order?: number;
  url: string;
}

let imported: ImportedOpenapi;
let served: Served;
let root: string;

beforeAll(async () => {
  const text = readFileSync(join(import.meta.dirname, "todo-backend.yaml"), "utf8");
  imported = importOpenapi(readOpenapiText(text).description);
  served = await serve(backendOf(imported), { CORS_ORIGINS: "*", RATE_LIMITS: "false" });
  root = `${served.url}/todos`;
}, 180_000);

afterAll(() => served?.stop());

/** As a page of another origin would ask. */
async function ask(method: string, url: string, body?: object): Promise<Response> {
  return fetch(url, {
    method,
    headers: { "content-type": "application/json", origin: "http://elsewhere.example" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

async function read<Value>(answer: Promise<Response>): Promise<Value> {
  const response = await answer;
  expect(response.ok).toBe(true);
  return (await response.json()) as Value;
}

const list = (): Promise<Todo[]> => read(ask("GET", root));
const post = (body: object): Promise<Todo> => read(ask("POST", root, body));

test("its project compiles, and nothing of the description is guessed", async () => {
  expect(await served.typecheck()).toEqual([]);
  expect(imported.diagnostics.map(({ code }) => code)).toEqual(["openapi/entity"]);
}, 60_000);

describe("prerequisites", () => {
  test("1: the root answers pages of every origin", async () => {
    const answer = await ask("GET", root);
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    const preflight = await fetch(root, {
      method: "OPTIONS",
      headers: {
        origin: "http://elsewhere.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get("access-control-allow-headers")).toMatch(/content-type/i);
    expect(preflight.headers.get("access-control-allow-methods")).toMatch(/PATCH.*DELETE/);
  });

  test("2: what is posted comes back", async () => {
    expect(await post({ title: "a todo" })).toMatchObject({ title: "a todo" });
  });

  test("3, 4: deleting the root leaves nothing", async () => {
    expect((await ask("DELETE", root)).ok).toBe(true);
    expect(await list()).toEqual([]);
  });
});

describe("storing", () => {
  beforeEach(() => ask("DELETE", root));

  test("5: what is posted is listed", async () => {
    await post({ title: "walk the dog" });
    expect((await list()).map(({ title }) => title)).toEqual(["walk the dog"]);
  });

  test("6: it is not completed", async () => {
    expect((await post({ title: "blah" })).completed).toBe(false);
    expect((await list())[0]!.completed).toBe(false);
  });

  test("7: it says where it can be found", async () => {
    const { url } = await post({ title: "blah" });
    expect(url).toMatch(/^http:\/\/[^/]+\/todos\/[0-9a-f-]{36}$/);
    expect((await list())[0]!.url).toBe(url);
  });

  test("8: and there it is", async () => {
    const todo = await post({ title: "my todo" });
    expect(await read(ask("GET", todo.url))).toEqual(todo);
  });
});

describe("existing", () => {
  beforeEach(() => ask("DELETE", root));

  test("9: one can be found from the list", async () => {
    await post({ title: "walk the dog" });
    await post({ title: "walk the cat" });
    const all = await list();
    expect(all).toHaveLength(2);
    expect(await read(ask("GET", all[0]!.url))).toMatchObject({ title: all[0]!.title });
  });

  test("10, 11, 12: its title and whether it is completed can be changed for good", async () => {
    const { url } = await post({ title: "initial" });
    expect(await read(ask("PATCH", url, { title: "bathe the cat" }))).toMatchObject({
      title: "bathe the cat",
    });
    expect(await read(ask("PATCH", url, { completed: true }))).toMatchObject({ completed: true });
    const changed = { title: "bathe the cat", completed: true };
    expect(await read(ask("GET", url))).toMatchObject(changed);
    expect(await list()).toEqual([expect.objectContaining(changed)]);
  });

  test("13: it can be deleted", async () => {
    const { url } = await post({ title: "gone" });
    expect((await ask("DELETE", url)).ok).toBe(true);
    expect(await list()).toEqual([]);
    expect((await ask("GET", url)).status).toBe(404);
  });
});

describe("order", () => {
  beforeEach(() => ask("DELETE", root));

  test("14, 15, 16: it can be said, changed and kept", async () => {
    const { url, order } = await post({ title: "blah", order: 523 });
    expect(order).toBe(523);
    expect(await read(ask("PATCH", url, { order: 95 }))).toMatchObject({ order: 95 });
    expect(await read(ask("GET", url))).toMatchObject({ order: 95 });
  });
});
