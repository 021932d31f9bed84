import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { renderPlain } from "../../text/render.ts";
import { kebabCase } from "../../text/names.ts";
import { lines, type Text } from "../../text/text.ts";
import type { Database } from "../document.ts";
import type { Change } from "./change.ts";
import { columnStep } from "./column-changes.ts";
import { newDemands } from "./demands.ts";
import { enumStep } from "./enum-changes.ts";
import { lostData } from "./losses.ts";
import { renameStep } from "./renames.ts";
import { printPrismaSchema } from "./schema.ts";
import { changeSqlConstraints, createSqlConstraints } from "./sql-constraints.ts";

export interface Migration {
  /** Statements for one transaction, forward only; "" where the database stays as it is. */
  sql: string;
  /** What it does, in a few words of kebab-case, for the file's name. */
  slug: string;
}

export type MigrationOutcome =
  | { ok: true; value: Migration; diagnostics: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[] };

/** Compares two Prisma schemas without a database, `from: null` being an empty one; gives SQL, or "" for no change. */
export type CompareSchemas = (schemas: {
  from: string | null;
  to: string;
}) => Promise<
  { ok: true; value: string; diagnostics: Diagnostic[] } | { ok: false; diagnostics: Diagnostic[] }
>;

/**
 * The migration from one database to the next, both without errors. Renames (by id), changes of enums and of types
 * and what fills required columns are written first; `compare` then sees a previous schema that differs only in what
 * it does well; checks, partial keys and the like come last. Data that would be lost, or is missing, is a warning.
 */
export async function printMigration(
  previous: Database | null,
  next: Database,
  compare: CompareSchemas,
): Promise<MigrationOutcome> {
  const to = printPrismaSchema(next).text;
  if (previous === null) {
    const compared = await compare({ from: null, to });
    if (!compared.ok) return compared;
    const sql = scriptOf([], compared.value, createSqlConstraints(next));
    return { ok: true, value: { sql, slug: "initial" }, diagnostics: compared.diagnostics };
  }
  const steps = stepsBetween(previous, next);
  const constraints = changeSqlConstraints(previous, steps.database, next, steps.retyped);
  const compared = await compare({ from: printPrismaSchema(steps.database).text, to });
  if (!compared.ok) return compared;
  const sql = scriptOf([...constraints.before, ...steps.statements], compared.value, constraints.after);
  const diagnostics = [
    ...lostData(previous, next),
    ...steps.diagnostics,
    ...newDemands(steps.database, next),
    ...compared.diagnostics,
  ];
  return { ok: true, value: { sql, slug: slugOf(previous, next) }, diagnostics };
}

function stepsBetween(previous: Database, next: Database): Change {
  const renamed = renameStep(previous, next);
  const enums = enumStep(renamed.database, next);
  const columns = columnStep(enums.database, next);
  const all = [renamed, enums, columns];
  return {
    statements: all.flatMap((step) => step.statements),
    database: columns.database,
    diagnostics: all.flatMap((step) => step.diagnostics),
    retyped: new Set(all.flatMap((step) => [...step.retyped])),
  };
}

function scriptOf(before: readonly Text[], compared: string, after: readonly Text[]): string {
  const parts = [render(before), compared.trim(), render(after)].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join("\n\n")}\n`;
}

function render(statements: readonly Text[]): string {
  return renderPlain("migration.sql", lines(statements)).text.trim();
}

const SLUG_LENGTH = 60;

/** The most telling change alone: models that came, that went, that have another name, or that changed. */
function slugOf(previous: Database, next: Database): string {
  const before = new Map(Object.entries(previous.models).map(([name, model]) => [model.id, name]));
  const after = new Map(Object.entries(next.models).map(([name, model]) => [model.id, name]));
  const added = [...after].filter(([id]) => !before.has(id)).map(([, name]) => name);
  if (added.length > 0) return slug(["add", ...added]);
  const dropped = [...before].filter(([id]) => !after.has(id)).map(([, name]) => name);
  if (dropped.length > 0) return slug(["drop", ...dropped]);
  const renamed = [...after].find(([id, name]) => before.get(id) !== name);
  if (renamed) return slug(["rename", before.get(renamed[0])!, "to", renamed[1]]);
  const changed = [...after]
    .filter(
      ([id, name]) => JSON.stringify(previous.models[before.get(id)!]) !== JSON.stringify(next.models[name]),
    )
    .map(([, name]) => name);
  return slug(["change", ...(changed.length > 0 ? changed : ["enums"])]);
}

function slug(parts: readonly string[]): string {
  return kebabCase(parts.join(" ")).slice(0, SLUG_LENGTH).replace(/-$/, "");
}
