/**
 * Runs inside a generated project's Vitest, which loads it by path: it tells the parent process about every
 * test. Of packages it imports types only, since they are the project's.
 */
import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** Marks our messages among others on the channel. */
export const CHANNEL = "parley-tests";

export interface ReportedError {
  message: string;
  frames: { file: string; line: number; column: number }[];
}

export type Reported = { channel: typeof CHANNEL } & (
  | {
      type: "test";
      file: string;
      name: string;
      status: "passed" | "failed" | "skipped";
      ms: number;
      errors: ReportedError[];
      line: number;
      column: number;
    }
  | { type: "file-error"; file: string; errors: ReportedError[] }
  | { type: "end"; unhandled: ReportedError[] }
);

type Body = Reported extends infer One ? (One extends Reported ? Omit<One, "channel"> : never) : never;

const send = (body: Body) => process.send?.({ channel: CHANNEL, ...body });

/** Vitest makes reporters with `new`, for which a function that answers an object will do. */
export default function reporter(): Reporter {
  return { onTestCaseResult, onTestModuleEnd, onTestRunEnd };
}

function onTestCaseResult(test: TestCase): void {
  const { state, errors } = test.result();
  send({
    type: "test",
    file: test.module.moduleId,
    name: test.fullName,
    status: state === "passed" || state === "failed" ? state : "skipped",
    ms: test.diagnostic()?.duration ?? 0,
    errors: (errors ?? []).map(reported),
    line: test.location?.line ?? 1,
    column: test.location?.column ?? 1,
  });
}

function onTestModuleEnd(module: TestModule): void {
  const suites = [...module.children.allSuites()].flatMap((suite) => suite.errors());
  const errors = [...module.errors(), ...suites];
  if (errors.length > 0) {
    send({ type: "file-error", file: module.moduleId, errors: errors.map(reported) });
  }
}

function onTestRunEnd(_modules: unknown, unhandled: readonly SomeError[]): void {
  send({ type: "end", unhandled: unhandled.map(reported) });
}

interface SomeError {
  message: string;
  stacks?: { file: string; line: number; column: number }[];
  diff?: string;
}

function reported(error: SomeError): ReportedError {
  return {
    message: stripVTControlCharacters(error.diff ? `${error.message}\n${error.diff}` : error.message),
    frames: (error.stacks ?? []).map(({ file, line, column }) => ({ file, line, column })),
  };
}
