import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hashOf } from "../../schema/canonical.ts";
import type { JsonSchema } from "../../schema/export.ts";
import { seededRandom } from "../../schema/random.ts";
import type { ModelMessage } from "../port.ts";
import { estimateTokens } from "../tokens.ts";
import { drawFault, faults, type Damage, type Draw, type FaultName } from "./faults.ts";
import { placesOf } from "./places.ts";

/** What the server was asked, as the one who answers sees it. */
export interface SimulatedRequest {
  messages: ModelMessage[];
  function: { name: string; description: string; schema: JsonSchema };
  /** How often this very request came before. */
  repeats: number;
}

export interface SimulatedOptions {
  /** Valid arguments, in the form that the function's schema asks for. */
  answer: (request: SimulatedRequest) => unknown;
  /** The share of answers to damage, 0 to 1; or which fault, if any, an answer is to have. */
  damage?: number | ((request: SimulatedRequest) => FaultName | undefined);
  seed?: number;
  /** The only key that is let in; any or none without it. */
  key?: string;
}

export interface SimulatedModel {
  /** For `openai/…` and `local/…` models. */
  baseUrl: string;
  requests: () => number;
  /** How often each fault was sent. */
  faultCounts: () => Partial<Record<FaultName, number>>;
  close: () => Promise<void>;
}

interface State {
  options: SimulatedOptions;
  requests: number;
  seen: Map<string, number>;
  counts: Map<FaultName, number>;
}

/**
 * Starts a server on 127.0.0.1, at a free port, that answers function calls in OpenAI's streaming protocol.
 * The fault of an answer depends on the seed, the request and how often it came, not on the order of requests.
 */
export async function startSimulatedModel(options: SimulatedOptions): Promise<SimulatedModel> {
  const state: State = { options, requests: 0, seen: new Map(), counts: new Map() };
  const server = createServer((request, response) => {
    handle(state, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: { message, type: "server_error" } });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests: () => state.requests,
    faultCounts: () => Object.fromEntries(state.counts),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface ChatRequest {
  model: string;
  messages: ModelMessage[];
  tools: { function: { name: string; description: string; parameters: JsonSchema } }[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "GET" && request.url?.endsWith("/models")) {
    return sendJson(response, 200, { object: "list", data: [{ id: "simulated", object: "model" }] });
  }
  if (request.method !== "POST" || !request.url?.endsWith("/chat/completions")) {
    return sendJson(response, 404, {
      error: { message: "There is no such route.", type: "invalid_request_error" },
    });
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  state.requests++;
  const given = request.headers.authorization?.replace("Bearer ", "");
  if (state.options.key !== undefined && given !== state.options.key) {
    // Real servers repeat the wrong key too.
    const message = `Incorrect API key provided: ${given ?? "none"}.`;
    return sendJson(response, 401, {
      error: { message, type: "invalid_request_error", code: "invalid_api_key" },
    });
  }
  const chat = JSON.parse(text) as ChatRequest;
  const tool = chat.tools?.[0]?.function;
  if (!tool || !chat.stream) {
    const message = "Only streamed function calls are simulated.";
    return sendJson(response, 400, { error: { message, type: "invalid_request_error" } });
  }
  const asked = { name: tool.name, description: tool.description, schema: tool.parameters };
  const identity = hashOf({ messages: chat.messages, function: asked });
  const repeats = state.seen.get(identity) ?? 0;
  state.seen.set(identity, repeats + 1);
  const simulated: SimulatedRequest = { messages: chat.messages, function: asked, repeats };
  const damage = await answerTo(state, simulated, identity);
  await send(response, chat, damage, text);
}

async function answerTo(state: State, request: SimulatedRequest, identity: string): Promise<Damage> {
  const { answer, damage = 0, seed = 0 } = state.options;
  const value: unknown = await answer(request);
  const { name, schema } = request.function;
  const random = seededRandom(Number.parseInt(hashOf([seed, identity, request.repeats]).slice(0, 8), 16));
  const draw: Draw = { name, value, places: placesOf(schema, value), random };
  const fault =
    typeof damage === "function" ? named(draw, damage(request)) : random() < damage && drawFault(draw);
  if (!fault) return { type: "call", name, arguments: JSON.stringify(value), finish: "tool_calls" };
  state.counts.set(fault.name, (state.counts.get(fault.name) ?? 0) + 1);
  return fault.damage;
}

function named(draw: Draw, name: FaultName | undefined): { name: FaultName; damage: Damage } | undefined {
  if (name === undefined) return undefined;
  const damage = faults[name].damage(draw);
  if (!damage) throw new Error(`The answer has no place for the fault ${name}.`);
  return { name, damage };
}

const PIECE_LENGTH = 24;

async function send(
  response: ServerResponse,
  chat: ChatRequest,
  damage: Damage,
  asked: string,
): Promise<void> {
  if (damage.type === "status") {
    if (damage.retryAfter !== undefined) response.setHeader("retry-after", String(damage.retryAfter));
    return sendJson(response, damage.status, {
      error: { message: "Try again later.", type: "server_error" },
    });
  }
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const base = { id: "chatcmpl-simulated", object: "chat.completion.chunk", created: 0, model: chat.model };
  const write = (delta: object, finish_reason: string | null = null): void => {
    response.write(`data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
  };
  const text = damage.type === "message" ? damage.text : damage.arguments;
  if (damage.type === "message") {
    for (const content of pieces(text)) write({ content });
    write({}, "stop");
  } else {
    const name = damage.type === "call" ? damage.name : chat.tools[0]!.function.name;
    write({
      role: "assistant",
      tool_calls: [{ index: 0, id: "call-0", type: "function", function: { name, arguments: "" } }],
    });
    for (const piece of pieces(text)) write({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
    if (damage.type === "break") {
      // The pieces have to leave before the connection goes, else it never looks like a stream.
      await new Promise((resolve) => response.write(": \n\n", resolve));
      response.destroy();
      return;
    }
    write({}, damage.finish);
  }
  if (chat.stream_options?.include_usage) {
    const usage = { prompt_tokens: estimateTokens(asked), completion_tokens: estimateTokens(text) };
    const cached = { prompt_tokens_details: { cached_tokens: 0 } };
    response.write(`data: ${JSON.stringify({ ...base, choices: [], usage: { ...usage, ...cached } })}\n\n`);
  }
  response.end("data: [DONE]\n\n");
}

function pieces(text: string): string[] {
  return text.match(new RegExp(`[^]{1,${PIECE_LENGTH}}`, "g")) ?? [];
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}
