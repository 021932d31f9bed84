import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { SystemClock } from "../../src/common/clock.ts";
import { Random } from "../../src/common/random.ts";
import { DatabaseService } from "../../src/database/database.service.ts";
import { migrate } from "../../src/database/migrate.ts";
import { Bootstrap, bootstrapKinds } from "../../src/security/bootstrap.ts";
import { Passwords } from "../../src/security/passwords.ts";
import { createDatabase, databaseName, dropDatabase } from "./databases.ts";
import { startTestServer } from "./embedded.ts";
import { bootstrapAccount, PASSWORD, testEnvironment } from "./environment.ts";

declare module "vitest" {
  interface ProvidedContext {
    serverUrl: string;
    template: string;
    passwordHash: string;
    seed: string;
  }
}

/** Prepares the database that every test file gets a copy of. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"];
  const server = given ? { url: given, stop: async () => {} } : await startTestServer();
  const template = databaseName();
  const databaseUrl = await createDatabase(server.url, template);
  await migrate(databaseUrl);

  const passwords = new Passwords();
  const database = new DatabaseService(testEnvironment(databaseUrl));
  const clock = new SystemClock();
  const bootstrap = new Bootstrap(database, clock, new Random(clock), passwords);
  await bootstrap.run(Object.fromEntries(bootstrapKinds().map((kind) => [kind, bootstrapAccount(kind)])));
  await database.onModuleDestroy();

  project.provide("serverUrl", server.url);
  project.provide("template", template);
  project.provide("passwordHash", await passwords.hash(PASSWORD));
  project.provide("seed", process.env["TEST_SEED"] ?? randomBytes(4).toString("hex"));

  return async () => {
    await dropDatabase(server.url, template);
    await server.stop();
  };
}
