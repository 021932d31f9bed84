import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EmbeddedDatabase, startEmbedded } from "../../src/database/embedded.ts";
import { dropAllDatabases } from "./databases.ts";

const DATA = ".data";

/** Nothing here has to survive a power failure. */
const FLAGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];

/** A PostgreSQL that only this run uses; the cluster is kept for the next one. */
export async function startTestServer(): Promise<EmbeddedDatabase> {
  await mkdir(DATA, { recursive: true });
  const { directory, release } = await takeCluster();
  const { url, stop } = await startEmbedded(
    directory,
    FLAGS.flatMap((flag) => ["-c", flag]),
  );
  await dropAllDatabases(url);
  return {
    url,
    stop: async () => {
      await stop();
      await release();
    },
  };
}

/** Runs at the same time each take another cluster. */
async function takeCluster(): Promise<{ directory: string; release: () => Promise<void> }> {
  for (let number = 1; ; number += 1) {
    const directory = join(DATA, `test-${number}`);
    const lock = `${directory}.lock`;
    if (existsSync(lock) && !(await isHeld(lock))) await rm(lock, { force: true });
    if (await tryLock(lock)) return { directory, release: () => rm(lock) };
  }
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

/** Whether the process whose number the file begins with is running. */
async function isHeld(file: string): Promise<boolean> {
  const owner = Number.parseInt(await readFile(file, "utf8").catch(() => ""), 10);
  if (Number.isNaN(owner)) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
