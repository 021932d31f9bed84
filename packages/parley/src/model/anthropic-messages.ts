import type { Finish, Model, ModelAnswer, ModelRequest } from "./port.ts";
import { errorInStream, parsePart, runExchange } from "./transport.ts";

export interface AnthropicOptions {
  /** `provider/model`, for messages and records. */
  name: string;
  model: string;
  /** Up to and with the version, such as `https://api.anthropic.com/v1`. */
  baseUrl: string;
  key?: string;
  /** Tokens an answer may take; the protocol demands a bound. */
  outputLimit?: number;
  timeout?: number;
}

const DEFAULT_OUTPUT_LIMIT = 16_000;
const VERSION = "2023-06-01";

/** What is read of one event of a streamed message. */
interface MessageEvent {
  type: string;
  message?: { usage?: MessageUsage };
  content_block?: { type?: string; name?: string };
  delta?: { type?: string; text?: string; partial_json?: string; stop_reason?: string | null };
  usage?: MessageUsage;
  error?: { type?: string; message?: string };
}

interface MessageUsage {
  input_tokens?: number;
  output_tokens?: number;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
}

interface Reading {
  text: string;
  json: string;
  calledName: string | undefined;
  stopReason: string | undefined;
  input: number;
  cached: number;
  output: number;
}

/** A model behind Anthropic's `POST /messages`, streamed, with its ordinary tools. */
export function anthropicModel(options: AnthropicOptions): Model {
  return { name: options.name, flavour: "plain", call: (request) => callOnce(options, request) };
}

async function callOnce(options: AnthropicOptions, request: ModelRequest): Promise<ModelAnswer> {
  const { name, baseUrl, timeout } = options;
  const key = options.key?.trim();
  const secrets = key ? [key] : [];
  const started = performance.now();
  const reading: Reading = {
    text: "",
    json: "",
    calledName: undefined,
    stopReason: undefined,
    input: 0,
    cached: 0,
    output: 0,
  };
  await runExchange({
    name,
    url: `${baseUrl.replace(/\/+$/, "")}/messages`,
    headers: { "anthropic-version": VERSION, ...(key ? { "x-api-key": key } : {}) },
    body: bodyOf(options, request),
    secrets,
    format: "events",
    timeout,
    signal: request.signal,
    take: (data) => {
      const event = parsePart<MessageEvent>({ name, secrets }, data);
      if (event.type === "error")
        throw errorInStream({ name, secrets }, event.error?.message, statusOf(event));
      readEvent(event, reading);
    },
    isComplete: () => reading.stopReason !== undefined,
  });
  const { input, cached, output, calledName } = reading;
  return {
    arguments: reading.json.trim() === "" ? reading.text : reading.json,
    ...(calledName === undefined ? {} : { calledName }),
    usage: { calls: 1, input, cached, output, attempts: 1, ms: performance.now() - started },
    finish: finishOf(reading.stopReason),
  };
}

function bodyOf(options: AnthropicOptions, request: ModelRequest): Record<string, unknown> {
  const { name, description, schema } = request.function;
  const system = request.messages.filter(({ role }) => role === "system").map(({ content }) => content);
  return {
    model: options.model,
    max_tokens: options.outputLimit ?? DEFAULT_OUTPUT_LIMIT,
    ...(system.length > 0 ? { system: system.join("\n\n") } : {}),
    messages: request.messages.filter(({ role }) => role !== "system"),
    tools: [{ name, description, input_schema: schema }],
    tool_choice: { type: "tool", name, disable_parallel_tool_use: true },
    stream: true,
  };
}

function readEvent(event: MessageEvent, reading: Reading): void {
  const usage = event.message?.usage ?? event.usage;
  if (usage) {
    const cached = usage.cache_read_input_tokens ?? 0;
    // Its input excludes what was read from or written to the cache; here the cached part is within the input.
    const input = (usage.input_tokens ?? 0) + cached + (usage.cache_creation_input_tokens ?? 0);
    reading.input = Math.max(reading.input, input);
    reading.cached = Math.max(reading.cached, cached);
    reading.output = usage.output_tokens ?? reading.output;
  }
  if (event.content_block?.type === "tool_use") reading.calledName = event.content_block.name ?? "";
  if (event.delta?.type === "text_delta") reading.text += event.delta.text ?? "";
  if (event.delta?.type === "input_json_delta") reading.json += event.delta.partial_json ?? "";
  reading.stopReason = event.delta?.stop_reason ?? reading.stopReason;
}

function finishOf(reason: string | undefined): Finish {
  if (reason === "tool_use") return "call";
  if (reason === "end_turn" || reason === "stop_sequence") return "stop";
  if (reason === "max_tokens" || reason === "model_context_window_exceeded") return "length";
  return reason === "refusal" ? "filtered" : "unknown";
}

/** The documented status of an error's type; without one it may heal. */
function statusOf({ error }: MessageEvent): number | undefined {
  const statuses: Record<string, number> = {
    invalid_request_error: 400,
    authentication_error: 401,
    permission_error: 403,
    not_found_error: 404,
    request_too_large: 413,
    rate_limit_error: 429,
    api_error: 500,
    overloaded_error: 529,
  };
  return statuses[error?.type ?? ""];
}
