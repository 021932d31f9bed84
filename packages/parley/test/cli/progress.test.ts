import { expect, test } from "vitest";
import type { Event, EventBody } from "../../src/agent/events.ts";
import type { Progress } from "../../src/agent/run.ts";
import { advance, currentLine, lineText, noProgress } from "../../src/cli/progress.ts";
import type { VerifyEvent } from "../../src/host/verify.ts";

const usage = { calls: 1, input: 1000, cached: 0, output: 200, attempts: 1, ms: 900 };
const unit = { step: "design_tables", unit: "tables-1" };

function event(body: EventBody): Progress {
  return { type: "event", event: { seq: 1, at: "2026-01-31T09:30:05.000Z", ...body } as Event };
}

function verify(body: VerifyEvent): Progress {
  return { type: "verify", event: body };
}

/** Every line that a run prints, with what is going on (`>`) wherever that changes. */
function shown(run: readonly Progress[]): string[] {
  let state = noProgress;
  const lines: string[] = [];
  for (const progress of run) {
    const before = currentLine(state);
    const next = advance(state, progress);
    state = next.state;
    lines.push(...next.lines.map((line) => `${line.mark}: ${lineText(line)}`));
    const now = currentLine(state);
    if (now && JSON.stringify(now) !== JSON.stringify(before)) lines.push(`> ${lineText(now)}`);
  }
  return lines;
}

test("a step is told with its units, tries, edits and tokens", () => {
  const edit = {
    document: "database",
    collection: "models",
    id: "Todo",
    base: null,
    origin: "model",
  } as const;
  const attempt = (attempt: number, accepted: boolean) =>
    event({ type: "attempt", ...unit, attempt, accepted, usage, findings: [] });
  const run = [
    event({ type: "step-start", step: unit.step, units: 2 }),
    attempt(1, false),
    attempt(2, true),
    event({ type: "edit", edit: { ...edit, action: { type: "remove" } }, because: 1, ...unit }),
    event({ type: "unit-end", ...unit, key: "k", outcome: "edited" }),
    event({ type: "unit-end", ...unit, unit: "tables-2", key: "l", outcome: "exhausted" }),
    event({ type: "step-end", step: unit.step, ms: 2340 }),
  ];
  expect(shown(run)).toEqual([
    "> Designing tables             0/2 units · 0 tries · 0 edits · 0 tokens",
    "> Designing tables             0/2 units · 1 try · 0 edits · 1.2k tokens",
    "> Designing tables             0/2 units · 2 tries · 0 edits · 2.4k tokens",
    "> Designing tables             0/2 units · 2 tries · 1 edit · 2.4k tokens",
    "> Designing tables             1/2 units · 2 tries · 1 edit · 2.4k tokens",
    "> Designing tables             2/2 units · 2 tries · 1 edit · 2.4k tokens",
    "done: Designing tables             2/2 units · 2 tries · 1 edit · 2.4k tokens · 1 left to the draft · 2.3 s",
  ]);
});

test("tests are counted while they run, and a phase that fails is marked", () => {
  const result = (status: "passed" | "failed") =>
    verify({ type: "test", result: { file: "test/a.test.ts", name: "a", status, ms: 4 } });
  const run = [
    { type: "phase", name: "print", ms: 1100 } as const,
    verify({ type: "phase-start", phase: "typecheck" }),
    verify({ type: "phase-end", phase: "typecheck", ok: true, ms: 1500 }),
    verify({ type: "phase-start", phase: "tests" }),
    result("passed"),
    result("failed"),
    verify({ type: "phase-end", phase: "tests", ok: false, ms: 61_000 }),
    event({ type: "file-change", written: ["src/main.ts", "package.json"], removed: ["src/old.ts"] }),
  ];
  expect(shown(run)).toEqual([
    "done: Printing files               1.1 s",
    "> Checking types",
    "done: Checking types               1.5 s",
    "> Running tests                0 passed",
    "> Running tests                1 passed",
    "> Running tests                1 passed · 1 failed",
    "failed: Running tests                1 passed · 1 failed · 1 min 1 s",
    "done: Writing files                2 written · 1 removed",
  ]);
});

test("a run that waits says for whom, and an edit that is taken back says why", () => {
  const because = {
    code: "host/test-failed",
    severity: "error",
    message: "lists: expected 2\nand more",
  } as const;
  const run = [
    { type: "waiting", owner: { pid: 4711, started: "", token: "t" } } as const,
    event({ type: "withdrawn", edit: 3, because: { ...because, at: { call: "x", pointer: "" }, trace: [] } }),
  ];
  expect(shown(run)).toEqual([
    "note: Another run (process 4711) works on this project; waiting for it",
    "note: Taken back                   lists: expected 2",
  ]);
});
