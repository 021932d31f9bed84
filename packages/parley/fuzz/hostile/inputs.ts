import { readFileSync } from "node:fs";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { draftBackend } from "../backend-files.ts";
import type { HostileInput } from "./part.ts";

/** Backends as drafted from outlines of the tests. */
export function draftedInputs(outlines: readonly string[]): HostileInput[] {
  return outlines.map((name) => {
    const file = new URL(`../../test/requirements/outlines/${name}.md`, import.meta.url);
    const { requirements } = parseOutline(readFileSync(file, "utf8"));
    if (!requirements) throw new Error(`${name}.md is no outline.`);
    return { name, backend: draftBackend(requirements) };
  });
}
