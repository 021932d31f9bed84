import { EventSourceParserStream } from "eventsource-parser/stream";
import type { ExportFlavour } from "../schema/export.ts";
import { answerOf, noDeltas, readChunk, type Chunk, type Deltas } from "./chat-chunks.ts";
import {
  ModelError,
  type Model,
  type ModelAnswer,
  type ModelErrorDetail,
  type ModelRequest,
} from "./port.ts";
import { redact, redactCause } from "./secrets.ts";

export interface ChatCompletionsOptions {
  /** `provider/model`, for messages and records. */
  name: string;
  /** What the server calls the model. */
  model: string;
  /** Up to and with the version, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  key?: string;
  flavour: ExportFlavour;
  headers?: Record<string, string>;
  /** Further members of the request body. */
  body?: Record<string, unknown>;
  /** Milliseconds one call may take in all; ten minutes if not said. */
  timeout?: number;
  now?: () => number;
}

const DEFAULT_TIMEOUT = 600_000;
const SHOWN_BODY = 300;
const RETRYABLE = new Set([408, 409, 425, 429]);

/** A model behind an OpenAI-compatible `POST /chat/completions`, streamed. */
export function chatCompletionsModel(options: ChatCompletionsOptions): Model {
  const key = options.key?.trim();
  const secrets = key ? [key] : [];
  return {
    name: options.name,
    flavour: options.flavour,
    call: (request) => callOnce({ ...options, key }, request, secrets),
  };
}

async function callOnce(
  options: ChatCompletionsOptions,
  request: ModelRequest,
  secrets: readonly string[],
): Promise<ModelAnswer> {
  const now = options.now ?? performance.now.bind(performance);
  const started = now();
  const timeout = AbortSignal.timeout(options.timeout ?? DEFAULT_TIMEOUT);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  let response: Response | undefined;
  try {
    response = await fetch(`${options.baseUrl.replace(/\/+$/, "")}/chat/completions`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        ...(options.key ? { authorization: `Bearer ${options.key}` } : {}),
        ...options.headers,
      },
      body: JSON.stringify(bodyOf(options, request)),
      signal,
    });
    if (!response.ok) throw await errorOf(options, response, secrets);
    const deltas = await readResponse(options, response, secrets);
    return answerOf(deltas, now() - started);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw failureOf(
      options,
      { error, caller: request.signal, timeout, isAnswering: response !== undefined },
      secrets,
    );
  }
}

function bodyOf(options: ChatCompletionsOptions, request: ModelRequest): Record<string, unknown> {
  const { name, description, schema } = request.function;
  const isStrict = options.flavour === "openai-strict";
  return {
    model: options.model,
    messages: request.messages,
    tools: [
      {
        type: "function",
        function: { name, description, parameters: schema, ...(isStrict ? { strict: true } : {}) },
      },
    ],
    tool_choice: { type: "function", function: { name } },
    ...(isStrict ? { parallel_tool_calls: false } : {}),
    stream: true,
    stream_options: { include_usage: true },
    ...options.body,
  };
}

async function readResponse(
  options: ChatCompletionsOptions,
  response: Response,
  secrets: readonly string[],
): Promise<Deltas> {
  const deltas = noDeltas();
  // A server that does not stream answers whole, in the same members but for `message`.
  if (response.headers.get("content-type")?.includes("application/json")) {
    take(options, await response.text(), deltas, secrets);
    return deltas;
  }
  if (!response.body) throw broken(options, "an answer without a body");
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  let isDone = false;
  for await (const event of events) {
    isDone = event.data === "[DONE]";
    if (isDone) break;
    take(options, event.data, deltas, secrets);
  }
  if (!isDone && deltas.finish === undefined) throw broken(options, "a stream that ended before its answer");
  return deltas;
}

function take(
  options: ChatCompletionsOptions,
  data: string,
  deltas: Deltas,
  secrets: readonly string[],
): void {
  let chunk: Chunk;
  try {
    chunk = JSON.parse(data) as Chunk;
  } catch (error) {
    throw broken(options, "an event that is not JSON", redactCause(error, secrets));
  }
  if (chunk.error) {
    const status = Number(chunk.error.code);
    const message = redact(chunk.error.message ?? "no reason given", secrets);
    throw new ModelError(`${options.name} failed while it answered: ${message}`, {
      ...kindOf(status >= 400 ? status : 500),
      ...(status >= 400 ? { status } : {}),
    });
  }
  readChunk(chunk, deltas);
}

function broken(options: ChatCompletionsOptions, what: string, cause?: Error): ModelError {
  return new ModelError(`${options.name} sent ${what}.`, { kind: "broken", retryable: true, cause });
}

async function errorOf(
  options: ChatCompletionsOptions,
  response: Response,
  secrets: readonly string[],
): Promise<ModelError> {
  const { status } = response;
  const said = redact((await response.text()).replaceAll(/\s+/g, " "), secrets).slice(0, SHOWN_BODY);
  const retryAfter = retryAfterOf(response.headers);
  return new ModelError(`${options.name} answered ${status}: ${said || response.statusText}`, {
    ...kindOf(status),
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

function kindOf(status: number): Pick<ModelErrorDetail, "kind" | "retryable"> {
  if (status === 401 || status === 403) return { kind: "refused", retryable: false };
  if (status === 429) return { kind: "limited", retryable: true };
  if (RETRYABLE.has(status) || status >= 500) return { kind: "failed", retryable: true };
  return { kind: "rejected", retryable: false };
}

/** Milliseconds that `Retry-After` (seconds or a date) or its precise cousin asks for. */
function retryAfterOf(headers: Headers): number | undefined {
  const precise = Number(headers.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(precise)) return precise;
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const milliseconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

interface Failure {
  error: unknown;
  caller: AbortSignal | undefined;
  timeout: AbortSignal;
  /** Whether the server had begun to answer. */
  isAnswering: boolean;
}

function failureOf(
  options: ChatCompletionsOptions,
  failure: Failure,
  secrets: readonly string[],
): ModelError {
  const { error, caller, timeout, isAnswering } = failure;
  const cause = redactCause(error, secrets);
  if (caller?.aborted)
    return new ModelError("The call was aborted.", { kind: "aborted", retryable: false, cause });
  if (timeout.aborted) {
    const seconds = Math.round((options.timeout ?? DEFAULT_TIMEOUT) / 1000);
    const message = `${options.name} did not answer within ${seconds} s.`;
    return new ModelError(message, { kind: "timeout", retryable: true, cause });
  }
  if (isAnswering) return broken(options, "a stream that broke off", cause);
  // `fetch` gives the network's errors a cause; without one the request itself cannot be sent, now or later.
  if (!(error instanceof Error) || error.cause === undefined) {
    const message = `A request to ${options.name} could not be made: ${cause?.message ?? "no reason given"}`;
    return new ModelError(message, { kind: "rejected", retryable: false, cause });
  }
  const message = `${options.name} cannot be reached at ${redact(hostOf(options.baseUrl), secrets)}.`;
  return new ModelError(message, { kind: "unreachable", retryable: true, cause });
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
