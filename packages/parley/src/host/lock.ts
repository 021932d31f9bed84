import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemCode } from "./system-errors.ts";

/** Who holds a lock or owns a directory; `started` tells a process from a later one with the same id. */
export interface Owner {
  pid: number;
  started: string;
  token: string;
}

const POLL_MS = 50;
const STALE_STEAL_MS = 10_000;

/** This process as an owner, with a fresh token. */
export async function ownerHere(): Promise<Owner> {
  return { pid: process.pid, started: await startOf(process.pid), token: randomUUID() };
}

/** Whether the owner's process still runs. */
export async function isAlive(owner: Owner): Promise<boolean> {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (systemCode(error) === "ESRCH") return false;
  }
  return owner.started === (await startOf(owner.pid));
}

/**
 * Runs `body` while holding the lock file `path`. Waits for a living owner (`onWait` is called once), takes
 * over from a dead one.
 */
export async function withLock<Value>(
  path: string,
  body: () => Promise<Value>,
  onWait?: (owner: Owner) => void,
): Promise<Value> {
  const mine = await ownerHere();
  await mkdir(dirname(path), { recursive: true });
  let waited = false;
  while (!(await take(path, mine))) {
    const owner = await readOwner(path);
    if (owner && !(await isAlive(owner))) {
      await clearDead(path, owner);
      continue;
    }
    if (owner && !waited) onWait?.(owner);
    waited = true;
    await sleep(POLL_MS);
  }
  try {
    return await body();
  } finally {
    await rm(path, { force: true });
  }
}

/** The owner written in a file, or `undefined` where there is none. */
export async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Owner;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** A link appears with its whole content or not at all, so no reader sees half an owner. */
async function take(path: string, mine: Owner): Promise<boolean> {
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Only the one who could create the file named after the dead owner's token may remove that owner's lock. */
async function clearDead(path: string, dead: Owner): Promise<void> {
  const claim = `${path}.dead-${dead.token}`;
  try {
    await (await open(claim, "wx")).close();
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
    const age = await stat(claim).then(
      (claimed) => Date.now() - claimed.mtimeMs,
      () => 0,
    );
    if (age > STALE_STEAL_MS) await rm(claim, { force: true });
    await sleep(POLL_MS);
    return;
  }
  const still = await readOwner(path);
  if (still?.token === dead.token) await rm(path, { force: true });
  await rm(claim, { force: true });
}

/** Start time of a process in the kernel's own ticks; "" where the system has no /proc. */
async function startOf(pid: number): Promise<string> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, "utf8");
    return line.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
