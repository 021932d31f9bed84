import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { printApi } from "../../src/api/print/print.ts";
import { printMigration } from "../../src/database/print/migration.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { migrationSql } from "../../src/host/migration.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { printProgram, programModules } from "../../src/program/print/print.ts";
import { printBuilders } from "../../src/scenario/print/builders.ts";
import { printProfiles } from "../../src/scenario/print/profiles.ts";
import { formatFiles } from "../../src/text/format.ts";
import type { Backend } from "./backend.ts";

const template = fileURLToPath(new URL("../../templates/project", import.meta.url));

/** The support of a generated project's tests: path -> text. */
export async function testSupportOf({ database, api }: Backend): Promise<Map<string, string>> {
  const files = await readTemplate(/^(test|vitest)/);
  for (const file of [printProfiles(database), printBuilders(api)]) files.set(file.path, file.text);
  return files;
}

/** The server of a generated project, without its tests: path -> text. */
export async function projectOf({ database, api, program }: Backend): Promise<Map<string, string>> {
  const files = await readTemplate(/^(?!test|vitest)/);
  const schema = printPrismaSchema(database);
  const printed = await formatFiles([
    schema,
    ...printApi(api, database, programModules(program)),
    ...printProgram(program, api, database),
  ]);
  for (const file of printed) files.set(file.path, file.text);
  if (Object.keys(program.jobs ?? {}).length === 0)
    for (const path of ["src/jobs/job.ts", "src/jobs/job-runner.ts"]) files.delete(path);
  const client = await generateClient(schema.text, { importFileExtension: "ts" });
  if (!client.ok) throw new Error(client.diagnostics[0]?.message);
  for (const [path, text] of client.value) files.set(path, text);
  const migration = await printMigration(null, database, migrationSql);
  if (!migration.ok) throw new Error(migration.diagnostics[0]?.message);
  files.set("prisma/migrations/0001_initial/migration.sql", migration.value.sql);
  return files;
}

async function readTemplate(wanted: RegExp): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(template, { recursive: true, withFileTypes: true })) {
    const path = relative(template, join(entry.parentPath, entry.name)).replaceAll("\\", "/");
    if (!entry.isFile() || path.startsWith("node_modules") || !wanted.test(path)) continue;
    files.set(path, await readFile(join(template, path), "utf8"));
  }
  return files;
}
