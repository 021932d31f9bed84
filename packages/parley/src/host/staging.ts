import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile, open } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize } from "node:path";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { exists } from "./cache.ts";
import { report, wholeOf, type Outcome } from "./diagnostics.ts";
import { systemCode, writeDiagnostic } from "./system-errors.ts";

/** Paths, relative to the project, that {@link placeFiles} touched. */
export interface Placed {
  written: string[];
  removed: string[];
  unchanged: number;
}

interface Journal {
  version: 1;
  write: string[];
  remove: string[];
}

const STAGING = ".parley/staging";

/**
 * Writes `files` into a project directory and removes `remove`, all or nothing. Identical files are left
 * untouched. New texts are first written beside (`.parley/staging/next`), then a journal is written, then each
 * file is moved; the files replaced wait in `.parley/staging/before` until all are moved. A full disk or a
 * missing right leaves the project as it was; after a kill, {@link recover} completes or undoes. With
 * `durable: false` this holds for a killed process, but not for a computer that loses its power.
 */
export async function placeFiles(
  directory: string,
  files: ReadonlyMap<string, string>,
  remove: readonly string[] = [],
  options: { durable?: boolean } = {},
): Promise<Outcome<Placed>> {
  const durable = options.durable ?? true;
  const diagnostics = await recover(directory);
  const write: string[] = [];
  let path = directory;
  try {
    for (const [name, text] of files) {
      path = inside(directory, name);
      if ((await textAt(path)) !== text) write.push(name);
    }
    const gone: string[] = [];
    for (const name of remove) {
      path = inside(directory, name);
      if (!files.has(name) && (await exists(path))) gone.push(name);
    }
    const journal: Journal = { version: 1, write, remove: gone };
    if (write.length + gone.length > 0) {
      for (const name of write) {
        path = join(directory, STAGING, "next", name);
        await writeText(path, files.get(name) ?? "", durable);
      }
      path = join(directory, STAGING, "journal.json");
      await writeText(`${path}.draft`, JSON.stringify(journal), durable);
      await rename(`${path}.draft`, path);
      const refused = await complete(directory, journal);
      if (refused) return { ok: false, diagnostics: [...diagnostics, refused] };
    }
    const placed = { written: write, removed: gone, unchanged: files.size - write.length };
    return { ok: true, value: placed, diagnostics };
  } catch (error) {
    await rm(join(directory, STAGING), { recursive: true, force: true });
    return { ok: false, diagnostics: [...diagnostics, writeDiagnostic(error, path)] };
  }
}

/** Ends what an interrupted {@link placeFiles} began: with a journal it is completed, without one undone. */
export async function recover(directory: string): Promise<Diagnostic[]> {
  const staging = join(directory, STAGING);
  const text = await textAt(join(staging, "journal.json"));
  if (text === undefined) {
    const prepared = await exists(join(staging, "next"));
    if (!prepared) return [];
    await rm(staging, { recursive: true, force: true });
    return [report["move-undone"](wholeOf(STAGING))];
  }
  const journal = JSON.parse(text) as Journal;
  const refused = await complete(directory, journal);
  const count = journal.write.length + journal.remove.length;
  return [refused ?? report["move-completed"](wholeOf(STAGING), { count })];
}

/** Moves everything; when a move is refused, moves all back and says what refused it. */
async function complete(directory: string, journal: Journal): Promise<Diagnostic | undefined> {
  const staging = join(directory, STAGING);
  let path = directory;
  try {
    for (const name of journal.write) {
      path = join(directory, name);
      const next = join(staging, "next", name);
      if (!(await exists(next))) continue;
      await setAside(directory, name);
      await mkdir(dirname(path), { recursive: true });
      await rename(next, path);
    }
    for (const name of journal.remove) {
      path = join(directory, name);
      await setAside(directory, name);
    }
  } catch (error) {
    await moveBack(directory, journal);
    return writeDiagnostic(error, path);
  }
  // Without its journal the rest is only litter, so the journal goes first.
  await rm(join(staging, "journal.json"), { force: true });
  await rm(staging, { recursive: true, force: true });
  for (const name of journal.remove) await removeEmptyFolders(directory, dirname(name));
  return undefined;
}

/** The first version that is set aside is the one to go back to. */
async function setAside(directory: string, name: string): Promise<void> {
  const path = join(directory, name);
  const before = join(directory, STAGING, "before", name);
  if (!(await exists(path)) || (await exists(before))) return;
  await mkdir(dirname(before), { recursive: true });
  await rename(path, before);
}

async function moveBack(directory: string, journal: Journal): Promise<void> {
  const staging = join(directory, STAGING);
  for (const name of journal.write) {
    const moved = !(await exists(join(staging, "next", name)));
    if (moved) await rm(join(directory, name), { force: true });
  }
  for (const name of [...journal.write, ...journal.remove]) {
    const before = join(staging, "before", name);
    if (await exists(before)) await rename(before, join(directory, name));
  }
  await rm(join(staging, "journal.json"), { force: true });
  await rm(staging, { recursive: true, force: true });
}

async function removeEmptyFolders(directory: string, folder: string): Promise<void> {
  for (let current = folder; current !== "."; current = dirname(current)) {
    const path = join(directory, current);
    // Another file's turn may have removed it already.
    if (!(await exists(path))) continue;
    if ((await readdir(path)).length > 0) return;
    await rmdir(path);
  }
}

async function writeText(path: string, text: string, durable: boolean): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "w");
  try {
    await writeFile(file, text);
    if (durable) await file.sync();
  } finally {
    await file.close();
  }
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(systemCode(error))) return undefined;
    throw error;
  }
}

/** Paths come from printers; one that leads out of the project is a bug. */
function inside(directory: string, name: string): string {
  const normal = normalize(name).replaceAll("\\", "/");
  if (isAbsolute(name) || normal === ".." || normal.startsWith("../")) {
    throw new RangeError(`${name} leads out of the project`);
  }
  return join(directory, name);
}
