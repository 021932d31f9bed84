import { readFileSync } from "node:fs";
import type { Backend } from "../../src/backend/documents.ts";
import { draftApi } from "../../src/blueprint/api.ts";
import { draftDatabase } from "../../src/blueprint/database.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import { draftScenarios } from "../../src/blueprint/scenario.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";

export const outlines = [
  "todo",
  "library",
  "issue-tracker",
  "club",
  "tariff",
  "ferry",
  "regatta",
  "fair",
  "canteen",
  "depot",
] as const;

/** All documents as drafted from an outline of `test/requirements/outlines`. */
export function draftBackend(outline: string): Backend {
  const folder = ["club", "tariff", "ferry", "regatta", "fair", "canteen", "depot"].includes(outline)
    ? "outlines"
    : "../requirements/outlines";
  const file = new URL(`${folder}/${outline}.md`, import.meta.url);
  return draftFrom(readFileSync(file, "utf8"));
}

export function draftFrom(text: string): Backend {
  const { requirements, diagnostics } = parseOutline(text);
  if (!requirements) throw new Error(renderForModels(diagnostics));
  const database = draftDatabase(requirements);
  const api = draftApi(requirements, database);
  const program = draftProgram(requirements, database, api);
  return { requirements, database, api, program, scenario: draftScenarios(requirements, database, api) };
}
