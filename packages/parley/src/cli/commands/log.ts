import { readLog } from "../../agent/log.ts";
import type { Event } from "../../agent/events.ts";
import { sleep } from "../../model/retry.ts";
import { tellDiagnostics } from "../diagnostics.ts";
import { eventLine } from "../event-lines.ts";
import { openProject } from "../project.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

export interface LogOptions {
  json?: boolean;
  follow?: boolean;
}

const pollMs = 300;

/** Lists what happened in a project, one event a line; with `follow` until the user stops it. */
export async function log(
  terminal: Terminal,
  directory: string,
  { json, follow }: LogOptions,
): Promise<number> {
  const opened = openProject(directory);
  if ("diagnostics" in opened) {
    tellDiagnostics(terminal, opened.diagnostics, { json });
    return exitCodes.usage;
  }
  const write = (events: readonly Event[]): void => {
    for (const event of events) terminal.output.write(`${json ? JSON.stringify(event) : eventLine(event)}\n`);
  };
  let shown = 0;
  for (;;) {
    const events = readLog(opened.paths.log);
    write(events.slice(shown));
    shown = events.length;
    if (!follow || terminal.signal.aborted) return exitCodes.verified;
    await sleep(pollMs, terminal.signal);
  }
}
