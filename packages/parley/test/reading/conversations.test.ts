import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { printOutline } from "../../src/requirements/outline/print.ts";
import { read } from "./conversation.ts";

const folder = new URL("conversations/", import.meta.url);

test.each(readdirSync(folder))("%s", (name) => {
  const messages: string[] = JSON.parse(readFileSync(new URL(`${name}/messages.json`, folder), "utf8"));
  const requirements = read(...messages);
  const outline = printOutline(requirements);
  const file = new URL(`${name}/outline.md`, folder);
  if (process.env["UPDATE"] === "1" || !existsSync(file)) writeFileSync(file, outline);
  expect(outline).toBe(readFileSync(file, "utf8"));
  expect(parseOutline(outline).requirements).toStrictEqual(requirements);
  // What a sentence is cited with is what was written there.
  for (const { message, start, end, text } of Object.values(requirements.sentences)) {
    expect(messages[message - 1]!.slice(start, end)).toBe(text);
  }
});
