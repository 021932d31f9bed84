import { setTimeout as sleep } from "node:timers/promises";
import { run, type Progress, type RunResult } from "../agent/run.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Model } from "../model/port.ts";
import type { Message, Said } from "../reading/said.ts";
import { projectDiagnostics } from "../agent/project.ts";
import { commandLine, sourcesOf, tellDiagnostics } from "./diagnostics.ts";
import { chooseModel, type ModelOptions } from "./models.ts";
import { progressForMachines, progressForPeople, type ProgressView } from "./progress-view.ts";
import { openQuestions } from "./questions.ts";
import { summaryText } from "./summary.ts";
import { commandName, exitCodes, paintFor, type Terminal } from "./terminal.ts";

export interface BuildOptions extends ModelOptions {
  json?: boolean;
}

export interface Build {
  directory: string;
  said: readonly Said[];
  /** All that was said, for excerpts. */
  messages: readonly Message[];
  /** Whether a model may be asked. */
  isDesigned: boolean;
}

/** How long a run may take to come to a clean end when the user wants it to stop. */
const graceMs = 3000;

/** Runs a project, shows what goes on and what came of it, and gives the exit code. */
export async function build(terminal: Terminal, wanted: Build, options: BuildOptions): Promise<number> {
  const json = options.json ?? false;
  const view = json ? progressForMachines(terminal) : progressForPeople(terminal);
  const choice = wanted.isDesigned ? await chooseModel(options, terminal, view.note) : undefined;
  if (choice && !choice.chosen) {
    view.close();
    tellDiagnostics(terminal, choice.diagnostics, { json });
    return exitCodes.usage;
  }
  if (choice) view.note(choice.chosen.line);
  try {
    const outcome = await runUntilStopped(terminal, wanted, view, choice?.chosen.model);
    view.close();
    return conclude(terminal, wanted, json, outcome);
  } finally {
    view.close();
    await choice?.chosen.close();
  }
}

interface Outcome {
  result?: RunResult;
  /** Findings that were shown while the run went on. */
  told: Diagnostic[];
}

async function runUntilStopped(
  terminal: Terminal,
  { directory, said }: Build,
  view: ProgressView,
  model: Model | undefined,
): Promise<Outcome> {
  const { signal } = terminal;
  const told: Diagnostic[] = [];
  const onProgress = (progress: Progress): void => {
    view.tell(progress);
    if (progress.type === "diagnostics") told.push(...progress.diagnostics);
  };
  const stopping = (): void => view.note("Stopping; a second Ctrl-C ends it at once.");
  signal.addEventListener("abort", stopping, { once: true });
  const running = run({ directory, said, signal, onProgress, ...(model ? { model } : {}) });
  const result = await Promise.race([running, patienceAfter(signal)]);
  signal.removeEventListener("abort", stopping);
  return { ...(result && !signal.aborted ? { result } : {}), told };
}

/** Ends some time after the user wanted to stop; what is still under way then ends with this process. */
async function patienceAfter(signal: AbortSignal): Promise<undefined> {
  if (!signal.aborted)
    await new Promise((stopped) => signal.addEventListener("abort", stopped, { once: true }));
  await sleep(graceMs, undefined, { ref: false });
}

function conclude(terminal: Terminal, wanted: Build, json: boolean, { result, told }: Outcome): number {
  const sources = sourcesOf({ directory: wanted.directory, messages: wanted.messages });
  if (!result) {
    tellDiagnostics(terminal, [...told, projectDiagnostics.stopped(commandLine())], { json, sources });
    return exitCodes.stopped;
  }
  const { verified, requirements, report: summary, diagnostics } = result;
  if (json) {
    const questions = requirements ? Object.fromEntries(openQuestions(requirements)) : {};
    const line = {
      type: "result",
      verified,
      directory: wanted.directory,
      questions,
      report: summary,
      diagnostics,
    };
    terminal.output.write(`${JSON.stringify(line)}\n`);
  } else {
    tellDiagnostics(terminal, diagnostics, { sources });
    if (requirements) {
      const paint = paintFor(terminal.output, terminal);
      const { directory } = wanted;
      const text = summaryText(requirements, summary, {
        paint,
        directory,
        verified,
        command: commandName(terminal),
      });
      terminal.output.write(`\n${text}`);
    }
  }
  return verified ? exitCodes.verified : exitCodes.failed;
}
