import type { Assembly } from "../backend/assemble.ts";
import { traceOf } from "../backend/print.ts";
import type { TestResult } from "../host/test-run.ts";
import { succeedingOperations } from "../scenario/calls.ts";
import type { Scenarios } from "../scenario/document.ts";
import { sentenceStatuses } from "../requirements/sentences.ts";
import { isEvent, type Event } from "./events.ts";
import { fold } from "./state.ts";
import type { Report } from "./report.ts";
import type { Outcome } from "./verify.ts";

/** The figures of a run. An operation counts as tested when a test that passed calls it with success. */
export function reportOf(
  assembly: Assembly,
  events: readonly Event[],
  outcome: Outcome,
  totalMs: number,
): Report {
  const { requirements, database, api, scenario } = assembly.backend;
  const { verification } = outcome;
  const phase = (name: string) => verification?.phases.find((record) => record.phase === name);
  const state = fold(events);
  const attempts = events.filter((event) => isEvent(event, "attempt"));
  const sentences = Object.values(sentenceStatuses(requirements)).map(({ status }) => status);
  const count = (status: string): number => sentences.filter((candidate) => candidate === status).length;
  const counted = Object.entries(requirements.requirements).filter(
    ([, { status }]) => status === "built" || status === "assumed",
  );
  const trace = traceOf(assembly.backend);
  const passed = passedScenarios(scenario, verification?.tests?.tests ?? []);
  const titles = new Set(Object.values(passed.scenarios).map(({ title }) => title));
  const isKept = phase("boot")?.ok ?? false;
  const isProved = (id: string): boolean =>
    trace[id]?.tests.some((title) => titles.has(title)) === true ||
    (isKept && requirements.requirements[id]?.formal?.type === "structure");
  const tested = succeedingOperations(passed);
  const untested = Object.keys(api.operations).filter((name) => !tested.has(name));
  const errors = outcome.diagnostics.filter(
    ({ code, severity }) => severity === "error" && code.startsWith("typescript/"),
  );
  const phases = (verification?.phases ?? []).map((record): [string, number] => [
    record.phase,
    Math.round(record.ms),
  ]);
  const sum = (kind: "calls" | "input" | "cached" | "output"): number =>
    attempts.reduce((total, { usage }) => total + usage[kind], 0);
  return {
    verified: verification?.ok ?? false,
    typecheck: { files: outcome.merged.files.size, errors: errors.length },
    boot: { ok: phase("boot")?.ok ?? false, ms: Math.round(verification?.bootMs ?? 0) },
    tests: {
      passed: verification?.tests?.passed ?? 0,
      failed: verification?.tests?.failed ?? 0,
      skipped: verification?.tests?.skipped ?? 0,
    },
    operations: {
      total: Object.keys(api.operations).length,
      tested: Object.keys(api.operations).length - untested.length,
      untested,
    },
    requirements: {
      total: Object.keys(requirements.requirements).length,
      covered: counted.filter(([id]) => isProved(id)).length,
      unproved: counted.flatMap(([id, { formal }]) => (formal && !isProved(id) ? [id] : [])),
      open: Object.values(requirements.requirements).filter(({ status }) => status === "open").length,
    },
    sentences: {
      total: sentences.length,
      built: count("built"),
      assumed: count("assumed"),
      open: count("open"),
    },
    edits: { accepted: events.filter((event) => isEvent(event, "edit")).length, withdrawn: state.withdrawn },
    documents: {
      models: Object.keys(database.models).length,
      operations: Object.keys(api.operations).length,
      scenarios: Object.keys(scenario.scenarios).length,
    },
    usage: { calls: sum("calls"), input: sum("input"), cached: sum("cached"), output: sum("output") },
    ms: { total: totalMs, print: Math.round(outcome.ms.print), ...Object.fromEntries(phases) },
    diagnostics: [...assembly.diagnostics, ...outcome.diagnostics],
  };
}

/** Scenarios whose tests ran and all passed. A test is named by its scenario's title, with what it proves before it. */
function passedScenarios({ scenarios }: Scenarios, tests: readonly TestResult[]): Scenarios {
  const names = tests.map(({ name, status }) => ({ name: name.replace(/^(?:R\d+[, ]*)+: /, ""), status }));
  const passed = Object.entries(scenarios).filter(([, { title }]) => {
    const own = names.filter(({ name }) => name.startsWith(title));
    return own.some(({ status }) => status === "passed") && own.every(({ status }) => status !== "failed");
  });
  return { scenarios: Object.fromEntries(passed) };
}
