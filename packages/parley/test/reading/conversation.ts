import { expect } from "vitest";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { readConversation } from "../../src/reading/read.ts";
import type { Message, Said } from "../../src/reading/said.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import { Requirements } from "../../src/requirements/document.ts";

export function messagesOf(...said: readonly (string | Said)[]): Message[] {
  return said.map((words, index) => ({
    seq: index + 1,
    said: typeof words === "string" ? { type: "text", text: words } : words,
  }));
}

/** The requirements of a conversation, which must be valid. */
export function read(...said: readonly (string | Said)[]): Requirements {
  const { requirements, diagnostics } = readConversation(messagesOf(...said), { name: "sample" });
  expect(renderForModels(diagnostics)).toBe("");
  expectValid(requirements!);
  return requirements!;
}

export function expectValid(requirements: Requirements): void {
  expect(renderForModels(checkRequirements(requirements).filter(isError))).toBe("");
  expect(Requirements.safeParse(requirements).error?.message).toBeUndefined();
}
