import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { assemble, type Assembly } from "../backend/assemble.ts";
import { editorSchemas } from "../backend/editor-schemas.ts";
import { hasErrors, isError, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { withLock, type Owner } from "../host/lock.ts";
import { placeFiles, recover } from "../host/staging.ts";
import { writeDiagnostic } from "../host/system-errors.ts";
import type { VerifyEvent } from "../host/verify.ts";
import type { Model } from "../model/port.ts";
import type { Said } from "../reading/said.ts";
import type { Requirements } from "../requirements/document.ts";
import { suspects } from "./blame.ts";
import { changesByHand, draftRequirements } from "./by-hand.ts";
import { documentFiles, hashesOf } from "./document-files.ts";
import type { Event, EventBody } from "./events.ts";
import { lostImports, readProject } from "./imported.ts";
import { logProblems, openLog, readLog, type Log } from "./log.ts";
import { historyText, readHistory } from "./migrations.ts";
import { inspectDirectory, pathsOf, projectDiagnostics, type ProjectPaths } from "./project.ts";
import { reportOf } from "./report-of.ts";
import type { Report } from "./report.ts";
import { design } from "./run-steps.ts";
import { fold } from "./state.ts";
import { packBase, printAndVerify, type Outcome } from "./verify.ts";

/** What a run tells while it goes on. */
export type Progress =
  | { type: "event"; event: Event }
  | { type: "verify"; event: VerifyEvent }
  | { type: "phase"; name: string; ms: number }
  | { type: "waiting"; owner: Owner }
  | { type: "diagnostics"; diagnostics: Diagnostic[] };

export interface RunOptions {
  directory: string;
  /** What is said now, after what the log holds. */
  said: readonly Said[];
  model?: Model;
  /** Tries per unit; 4 when not said. */
  tries?: number;
  concurrency?: number;
  signal?: AbortSignal;
  now?: () => Date;
  onProgress?: (progress: Progress) => void;
}

export interface RunResult {
  verified: boolean;
  /** Absent where nothing could be built. */
  requirements?: Requirements;
  report?: Report;
  diagnostics: Diagnostic[];
}

const defaultTries = 4;
const defaultConcurrency = 4;

/**
 * Goes on with a project, or begins one: takes what was said, lets a model improve the drafts, prints, proves by
 * running, and writes the result. Everything decided is in the log; a killed run is finished by running it again.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const paths = pathsOf(options.directory);
  const { isProject, diagnostics } = inspectDirectory(options.directory);
  const problems = [...diagnostics, ...logProblems(paths.log)];
  if (hasErrors(problems)) return { verified: false, diagnostics: problems };
  const state = isProject ? fold(readLog(paths.log)) : { messages: [], edits: [] };
  // Before anything is written: a conversation that says nothing leaves no trace.
  const last = state.messages.at(-1)?.seq ?? 0;
  const more = options.said.map((words, index) => ({ seq: last + index + 1, said: words }));
  const first = readProject(state, more, options.directory);
  if (!first.requirements || hasErrors(first.diagnostics))
    return { verified: false, diagnostics: first.diagnostics };
  // What cannot be built is refused now: once it is in the log, every later run would stumble over it.
  const unbuildable =
    options.said.length > 0 ? assemble(first.requirements, []).diagnostics.filter(isError) : [];
  if (unbuildable.length > 0) return { verified: false, diagnostics: unbuildable };
  const lost = options.said.length > 0 ? lostImports(first.requirements, state.edits, options.directory) : [];
  if (lost.length > 0) return { verified: false, diagnostics: lost };
  try {
    mkdirSync(paths.parley, { recursive: true });
  } catch (error) {
    return { verified: false, diagnostics: [writeDiagnostic(error, paths.directory)] };
  }
  return withLock(
    paths.lock,
    () => runLocked(options, paths),
    (owner) => options.onProgress?.({ type: "waiting", owner }),
  );
}

async function runLocked(options: RunOptions, paths: ProjectPaths): Promise<RunResult> {
  const began = performance.now();
  const recovered = await recover(paths.directory);
  const opened = openLog(paths.log, options.now ?? (() => new Date()));
  if (!("log" in opened)) return { verified: false, diagnostics: opened.diagnostics };
  const { log } = opened;
  const tell = (diagnostics: Diagnostic[]): void => {
    if (diagnostics.length > 0) options.onProgress?.({ type: "diagnostics", diagnostics });
  };
  tell([...recovered, ...opened.diagnostics]);
  const append = (bodies: readonly EventBody[]): Event[] => {
    const events = log.appendAll(bodies);
    for (const event of events) options.onProgress?.({ type: "event", event });
    return events;
  };
  try {
    const refused = takeHandEdits(log, paths, append);
    if (hasErrors(refused)) return { verified: false, diagnostics: refused };
    tell(refused);
    if (options.said.length > 0) append(options.said.map((said) => ({ type: "message", said })));

    const failure = options.model
      ? await design({
          log,
          append,
          model: options.model,
          tries: options.tries ?? defaultTries,
          concurrency: options.concurrency ?? defaultConcurrency,
          draftRequirements: () => draftRequirements(log.events, paths),
          ...(options.signal ? { signal: options.signal } : {}),
        })
      : undefined;
    const notes = failure
      ? [report["model-failed"]({ call: "model", pointer: "" }, { why: failure.message })]
      : [];
    tell(notes);
    if (options.signal?.aborted) return { verified: false, diagnostics: [stoppedNote()] };
    const result = await finish(options, paths, log, append, began);
    return { ...result, diagnostics: [...recovered, ...opened.diagnostics, ...notes, ...result.diagnostics] };
  } finally {
    log.close();
  }
}

const report = projectDiagnostics;

function stoppedNote(): Diagnostic {
  return report.stopped({ call: "run", pointer: "" });
}

function takeHandEdits(
  log: Log,
  paths: ProjectPaths,
  append: (bodies: readonly EventBody[]) => Event[],
): Diagnostic[] {
  const { edits, diagnostics } = changesByHand(log.events, paths) ?? { edits: [], diagnostics: [] };
  if (hasErrors(diagnostics) || edits.length === 0) return diagnostics;
  const written = [...new Set(edits.map(({ document }) => `.parley/documents/${document}.json`))];
  const [change] = append([{ type: "file-change", written, removed: [] }]) as [Event];
  append(edits.map((edit) => ({ type: "edit", edit, because: change.seq })));
  return diagnostics;
}

async function finish(
  options: RunOptions,
  paths: ProjectPaths,
  log: Log,
  append: (bodies: readonly EventBody[]) => Event[],
  began: number,
): Promise<RunResult> {
  const requirements = draftRequirements(log.events, paths);
  const history = readHistory(paths.migrations);
  let assembly: Assembly;
  let outcome: Outcome;
  for (;;) {
    const { edits } = fold(log.events);
    const drafted = performance.now();
    assembly = assemble(
      requirements,
      edits.map(({ edit }) => edit),
    );
    options.onProgress?.({ type: "phase", name: "documents", ms: performance.now() - drafted });
    shelve(assembly, log, append);
    const broken = assembly.diagnostics.filter(isError);
    if (broken.length > 0)
      return { verified: false, requirements: assembly.backend.requirements, diagnostics: broken };

    outcome = await printAndVerify(assembly, paths, history, {
      onPrint: (ms) => options.onProgress?.({ type: "phase", name: "print", ms }),
      onEvent: (event) => options.onProgress?.({ type: "verify", event }),
    });
    // Whoever stops a run may stop its children too; what they then fail at proves nothing.
    if (options.signal?.aborted) {
      return { verified: false, requirements: assembly.backend.requirements, diagnostics: [stoppedNote()] };
    }
    if (outcome.verification?.ok) break;
    if (!withdraw(outcome, assembly, log, append)) break;
  }
  const verified = outcome.verification?.ok ?? false;
  const steps = outcome.history.map((step) => ({ ...step, verified: verified || step.verified }));
  const files = new Map([
    ...outcome.merged.files,
    ...[...outcome.merged.proposals].map(([path, text]): [string, string] => [
      `.parley/conflicts/${path}`,
      text,
    ]),
    ...[...documentFiles(assembly.backend)].map(([name, text]): [string, string] => [
      `.parley/documents/${name}`,
      text,
    ]),
    ...[...editorSchemas()].map(([name, text]): [string, string] => [`.parley/schemas/${name}`, text]),
    [".parley/.gitignore", "staging/\ncache/\nlock*\n"],
    [".parley/migrations.json", historyText(steps)],
  ]);
  const summary = reportOf(assembly, log.events, outcome, Math.round(performance.now() - began));
  files.set(".parley/report.json", `${JSON.stringify(summary, undefined, 2)}\n`);
  append([{ type: "verify", report: summary, documents: hashesOf(documentFiles(assembly.backend)) }]);
  const placed = await placeFiles(paths.directory, files, outcome.merged.removed);
  const diagnostics = [...assembly.diagnostics, ...outcome.diagnostics, ...placed.diagnostics];
  if (!placed.ok) return { verified: false, requirements: assembly.backend.requirements, diagnostics };
  writeBase(paths, packBase(outcome.printed));
  const { written, removed } = placed.value;
  const changed = { written: written.filter(isShown), removed };
  if (changed.written.length + removed.length > 0) append([{ type: "file-change", ...changed }]);
  append([{ type: "run-end", verified, ms: Math.round(performance.now() - began) }]);
  return { verified, requirements: assembly.backend.requirements, report: summary, diagnostics };
}

function isShown(path: string): boolean {
  return !path.startsWith(".parley/");
}

/** Logs what the documents could not live with, so that it is not tried again. */
function shelve(assembly: Assembly, log: Log, append: (bodies: readonly EventBody[]) => Event[]): void {
  const { edits } = fold(log.events);
  const gone = assembly.shelved.flatMap(({ edit, because }): EventBody[] => {
    const standing = edits.find((candidate) => candidate.edit === edit);
    return standing && edit.origin === "model" ? [{ type: "withdrawn", edit: standing.seq, because }] : [];
  });
  if (gone.length > 0) append(gone);
}

/** Takes back what a model decided and the run disproved; false where no such edit is left. */
function withdraw(
  outcome: Outcome,
  assembly: Assembly,
  log: Log,
  append: (bodies: readonly EventBody[]) => Event[],
): boolean {
  const errors = outcome.diagnostics.filter(isError);
  const { edits, isOnTrace } = suspects(errors, fold(log.events).edits, assembly);
  const because = errors[0];
  if (!because || edits.length === 0) return false;
  // On a trace the newest goes; without one, the newer half: bisection down to the drafts.
  const going = isOnTrace ? edits.slice(0, 1) : edits.slice(0, Math.ceil(edits.length / 2));
  append(going.map(({ seq }) => ({ type: "withdrawn", edit: seq, because: { ...because, trace: [] } })));
  return true;
}

function writeBase(paths: ProjectPaths, bytes: Buffer): void {
  const draft = `${paths.base}.draft`;
  writeFileSync(draft, bytes);
  renameSync(draft, paths.base);
}
