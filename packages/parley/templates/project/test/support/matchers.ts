import { expect } from "vitest";
import { ProblemError } from "../../client/index.ts";

export type ExpectedProblem = { status: number; code?: string; pointer?: string };

declare module "vitest" {
  interface Matchers<T> {
    /** An error thrown by the client, or a rejected outcome of `Promise.allSettled` that holds one. */
    toMatchProblem: (expected: ExpectedProblem) => T;
  }
}

expect.extend({
  toMatchProblem(received: unknown, expected: ExpectedProblem) {
    const error = isRejected(received) ? received.reason : received;
    if (!(error instanceof ProblemError)) {
      return {
        pass: false,
        message: () => `expected a problem, received ${this.utils.printReceived(received)}`,
      };
    }
    const { status, code, errors = [] } = error.problem;
    const pass =
      status === expected.status &&
      (expected.code === undefined || code === expected.code) &&
      (expected.pointer === undefined || errors.some(({ pointer }) => pointer === expected.pointer));
    return {
      pass,
      message: () =>
        `expected problem ${this.isNot ? "not " : ""}to match ${this.utils.printExpected(expected)}, ` +
        `received ${this.utils.printReceived({ status, code, errors })}`,
    };
  },
});

export function isFulfilled<Value>(
  outcome: PromiseSettledResult<Value>,
): outcome is PromiseFulfilledResult<Value> {
  return outcome.status === "fulfilled";
}

export function isRejected(outcome: unknown): outcome is PromiseRejectedResult {
  return (
    typeof outcome === "object" && outcome !== null && "status" in outcome && outcome.status === "rejected"
  );
}

/** The status of a call: 200 when it succeeded, else that of its problem. Other errors pass through. */
export async function statusOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 200;
  } catch (error) {
    if (error instanceof ProblemError) return error.status;
    throw error;
  }
}

/** What came of a call: "succeeds", or the status of its problem; asked for the problem, its code too. */
export async function answerTo(
  call: Promise<unknown>,
  detail: "status" | "problem" = "status",
): Promise<"succeeds" | number | { status: number; code: string }> {
  try {
    await call;
    return "succeeds";
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return detail === "status" ? error.status : { status: error.status, code: error.code };
  }
}
