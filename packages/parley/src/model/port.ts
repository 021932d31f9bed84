import type { ExportFlavour, JsonSchema } from "../schema/export.ts";
import type { Usage } from "./usage.ts";

/**
 * A message to a model. Former answers and their findings go as text: a malformed call kept in the history as a
 * call makes some servers refuse every later request.
 */
export interface ModelMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** The function a model is to call; `schema` is in the flavour of the model that is asked. */
export interface ModelFunction {
  name: string;
  description: string;
  schema: JsonSchema;
}

export interface ModelRequest {
  messages: readonly ModelMessage[];
  function: ModelFunction;
  signal?: AbortSignal;
}

/** Why a model stopped: it called, it ended in text, it ran out of room, it was filtered. */
export type Finish = "call" | "stop" | "length" | "filtered" | "unknown";

/** One raw answer: text that should be the function's arguments, from a call or, without one, from the message. */
export interface ModelAnswer {
  arguments: string;
  /** The function that was called; absent when the answer came as a message. */
  calledName?: string;
  usage: Usage;
  finish: Finish;
}

/** A model that answers function calls. Calls reject with {@link ModelError} alone. */
export interface Model {
  /** `provider/model`. */
  name: string;
  flavour: ExportFlavour;
  call: (request: ModelRequest) => Promise<ModelAnswer>;
}

/**
 * `aborted` by the caller's signal, `refused` credentials, `rejected` requests that cannot heal, `limited` rate,
 * `failed` server, `unreachable` host, `broken` stream, `timeout`, `unrecorded` call of a cassette.
 */
export type ModelErrorKind =
  | "aborted"
  | "refused"
  | "rejected"
  | "limited"
  | "failed"
  | "unreachable"
  | "broken"
  | "timeout"
  | "unrecorded";

export interface ModelErrorDetail {
  kind: ModelErrorKind;
  retryable: boolean;
  status?: number;
  /** What the server asked to wait, in milliseconds. */
  retryAfter?: number;
  /** Tries that were made before this error was given up on. */
  attempts?: number;
  cause?: unknown;
}

/** A failure of the host or its network. Messages and causes never hold credentials. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly kind: ModelErrorKind;
  readonly retryable: boolean;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly attempts: number;

  constructor(message: string, detail: ModelErrorDetail) {
    super(message, detail.cause === undefined ? {} : { cause: detail.cause });
    this.kind = detail.kind;
    this.retryable = detail.retryable;
    this.status = detail.status;
    this.retryAfter = detail.retryAfter;
    this.attempts = detail.attempts ?? 1;
  }
}
