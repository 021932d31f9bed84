import { afterAll, beforeAll, expect, test } from "vitest";
import { importOpenapi } from "../../src/import/openapi.ts";
import { corpus, hasCorpus } from "./openapi-corpus.ts";
import { backendOf, serve, type Served } from "./serve.ts";

let served: Served;

beforeAll(async () => {
  if (!hasCorpus) return;
  served = await serve(backendOf(importOpenapi(corpus("petstore.yaml"))));
}, 180_000);

afterAll(() => served?.stop());

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${served.url}/api/v3${path}`, {
    method,
    headers: body ? { "content-type": "application/json" } : {},
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

const pet = {
  id: 10,
  name: "doggie",
  category: { id: 1, name: "Dogs" },
  photoUrls: ["http://a.example/b.png"],
  tags: [{ id: 0, name: "small" }],
  status: "available",
};

test.runIf(hasCorpus)(
  "its project compiles",
  async () => {
    expect(await served.typecheck()).toEqual([]);
  },
  60_000,
);

test.runIf(hasCorpus)("pets are added, found by their number, replaced and deleted", async () => {
  expect(await call("POST", "/pet", pet)).toEqual({ status: 200, body: pet });
  expect(await call("GET", "/pet/10")).toEqual({ status: 200, body: pet });
  const changed = { id: 10, name: "old doggie", photoUrls: [], status: "sold" };
  expect(await call("PUT", "/pet", changed)).toEqual({ status: 200, body: changed });
  expect(await call("GET", "/pet/10")).toEqual({ status: 200, body: changed });
  expect((await call("PUT", "/pet", { ...changed, id: 999 })).status).toBe(404);
  expect(await call("DELETE", "/pet/10")).toEqual({ status: 200, body: null });
  expect((await call("GET", "/pet/10")).status).toBe(404);
});

test.runIf(hasCorpus)("what sends no number gets one", async () => {
  const first = await call("POST", "/pet", { name: "a", photoUrls: [] });
  const second = await call("POST", "/pet", { name: "b", photoUrls: [], colour: "red" });
  const ids = [first, second].map(({ body }) => (body as { id: number }).id);
  expect(ids[1]).toBe(ids[0]! + 1);
  expect(second.body).toEqual({ id: ids[1], name: "b", photoUrls: [] });
  expect((await call("POST", "/pet", { ...pet, id: ids[0]! })).status).toBe(409);
});

test.runIf(hasCorpus)("pets are listed as a bare array, by their status", async () => {
  await call("POST", "/pet", { ...pet, id: 501, status: "pending" });
  await call("POST", "/pet", { ...pet, id: 502, status: "available" });
  const ids = async (query: string): Promise<number[]> =>
    ((await call("GET", `/pet/findByStatus${query}`)).body as { id: number }[]).map(({ id }) => id);
  expect(await ids("?status=pending")).toEqual([501]);
  expect(await ids("")).toContain(502);
  expect(await ids("")).not.toContain(501);
  expect((await call("GET", "/pet/findByStatus?status=lost")).status).toBe(400);
});

test.runIf(hasCorpus)(
  "a malformed number is refused as the description says, an unknown one is not found",
  async () => {
    expect((await call("GET", "/pet/doggie")).status).toBe(400);
    expect((await call("GET", "/pet/9007199254740991")).status).toBe(404);
    expect((await call("POST", "/pet", { name: "no photos" })).status).toBe(400);
  },
);

test.runIf(hasCorpus)("orders are placed, found and deleted", async () => {
  const order = {
    id: 7,
    petId: 10,
    quantity: 2,
    shipDate: "2030-01-01T00:00:00.000Z",
    status: "placed",
    complete: true,
  };
  expect(await call("POST", "/store/order", order)).toEqual({ status: 200, body: order });
  expect(await call("GET", "/store/order/7")).toEqual({ status: 200, body: order });
  expect((await call("DELETE", "/store/order/7")).status).toBe(200);
  expect((await call("GET", "/store/order/7")).status).toBe(404);
});

test.runIf(hasCorpus)("users are found by their names", async () => {
  const user = {
    id: 3,
    username: "ann",
    firstName: "Ann",
    email: "ann@example.com",
    password: "x",
    userStatus: 1,
  };
  expect(await call("POST", "/user", user)).toEqual({ status: 200, body: user });
  expect(await call("GET", "/user/ann")).toEqual({ status: 200, body: user });
  expect((await call("PUT", "/user/ann", { lastName: "Lee" })).status).toBe(200);
  expect(await call("GET", "/user/ann")).toEqual({ status: 200, body: { ...user, lastName: "Lee" } });
  expect((await call("DELETE", "/user/ann")).status).toBe(200);
  expect((await call("GET", "/user/ann")).status).toBe(404);
});

test.runIf(hasCorpus)("what the description leaves open is not made up", async () => {
  for (const path of ["/store/inventory", "/pet/findByTags?tags=small", "/user/login"]) {
    expect((await call("GET", path)).status).toBe(501);
  }
});
