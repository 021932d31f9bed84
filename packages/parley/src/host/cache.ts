import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { withLock } from "./lock.ts";

/** $PARLEY_CACHE, else ~/.cache/parley (or under $XDG_CACHE_HOME). */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment["PARLEY_CACHE"]) return environment["PARLEY_CACHE"];
  return join(environment["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "parley");
}

/** Hexadecimal hash of some texts, kept apart from each other. */
export function hashOf(...texts: string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 32);
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Makes sure that `directory` exists, complete: `make` fills a temporary sibling that is renamed at the end, so
 * that a kill leaves nothing half-made. Other processes wait. Says whether it had to be made.
 */
export async function makeOnce(
  directory: string,
  make: (temporary: string) => Promise<void>,
  onWait?: () => void,
): Promise<boolean> {
  if (await exists(directory)) return false;
  return withLock(
    `${directory}.lock`,
    async () => {
      if (await exists(directory)) return false;
      await removeLeftovers(directory);
      const temporary = `${directory}.making-${randomUUID()}`;
      await mkdir(temporary, { recursive: true });
      try {
        await make(temporary);
        await rename(temporary, directory);
        return true;
      } finally {
        await rm(temporary, { recursive: true, force: true });
      }
    },
    onWait,
  );
}

/** What a killed process had begun; safe, because only the holder of the lock makes anything. */
async function removeLeftovers(directory: string): Promise<void> {
  const parent = dirname(directory);
  const prefix = `${directory.slice(parent.length + 1)}.making-`;
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true, force: true });
  }
}
