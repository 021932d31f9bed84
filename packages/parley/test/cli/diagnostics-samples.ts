import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layProject } from "../../bench/project.ts";
import { findAnswer } from "../../src/cli/commands/answer.ts";
import { commandLine } from "../../src/cli/diagnostics.ts";
import type { Diagnostic, Severity } from "../../src/diagnostic/diagnostic.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";
import { parley } from "./fake-terminal.ts";

const outline =
  "# Notes\n\n## Actors\n\n- member: signs up\n\n## Note (owned by member)\n\n- title: string 1..80\n\n## Rules\n\n- member may create own Note\n";

/** What a command line says, read back from what it writes. */
async function said(words: string[], environment: Record<string, string> = {}): Promise<Diagnostic[]> {
  const { errors } = await parley(words, { environment });
  const heads = errors.matchAll(/^(error|warning) (.*) ([a-z]+\/[a-z-]+)$/gm);
  return [...heads].map(([, severity, message, code]) => ({
    code: code!,
    severity: severity as Severity,
    message: message!,
    at: commandLine(),
    trace: [],
  }));
}

async function inProject<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), "parley-sample-"));
  try {
    layProject(directory, outline);
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Gives a port, free or held while `work` goes on. */
async function withPort<Result>(isHeld: boolean, work: (port: string) => Promise<Result>): Promise<Result> {
  const server = createServer().listen(0, "0.0.0.0");
  await once(server, "listening");
  const port = String((server.address() as AddressInfo).port);
  const close = async (): Promise<void> => {
    server.close();
    await once(server, "close");
  };
  if (!isHeld) await close();
  try {
    return await work(port);
  } finally {
    if (isHeld) await close();
  }
}

function answered(question: string, choice: string): Diagnostic[] {
  const questions = {
    "sign-up": { id: "q1", text: "Who may sign up?", choices: { anybody: "Anybody", nobody: "Nobody" } },
  };
  const found = findAnswer({ questions } as unknown as Requirements, question, choice);
  return "code" in found ? [found] : [];
}

const begin = ["new", join(tmpdir(), "parley-sample-that-is-never-made")];

export const diagnosticSamples: DiagnosticSample[] = [
  { code: "cli/unreadable-file", provoke: () => said([...begin, "--outline", "nowhere.md"]) },
  { code: "cli/nothing-said", provoke: () => said(begin) },
  { code: "cli/unknown-question", provoke: () => answered("signup", "nobody") },
  { code: "cli/unknown-choice", provoke: () => answered("sign-up", "nobdy") },
  { code: "cli/no-number", provoke: () => inProject((directory) => said(["run", directory, "--port", "x"])) },
  {
    code: "cli/simulated-only",
    provoke: () => said([...begin, "-m", "Members keep a list of books.", "--damage", "0.5"]),
  },
  {
    code: "cli/no-such-model",
    provoke: () =>
      said([...begin, "-m", "Members keep a list of books.", "--base-url", "http://127.0.0.1:9/v1"]),
  },
  {
    code: "cli/port-taken",
    provoke: () =>
      inProject((directory) => withPort(true, (port) => said(["run", directory, "--port", port]))),
  },
  {
    code: "cli/no-port",
    provoke: () =>
      inProject((directory) =>
        withPort(false, (port) => said(["run", directory, "--port", port], { HOST: "203.0.113.1" })),
      ),
  },
  {
    code: "cli/not-built",
    provoke: () =>
      inProject((directory) => withPort(false, (port) => said(["run", directory, "--port", port]))),
  },
];
