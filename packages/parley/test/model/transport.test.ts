import type { RequestListener } from "node:http";
import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { ModelError } from "../../src/model/port.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { withRetry } from "../../src/model/retry.ts";
import { startSimulatedModel } from "../../src/model/simulated/server.ts";
import { bodyOf, startServer } from "./serve.ts";
import { KEY, patient, sampleModel, sampleRequest } from "./sample-call.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve(listener: RequestListener): Promise<string> {
  const { url, close } = await startServer(listener);
  closing.push(close);
  return `${url}/v1`;
}

async function failureOf(call: Promise<unknown>): Promise<ModelError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelError);
  return error as ModelError;
}

const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

function callDelta(id: string, text: string): object {
  return { tool_calls: [{ index: 0, id, function: { name: "draw", arguments: text } }] };
}

describe("requests", () => {
  test("force the function, ask for usage and carry the key", async () => {
    let seen: Record<string, unknown> = {};
    let authorization: string | undefined;
    const baseUrl = await serve(async (request, response) => {
      seen = await bodyOf(request);
      authorization = request.headers.authorization;
      response.setHeader("content-type", "text/event-stream");
      response.end(chunk({ content: "{}" }, "stop") + "data: [DONE]\n\n");
    });
    await sampleModel(baseUrl, "openai-strict").call(sampleRequest("openai-strict"));
    expect(authorization).toBe(`Bearer ${KEY}`);
    expect(seen).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
      tool_choice: { type: "function", function: { name: "draw" } },
      tools: [{ type: "function", function: { name: "draw", strict: true } }],
    });
  });

  test("are understood when the server does not stream", async () => {
    const baseUrl = await serve((_request, response) => {
      const call = { id: "1", type: "function", function: { name: "draw", arguments: '{"a":1}' } };
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          choices: [{ message: { content: null, tool_calls: [call] }, finish_reason: "tool_calls" }],
          usage: { prompt_tokens: 7, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 5 } },
        }),
      );
    });
    const answer = await sampleModel(baseUrl).call(sampleRequest("plain"));
    expect(answer).toMatchObject({
      arguments: '{"a":1}',
      calledName: "draw",
      usage: { input: 7, cached: 5, output: 3 },
    });
  });

  test("keep calls apart that come under one index, and bytes of one letter together", async () => {
    const baseUrl = await serve(async (_request, response) => {
      response.setHeader("content-type", "text/event-stream");
      const bytes = Buffer.from(
        chunk(callDelta("a", '{"a":"é漢"}')) + chunk(callDelta("b", '{"a":2}')) + chunk({}, "tool_calls"),
      );
      for (const byte of bytes) response.write(Buffer.from([byte]));
      response.end("data: [DONE]\n\n");
    });
    expect((await sampleModel(baseUrl).call(sampleRequest("plain"))).arguments).toBe('{"a":"é漢"}\n{"a":2}');
  });
});

