import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { findPlace, type Place } from "./embedded-place.ts";

export type EmbeddedDatabase = { url: string; stop: () => Promise<void> };

/** Starts PostgreSQL on a free port of this machine; the directory keeps its data between runs. */
export async function startEmbedded(directory: string, flags: string[] = []): Promise<EmbeddedDatabase> {
  try {
    const place = await findPlace(directory);
    if (!existsSync(place.data)) await initialise(place);
    const password = await readFile(passwordFile(place), "utf8");
    const port = await freePort();
    const stop = await launch(place, ["-p", String(port), "-h", "127.0.0.1", "-k", "", ...flags]);
    return { url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, stop };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The embedded PostgreSQL did not start: ${reason.trim()}`, { cause });
  }
}

/** Makes an empty cluster; under its own name it is complete. */
async function initialise(place: Place): Promise<void> {
  const unfinished = `${place.data}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  await writeFile(passwordFile(place), randomBytes(16).toString("hex"), { mode: 0o600 });
  if (place.user) {
    for (const path of [unfinished, passwordFile(place)]) await chown(path, place.user.uid, place.user.gid);
  }
  const encoding = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"];
  const access = ["--username=postgres", "--auth=password", `--pwfile=${passwordFile(place)}`];
  await promisify(execFile)(
    place.initdb,
    [`--pgdata=${unfinished}`, ...access, ...encoding],
    surroundings(place),
  );
  await rename(unfinished, place.data);
}

/** Stops the server in order when the pipe from this process closes, however this process ends. */
const KEEPER = `exec 3<&0
"$@" </dev/null & server=$!
{ read -r line <&3; kill -INT $server; } & watcher=$!
wait $server
kill $watcher`;

/** Runs the server, and returns how to stop it once it accepts connections. */
async function launch(place: Place, flags: string[]): Promise<() => Promise<void>> {
  const server = [place.postgres, "-D", place.data, ...flags];
  const command = process.platform === "win32" ? server : ["/bin/sh", "-c", KEEPER, "keeper", ...server];
  const child = spawn(command[0]!, command.slice(1), {
    ...surroundings(place),
    stdio: ["pipe", "ignore", "pipe"],
    // Ctrl-C is for this process, which stops the server when it has answered its last request.
    detached: process.platform !== "win32",
  });
  const ended = once(child, "close");

  let log = "";
  const ready = new Promise<true>((resolve) => {
    child.stderr.on("data", (chunk) => {
      if (log.includes("ready to accept connections")) return;
      log += chunk;
      if (log.includes("ready to accept connections")) resolve(true);
    });
  });
  if ((await Promise.race([ready, ended])) !== true) throw new Error(log);

  return async () => {
    if (process.platform === "win32") child.kill();
    child.stdin.end();
    await ended;
  };
}

/** Directory, user and language of the programs; one of their messages is waited for. */
function surroundings({ data, user }: Place) {
  return { cwd: dirname(data), env: { ...process.env, LC_ALL: "C" }, ...user };
}

function passwordFile({ data }: Place): string {
  return `${data}.password`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
