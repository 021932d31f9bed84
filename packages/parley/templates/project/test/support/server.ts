import { inject } from "vitest";
import { type Client, createClient } from "../../client/index.ts";
import { createApp } from "../../src/app.ts";
import { DatabaseService } from "../../src/database/database.service.ts";
import type { Environment } from "../../src/environment.ts";
import { type ActorKind, actors } from "../../src/security/actors.ts";
import { Sessions } from "../../src/security/sessions.ts";
import { Tokens } from "../../src/security/tokens.ts";
import { profiles, type ProfileValues } from "./actors.ts";
import { TestClock } from "./clock.ts";
import { createDatabase, databaseName, dropDatabase } from "./databases.ts";
import { PASSWORD, testEnvironment } from "./environment.ts";
import { SeededRandom } from "./random.ts";

export type Account = { id: string; email: string; password: string };

/** A client that stays signed in, however far the clock is put forward, and who it is. */
export type TestActor = Client & {
  /** Of the profile. */
  id: string;
  accountId: string;
  email: string;
  password: string;
  account: Account;
  /** The first access token, which expires like any other. */
  token: string;
  refreshToken: string;
};

export type Mail = { recipient: string; subject: string; body: string };

export type TestServer = {
  baseUrl: string;
  clock: TestClock;
  random: SeededRandom;
  database: DatabaseService;
  guest: Client;
  /** Sends a request after all that the clock has brought about. */
  fetch: typeof fetch;
  /** For each kind of actor, a function that makes a new one and signs them in. */
  as: { [Kind in ActorKind]: (values?: ProfileValues[Kind]) => Promise<TestActor> };
  /** What was mailed to an address, oldest first. */
  inbox: (recipient: string) => Promise<Mail[]>;
  stop: () => Promise<void>;
};

/** Starts the application on a database of its own. */
export async function startServer(settings: Partial<Environment> = {}): Promise<TestServer> {
  const serverUrl = inject("serverUrl");
  const name = databaseName();
  const databaseUrl = await createDatabase(serverUrl, name, inject("template"));
  const clock = new TestClock();
  const random = new SeededRandom(clock, inject("seed"));
  const app = await createApp({ ...testEnvironment(databaseUrl), ...settings }, { clock, random });
  await app.listen(0, "127.0.0.1");

  const baseUrl = await app.getUrl();
  const database = app.get(DatabaseService);
  const sessions = app.get(Sessions);
  const tokens = app.get(Tokens);

  const fetchSettled: typeof fetch = async (...request) => {
    await clock.settled;
    return fetch(...request);
  };

  async function join<Kind extends ActorKind>(kind: Kind, values?: ProfileValues[Kind]): Promise<TestActor> {
    const account: Account = { id: random.uuid(), email: random.email(), password: PASSWORD };
    const id = random.uuid();
    const createdAt = clock.now();
    const { id: accountId, email, password } = account;
    const { client: db } = database;
    await db.account.create({
      data: { id: accountId, email, passwordHash: inject("passwordHash"), createdAt },
    });
    await profiles[kind](db, { id, accountId, email, createdAt }, values, random);
    const { accessToken, refreshToken } = await sessions.open(db, accountId, { [kind]: id });
    const claims = tokens.verify(accessToken);
    const client = createClient({ baseUrl, token: () => tokens.sign(claims), fetch: fetchSettled });
    return { ...client, id, accountId, email, password, account, token: accessToken, refreshToken };
  }

  return {
    baseUrl,
    clock,
    random,
    database,
    guest: createClient({ baseUrl, fetch: fetchSettled }),
    fetch: fetchSettled,
    as: Object.fromEntries(
      (Object.keys(actors) as ActorKind[]).map((kind) => [
        kind,
        (values?: ProfileValues[ActorKind]) => join(kind, values),
      ]),
    ) as TestServer["as"],
    inbox: async (recipient) => {
      await clock.settled;
      return database.client.outboxMessage.findMany({
        where: { recipient },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        select: { recipient: true, subject: true, body: true },
      });
    },
    stop: async () => {
      await app.close();
      await dropDatabase(serverUrl, name);
    },
  };
}
