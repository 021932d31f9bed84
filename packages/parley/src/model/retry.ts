import { setTimeout } from "node:timers/promises";
import { ModelError, type Model, type ModelAnswer, type ModelRequest } from "./port.ts";

export interface RetryOptions {
  /** Waits so many milliseconds, or until the signal is aborted; `sleep` below is a real one. */
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Numbers in [0, 1), for the jitter. */
  random: () => number;
  /** Milliseconds of some clock. */
  now: () => number;
  /** Tries in all; six if not said. */
  attempts?: number;
  /** Milliseconds after which no further try is begun; five minutes if not said. */
  limit?: number;
  /** Told of each failed try that will be repeated. */
  onRetry?: (error: ModelError, wait: number) => void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/**
 * The same model, called again after failures that may heal: waits grow twofold with full jitter, never shorter
 * than the server asks. Gives up at once where waiting would pass the limit. `usage.attempts` counts all tries.
 */
export function withRetry(model: Model, options: RetryOptions): Model {
  return { ...model, call: (request) => callRepeatedly(model, options, request) };
}

async function callRepeatedly(
  model: Model,
  options: RetryOptions,
  request: ModelRequest,
): Promise<ModelAnswer> {
  const { attempts = 6, limit = 300_000 } = options;
  const started = options.now();
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await model.call(request);
      return { ...answer, usage: { ...answer.usage, attempts: attempt, ms: options.now() - started } };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      const wait = waitFor(error, attempt, options.random);
      const isOver = attempt >= attempts || options.now() - started + wait > limit;
      if (!error.retryable || isOver) throw givenUp(error, attempt);
      options.onRetry?.(error, wait);
      await options.sleep(wait, request.signal);
      if (request.signal?.aborted) {
        const message = "The call was aborted.";
        throw new ModelError(message, { kind: "aborted", retryable: false, attempts: attempt, cause: error });
      }
    }
  }
}

function waitFor(error: ModelError, attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  const jittered = ceiling / 2 + (random() * ceiling) / 2;
  return Math.max(error.retryAfter ?? 0, jittered);
}

function givenUp(error: ModelError, attempts: number): ModelError {
  if (attempts === 1) return error;
  const { kind, retryable, status, retryAfter } = error;
  const message = `${error.message} (after ${attempts} tries)`;
  return new ModelError(message, {
    kind,
    retryable,
    attempts,
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    cause: error,
  });
}

/** Waits so many milliseconds; returns early when the signal is aborted. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
