import { hashOf } from "../schema/canonical.ts";
import { ModelError, type Finish, type Model, type ModelAnswer, type ModelRequest } from "./port.ts";
import { redact } from "./secrets.ts";
import type { Usage } from "./usage.ts";

/** One recorded call. The request stands as its hash; neither headers nor credentials are ever part of it. */
export interface CassetteEntry {
  request: string;
  function: string;
  arguments: string;
  calledName?: string;
  finish: Finish;
  usage: Usage;
}

/** What two equal requests have in common: messages and function, not the model's name nor the signal. */
export function requestKey({ messages, function: asked }: ModelRequest): string {
  return hashOf({ messages, function: asked });
}

export interface RecordOptions {
  /** Takes one line without its end; lines make the cassette. */
  write: (line: string) => void;
  /** Texts that must not get onto the tape, should an answer repeat them. */
  secrets?: readonly string[];
}

/** The same model, each answer also written down. Failed calls are not recorded. */
export function recordCalls(model: Model, { write, secrets = [] }: RecordOptions): Model {
  const call = async (request: ModelRequest): Promise<ModelAnswer> => {
    const answer = await model.call(request);
    const entry: CassetteEntry = { request: requestKey(request), function: request.function.name, ...answer };
    write(redact(JSON.stringify(entry), secrets));
    return answer;
  };
  return { ...model, call };
}

export interface ReplayOptions extends Pick<Model, "name" | "flavour"> {
  /** Text of a cassette: one entry a line. */
  cassette: string;
}

/** A model that answers from a cassette: equal requests get their answers in the order of recording, the last one again. */
export function replayCalls({ name, flavour, cassette }: ReplayOptions): Model {
  const entries = new Map<string, CassetteEntry[]>();
  for (const [index, line] of cassette.split("\n").entries()) {
    if (line.trim() === "") continue;
    const entry = readEntry(line, index + 1);
    entries.set(entry.request, [...(entries.get(entry.request) ?? []), entry]);
  }
  const call = async (request: ModelRequest): Promise<ModelAnswer> => {
    if (request.signal?.aborted) {
      throw new ModelError("The call was aborted.", { kind: "aborted", retryable: false });
    }
    const waiting = entries.get(requestKey(request));
    const entry = waiting && waiting.length > 1 ? waiting.shift() : waiting?.[0];
    if (!entry) {
      const message = `The cassette has no answer to this request for ${request.function.name}.`;
      throw new ModelError(message, { kind: "unrecorded", retryable: false });
    }
    const { request: _request, function: _function, ...answer } = entry;
    return answer;
  };
  return { name, flavour, call };
}

function readEntry(line: string, lineNumber: number): CassetteEntry {
  try {
    return JSON.parse(line) as CassetteEntry;
  } catch (cause) {
    const message = `Line ${lineNumber} of the cassette is not JSON.`;
    throw new ModelError(message, { kind: "unrecorded", retryable: false, cause });
  }
}
