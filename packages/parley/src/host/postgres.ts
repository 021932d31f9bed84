import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdir, rename, rm, writeFile } from "node:fs/promises";
import { createServer, Socket, type AddressInfo } from "node:net";
import { join } from "node:path";
import { exists } from "./cache.ts";
import { childEnvironment, collect, run } from "./child.ts";
import { serverProblem } from "./databases.ts";
import { HostError, report, wholeOf, type Outcome } from "./diagnostics.ts";
import { isAlive, ownerHere, readOwner } from "./lock.ts";
import { preparePostgres, type PreparedPostgres } from "./postgres-cluster.ts";
import { messageOf } from "./system-errors.ts";

/** A PostgreSQL server on which databases may be made and dropped freely. */
export interface PostgresServer {
  /** URL of its maintenance database; it holds a password. */
  url: string;
  kind: "given" | "embedded";
  /** Milliseconds until it accepted connections. */
  ms: number;
  stop(): Promise<void>;
}

export interface ServerOptions {
  environment?: NodeJS.ProcessEnv;
  onProgress?: (message: string) => void;
}

const ATTEMPTS = 3;
const START_TIMEOUT_MS = 20_000;
// Its data lives for one verification, so nothing has to survive a crash.
const SETTINGS = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=200",
  "shared_buffers=64MB",
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
];

/**
 * The server of TEST_DATABASE_URL, else an embedded one of this process's own; DATABASE_URL is never read.
 *
 * Every process starts a server of its own from a copy of a cluster prepared once. A shared server would have
 * to be left running by whoever started it, and with `fsync` off a crash could corrupt it for all the others.
 * A small shell beside the server waits for a pipe that the system closes when this process ends, however it
 * ends; then it stops the server and removes its data. Should the shell be killed too, the next start removes
 * the data, upon which a PostgreSQL server ends by itself.
 */
export async function startServer(options: ServerOptions = {}): Promise<Outcome<PostgresServer>> {
  const began = performance.now();
  const given = (options.environment ?? process.env)["TEST_DATABASE_URL"];
  if (given) {
    const problem = await serverProblem(given);
    if (problem !== undefined) return noPostgres(`the server of TEST_DATABASE_URL: ${problem}`);
    const ms = performance.now() - began;
    return {
      ok: true,
      value: { url: given, kind: "given", ms, stop: () => Promise.resolve() },
      diagnostics: [],
    };
  }
  try {
    const prepared = await preparePostgres(options);
    await sweep(prepared);
    const { url, stop } = await startEmbedded(prepared);
    const ms = performance.now() - began;
    return { ok: true, value: { url, kind: "embedded", ms, stop }, diagnostics: [] };
  } catch (error) {
    return noPostgres(messageOf(error));
  }
}

/** Runs `body` with a server that is stopped afterwards. */
export async function withServer<Value>(
  body: (server: PostgresServer) => Promise<Value>,
  options: ServerOptions = {},
): Promise<Outcome<Value>> {
  const started = await startServer(options);
  if (!started.ok) return started;
  try {
    return { ok: true, value: await body(started.value), diagnostics: started.diagnostics };
  } finally {
    await started.value.stop();
  }
}

/** A port that was free a moment ago, on the loopback address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function noPostgres(reason: string): Outcome<never> {
  return { ok: false, diagnostics: [report["no-postgres"](wholeOf("package.json"), { reason })] };
}

async function startEmbedded(prepared: PreparedPostgres): Promise<{ url: string; stop(): Promise<void> }> {
  const owner = await ownerHere();
  const ownerFile = join(prepared.servers, `${owner.token}.json`);
  const data = join(prepared.servers, owner.token);
  // Under its name it is whole, for others may be sweeping.
  await writeFile(`${data}.draft`, JSON.stringify(owner));
  await rename(`${data}.draft`, ownerFile);
  const removeData = async () => {
    await rm(data, { recursive: true, force: true });
    await rm(ownerFile, { force: true });
  };
  try {
    await copyCluster(prepared, data);
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      const started = await startOn(port, prepared, data);
      if ("child" in started) {
        const password = encodeURIComponent(prepared.password);
        const stop = async () => {
          await endServer(started.child);
          await removeData();
        };
        return { url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, stop };
      }
      const taken = /address already in use/i.test(started.output);
      if (!taken || attempt === ATTEMPTS) throw new HostError(`postgres ended at once: ${started.output}`);
    }
  } catch (error) {
    await removeData();
    throw error;
  }
}

async function copyCluster(prepared: PreparedPostgres, data: string): Promise<void> {
  const { uid, gid } = prepared.account ?? {};
  if (process.platform === "win32") {
    const { cp } = await import("node:fs/promises");
    return cp(prepared.cluster, data, { recursive: true });
  }
  const ended = await run("cp", ["-R", "-p", prepared.cluster, data], {
    cwd: prepared.servers,
    environment: childEnvironment(),
    ...(uid === undefined ? {} : { uid, gid }),
  });
  if (ended.code !== 0)
    throw new HostError(`the prepared cluster could not be copied: ${ended.stderr.trim()}`);
}

// Ends with the server, and stops the server when standard input closes.
const KEEPER = `exec 3<&0
"$@" </dev/null & server=$!
{ read -r line <&3; kill -INT $server; } & watcher=$!
wait $server
kill $watcher 2>/dev/null
rm -rf "$PARLEY_DATA"`;

async function startOn(
  port: number,
  prepared: PreparedPostgres,
  data: string,
): Promise<{ child: ChildProcess } | { output: string }> {
  const server = [prepared.postgres, "-D", data, "-p", String(port)];
  const command = [...server, ...SETTINGS.flatMap((setting) => ["-c", setting])];
  const [program = "", ...parameters] =
    process.platform === "win32" ? command : ["/bin/sh", "-c", KEEPER, "keeper", ...command];
  const child = spawn(program, parameters, {
    cwd: prepared.servers,
    // Its own group: Ctrl-C in a terminal is for this process, which then stops the server in order.
    detached: process.platform !== "win32",
    stdio: ["pipe", "ignore", "pipe"],
    env: childEnvironment({ LC_ALL: "C", PARLEY_DATA: data }),
    ...prepared.account,
  });
  const printed: string[] = [];
  const ready = new Promise<"ready">((resolve) => {
    collect(child, (line) => {
      printed.push(line);
      if (line.includes("ready to accept connections")) resolve("ready");
    });
  });
  const timer = setTimeout(() => child.stdin?.end(), START_TIMEOUT_MS);
  const outcome = await Promise.race([ready, once(child, "close")]);
  clearTimeout(timer);
  if (outcome === "ready") {
    release(child);
    return { child };
  }
  // The keeper removed the data with the failed server.
  if (!(await exists(data))) await copyCluster(prepared, data);
  return { output: printed.join("\n") };
}

/** A server that is forgotten must not keep this process from ending. */
function release(child: ChildProcess): void {
  child.unref();
  for (const pipe of [child.stdin, child.stderr]) {
    if (pipe instanceof Socket) pipe.unref();
  }
}

async function endServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.ref();
  if (process.platform === "win32") child.kill();
  else child.stdin?.end();
  await ended;
}

/** Removes what killed processes left; see {@link startServer}. */
async function sweep(prepared: PreparedPostgres): Promise<void> {
  for (const name of await readdir(prepared.servers)) {
    if (!name.endsWith(".json")) continue;
    const file = join(prepared.servers, name);
    const owner = await readOwner(file);
    if (!owner || (await isAlive(owner))) continue;
    await rm(join(prepared.servers, owner.token), { recursive: true, force: true });
    await rm(file, { force: true });
  }
}
