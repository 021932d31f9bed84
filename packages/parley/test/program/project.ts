import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { printApi } from "../../src/api/print/print.ts";
import { printMigration } from "../../src/database/print/migration.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { migrationSql } from "../../src/host/migration.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { printProgram } from "../../src/program/print/print.ts";
import { formatFiles } from "../../src/text/format.ts";
import type { Backend } from "./backend.ts";

const template = fileURLToPath(new URL("../../templates/project", import.meta.url));

/** The server of a generated project, without its tests: path -> text. */
export async function projectOf({ database, api, program }: Backend): Promise<Map<string, string>> {
  const files = await readTemplate();
  const schema = printPrismaSchema(database);
  const printed = await formatFiles([
    schema,
    ...printApi(api, database),
    ...printProgram(program, api, database),
  ]);
  for (const file of printed) files.set(file.path, file.text);
  const client = await generateClient(schema.text, { importFileExtension: "ts" });
  if (!client.ok) throw new Error(client.diagnostics[0]?.message);
  for (const [path, text] of client.value) files.set(path, text);
  const migration = await printMigration(null, database, migrationSql);
  if (!migration.ok) throw new Error(migration.diagnostics[0]?.message);
  files.set("prisma/migrations/0001_initial/migration.sql", migration.value.sql);
  return files;
}

async function readTemplate(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(template, { recursive: true, withFileTypes: true })) {
    const path = relative(template, join(entry.parentPath, entry.name)).replaceAll("\\", "/");
    if (!entry.isFile() || /^(test|node_modules|vitest)/.test(path)) continue;
    files.set(path, await readFile(join(template, path), "utf8"));
  }
  return files;
}
