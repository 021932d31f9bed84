import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic, Location } from "../diagnostic/diagnostic.ts";
import { relativeTo } from "./boot.ts";
import { childEnvironment, spawnNode, waitFor, type Ended } from "./child.ts";
import { report, wholeOf } from "./diagnostics.ts";
import { CHANNEL, type Reported, type ReportedError } from "./test-reporter.ts";

export interface TestResult {
  /** Path in the project. */
  file: string;
  /** Names of the suites and of the test, joined by " > ". */
  name: string;
  status: "passed" | "failed" | "skipped";
  ms: number;
  message?: string;
  location?: { file: string; line: number; column: number };
}

export interface TestRun {
  passed: number;
  failed: number;
  skipped: number;
  tests: TestResult[];
  /** One for each failed test, each file that could not be run, and for a run that did not end. */
  diagnostics: Diagnostic[];
  ms: number;
}

export interface TestRunOptions {
  /** The project on disk, with its `node_modules`. */
  directory: string;
  /** URL of a server on which the tests make databases of their own. */
  databaseUrl?: string;
  environment?: Record<string, string>;
  /** Runs only these files (paths in the project). */
  only?: string[];
  onTest?: (result: TestResult) => void;
  timeoutMs?: number;
}

const TIMEOUT_MS = 600_000;

/** Runs a project's tests with its own Vitest. DATABASE_URL is never set, so no real data is touched. */
export async function runTests(options: TestRunOptions): Promise<TestRun> {
  const began = performance.now();
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const collected: Collected = { tests: [], diagnostics: [], ended: false };
  const vitest = vitestPath(options.directory);
  if (vitest === undefined) {
    const reason = "vitest is not among the dependencies of the project.";
    const finding = report["tests-not-run"](wholeOf("package.json"), { reason });
    return summary({ ...collected, diagnostics: [finding] }, began);
  }
  const reporter = fileURLToPath(
    new URL(`./test-reporter${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
  );
  const { DATABASE_URL: _never, ...environment } = options.environment ?? {};
  const child = spawnNode(
    [vitest, "run", `--reporter=${reporter}`, "--includeTaskLocation", "--no-color", ...(options.only ?? [])],
    {
      cwd: options.directory,
      env: childEnvironment({
        NO_COLOR: "1",
        ...environment,
        ...(options.databaseUrl === undefined ? {} : { TEST_DATABASE_URL: options.databaseUrl }),
      }),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  child.on("message", (message) => {
    if (isReported(message)) receive(message, collected, options);
  });
  const ended = await waitFor(child, { timeoutMs });
  const problem = problemOf(ended, collected, timeoutMs);
  if (problem) collected.diagnostics.push(problem);
  return summary(collected, began);
}

interface Collected {
  tests: TestResult[];
  diagnostics: Diagnostic[];
  ended: boolean;
}

function receive(message: Reported, collected: Collected, options: TestRunOptions): void {
  const pathOf = (file: string) => relativeTo(options.directory, file) ?? file;
  switch (message.type) {
    case "test": {
      const file = pathOf(message.file);
      const own = { file, line: message.line, column: message.column };
      const location = placeOf(message.errors, options.directory) ?? own;
      const reason = message.errors.map((error) => error.message).join("\n") || "it failed without a message";
      const failed = message.status === "failed";
      const result: TestResult = {
        file,
        name: message.name,
        status: message.status,
        ms: message.ms,
        ...(failed ? { message: reason, location } : {}),
      };
      collected.tests.push(result);
      if (failed) {
        const trace: Location[] = [own];
        collected.diagnostics.push(
          report["test-failed"](location, { name: message.name, reason }, { trace }),
        );
      }
      options.onTest?.(result);
      return;
    }
    case "file-error": {
      const reason = message.errors.map((error) => error.message).join("\n");
      const location = placeOf(message.errors, options.directory) ?? wholeOf(pathOf(message.file));
      collected.diagnostics.push(report["test-file-failed"](location, { reason }));
      return;
    }
    case "end":
      collected.ended = true;
      for (const error of message.unhandled) {
        const location = placeOf([error], options.directory) ?? wholeOf("package.json");
        collected.diagnostics.push(report["tests-not-run"](location, { reason: error.message }));
      }
      return;
    default:
      message satisfies never;
  }
}

/** The nearest place inside the project; the first frame may be a helper of the tests. */
function placeOf(errors: ReportedError[], directory: string): TestResult["location"] {
  for (const frame of errors.flatMap((error) => error.frames)) {
    const file = relativeTo(directory, frame.file);
    if (file !== undefined) return { file, line: frame.line, column: frame.column };
  }
  return undefined;
}

function problemOf(ended: Ended, collected: Collected, timeoutMs: number): Diagnostic | undefined {
  if (ended.timedOut) {
    const parameters = { seconds: timeoutMs / 1000, done: collected.tests.length };
    return report["tests-timeout"](wholeOf("package.json"), parameters);
  }
  if (collected.ended && (ended.code === 0 || collected.diagnostics.length > 0)) return undefined;
  const reason = ended.stderr.trim() || ended.stdout.trim() || `vitest ended with code ${ended.code}`;
  return report["tests-not-run"](wholeOf("package.json"), { reason });
}

function summary({ tests, diagnostics }: Collected, began: number): TestRun {
  const count = (status: TestResult["status"]) => tests.filter((test) => test.status === status).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    tests,
    diagnostics,
    ms: performance.now() - began,
  };
}

function isReported(message: unknown): message is Reported {
  return (
    typeof message === "object" && message !== null && "channel" in message && message.channel === CHANNEL
  );
}

function vitestPath(directory: string): string | undefined {
  const require = createRequire(join(directory, "package.json"));
  try {
    const path = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
