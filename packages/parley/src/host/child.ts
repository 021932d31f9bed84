import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/** How a command ended. `stdout` and `stderr` hold at most the last {@link KEPT} characters each. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  ms: number;
}

export interface RunOptions {
  cwd: string;
  environment: NodeJS.ProcessEnv;
  timeoutMs?: number;
  onLine?: (line: string) => void;
  uid?: number;
  gid?: number;
  /** For Windows, where npm is a script; the arguments must need no quoting then. */
  shell?: boolean;
}

const KEPT = 200_000;
/** How long a child may take to end after SIGTERM. */
export const GRACE_MS = 5000;
const INHERITED = [
  "PATH,HOME,USER,LOGNAME,SHELL,LANG,LC_ALL,TZ,TMPDIR,TEMP,TMP,XDG_CACHE_HOME,PARLEY_CACHE",
  "SystemRoot,ComSpec,PATHEXT,APPDATA,LOCALAPPDATA,USERPROFILE,NODE_EXTRA_CA_CERTS",
]
  .join(",")
  .split(",");

/**
 * Ends a Node child soon after its parent, however that ended, so that no child outlives a killed parent.
 * (A listener for the end of a channel would keep the child from ending by itself.)
 */
const TIED = `data:text/javascript,${encodeURIComponent(`
const parent = process.ppid;
const isAlive = () => { try { process.kill(parent, 0); return process.ppid === parent; } catch { return false; } };
setInterval(() => { if (!isAlive()) process.kill(process.pid, "SIGTERM"); }, 500).unref();
`)}`;

/**
 * Environment for generated code: what a process needs to run, then `more`. Nothing else of this process
 * is passed on: keys of model providers and the owner's DATABASE_URL are no business of a generated project.
 */
export function childEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...more };
}

/** Starts Node with `args`; the child ends when this process does, also when it is killed. */
export function spawnNode(args: string[], options: SpawnOptions): ChildProcess {
  return spawn(process.execPath, ["--import", TIED, ...args], options);
}

/** Runs a command to its end, or until `timeoutMs`. Rejects only when it can not be started. */
export async function run(command: string, args: string[], options: RunOptions): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.environment,
    stdio: ["ignore", "pipe", "pipe"],
    shell: options.shell ?? false,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
  });
  return waitFor(child, options);
}

/** Collects a child's output until it ends; stops it after `timeoutMs`. */
export async function waitFor(
  child: ChildProcess,
  options: Pick<RunOptions, "timeoutMs" | "onLine">,
): Promise<Ended> {
  const began = performance.now();
  const output = collect(child, options.onLine);
  let timedOut = false;
  const timer = setTimeout(
    () => {
      timedOut = true;
      void stop(child);
    },
    options.timeoutMs ?? 2 ** 31 - 1,
  );
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return { code, signal, ...output(), timedOut, ms: performance.now() - began };
  } finally {
    clearTimeout(timer);
  }
}

/** Keeps the tail of what a child prints; the function gives what was printed so far. */
export function collect(
  child: ChildProcess,
  onLine?: (line: string) => void,
): () => { stdout: string; stderr: string } {
  const kept = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    const stream = child[name];
    if (!stream) continue;
    createInterface({ input: stream, crlfDelay: Infinity }).on("line", (line) => {
      kept[name] = `${kept[name]}${line}\n`.slice(-KEPT);
      onLine?.(line);
    });
  }
  return () => kept;
}

export function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** SIGTERM, then SIGKILL after `graceMs`. Says whether the child ended by itself in time. */
export async function stop(child: ChildProcess, graceMs = GRACE_MS): Promise<boolean> {
  if (!isRunning(child)) return true;
  const ended = once(child, "exit").then(() => true);
  child.kill("SIGTERM");
  const timer = new AbortController();
  const late = sleep(graceMs, false, { signal: timer.signal }).catch(() => true);
  const graceful = await Promise.race([ended, late]);
  timer.abort();
  if (!graceful) {
    child.kill("SIGKILL");
    await ended;
  }
  return graceful;
}
