import type { Readable, Writable } from "node:stream";
import pico from "picocolors";

/** A stream that may be a terminal. */
export interface Screen extends Writable {
  isTTY?: boolean;
  columns?: number;
}

/** Everything of the process that a command may touch. */
export interface Terminal {
  input: Readable & { isTTY?: boolean };
  /** What was asked for: results, and all of `--json`. */
  output: Screen;
  /** Progress and diagnostics. */
  errors: Screen;
  environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user wants the command to stop. */
  signal: AbortSignal;
}

/** What a command ends with: 0 verified, 1 not verified, 2 refused before anything was done, 130 stopped. */
export const exitCodes = { verified: 0, failed: 1, usage: 2, stopped: 130 } as const;

export function isInteractive({ input, errors, environment }: Terminal): boolean {
  return input.isTTY === true && errors.isTTY === true && !environment["CI"];
}

/** Whether a line may be drawn over and over: never in logs, pipes and simple terminals. */
export function isLive(screen: Screen, { environment }: Terminal): boolean {
  return screen.isTTY === true && !environment["CI"] && environment["TERM"] !== "dumb";
}

/** As https://no-color.org asks, and FORCE_COLOR for pipes that do show colours. */
export function isColored(screen: Screen, { environment }: Terminal): boolean {
  if (environment["NO_COLOR"]) return false;
  if (environment["FORCE_COLOR"] && environment["FORCE_COLOR"] !== "0") return true;
  return screen.isTTY === true && environment["TERM"] !== "dumb";
}

export type Paint = ReturnType<typeof pico.createColors>;

export function paintFor(screen: Screen, terminal: Terminal): Paint {
  return pico.createColors(isColored(screen, terminal));
}

/** How this program is called again: npm's scripts and npx do not put it on the user's path. */
export function commandName({ environment }: Terminal): string {
  return environment["npm_config_user_agent"] ? "npx parley" : "parley";
}

/** A word for a shell, quoted where it has to be. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
