import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { main } from "../../src/cli/main.ts";

export interface Ran {
  code: number;
  output: string;
  errors: string;
}

export interface RunOptions {
  environment?: Record<string, string>;
  input?: string;
  signal?: AbortSignal;
  /** Told of everything that is written to the error stream. */
  onErrors?: (text: string) => void;
  /** Told of everything that is written to the output. */
  onOutput?: (text: string) => void;
}

/** Runs a command line in this process, without a terminal, and gives what it wrote. */
export async function parley(words: string[], options: RunOptions = {}): Promise<Ran> {
  const output = new PassThrough();
  const errors = new PassThrough();
  const written = { output: "", errors: "" };
  output.on("data", (chunk: Buffer) => {
    written.output += chunk.toString("utf8");
    options.onOutput?.(written.output);
  });
  errors.on("data", (chunk: Buffer) => {
    written.errors += chunk.toString("utf8");
    options.onErrors?.(written.errors);
  });
  const code = await main(words, {
    input: Readable.from([options.input ?? ""]),
    output,
    errors,
    environment: options.environment ?? {},
    signal: options.signal ?? new AbortController().signal,
  });
  await new Promise((drained) => setImmediate(drained));
  return { code, ...written };
}

/** A path for a project that does not exist yet; removed after the test. */
export function projectPath(): string {
  const parent = mkdtempSync(join(tmpdir(), "parley-cli-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, "project");
}
