import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { Client, DatabaseError } from "pg";

const MIGRATIONS = new URL("../../prisma/migrations/", import.meta.url);

/** Any number, as long as every process takes the same. */
const LOCK = 7_281_994;

/** The table that Prisma's own CLI keeps, so that either can go on where the other stopped. */
const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

/** A migration that the database did not take: the message says what to do. */
export class MigrationError extends Error {}

type Migration = { name: string; sql: string; checksum: string };

/**
 * Applies what is new in `prisma/migrations`, each migration in a transaction, and returns their names.
 * Several processes may call this at once. Refuses to go on when an applied migration was edited or removed.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(CREATE_TABLE);
    const pending = await findPending(client, await readMigrations());
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, MIGRATIONS), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function findPending(client: Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  for (const { name, checksum } of rows) {
    const migration = migrations.find((candidate) => candidate.name === name);
    if (!migration) {
      throw new MigrationError(`Migration ${name} was applied but is missing in prisma/migrations.`);
    }
    if (migration.checksum !== checksum) {
      throw new MigrationError(`Migration ${name} was edited after it was applied.`);
    }
  }
  const applied = new Set(rows.map((row) => row.name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    throw new MigrationError(`Migration ${name} was not applied: ${reasonOf(cause)}`, { cause });
  }
}

/** What the database said. Of class 23 are errors about rows that break a constraint. */
function reasonOf(error: unknown): string {
  if (!(error instanceof DatabaseError)) return String(error);
  const said = [error.message, error.detail].filter(Boolean).map((line) => line?.replace(/\.?$/, "."));
  const mend = error.code?.startsWith("23") ? ["Mend the rows that are there, then start again."] : [];
  return [...said, "Nothing was changed.", ...mend].join(" ");
}
