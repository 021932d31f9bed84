import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { renderForModels } from "../../src/diagnostic/render.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { printOutline } from "../../src/requirements/outline/print.ts";
import { randomRequirements } from "./random-requirements.ts";

const folder = new URL("outlines/", import.meta.url);

export function parsed(text: string, previous?: Requirements): Requirements {
  const { requirements, diagnostics } = parseOutline(text, previous);
  expect(renderForModels(diagnostics)).toBe("");
  return requirements!;
}

describe("outlines written by hand", () => {
  test.each(readdirSync(folder))("%s reads, and prints to what reads the same", (file) => {
    const requirements = parsed(readFileSync(new URL(file, folder), "utf8"));
    const canonical = printOutline(requirements);
    expect(parsed(canonical)).toEqual(requirements);
    expect(printOutline(parsed(canonical))).toBe(canonical);
  });
});

test("random documents are read back exactly", () => {
  for (let seed = 0; seed < 150; seed++) {
    const requirements = randomRequirements(seed, 40 + seed * 4);
    const text = printOutline(requirements);
    expect(parsed(text), text).toStrictEqual(requirements);
  }
});
