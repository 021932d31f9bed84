import type { ExportFlavour } from "../schema/export.ts";
import { answerOf, noDeltas, readChunk, type Chunk } from "./chat-chunks.ts";
import type { Model, ModelAnswer, ModelRequest } from "./port.ts";
import { errorInStream, parsePart, runExchange } from "./transport.ts";

export interface ChatCompletionsOptions {
  /** `provider/model`, for messages and records. */
  name: string;
  /** What the server calls the model. */
  model: string;
  /** Up to and with the version, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  key?: string;
  flavour: ExportFlavour;
  /** Further members of the request body. */
  body?: Record<string, unknown>;
  /** Milliseconds one call may take in all; ten minutes if not said. */
  timeout?: number;
}

/** A model behind an OpenAI-compatible `POST /chat/completions`, streamed. */
export function chatCompletionsModel(options: ChatCompletionsOptions): Model {
  const { name, flavour } = options;
  // A closure keeps the key out of the model's own properties, which may be printed.
  return { name, flavour, call: (request) => callOnce(options, request) };
}

async function callOnce(options: ChatCompletionsOptions, request: ModelRequest): Promise<ModelAnswer> {
  const { name, baseUrl, timeout } = options;
  const key = options.key?.trim();
  const secrets = key ? [key] : [];
  const started = performance.now();
  const deltas = noDeltas();
  await runExchange({
    name,
    url: `${baseUrl.replace(/\/+$/, "")}/chat/completions`,
    headers: { accept: "text/event-stream", ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: bodyOf(options, request),
    secrets,
    format: "events",
    timeout,
    signal: request.signal,
    take: (data) => {
      const chunk = parsePart<Chunk>({ name, secrets }, data);
      if (chunk.error)
        throw errorInStream({ name, secrets }, chunk.error.message, statusOf(chunk.error.code));
      readChunk(chunk, deltas);
    },
    isComplete: () => deltas.finish !== undefined,
  });
  return answerOf(deltas, performance.now() - started);
}

function bodyOf(options: ChatCompletionsOptions, request: ModelRequest): Record<string, unknown> {
  const { name, description, schema } = request.function;
  const isStrict = options.flavour === "openai-strict";
  const declared = { name, description, parameters: schema, ...(isStrict ? { strict: true } : {}) };
  return {
    model: options.model,
    messages: request.messages,
    tools: [{ type: "function", function: declared }],
    tool_choice: { type: "function", function: { name } },
    ...(isStrict ? { parallel_tool_calls: false } : {}),
    stream: true,
    stream_options: { include_usage: true },
    ...options.body,
  };
}

function statusOf(code: string | number | null | undefined): number | undefined {
  const status = Number(code);
  return status >= 400 && status < 600 ? status : undefined;
}
