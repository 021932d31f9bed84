import { extendHistory, migrationFiles } from "../src/agent/migrations.ts";
import type { Backend } from "../src/backend/documents.ts";
import { printBackend } from "../src/backend/print.ts";
import { draftApi } from "../src/blueprint/api.ts";
import { draftDatabase } from "../src/blueprint/database.ts";
import { draftProgram } from "../src/blueprint/program.ts";
import { draftScenarios } from "../src/blueprint/scenario.ts";
import { checkDocument } from "../src/backend/check.ts";
import { documentNames, isError, type Diagnostic, type DocumentName } from "../src/diagnostic/diagnostic.ts";
import type { Requirements } from "../src/requirements/document.ts";

/** Every file of a generated project but its Prisma client, formatted as it is delivered. */
export async function filesOfBackend(backend: Backend): Promise<Map<string, string>> {
  const files = new Map([...(await printBackend(backend))].map(([path, { text }]) => [path, text]));
  const { steps } = await extendHistory([], backend.database);
  for (const [path, text] of migrationFiles(steps)) files.set(path, text);
  return files;
}

/** All five documents, as drafted from requirements. */
export function draftBackend(requirements: Requirements): Backend {
  const database = draftDatabase(requirements);
  const api = draftApi(requirements, database);
  const program = draftProgram(requirements, database, api);
  return { requirements, database, api, program, scenario: draftScenarios(requirements, database, api) };
}

/** Errors of one document and of those that speak of it, in their order. */
export function errorsFrom(document: DocumentName, backend: Backend): Diagnostic[] {
  for (const name of documentNames.slice(documentNames.indexOf(document))) {
    const errors = checkDocument(name, backend).filter(isError);
    if (errors.length > 0) return errors;
  }
  return [];
}
