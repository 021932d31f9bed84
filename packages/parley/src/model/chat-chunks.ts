import type { Finish, ModelAnswer } from "./port.ts";

/** What is read of one `chat.completion.chunk`, or of a whole `chat.completion`. */
export interface Chunk {
  choices?: { delta?: ChunkMessage; message?: ChunkMessage; finish_reason?: string | null }[];
  usage?: {
    prompt_tokens?: number;
    completion_tokens?: number;
    prompt_tokens_details?: { cached_tokens?: number } | null;
  } | null;
  error?: { message?: string; code?: string | number | null } | null;
}

interface ChunkMessage {
  content?: string | null;
  tool_calls?:
    | { index?: number; id?: string; function?: { name?: string; arguments?: string | object } }[]
    | null;
  /** The form that came before `tool_calls`; some servers still send it. */
  function_call?: { name?: string; arguments?: string } | null;
}

/** An answer as it grows; calls by their index. */
export interface Deltas {
  content: string;
  calls: Map<number, { id?: string; name: string; arguments: string }>;
  finish: string | undefined;
  input: number;
  cached: number;
  output: number;
}

export function noDeltas(): Deltas {
  return { content: "", calls: new Map(), finish: undefined, input: 0, cached: 0, output: 0 };
}

export function readChunk(chunk: Chunk, deltas: Deltas): void {
  if (chunk.usage) {
    deltas.input = chunk.usage.prompt_tokens ?? deltas.input;
    deltas.output = chunk.usage.completion_tokens ?? deltas.output;
    deltas.cached = chunk.usage.prompt_tokens_details?.cached_tokens ?? deltas.cached;
  }
  const [choice] = chunk.choices ?? [];
  if (!choice) return;
  const message = choice.delta ?? choice.message;
  deltas.content += message?.content ?? "";
  for (const [order, call] of (message?.tool_calls ?? []).entries()) {
    readCall(deltas, call.index ?? order, call.id, call.function ?? {});
  }
  if (message?.function_call) readCall(deltas, 0, undefined, message.function_call);
  deltas.finish = choice.finish_reason ?? deltas.finish;
}

/** Some servers give every call the index 0: another id begins another call. */
function readCall(
  deltas: Deltas,
  index: number,
  id: string | undefined,
  part: { name?: string; arguments?: string | object },
): void {
  const same = deltas.calls.get(index);
  const isOther = same?.id !== undefined && id !== undefined && id !== "" && id !== same.id;
  const at = isOther ? Math.max(...deltas.calls.keys()) + 1 : index;
  const call = deltas.calls.get(at) ?? { name: "", arguments: "", ...(id ? { id } : {}) };
  call.name = part.name || call.name;
  // A few servers send the arguments as an object instead of text.
  call.arguments +=
    typeof part.arguments === "object" ? JSON.stringify(part.arguments) : (part.arguments ?? "");
  deltas.calls.set(at, call);
}

/** Several calls are given one after another, as several JSON values; without one, the text of the message. */
export function answerOf(deltas: Deltas, ms: number): ModelAnswer {
  const calls = [...deltas.calls.values()].filter((call) => call.arguments.trim() !== "" || call.name !== "");
  const { input, cached, output } = deltas;
  const usage = { calls: 1, input, cached, output, attempts: 1, ms };
  const spoken = calls.map((call) => call.arguments).join("\n");
  if (spoken.trim() === "") return { arguments: deltas.content, usage, finish: finishOf(deltas.finish) };
  return { arguments: spoken, calledName: calls[0]!.name, usage, finish: finishOf(deltas.finish) };
}

function finishOf(reason: string | undefined): Finish {
  switch (reason) {
    case "tool_calls":
    case "function_call":
      return "call";
    case "stop":
      return "stop";
    case "length":
      return "length";
    case "content_filter":
      return "filtered";
    default:
      return "unknown";
  }
}
