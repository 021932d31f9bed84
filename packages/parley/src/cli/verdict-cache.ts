import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Edit } from "../backend/edits.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { cacheDirectory, hashOf } from "../host/cache.ts";

/** What the checks said of a project's documents. */
export interface Verdict {
  edits: Edit[];
  diagnostics: Diagnostic[];
  /** How much there is of each document, for people. */
  sizes: string;
}

/** The last verdict on a project, kept outside of it. */
export interface VerdictCache {
  read: () => Verdict | undefined;
  write: (verdict: Verdict) => void;
}

/**
 * `directory`: absolute path of the project, for each of which one verdict is kept. It holds for the very same texts
 * alone.
 */
export function openVerdictCache(
  directory: string,
  texts: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): VerdictCache {
  const file = join(cacheDirectory(environment), "verdicts", `${hashOf(directory)}.json`);
  const key = hashOf(codeVersion(), directory, ...texts);
  return {
    read: () => {
      try {
        const kept = JSON.parse(readFileSync(file, "utf8")) as { key: string; verdict: Verdict };
        return kept.key === key ? kept.verdict : undefined;
      } catch {
        // Absent, or cut off by a kill: it is worked out again.
        return undefined;
      }
    },
    write: (verdict) => {
      const temporary = `${file}.${process.pid}`;
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(temporary, JSON.stringify({ key, verdict }));
        renameSync(temporary, file);
      } catch {
        // A cache that cannot be written costs time alone.
      }
    },
  };
}

/** Changes with every release, and with every build of a working copy. */
function codeVersion(): string {
  const manifest = new URL("../../package.json", import.meta.url);
  const { mtimeMs } = statSync(fileURLToPath(import.meta.url));
  return `${readFileSync(manifest, "utf8")} ${mtimeMs}`;
}
