import { z } from "zod";
import { Database } from "../database/document.ts";
import { printMigration } from "../database/print/migration.ts";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { migrationSql } from "../host/migration.ts";
import { canonicalJson } from "../schema/canonical.ts";
import { readJson } from "./project.ts";

/** One step of the database's history; `database` is the document that it leads to. Never rewritten once verified. */
export const MigrationStep = z.strictObject({
  name: z.string(),
  sql: z.string(),
  database: Database,
  verified: z.boolean(),
});
export type MigrationStep = z.infer<typeof MigrationStep>;

const History = z.strictObject({ version: z.literal(1), steps: z.array(MigrationStep) });

/** The history kept in a project; throws where the file is not what was written. */
export function readHistory(path: string): MigrationStep[] {
  const value = readJson(path);
  if (value === undefined) return [];
  History.parse(value);
  // As it stands, not as parsed: the parser would put keys into its own order, and the file would change by being read.
  return (value as z.infer<typeof History>).steps;
}

export function historyText(steps: readonly MigrationStep[]): string {
  return `${JSON.stringify({ version: 1, steps }, undefined, 1)}\n`;
}

/** Files of the generated project, by path. */
export function migrationFiles(steps: readonly MigrationStep[]): Map<string, string> {
  return new Map(steps.map(({ name, sql }) => [`prisma/migrations/${name}/migration.sql`, sql]));
}

export interface NextHistory {
  steps: MigrationStep[];
  diagnostics: Diagnostic[];
}

/** The verified history with what leads from its end to `next`; a step that was never verified is made anew. */
export async function extendHistory(history: readonly MigrationStep[], next: Database): Promise<NextHistory> {
  const verified = history.filter((step) => step.verified);
  const previous = verified.at(-1)?.database ?? null;
  if (previous !== null && canonicalJson(previous) === canonicalJson(next))
    return { steps: verified, diagnostics: [] };
  const outcome = await printMigration(previous, next, migrationSql);
  if (!outcome.ok || hasErrors(outcome.diagnostics))
    return { steps: verified, diagnostics: outcome.diagnostics };
  const { sql, slug } = outcome.value;
  if (sql === "") return { steps: verified, diagnostics: outcome.diagnostics };
  const name = `${String(verified.length + 1).padStart(4, "0")}_${slug.replaceAll("-", "_")}`;
  return {
    steps: [...verified, { name, sql, database: next, verified: false }],
    diagnostics: outcome.diagnostics,
  };
}
