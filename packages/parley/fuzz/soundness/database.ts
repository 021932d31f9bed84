import { checkDatabase } from "../../src/database/check/check.ts";
import type { Database } from "../../src/database/document.ts";
import { printErd } from "../../src/database/print/erd.ts";
import { printMigration } from "../../src/database/print/migration.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { hasErrors, isError } from "../../src/diagnostic/diagnostic.ts";
import { migrationSql } from "../../src/host/migration.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { checkPrismaSchema } from "../../src/host/prisma-schema.ts";
import { flatten } from "../../src/text/tree.ts";
import { randomDatabase } from "../../test/random/database.ts";
import { createMeter, randomAt, type Context } from "../context.ts";
import { checkedClient, typecheckProjects, type BatchProject } from "../projects.ts";
import { applyAndUndo } from "./postgres.ts";
import { bump, isAccepted, printed, report, wordsOf, type Drawn, type Run } from "./run.ts";

const BATCH = 25;
/** Clients take longer than all else, and every document of an API or a program has one too. */
const CLIENT_SHARE = 0.1;

/** A random database, drawn again by its seed. */
export function drawDatabase(context: Context, ...place: (string | number)[]): Drawn<Database> {
  const { random, seed } = randomAt(context.seed, "database", ...place);
  return { document: randomDatabase(random, 1 + Math.floor(random() ** 2 * 9)), seed };
}

/** Random databases: Prisma takes the schema, PostgreSQL the migration, the compiler the client. */
export async function soundDatabases(context: Context, run: Run): Promise<void> {
  const meter = createMeter(context, "databases", context.count);
  let clients = new Map<string, { drawn: Drawn<Database>; files: Map<string, string> }>();
  for (let index = 0; index < context.count; index++) {
    meter(index);
    const drawn = drawDatabase(context, index);
    if (!isAccepted(run, "database", drawn, () => checkDatabase(drawn.document))) continue;
    const schema = await judge(context, run, drawn);
    if (schema === undefined || index % (1 / CLIENT_SHARE) !== 0) continue;
    const client = await generateClient(schema, { importFileExtension: "ts", cache: false });
    if (client.ok) clients.set(`c${index}`, { drawn, files: client.value });
    else fail(run, drawn, "prisma client", wordsOf(client.diagnostics), schema);
    if (clients.size < BATCH) continue;
    await typecheckClients(context, run, clients);
    clients = new Map();
  }
  await typecheckClients(context, run, clients);
  meter(context.count);
}

/** Prisma's and PostgreSQL's word on a document; the schema where both are content. */
async function judge(context: Context, run: Run, drawn: Drawn<Database>): Promise<string | undefined> {
  const { document } = drawn;
  const schema = await printed(run, "database", drawn, () => printPrismaSchema(document).text);
  if (schema === undefined) return undefined;
  const findings = checkPrismaSchema(schema).filter(isError);
  if (findings.length > 0) {
    fail(run, drawn, "prisma schema", wordsOf(findings), schema);
    return undefined;
  }
  await printed(run, "database", drawn, () => flatten(printErd(document)));
  const migration = await printed(run, "database", drawn, () => printMigration(null, document, migrationSql));
  if (!migration) return undefined;
  if (!migration.ok || hasErrors(migration.diagnostics)) {
    fail(run, drawn, "migration", wordsOf(migration.diagnostics), schema);
    return undefined;
  }
  const problem = await applyAndUndo(await context.host.scratch(), migration.value.sql);
  if (problem !== undefined) {
    fail(run, drawn, "postgresql", problem, migration.value.sql);
    return undefined;
  }
  bump(run, "migrations applied");
  return schema;
}

async function typecheckClients(
  context: Context,
  run: Run,
  clients: ReadonlyMap<string, { drawn: Drawn<Database>; files: ReadonlyMap<string, string> }>,
): Promise<void> {
  if (clients.size === 0) return;
  const projects = [...clients].map(([key, { files }]): BatchProject => ({
    key,
    files: checkedClient(files),
    lenient: true,
  }));
  const errors = await typecheckProjects(
    context.host.typechecker,
    await context.host.dependencies(),
    projects,
    new Map(),
  );
  bump(run, "clients typechecked", projects.length);
  for (const [key, diagnostics] of errors) {
    fail(run, clients.get(key)!.drawn, "typescript", wordsOf(diagnostics), undefined);
  }
}

function fail(
  run: Run,
  { document, seed }: Drawn<Database>,
  kind: string,
  message: string,
  code: string | undefined,
): void {
  report(run, { language: "database", kind, message, seed, sample: { document, ...(code ? { code } : {}) } });
}
