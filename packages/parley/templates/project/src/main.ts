import { existsSync } from "node:fs";
import { Logger } from "@nestjs/common";
import { createApp } from "./app.ts";
import type { EmbeddedDatabase } from "./database/embedded.ts";
import { migrate, MigrationError } from "./database/migrate.ts";
import { readEnvironment } from "./environment.ts";
import { Bootstrap, bootstrapCredentials } from "./security/bootstrap.ts";

if (existsSync(".env")) process.loadEnvFile(".env");

const environment = readEnvironment(process.env);
const embedded = environment.databaseUrl === undefined ? await startEmbeddedDatabase() : undefined;
const databaseUrl = environment.databaseUrl ?? embedded!.url;
await migrate(databaseUrl).catch(refuse);

const app = await createApp({ ...environment, databaseUrl });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
await app.get(Bootstrap).run(bootstrapCredentials(process.env));
await app.listen(environment.port, environment.host);
new Logger("Main").log(`Listening on ${await app.getUrl()}`);

/** Answers the requests that are under way, then ends. */
async function stop(): Promise<void> {
  await app.close();
  await embedded?.stop();
}

/** Rows that do not fit a migration are for whoever runs the server to mend. */
async function refuse(error: unknown): Promise<never> {
  await embedded?.stop();
  if (!(error instanceof MigrationError)) throw error;
  new Logger("Migrations").error(error.message);
  process.exit(1);
}

async function startEmbeddedDatabase(): Promise<EmbeddedDatabase> {
  const { startEmbedded } = await import("./database/embedded.ts");
  return startEmbedded(".data/postgres");
}
