import { EventSourceParserStream } from "eventsource-parser/stream";
import { ModelError, type ModelErrorDetail } from "./port.ts";
import { redact, redactCause } from "./secrets.ts";

/** One request to a model's server whose answer comes in parts. */
export interface Exchange {
  /** `provider/model`, for messages. */
  name: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  /** Never repeated in an error. */
  secrets: readonly string[];
  /** Server-sent events, or a JSON value a line. */
  format: "events" | "lines";
  /** Milliseconds the exchange may take in all; ten minutes if not said. */
  timeout?: number;
  signal?: AbortSignal;
  /** Takes the data of one event or line, or all of an answer that does not stream. */
  take: (data: string) => void;
  /** Whether all was taken that makes an answer; a stream that ends before is broken. */
  isComplete: () => boolean;
}

const DEFAULT_TIMEOUT = 600_000;
const SHOWN_BODY = 300;
const HEALING = new Set([408, 409, 425]);
const END = "[DONE]";

/** Sends the request and hands on the answer's parts; rejects with a {@link ModelError} alone. */
export async function runExchange(exchange: Exchange): Promise<void> {
  const timeout = AbortSignal.timeout(exchange.timeout ?? DEFAULT_TIMEOUT);
  const signal = exchange.signal ? AbortSignal.any([exchange.signal, timeout]) : timeout;
  let response: Response | undefined;
  try {
    response = await fetch(exchange.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...exchange.headers },
      body: JSON.stringify(exchange.body),
      signal,
    });
    if (!response.ok) throw await refusal(exchange, response);
    await readAnswer(exchange, response);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw failureOf(exchange, { error, timeout, isAnswering: response !== undefined });
  }
}

/** The value of one part; one that is not JSON breaks the stream. */
export function parsePart<Part>(exchange: Pick<Exchange, "name" | "secrets">, data: string): Part {
  try {
    return JSON.parse(data) as Part;
  } catch (error) {
    throw broken(exchange, "a part that is not JSON", redactCause(error, exchange.secrets));
  }
}

/** An error that a server sends in the midst of an answer; without a status it counts as its own failure. */
export function errorInStream(
  exchange: Pick<Exchange, "name" | "secrets">,
  message: string | undefined,
  status: number | undefined,
): ModelError {
  const said = redact(message ?? "no reason given", exchange.secrets);
  return new ModelError(`${exchange.name} failed while it answered: ${said}`, {
    ...kindOf(status ?? 500),
    ...(status === undefined ? {} : { status }),
  });
}

async function readAnswer(exchange: Exchange, response: Response): Promise<void> {
  if (response.headers.get("content-type")?.includes("application/json")) {
    exchange.take(await response.text());
    return;
  }
  if (!response.body) throw broken(exchange, "an answer without a body");
  const text = response.body.pipeThrough(new TextDecoderStream());
  if (exchange.format === "events") {
    for await (const { data } of text.pipeThrough(new EventSourceParserStream())) {
      if (data === END) return;
      exchange.take(data);
    }
  } else {
    let rest = "";
    for await (const piece of text) {
      const lines = `${rest}${piece}`.split("\n");
      rest = lines.pop() ?? "";
      lines.filter((line) => line.trim() !== "").forEach(exchange.take);
    }
    if (rest.trim() !== "") exchange.take(rest);
  }
  if (!exchange.isComplete()) throw broken(exchange, "a stream that ended before its answer");
}

function broken({ name }: Pick<Exchange, "name">, what: string, cause?: Error): ModelError {
  return new ModelError(`${name} sent ${what}.`, { kind: "broken", retryable: true, cause });
}

async function refusal({ name, secrets }: Exchange, response: Response): Promise<ModelError> {
  const { status } = response;
  const said = redact((await response.text()).replaceAll(/\s+/g, " "), secrets).slice(0, SHOWN_BODY);
  const retryAfter = retryAfterOf(response.headers);
  return new ModelError(`${name} answered ${status}: ${said || response.statusText}`, {
    ...kindOf(status),
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

function kindOf(status: number): Pick<ModelErrorDetail, "kind" | "retryable"> {
  if (status === 401 || status === 403) return { kind: "refused", retryable: false };
  if (status === 429) return { kind: "limited", retryable: true };
  if (HEALING.has(status) || status >= 500) return { kind: "failed", retryable: true };
  return { kind: "rejected", retryable: false };
}

/** Milliseconds that `Retry-After` (seconds, or a date) or its precise cousin asks for. */
function retryAfterOf(headers: Headers): number | undefined {
  const precise = headers.get("retry-after-ms");
  if (precise !== null && Number.isFinite(Number(precise))) return Math.max(0, Number(precise));
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const milliseconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

interface Failure {
  error: unknown;
  timeout: AbortSignal;
  /** Whether the server had begun to answer. */
  isAnswering: boolean;
}

function failureOf(exchange: Exchange, { error, timeout, isAnswering }: Failure): ModelError {
  const { name, secrets } = exchange;
  const cause = redactCause(error, secrets);
  if (exchange.signal?.aborted) {
    return new ModelError("The call was aborted.", { kind: "aborted", retryable: false, cause });
  }
  if (timeout.aborted) {
    const seconds = Math.round((exchange.timeout ?? DEFAULT_TIMEOUT) / 1000);
    const message = `${name} did not answer within ${seconds} s.`;
    return new ModelError(message, { kind: "timeout", retryable: true, cause });
  }
  if (isAnswering) return broken(exchange, "a stream that broke off", cause);
  // `fetch` gives the network's errors a cause; without one the request itself cannot be sent, now or later.
  if (!(error instanceof Error) || error.cause === undefined) {
    const message = `A request to ${name} could not be made: ${cause?.message ?? "no reason given"}`;
    return new ModelError(message, { kind: "rejected", retryable: false, cause });
  }
  const message = `${name} cannot be reached at ${redact(hostOf(exchange.url), secrets)}.`;
  return new ModelError(message, { kind: "unreachable", retryable: true, cause });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
