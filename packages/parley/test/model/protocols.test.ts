import { afterEach, expect, test } from "vitest";
import { detectLocalServers } from "../../src/model/detect.ts";
import type { Model } from "../../src/model/port.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { KEY, sampleRequest } from "./sample-call.ts";
import { bodyOf, startServer } from "./serve.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Seen {
  body: Record<string, unknown>;
  url: string | undefined;
  headers: Record<string, unknown>;
}

/** A server that answers every request with the same text, and the model that asks it. */
async function modelAt(
  name: string,
  path: string,
  reply: string,
  type: string,
): Promise<{ model: Model; seen: Seen }> {
  const seen: Seen = { body: {}, url: undefined, headers: {} };
  const { url, close } = await startServer(async (request, response) => {
    Object.assign(seen, { body: await bodyOf(request), url: request.url, headers: request.headers });
    response.setHeader("content-type", type);
    response.end(reply);
  });
  closing.push(close);
  const { model } = resolveModel(name, { baseUrl: `${url}${path}`, env: { ANTHROPIC_API_KEY: KEY } });
  return { model: model!, seen };
}

function events(...data: { type: string }[]): string {
  return data.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
}

const piece = (text: string) => ({
  type: "content_block_delta",
  index: 0,
  delta: { type: "input_json_delta", partial_json: text },
});
const start = {
  type: "message_start",
  message: { usage: { input_tokens: 10, cache_read_input_tokens: 90, output_tokens: 1 } },
};

test("Anthropic's protocol: a forced tool, its pieces and its usage", async () => {
  const reply = events(
    start,
    { type: "content_block_start", content_block: { type: "tool_use", name: "draw" } } as { type: string },
    { type: "ping" },
    piece('{"a":'),
    piece(" 1}"),
    { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 12 } } as {
      type: string;
    },
    { type: "message_stop" },
  );
  const { model, seen } = await modelAt("anthropic/some-model", "/v1", reply, "text/event-stream");
  expect(await model.call(sampleRequest("plain"))).toMatchObject({
    arguments: '{"a": 1}',
    calledName: "draw",
    finish: "call",
    usage: { input: 100, cached: 90, output: 12 },
  });
  expect(seen).toMatchObject({ url: "/v1/messages", headers: { "x-api-key": KEY } });
  expect(seen.body).toMatchObject({
    model: "some-model",
    system: "You draw.",
    messages: [{ role: "user", content: "A house." }],
    tool_choice: { type: "tool", name: "draw" },
    tools: [{ name: "draw", input_schema: { type: "object" } }],
  });
});

test("Anthropic's protocol: an overload in the stream may be tried again, and an early end is broken", async () => {
  const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
  const overloaded = await modelAt("anthropic/m", "/v1", events(start, error), "text/event-stream");
  await expect(overloaded.model.call(sampleRequest("plain"))).rejects.toMatchObject({
    status: 529,
    retryable: true,
  });
  const cut = await modelAt("anthropic/m", "/v1", events(start, piece("{")), "text/event-stream");
  await expect(cut.model.call(sampleRequest("plain"))).rejects.toMatchObject({
    kind: "broken",
    retryable: true,
  });
});

test("Ollama's protocol: the schema as format, a context that holds the prompt", async () => {
  const lines = [
    { message: { role: "assistant", content: '{"a"' }, done: false },
    { message: { role: "assistant", content: ": 1}" }, done: false },
    { message: { content: "" }, done: true, done_reason: "stop", prompt_eval_count: 42, eval_count: 6 },
  ];
  const reply = lines.map((line) => JSON.stringify(line)).join("\n");
  const { model, seen } = await modelAt("ollama/some:7b", "", reply, "application/x-ndjson");
  const request = sampleRequest("plain", "word ".repeat(9000));
  expect(await model.call(request)).toMatchObject({
    arguments: '{"a": 1}',
    finish: "stop",
    usage: { input: 42, output: 6 },
  });
  expect(seen).toMatchObject({
    url: "/api/chat",
    body: { model: "some:7b", format: request.function.schema },
  });
  expect(seen.body["options"]).toEqual({ num_ctx: 24_576 });
});

test("running servers are found by what they list", async () => {
  const listing = await startServer((_request, response) =>
    response.end(JSON.stringify({ models: [{ name: "a:7b" }] })),
  );
  const empty = await startServer((_request, response) => response.end(JSON.stringify({ data: [] })));
  const other = await startServer((_request, response) => response.end("<html>"));
  closing.push(listing.close, empty.close, other.close);
  const addresses = [listing, empty, other, { url: "http://127.0.0.1:1" }].map(({ url }) => ({
    provider: "ollama",
    baseUrl: url,
    list: "/api/tags",
  }));
  expect(await detectLocalServers(addresses)).toEqual([
    { provider: "ollama", baseUrl: listing.url, models: ["a:7b"] },
  ]);
});
