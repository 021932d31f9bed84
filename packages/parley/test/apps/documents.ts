import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDocument } from "../../src/agent/document-files.ts";
import { checkDocument } from "../../src/backend/check.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { printBackend } from "../../src/backend/print.ts";
import { printMigration } from "../../src/database/print/migration.ts";
import { documentNames, type Diagnostic, type DocumentName } from "../../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { migrationSql } from "../../src/host/migration.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";

/** The five documents of a folder; throws where one cannot be read. */
export function readBackend(directory: string): Backend {
  const documents: Partial<Record<DocumentName, object>> = {};
  for (const name of documentNames) {
    const outline = join(directory, `${name}.md`);
    const file = join(directory, `${name}.json`);
    const read = existsSync(outline)
      ? readOutline(readFileSync(outline, "utf8"))
      : readDocument(name, readFileSync(file, "utf8"), file);
    if (!read.value) throw new Error(renderForModels(read.diagnostics));
    documents[name] = read.value;
  }
  return documents as unknown as Backend;
}

function readOutline(text: string): { value?: object; diagnostics: Diagnostic[] } {
  const { requirements, diagnostics } = parseOutline(text);
  return { ...(requirements ? { value: requirements } : {}), diagnostics };
}

/** What the checks of all five documents find, a line each. */
export function findingsOf(backend: Backend): string[] {
  const findings = documentNames.flatMap((name) => checkDocument(name, backend));
  return findings.map((finding) => `${finding.code} ${renderForModels([finding])}`);
}

/** All files of the project that a backend prints, with its first migration; `extra` is a folder for `test/probes`. */
export async function projectOf(backend: Backend, extra?: string): Promise<Map<string, string>> {
  const printed = await printBackend(backend);
  const files = new Map([...printed].map(([path, file]) => [path, file.text]));
  const migration = await printMigration(null, backend.database, migrationSql);
  if (!migration.ok) throw new Error(renderForModels(migration.diagnostics));
  files.set("prisma/migrations/0001_initial/migration.sql", migration.value.sql);
  for (const name of extra === undefined ? [] : readdirSync(extra)) {
    files.set(`test/probes/${name}`, readFileSync(join(extra!, name), "utf8"));
  }
  return files;
}
