import { readFileSync } from "node:fs";
import type { Backend } from "../src/backend/documents.ts";
import { parseOutline } from "../src/requirements/outline/parse.ts";
import { draftBackend } from "./backend-files.ts";

/** A backend, and how it is called in findings. */
export interface NamedBackend {
  name: string;
  backend: Backend;
}

/** Backends as drafted from outlines of the tests. */
export function draftedInputs(outlines: readonly string[]): NamedBackend[] {
  return outlines.map((name) => {
    const file = new URL(`../test/requirements/outlines/${name}.md`, import.meta.url);
    const { requirements } = parseOutline(readFileSync(file, "utf8"));
    if (!requirements) throw new Error(`${name}.md is no outline.`);
    return { name, backend: draftBackend(requirements) };
  });
}
