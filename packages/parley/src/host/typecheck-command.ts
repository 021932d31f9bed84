import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { childEnvironment, run } from "./child.ts";
import { report, wholeOf } from "./diagnostics.ts";

/** The part of a project that the compiler's command line needs. */
interface Input {
  files: ReadonlyMap<string, string>;
  dependencies: string;
}

const TIMEOUT_MS = 300_000;

/** Type errors by `tsc --noEmit` on a temporary copy of the project: slower, but with a stable interface. */
export async function typecheckWithCommand(input: Input): Promise<Diagnostic[]> {
  const directory = await mkdtemp(join(tmpdir(), "parley-typecheck-"));
  try {
    await writeProject(directory, input);
    const compiler = compilerPath();
    const ended = await run(process.execPath, [compiler, "--noEmit", "--pretty", "false"], {
      cwd: directory,
      environment: childEnvironment(),
      timeoutMs: TIMEOUT_MS,
    });
    const found = parseCompilerOutput(ended.stdout);
    if (ended.code !== 0 && found.length === 0) {
      const reason = ended.timedOut ? "tsc did not end." : ended.stderr || ended.stdout || "tsc failed.";
      return [report["typecheck-failed"](wholeOf("tsconfig.json"), { reason })];
    }
    return found;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Path of `tsc` as this package depends on it. */
export function compilerPath(): string {
  return join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
}

/** Diagnostics of `tsc --pretty false`; indented lines belong to the diagnostic before them. */
export function parseCompilerOutput(output: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const line of output.split(/\r?\n/)) {
    const located = /^(.+?)\((\d+),(\d+)\): (error|warning) TS(\d+): (.*)$/.exec(line);
    const global = /^(error|warning) TS(\d+): (.*)$/.exec(line);
    const last = found.at(-1);
    if (located) {
      const [, file = "", row, column, severity, code, message = ""] = located;
      found.push({
        code: `typescript/TS${code}`,
        severity: severity === "warning" ? "warning" : "error",
        message,
        at: { file: file.replaceAll("\\", "/"), line: Number(row), column: Number(column) },
        trace: [],
      });
    } else if (global) {
      const [, severity, code, message = ""] = global;
      found.push({
        code: `typescript/TS${code}`,
        severity: severity === "warning" ? "warning" : "error",
        message,
        at: wholeOf("tsconfig.json"),
        trace: [],
      });
    } else if (last && line.startsWith("  ")) {
      last.message += `\n${line}`;
    }
  }
  return found;
}

async function writeProject(directory: string, { files, dependencies }: Input): Promise<void> {
  for (const [path, text] of files) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  await symlink(join(dependencies, "node_modules"), join(directory, "node_modules"), "junction");
}
