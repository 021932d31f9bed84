import { extendHistory, migrationFiles } from "../../src/agent/migrations.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { printBackend } from "../../src/backend/print.ts";

/** Every file of a generated project but its Prisma client. */
export async function projectFiles(backend: Backend): Promise<Map<string, string>> {
  const files = new Map([...(await printBackend(backend))].map(([path, { text }]) => [path, text]));
  const { steps } = await extendHistory([], backend.database);
  for (const [path, text] of migrationFiles(steps)) files.set(path, text);
  return files;
}
