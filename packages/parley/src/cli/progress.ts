import type { Event } from "../agent/events.ts";
import type { Progress } from "../agent/run.ts";
import { steps } from "../agent/steps/index.ts";
import type { VerifyEvent, VerifyPhase } from "../host/verify.ts";
import { counted, duration, tokens } from "./figures.ts";

/** A line about something that is over. */
export interface Line {
  mark: "done" | "failed" | "note";
  title: string;
  details: string[];
}

/** A step that is being worked on, with what it took so far. */
export interface StepProgress {
  name: string;
  units: number;
  done: number;
  /** Units for which no answer was accepted: their drafts stand. */
  left: number;
  tries: number;
  edits: number;
  tokens: number;
}

/** All that must be remembered of a run's progress to tell what comes next. */
export interface ProgressState {
  step?: StepProgress;
  phase?: VerifyPhase;
  tests: { passed: number; failed: number; skipped: number };
}

export const noProgress: ProgressState = { tests: { passed: 0, failed: 0, skipped: 0 } };

const phaseTitles: Record<VerifyPhase, string> = {
  dependencies: "Dependencies",
  client: "Prisma client",
  typecheck: "Checking types",
  database: "PostgreSQL",
  boot: "Starting the backend",
  tests: "Running tests",
};

const ownTitles: Record<string, string> = { documents: "Completing documents", print: "Printing files" };

/** One thing that happened, folded in: the state after it and the lines that are certain now. */
export function advance(state: ProgressState, progress: Progress): { state: ProgressState; lines: Line[] } {
  switch (progress.type) {
    case "event":
      return advanceEvent(state, progress.event);
    case "verify":
      return advanceVerify(state, progress.event);
    case "phase":
      return { state, lines: [done(ownTitles[progress.name] ?? progress.name, [duration(progress.ms)])] };
    case "waiting": {
      const title = `Another run (process ${progress.owner.pid}) works on this project; waiting for it`;
      return { state, lines: [{ mark: "note", title, details: [] }] };
    }
    case "diagnostics":
      return { state, lines: [] };
    default:
      return progress satisfies never;
  }
}

function advanceEvent(state: ProgressState, event: Event): { state: ProgressState; lines: Line[] } {
  const { step } = state;
  const inStep = (change: Partial<StepProgress>): { state: ProgressState; lines: Line[] } => ({
    state: step ? { ...state, step: { ...step, ...change } } : state,
    lines: [],
  });
  switch (event.type) {
    case "step-start": {
      const started = {
        name: event.step,
        units: event.units,
        done: 0,
        left: 0,
        tries: 0,
        edits: 0,
        tokens: 0,
      };
      return { state: { ...state, step: started }, lines: [] };
    }
    case "attempt":
      return inStep({
        tries: (step?.tries ?? 0) + 1,
        tokens: (step?.tokens ?? 0) + event.usage.input + event.usage.output,
      });
    case "edit":
      return event.step === undefined ? { state, lines: [] } : inStep({ edits: (step?.edits ?? 0) + 1 });
    case "unit-end": {
      const isLeft = event.outcome === "exhausted" || event.outcome === "unanswered";
      return inStep({ done: (step?.done ?? 0) + 1, left: (step?.left ?? 0) + (isLeft ? 1 : 0) });
    }
    case "step-end": {
      const { step: _ended, ...rest } = state;
      return { state: rest, lines: step ? [stepLine(step, event.ms)] : [] };
    }
    case "withdrawn":
      return {
        state,
        lines: [{ mark: "note", title: "Taken back", details: [firstLine(event.because.message)] }],
      };
    case "file-change":
      return { state, lines: [fileLine(event)] };
    case "message":
    case "undone":
    case "verify":
    case "run-end":
      return { state, lines: [] };
    default:
      return event satisfies never;
  }
}

function stepLine(step: StepProgress, ms: number): Line {
  const left = step.left > 0 ? [`${step.left} left to the draft`] : [];
  return { ...done(stepTitle(step.name), [...stepDetails(step), ...left, duration(ms)]) };
}

function stepDetails(step: StepProgress): string[] {
  return [
    `${step.done}/${counted(step.units, "unit")}`,
    counted(step.tries, "try", "tries"),
    counted(step.edits, "edit"),
    tokens(step.tokens),
  ];
}

function stepTitle(name: string): string {
  return steps.find((step) => step.name === name)?.title ?? name;
}

function fileLine({ written, removed }: { written: string[]; removed: string[] }): Line {
  const byHand = written.filter((path) => path.startsWith(".parley/documents/"));
  if (byHand.length > 0) return { mark: "note", title: "Changed by hand", details: byHand };
  const gone = removed.length > 0 ? [`${removed.length} removed`] : [];
  return done("Writing files", [`${written.length} written`, ...gone]);
}

function advanceVerify(state: ProgressState, event: VerifyEvent): { state: ProgressState; lines: Line[] } {
  switch (event.type) {
    case "phase-start":
      return { state: { ...state, phase: event.phase, tests: noProgress.tests }, lines: [] };
    case "phase-end": {
      const { phase: _ended, ...rest } = state;
      const details =
        event.phase === "tests" ? [...testDetails(state), duration(event.ms)] : [duration(event.ms)];
      const mark = event.ok ? "done" : "failed";
      return { state: rest, lines: [{ mark, title: phaseTitles[event.phase], details }] };
    }
    case "note":
      return { state, lines: [{ mark: "note", title: event.text, details: [] }] };
    case "test": {
      const { status } = event.result;
      return { state: { ...state, tests: { ...state.tests, [status]: state.tests[status] + 1 } }, lines: [] };
    }
    default:
      return event satisfies never;
  }
}

function testDetails({ tests }: ProgressState): string[] {
  const { passed, failed, skipped } = tests;
  return [
    `${passed} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
}

/** What is going on right now, for a line that is drawn over; `undefined` between steps. */
export function currentLine(state: ProgressState): { title: string; details: string[] } | undefined {
  if (state.step) return { title: stepTitle(state.step.name), details: stepDetails(state.step) };
  if (!state.phase) return undefined;
  return { title: phaseTitles[state.phase], details: state.phase === "tests" ? testDetails(state) : [] };
}

const titleWidth = 28;

/** `Designing tables            2/2 units · 3 tries · 0.4 s` */
export function lineText({ title, details }: { title: string; details: readonly string[] }): string {
  return details.length === 0 ? title : `${title.padEnd(titleWidth)} ${details.join(" · ")}`;
}

function done(title: string, details: string[]): Line {
  return { mark: "done", title, details };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!.slice(0, 200);
}