describe("failures", () => {
  test("a wrong key is not tried again and not repeated in the error", async () => {
    const server = await startSimulatedModel({ answer: () => ({}), key: "another" });
    closing.push(server.close);
    const error = await failureOf(patient(sampleModel(server.baseUrl)).call(sampleRequest("plain")));
    expect(error).toMatchObject({ kind: "refused", status: 401, retryable: false, attempts: 1 });
    expect(server.requests()).toBe(1);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY);
    expect(error.message).toContain("[secret]");
  });

  test("a key that no header can hold does not get into the error", async () => {
    const model = sampleModel("http://127.0.0.1:1/v1", "plain", `${KEY}\nmore`);
    const error = await failureOf(patient(model).call(sampleRequest("plain")));
    expect(error).toMatchObject({ kind: "rejected", attempts: 1 });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY);
  });

  test("Retry-After is honoured and waits grow without it", async () => {
    const replies = [429, 503, 200];
    const baseUrl = await serve((_request, response) => {
      const status = replies.shift()!;
      if (status === 429) response.setHeader("retry-after", "7");
      response.writeHead(status, { "content-type": "text/event-stream" });
      response.end(status === 200 ? chunk({ content: "{}" }, "stop") : "{}");
    });
    const waits: number[] = [];
    const answer = await patient(sampleModel(baseUrl), waits).call(sampleRequest("plain"));
    expect(waits).toEqual([7000, 750]);
    expect(answer.usage.attempts).toBe(3);
  });

  test("tries end, and say how many there were", async () => {
    const baseUrl = await serve((_request, response) => response.writeHead(500).end("no"));
    const error = await failureOf(patient(sampleModel(baseUrl)).call(sampleRequest("plain")));
    expect(error).toMatchObject({ kind: "failed", status: 500, attempts: 3 });
  });

  test("an error inside a stream counts by its own code", async () => {
    const errors = [{ message: "overloaded" }, { message: "too long", code: 400 }];
    const baseUrl = await serve((_request, response) => {
      response.setHeader("content-type", "text/event-stream");
      response.end(`${chunk({ content: "{" })}data: ${JSON.stringify({ error: errors.shift() })}\n\n`);
    });
    const error = await failureOf(patient(sampleModel(baseUrl)).call(sampleRequest("plain")));
    expect(error).toMatchObject({ kind: "rejected", status: 400, attempts: 2 });
  });

  test("a stream that ends without an end is broken", async () => {
    const baseUrl = await serve((_request, response) => {
      response.setHeader("content-type", "text/event-stream");
      response.end(chunk({ content: '{"a": 1}' }));
    });
    expect(await failureOf(sampleModel(baseUrl).call(sampleRequest("plain")))).toMatchObject({
      kind: "broken",
      retryable: true,
    });
  });

  test("nobody listening is said with the host", async () => {
    const server = await startSimulatedModel({ answer: () => ({}) });
    await server.close();
    const error = await failureOf(sampleModel(server.baseUrl).call(sampleRequest("plain")));
    expect(error).toMatchObject({ kind: "unreachable", retryable: true });
    expect(error.message).toContain(new URL(server.baseUrl).host);
  });

  test("a call can be aborted, and is not tried again", async () => {
    const baseUrl = await serve(() => undefined);
    const signal = AbortSignal.timeout(50);
    const error = await failureOf(patient(sampleModel(baseUrl)).call({ ...sampleRequest("plain"), signal }));
    expect(error).toMatchObject({ kind: "aborted", attempts: 1 });
  });
});

test("waiting ends at the limit", async () => {
  const baseUrl = await serve((_request, response) =>
    response.writeHead(429, { "retry-after": "3600" }).end(),
  );
  const model = withRetry(sampleModel(baseUrl), {
    sleep: () => Promise.reject(new Error("It must not wait.")),
    random: () => 0,
    now: () => 0,
    limit: 60_000,
  });
  expect(await failureOf(model.call(sampleRequest("plain")))).toMatchObject({ kind: "limited", attempts: 1 });
});

describe("resolveModel", () => {
  test("finds the provider and its key", async () => {
    const server = await startSimulatedModel({ answer: () => ({ a: 1 }), key: KEY });
    closing.push(server.close);
    const { model } = resolveModel("openai/org/some-model", {
      baseUrl: server.baseUrl,
      env: { OPENAI_API_KEY: KEY },
    });
    expect(model).toMatchObject({ name: "openai/org/some-model", flavour: "plain" });
    expect((await model!.call(sampleRequest("plain"))).arguments).toBe('{"a":1}');
    expect(inspect(model, { depth: 9, showHidden: true })).not.toContain(KEY);
    expect(resolveModel("openai/m", { env: { OPENAI_API_KEY: KEY } }).model?.flavour).toBe("openai-strict");
  });

  test.each([
    ["openai/m", undefined, "provider/no-key"],
    ["opnai/m", undefined, "provider/unknown"],
    ["openai", undefined, "provider/no-model"],
    ["local/m", "http://user:password@host/v1", "provider/bad-address"],
    ["local/m", "file:///etc", "provider/bad-address"],
  ])("explains what is wrong with %s at %s", (name, baseUrl, code) => {
    const { diagnostics } = resolveModel(name, { baseUrl, env: {} });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    expect(JSON.stringify(diagnostics)).not.toContain("password@");
  });
});
