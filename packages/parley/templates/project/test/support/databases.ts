import { randomBytes } from "node:crypto";
import { Client, escapeIdentifier } from "pg";

/** Only databases with such a name are ever made, changed or dropped. */
const PREFIX = "parley_test_";

export function databaseName(): string {
  return PREFIX + randomBytes(8).toString("hex");
}

export async function createDatabase(
  serverUrl: string,
  name: string,
  template = "template0",
): Promise<string> {
  const source = escapeIdentifier(template);
  await administer(serverUrl, `CREATE DATABASE ${escapeIdentifier(checked(name))} TEMPLATE ${source}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await administer(serverUrl, `DROP DATABASE IF EXISTS ${escapeIdentifier(checked(name))} WITH (FORCE)`);
}

/** What runs that were killed left behind; only for a server that nobody else uses. */
export async function dropAllDatabases(serverUrl: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE starts_with(datname, $1)",
    [PREFIX],
  );
  await client.end();
  for (const { datname } of rows) await dropDatabase(serverUrl, datname);
}

function checked(name: string): string {
  if (!name.startsWith(PREFIX)) throw new Error(`Not a test database: ${name}`);
  return name;
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
