import { Client, DatabaseError, escapeIdentifier } from "pg";
import { HostError, report } from "./diagnostics.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { messageOf } from "./system-errors.ts";

const CONNECT_TIMEOUT_MS = 5000;

/** Why a server can not be used, without its password; `undefined` when it answers. */
export async function connectionProblem(url: string): Promise<string | undefined> {
  try {
    await withClient(url, (client) => client.query("select 1"));
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Why databases can not be made on a server, without its password; `undefined` when they can. */
export async function serverProblem(url: string): Promise<string | undefined> {
  let may = false;
  try {
    await withClient(url, async (client) => {
      const { rows } = await client.query<{ may: boolean }>(
        "select rolcreatedb or rolsuper as may from pg_roles where rolname = current_user",
      );
      may = rows[0]?.may ?? false;
    });
  } catch (error) {
    return reasonOf(error);
  }
  return may ? undefined : "its user may not create databases";
}

/** Makes an empty database on a server, or a clone of `template`, and gives its URL. */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<string> {
  const from = template === undefined ? "" : ` template ${escapeIdentifier(template)}`;
  await onServer(serverUrl, `create database ${escapeIdentifier(name)}${from}`);
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Drops a database, also when somebody is still connected to it. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await onServer(serverUrl, `drop database if exists ${escapeIdentifier(name)} with (force)`);
}

/** Runs a script on a database; what PostgreSQL refuses is a diagnostic located in `file`. */
export async function applySql(url: string, sql: string, file: string): Promise<Diagnostic[]> {
  try {
    await withClient(url, (client) => client.query(sql));
    return [];
  } catch (error) {
    if (!(error instanceof DatabaseError)) {
      throw new HostError(`The database could not be reached: ${reasonOf(error)}`, { cause: error });
    }
    const before = sql.slice(0, Math.max(0, Number(error.position ?? 1) - 1)).split("\n");
    const location = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    return [report["migration-failed"](location, { reason: error.message })];
  }
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  try {
    await withClient(serverUrl, (client) => client.query(statement));
  } catch (error) {
    throw new HostError(`PostgreSQL: ${reasonOf(error)}`, { cause: error });
  }
}

async function withClient(url: string, body: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A server that stops breaks idle connections; without a listener that would end this process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await body(client);
  } finally {
    await client.end();
  }
}

/** A refused connection to several addresses has an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return messageOf(error);
}
