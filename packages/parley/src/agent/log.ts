import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Event, EventBody } from "./events.ts";

const report = defineDiagnostics("log", {
  damaged: {
    severity: "warning",
    message: "The log is damaged after line {line}; {bytes} bytes behind it were cut and kept in {kept}.",
    mend: "Nothing is needed: the work that was cut is done again. The kept file may be deleted.",
  },
  "wrong-format": {
    severity: "error",
    message: "{file} is not a log that this version of Parley reads (format {found}).",
    mend: "Use the version of Parley that wrote it, or move the file away to start anew.",
  },
});

const header = { format: "parley-log", version: 1 };

/** An append-only file of events, one JSON object a line, each line bound to the one before by its hash. */
export interface Log {
  events: readonly Event[];
  append: (body: EventBody) => Event;
  /** Events that belong together, in one write: a kill leaves all of them or none. */
  appendAll: (bodies: readonly EventBody[]) => Event[];
  close: () => void;
}

export interface OpenedLog {
  log: Log;
  diagnostics: Diagnostic[];
}

/** Opens a log or begins one. Whatever a kill or a fault left behind the last whole line is cut, kept aside and told. */
export function openLog(file: string, now: () => Date): OpenedLog | { diagnostics: Diagnostic[] } {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${JSON.stringify(header)}\n`;
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const read = readLines(bytes);
  if (read.format !== undefined) {
    return {
      diagnostics: [report["wrong-format"]({ file, line: 1, column: 1 }, { file, found: read.format })],
    };
  }
  const diagnostics: Diagnostic[] = [];
  if (read.length < bytes.length) {
    const kept = `${file}.cut-${hashOf(bytes.subarray(read.length).toString("latin1"))}`;
    writeFileSync(kept, bytes.subarray(read.length));
    truncateSync(file, read.length);
    diagnostics.push(
      report.damaged(
        { file, line: read.lines, column: 1 },
        { line: read.lines, bytes: bytes.length - read.length, kept },
      ),
    );
  }
  const handle = openSync(file, "a");
  if (read.length === 0) writeSync(handle, fresh);
  let parent = read.length === 0 ? hashOf(fresh.trimEnd()) : read.parent;
  const events = [...read.events];
  const appendAll = (bodies: readonly EventBody[]): Event[] => {
    let text = "";
    const fresh = bodies.map((body, index) => {
      const event = { seq: events.length + index + 1, at: now().toISOString(), ...body } as Event;
      const line = JSON.stringify({ parent, ...event });
      text += `${line}\n`;
      parent = hashOf(line);
      return event;
    });
    writeSync(handle, text);
    fsyncSync(handle);
    events.push(...fresh);
    return fresh;
  };
  const append = (body: EventBody): Event => appendAll([body])[0]!;
  return { log: { events, append, appendAll, close: () => closeSync(handle) }, diagnostics };
}

/** Why a log cannot be read at all; damage behind whole lines is no such reason. */
export function logProblems(file: string): Diagnostic[] {
  const { format } = existsSync(file) ? readLines(readFileSync(file)) : { format: undefined };
  return format === undefined
    ? []
    : [report["wrong-format"]({ file, line: 1, column: 1 }, { file, found: format })];
}

/** Events of a log that is only read; nothing is mended. */
export function readLog(file: string): Event[] {
  return existsSync(file) ? readLines(readFileSync(file)).events : [];
}

interface ReadLines {
  events: Event[];
  /** Bytes of the whole lines that belong together. */
  length: number;
  lines: number;
  parent: string;
  /** What the first line says instead, where it is whole and not ours. */
  format?: string;
}

function readLines(bytes: Buffer): ReadLines {
  const read: ReadLines = { events: [], length: 0, lines: 0, parent: "" };
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) break;
    const line = bytes.subarray(start, end).toString("utf8");
    const value = parseLine(line);
    if (value === undefined) break;
    if (read.lines === 0) {
      if (value["format"] !== header.format || value["version"] !== header.version) {
        return {
          ...read,
          format: JSON.stringify(value["format"] ?? null) + ` version ${String(value["version"])}`,
        };
      }
    } else {
      const { parent, ...event } = value;
      if (parent !== read.parent || event["seq"] !== read.events.length + 1) break;
      read.events.push(event as unknown as Event);
    }
    read.parent = hashOf(line);
    read.lines += 1;
    read.length = end + 1;
    start = end + 1;
  }
  return read;
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // A line that is no JSON was cut or overwritten; the caller reports where the log ends.
    return undefined;
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
