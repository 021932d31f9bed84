import type { Model, ModelAnswer, ModelMessage, ModelRequest } from "./port.ts";
import { promptTokens } from "./tokens.ts";
import { errorInStream, parsePart, runExchange } from "./transport.ts";

export interface OllamaOptions {
  /** `provider/model`, for messages and records. */
  name: string;
  model: string;
  /** Without a path, such as `http://127.0.0.1:11434`. */
  baseUrl: string;
  key?: string;
  timeout?: number;
}

/** Tokens kept free for the answer. */
const ANSWER_ROOM = 8192;
/** The context grows in such steps, since every other size makes the server load the model again. */
const CONTEXT_STEP = 8192;

interface ChatLine {
  message?: { content?: string };
  done?: boolean;
  done_reason?: string;
  prompt_eval_count?: number;
  eval_count?: number;
  error?: string;
}

/**
 * A model behind Ollama's own `POST /api/chat`: the schema goes as `format`, since a forced function is ignored
 * there, and the context is sized to the prompt, since a longer one would be cut from the front.
 */
export function ollamaModel(options: OllamaOptions): Model {
  return { name: options.name, flavour: "plain", call: (request) => callOnce(options, request) };
}

async function callOnce(options: OllamaOptions, request: ModelRequest): Promise<ModelAnswer> {
  const { name, baseUrl, timeout } = options;
  const key = options.key?.trim();
  const secrets = key ? [key] : [];
  const started = performance.now();
  let content = "";
  let last: ChatLine | undefined;
  await runExchange({
    name,
    url: `${baseUrl.replace(/\/+$/, "")}/api/chat`,
    headers: key ? { authorization: `Bearer ${key}` } : {},
    body: {
      model: options.model,
      messages: [...request.messages, instruction(request)],
      format: request.function.schema,
      options: { num_ctx: contextFor(request) },
      stream: true,
    },
    secrets,
    format: "lines",
    timeout,
    signal: request.signal,
    take: (data) => {
      const line = parsePart<ChatLine>({ name, secrets }, data);
      if (line.error !== undefined) throw errorInStream({ name, secrets }, line.error, undefined);
      content += line.message?.content ?? "";
      if (line.done) last = line;
    },
    isComplete: () => last !== undefined,
  });
  return {
    arguments: content,
    usage: {
      calls: 1,
      input: last?.prompt_eval_count ?? 0,
      cached: 0,
      output: last?.eval_count ?? 0,
      attempts: 1,
      ms: performance.now() - started,
    },
    finish: last?.done_reason === "length" ? "length" : "stop",
  };
}

/** The format alone tells the model nothing of what the function is for. */
function instruction({ function: asked }: ModelRequest): ModelMessage {
  const content = `Answer with the arguments of the function ${asked.name} as JSON. ${asked.description}`;
  return { role: "system", content };
}

function contextFor(request: ModelRequest): number {
  return Math.ceil((promptTokens(request) + ANSWER_ROOM) / CONTEXT_STEP) * CONTEXT_STEP;
}
