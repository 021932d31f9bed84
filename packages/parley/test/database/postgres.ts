import { randomUUID } from "node:crypto";
import { Client, DatabaseError } from "pg";
import { afterAll, beforeAll, expect, onTestFinished, vi } from "vitest";
import { checkDatabase } from "../../src/database/check/check.ts";
import type { Database } from "../../src/database/document.ts";
import { printMigration, type MigrationOutcome } from "../../src/database/print/migration.ts";
import { hasErrors } from "../../src/diagnostic/diagnostic.ts";
import { createDatabase, dropDatabase } from "../../src/host/databases.ts";
import { migrationSql } from "../../src/host/migration.ts";
import { startServer, type PostgresServer } from "../../src/host/postgres.ts";

export type Migrated = Extract<MigrationOutcome, { ok: true }>;

/** A database of a document, in a real PostgreSQL. */
export interface LiveDatabase {
  query: (sql: string) => Promise<Record<string, unknown>[]>;
  /** Whether PostgreSQL takes a statement; a broken constraint is no error here. */
  tries: (sql: string) => Promise<boolean>;
  /** Prints the migration from the document it has to another and applies it in one transaction. */
  migrate: (next: Database) => Promise<Migrated>;
  /** What that migration would say, as code and pointer. */
  findings: (next: Database) => Promise<[code: string, pointer: string][]>;
}

/** Gives every test of a file databases of its own on one server. */
export function useServer(): () => Promise<LiveDatabase> {
  let server: PostgresServer | undefined;
  vi.setConfig({ testTimeout: 30_000 });
  beforeAll(async () => {
    const started = await startServer();
    if (!started.ok) throw new Error(started.diagnostics.map(({ message }) => message).join("\n"));
    server = started.value;
  }, 60_000);
  afterAll(() => server?.stop());

  return async () => {
    const { url: serverUrl } = server!;
    const name = `parley_database_${randomUUID().replaceAll("-", "")}`;
    const client = new Client({ connectionString: await createDatabase(serverUrl, name) });
    await client.connect();
    onTestFinished(async () => {
      await client.end();
      await dropDatabase(serverUrl, name);
    });
    let current: Database | null = null;
    return {
      findings: async (next) => {
        const { diagnostics } = await printMigration(current, next, migrationSql);
        return diagnostics.map(({ code, at }) => [code, "document" in at ? at.pointer : ""]);
      },
      tries: async (sql) => {
        try {
          await client.query(sql);
          return true;
        } catch (error) {
          if (error instanceof DatabaseError && error.code?.startsWith("23")) return false;
          throw error;
        }
      },
      query: async (sql) => (await client.query(sql)).rows as Record<string, unknown>[],
      migrate: async (next) => {
        const findings = checkDatabase(next);
        expect(findings.filter((finding) => hasErrors([finding]))).toEqual([]);
        const printed = await printMigration(current, next, migrationSql);
        if (!printed.ok) throw new Error(JSON.stringify(printed.diagnostics, undefined, 1));
        await client.query("BEGIN");
        try {
          await client.query(printed.value.sql);
          await client.query("COMMIT");
        } catch (cause) {
          await client.query("ROLLBACK");
          throw new Error(`${String(cause)}\n${printed.value.sql}`, { cause });
        }
        current = next;
        return printed;
      },
    };
  };
}

/** Everything PostgreSQL knows about the tables, apart from the order of columns and the names of sequences. */
export async function catalogueOf(database: LiveDatabase): Promise<unknown> {
  const columns = await database.query(`
    select table_name, column_name, udt_name, is_nullable, character_maximum_length, numeric_precision,
      numeric_scale, datetime_precision, regexp_replace(column_default, 'nextval.*', 'nextval') as column_default
    from information_schema.columns where table_schema = 'public' order by 1, 2`);
  const indexes = await database.query(
    "select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1",
  );
  const constraints = await database.query(`
    select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n' order by 1, 2`);
  const enums = await database.query(`
    select typname, array_agg(enumlabel::text order by enumsortorder) as values
    from pg_enum join pg_type on pg_type.oid = enumtypid group by 1 order by 1`);
  return { columns, indexes, constraints, enums };
}
