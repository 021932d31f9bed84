import { readFileSync } from "node:fs";

/** The text of a step's prompt, which lies beside the step. */
export function readPrompt(step: string): string {
  return readFileSync(new URL(`./${step}/prompt.md`, import.meta.url), "utf8").trim();
}
