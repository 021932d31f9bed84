import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { ModelRequest } from "./port.ts";

const report = defineDiagnostics("model", {
  "prompt-too-large": {
    severity: "error",
    message: "The prompt takes about {found} tokens; the bound is {limit}.",
    mend: "Ask for a smaller unit, or give it less context.",
  },
});

/** Tokens a prompt may take where nothing else is said. */
export const DEFAULT_PROMPT_BOUND = 12_000;

const PIECES = /[A-Za-z]+|\d+|[^\p{ASCII}]|\s*\n\s*|[^\sA-Za-z\d]/gu;
const LETTERS_PER_TOKEN = 7;
const DIGITS_PER_TOKEN = 3;
const LINE_BREAK = 0.6;
const PUNCTUATION = 0.7;

/**
 * About how many tokens a text takes. Fitted to OpenAI's o200k_base on 169 files of English prose, TypeScript
 * and JSON: median 4 % too many, 90 % of the files between 5 % too few and 15 % too many. A character beyond
 * ASCII counts as one token, which is an upper bound for common scripts there. Other tokenizers differ more.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) {
    if (/^[A-Za-z]/.test(piece)) tokens += Math.max(1, piece.length / LETTERS_PER_TOKEN);
    else if (/^\d/.test(piece)) tokens += Math.ceil(piece.length / DIGITS_PER_TOKEN);
    else if (/^\s/.test(piece)) tokens += LINE_BREAK;
    else tokens += piece.charCodeAt(0) > 127 ? 1 : PUNCTUATION;
  }
  return Math.ceil(tokens);
}

/** Tokens of messages and function together. */
export function promptTokens({ messages, function: asked }: ModelRequest): number {
  const texts = messages.map((message) => message.content);
  return estimateTokens([...texts, asked.name, asked.description, JSON.stringify(asked.schema)].join("\n"));
}

/** A finding instead of a provider's error, before anything is sent. */
export function checkPromptBound(request: ModelRequest, limit = DEFAULT_PROMPT_BOUND): Diagnostic[] {
  const found = promptTokens(request);
  if (found <= limit) return [];
  return [report["prompt-too-large"]({ call: request.function.name, pointer: "" }, { found, limit })];
}
