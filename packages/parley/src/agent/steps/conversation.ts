import type { Message } from "../../reading/said.ts";
import { printOutline } from "../../requirements/outline/print.ts";
import type { Requirements } from "../../requirements/document.ts";

/** What the user said, as a model sees it. */
export function conversationText(messages: readonly Message[]): string {
  const texts = messages.flatMap(({ said }) => (said.type === "text" ? [said.text] : []));
  return texts.length === 0
    ? ""
    : `## What the user said\n\n${texts.map((text) => `<message>\n${text}\n</message>`).join("\n")}`;
}

export function outlineText(requirements: Requirements): string {
  return `## What was understood so far\n\n${printOutline(requirements)}`;
}
