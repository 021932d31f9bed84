import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory, hashOf, makeOnce } from "./cache.ts";
import { run, type Ended } from "./child.ts";
import { report, wholeOf, type Outcome } from "./diagnostics.ts";
import { messageOf, systemCode, writeDiagnostic } from "./system-errors.ts";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";

export interface DependenciesInput {
  /** Texts of package.json and package-lock.json. */
  manifest: string;
  lockfile: string;
}

export interface DependenciesOptions {
  /** Folder for sets of dependencies; `<cache>/dependencies` by default. */
  cache?: string;
  onProgress?: (message: string) => void;
  timeoutMs?: number;
}

/** A directory whose `node_modules` is complete. */
export interface Dependencies {
  directory: string;
  /** Whether npm had to be asked, and how long all of it took. */
  installed: boolean;
  ms: number;
}

const TIMEOUT_MS = 600_000;
const REMARKS = "remarks.json";
// Packages' own scripts are not run: nothing here needs them, and they could do anything.
const FLAGS = [
  ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"],
  ["--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-factor=3"],
].flat();

/**
 * Makes sure that the dependencies of a project are installed on this machine, once for every pair of
 * manifest and lockfile. A second process waits for the first.
 */
export async function ensureDependencies(
  input: DependenciesInput,
  options: DependenciesOptions = {},
): Promise<Outcome<Dependencies>> {
  const began = performance.now();
  const cache = options.cache ?? join(cacheDirectory(), "dependencies");
  const directory = join(cache, hashOf(wantedPart(input.manifest), lockedPart(input.lockfile), platform()));
  const diagnostics: Diagnostic[] = [];
  try {
    const installed = await makeOnce(
      directory,
      async (temporary) => {
        options.onProgress?.("Installing dependencies (once for this set)");
        diagnostics.push(...(await install(temporary, input, options.timeoutMs ?? TIMEOUT_MS)));
        if (hasErrors(diagnostics)) throw new InstallFailed();
        await writeFile(join(temporary, REMARKS), JSON.stringify(diagnostics));
      },
      () => options.onProgress?.("Waiting for another process that installs the same dependencies"),
    );
    // What npm remarked belongs to the set, so it is said every time the set is used.
    const remarks = JSON.parse(await readFile(join(directory, REMARKS), "utf8")) as Diagnostic[];
    const ms = performance.now() - began;
    return { ok: true, value: { directory, installed, ms }, diagnostics: remarks };
  } catch (error) {
    if (!(error instanceof InstallFailed)) diagnostics.push(writeDiagnostic(error, directory));
    return { ok: false, diagnostics };
  }
}

class InstallFailed extends Error {}

async function install(
  directory: string,
  input: DependenciesInput,
  timeoutMs: number,
): Promise<Diagnostic[]> {
  await writeFile(join(directory, "package.json"), input.manifest);
  await writeFile(join(directory, "package-lock.json"), input.lockfile);
  const ended = await npm("ci", directory, timeoutMs);
  if ("severity" in ended) return [ended];
  if (ended.code === 0) return [];
  if (!/\bEUSAGE\b/.test(ended.stderr)) return [failureOf(ended, directory, timeoutMs)];

  // The lockfile lacks something, such as another platform's optional package: what it has is still kept to.
  const remark = report["lockfile-incomplete"](wholeOf("package-lock.json"), { reason: npmReason(ended) });
  const again = await npm("install", directory, timeoutMs);
  if ("severity" in again) return [remark, again];
  return again.code === 0 ? [remark] : [remark, failureOf(again, directory, timeoutMs)];
}

async function npm(
  command: "ci" | "install",
  directory: string,
  timeoutMs: number,
): Promise<Ended | Diagnostic> {
  try {
    const shell = process.platform === "win32";
    return await run("npm", [command, ...FLAGS], {
      cwd: directory,
      environment: process.env,
      timeoutMs,
      shell,
    });
  } catch (error) {
    if (systemCode(error) === "ENOENT") return report["npm-missing"](wholeOf("package.json"));
    return report["npm-failed"](wholeOf("package.json"), { reason: messageOf(error) });
  }
}

function failureOf(ended: Ended, directory: string, timeoutMs: number): Diagnostic {
  const location = wholeOf("package-lock.json");
  if (ended.timedOut) {
    return report["npm-unreachable"](location, { reason: `it did not end in ${timeoutMs / 1000} s` });
  }
  if (/\bENOSPC\b/.test(ended.stderr)) {
    return report["disk-full"](wholeOf(directory), { path: directory });
  }
  const reason = npmReason(ended);
  const network = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT)\b/;
  return network.test(ended.stderr)
    ? report["npm-unreachable"](location, { reason })
    : report["npm-failed"](location, { reason });
}

/** npm's own words without its prefixes, its usage text and the pointer to its log. */
function npmReason(ended: Ended): string {
  const lines = ended.stderr
    .split("\n")
    .map((line) => line.replace(/^npm (error|ERR!) ?/, "").trim())
    .filter((line) => line !== "" && !/complete log of this run|_logs/.test(line))
    .slice(0, 6);
  return lines.join(" ") || `npm ended with code ${ended.code}`;
}

/** Name, version and scripts of a project do not change what is installed. */
function wantedPart(manifest: string): string {
  const parsed = JSON.parse(manifest) as Record<string, unknown>;
  const parts = ["dependencies", "devDependencies", "optionalDependencies", "overrides", "engines"];
  return JSON.stringify(parts.map((part) => parsed[part] ?? null));
}

function lockedPart(lockfile: string): string {
  const { packages = {} } = JSON.parse(lockfile) as { packages?: Record<string, unknown> };
  return JSON.stringify(Object.entries(packages).filter(([path]) => path !== ""));
}

function platform(): string {
  return `${process.platform}-${process.arch}-${process.versions.modules}`;
}
