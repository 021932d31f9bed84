import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Diagnostic, Location } from "../diagnostic/diagnostic.ts";
import { childEnvironment, collect, isRunning, spawnNode, stop } from "./child.ts";
import { report, wholeOf, type Outcome } from "./diagnostics.ts";
import { freePort } from "./postgres.ts";
import { messageOf } from "./system-errors.ts";

export interface BootOptions {
  /** A project that was built: `dist/main.js`, with its `node_modules`. */
  directory: string;
  /** Added to what every child gets; PORT is chosen where it is missing. */
  environment: Record<string, string>;
  timeoutMs?: number;
  readiness?: string;
}

/** A backend that answered its readiness route. */
export interface RunningBackend {
  url: string;
  /** Milliseconds from the start of the process until it was ready. */
  ms: number;
  output(): { stdout: string; stderr: string };
  /** SIGTERM, then SIGKILL; says whether it ended by itself in time. */
  stop(): Promise<boolean>;
}

const TIMEOUT_MS = 30_000;
const POLL_MS = 15;
const OUTPUT_LENGTH = 4000;

/** Starts a built project and waits until GET /health/ready answers 200. */
export async function bootProject(options: BootOptions): Promise<Outcome<RunningBackend>> {
  const began = performance.now();
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const port = options.environment["PORT"] ?? String(await freePort());
  const child = spawnNode(["--enable-source-maps", join("dist", "main.js")], {
    cwd: options.directory,
    env: childEnvironment({ HOST: "127.0.0.1", NO_COLOR: "1", ...options.environment, PORT: port }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(child);
  const url = `http://127.0.0.1:${port}`;
  let last = "no answer";
  while (isRunning(child) && performance.now() - began < timeoutMs) {
    const answer = await readiness(url + (options.readiness ?? "/health/ready"));
    if (answer === "ready") {
      const ms = performance.now() - began;
      return { ok: true, value: { url, ms, output, stop: () => stop(child) }, diagnostics: [] };
    }
    last = answer;
    await sleep(POLL_MS);
  }
  const ended = !isRunning(child);
  if (!ended) await stop(child);
  await drained(child);
  const text = lastOutput(output());
  const location = firstFrame(text, options.directory) ?? wholeOf("src/main.ts");
  const finding: Diagnostic = ended
    ? report["boot-failed"](location, { ending: endingOf(child), output: text })
    : report["boot-timeout"](location, { seconds: timeoutMs / 1000, last, output: text });
  return { ok: false, diagnostics: [finding] };
}

/**
 * Runs a built project in the foreground: its output is this process's, SIGINT and SIGTERM are passed on.
 * Resolves to its exit code (128 + number of the signal when a signal ended it).
 */
export async function runProject(
  options: Pick<BootOptions, "directory" | "environment">,
  onStart?: (child: ChildProcess) => void,
): Promise<number> {
  const child = spawnNode(["--enable-source-maps", join("dist", "main.js")], {
    cwd: options.directory,
    env: { ...process.env, ...options.environment },
    stdio: "inherit",
  });
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  process.on("SIGINT", passOn).on("SIGTERM", passOn);
  onStart?.(child);
  try {
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    return code ?? (signal === "SIGINT" ? 130 : signal === "SIGKILL" ? 137 : 143);
  } finally {
    process.off("SIGINT", passOn).off("SIGTERM", passOn);
  }
}

async function readiness(url: string): Promise<string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok ? "ready" : `its readiness route answers ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return `its readiness route does not answer: ${messageOf(cause ?? error)}`;
  }
}

async function drained(child: ChildProcess): Promise<void> {
  if (child.stderr && !child.stderr.closed) {
    await Promise.race([once(child.stderr, "close"), sleep(1000)]);
  }
}

function endingOf(child: ChildProcess): string {
  return child.signalCode === null ? `exit code ${child.exitCode}` : `signal ${child.signalCode}`;
}

function lastOutput({ stdout, stderr }: { stdout: string; stderr: string }): string {
  return (stderr.trim() || stdout.trim() || "it printed nothing").slice(-OUTPUT_LENGTH);
}

/** The first stack frame inside the project's own sources; source maps have led it back to TypeScript. */
export function firstFrame(text: string, directory: string): Location | undefined {
  for (const [, path = "", line, column] of text.matchAll(
    /(?:file:\/\/|\(|at )((?:[A-Za-z]:)?[^\s()]*?\.ts):(\d+):(\d+)/g,
  )) {
    const file = relativeTo(directory, path);
    if (file !== undefined) return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}

/** A path inside the directory, with slashes; `undefined` for others and for dependencies. */
export function relativeTo(directory: string, path: string): string | undefined {
  const plain = path.replace(/^file:\/\//, "").replaceAll("\\", "/");
  const root = `${directory.replaceAll("\\", "/").replace(/\/$/, "")}/`;
  if (!plain.startsWith(root)) return undefined;
  const file = plain.slice(root.length);
  return file.includes("node_modules/") ? undefined : file;
}
