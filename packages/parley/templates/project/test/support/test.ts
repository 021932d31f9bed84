import { inject, test as base, type TestContext } from "vitest";
import { type Client, createClient } from "../../client/index.ts";
import type { Environment } from "../../src/environment.ts";
import type { TestClock } from "./clock.ts";
import "./matchers.ts";
import type { SeededRandom } from "./random.ts";
import { type Mail, startServer, type TestServer } from "./server.ts";

export { describe, expect } from "vitest";
export { answerTo, isFulfilled, isRejected, statusOf } from "./matchers.ts";
export type { TestActor } from "./server.ts";

/** A row of a table: what it changes about a call, and how that is refused. Absent: it succeeds. */
export type TestCase = {
  title: string;
  path?: Record<string, string>;
  query?: object;
  body?: object;
  refusal?: { status: number; code?: string };
};

type Fixtures = {
  /** Makes a new user of a kind and signs them in: `await as.member()`. */
  as: TestServer["as"];
  /** A client without a token. */
  guest: Client;
  /** A client with any token. */
  bearer: (token: string) => Client;
  /** Puts the clock forward by an ISO 8601 duration. */
  advance: (duration: string) => void;
  /** What was mailed to an address, oldest first. */
  inbox: (recipient: string) => Promise<Mail[]>;
  /** The application's clock. */
  clock: TestClock;
  random: SeededRandom;
  seed: string;
};

type Provide<Value> = (value: Value) => Promise<void>;
type Given = { server: TestServer };

type ReportSeed = (context: TestContext, provide: Provide<string>) => Promise<void>;

const reportSeed: [ReportSeed, { auto: true }] = [
  async ({ onTestFailed }, provide) => {
    const seed = inject("seed");
    onTestFailed(() => console.error(`Repeat with TEST_SEED=${seed}`));
    await provide(seed);
  },
  { auto: true },
];

const fixtures = {
  as: ({ server }: Given, provide: Provide<Fixtures["as"]>) => provide(server.as),
  guest: ({ server }: Given, provide: Provide<Client>) => provide(server.guest),
  bearer: ({ server }: Given, provide: Provide<Fixtures["bearer"]>) =>
    provide((token) => createClient({ baseUrl: server.baseUrl, token, fetch: server.fetch })),
  advance: ({ server }: Given, provide: Provide<Fixtures["advance"]>) =>
    provide((duration) => server.clock.advance(duration)),
  inbox: ({ server }: Given, provide: Provide<Fixtures["inbox"]>) => provide(server.inbox),
  clock: ({ server }: Given, provide: Provide<TestClock>) => provide(server.clock),
  random: ({ server }: Given, provide: Provide<SeededRandom>) => provide(server.random),
  seed: reportSeed,
};

type Cleanup = { onCleanup: (stop: () => Promise<void>) => void };

function serve(settings?: Partial<Environment>) {
  return async ({}: object, { onCleanup }: Cleanup) => {
    const server = await startServer(settings);
    onCleanup(() => server.stop());
    return server;
  };
}

/** Tests of a file share a server and its database; each makes its own rows and asserts over nothing else. */
export const test = base.extend("server", { scope: "file" }, serve()).extend<Fixtures>(fixtures);

/** For tests that count all rows, walk all pages or move the clock: a server of their own. */
export const alone = base.extend("server", { scope: "test" }, serve()).extend<Fixtures>(fixtures);

/** Like `alone`, with rate limits as in production. */
export const limited = base
  .extend("server", { scope: "test" }, serve({ rateLimits: true }))
  .extend<Fixtures>(fixtures);
