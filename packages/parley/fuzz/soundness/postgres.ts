import { type Client, DatabaseError } from "pg";

/** Runs a script in a transaction that is undone; what PostgreSQL refuses comes back as words, with its place. */
export async function applyAndUndo(client: Client, sql: string): Promise<string | undefined> {
  await client.query("begin");
  try {
    await client.query(sql);
    return undefined;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const position = Number(error.position ?? 0);
    return `${error.message}\n${sql.slice(Math.max(0, position - 200), position + 200)}`;
  } finally {
    await client.query("rollback");
  }
}
