import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isEvent, type Event, type EventOf } from "../../src/agent/events.ts";
import { readLog } from "../../src/agent/log.ts";

const bin = resolve(import.meta.dirname, "../../bin/parley.mjs");

export const todo =
  "I want to create a Todo list application. When I build an application, I only want the minimum functionality required for Todo list.";

/** A new place for a project; all are called alike, since the name goes into the printed files. */
export function newDirectory(): string {
  return join(mkdtempSync(join(tmpdir(), "parley-soak-")), "todo");
}

/** Starts the built command line in a process of its own. */
export function parley(...words: string[]): ChildProcess {
  return spawn(process.execPath, [bin, ...words], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NO_COLOR: "1" },
  });
}

export function ended(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((done) => child.once("exit", (code, signal) => done(code ?? signal ?? -1)));
}

/** Hash of every file of a project but its log, its report (which holds times) and what is ignored. */
export function filesOf(directory: string): Record<string, string> {
  const own = new Set([".parley/log.jsonl", ".parley/report.json"]);
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter(
      (path) =>
        !own.has(path) && !/^\.parley\/(cache|staging|lock)/.test(path) && !path.startsWith("node_modules"),
    );
  const hash = (path: string): string =>
    createHash("sha256")
      .update(readFileSync(join(directory, path)))
      .digest("hex");
  return Object.fromEntries(files.toSorted().map((path) => [path, hash(path)]));
}

export function eventsOf<Type extends Event["type"]>(
  directory: string,
  type: Type,
): (Event & EventOf<Type>)[] {
  return readLog(join(directory, ".parley/log.jsonl")).filter((event) => isEvent(event, type));
}
