import type { StandardSchemaValidationPipeOptions } from "@nestjs/common";
import { problems } from "./problems.ts";

export type ProblemType = { status: number; title: string };

/** One finding of a schema. */
type Issue = Parameters<NonNullable<StandardSchemaValidationPipeOptions["exceptionFactory"]>>[0][number];

export type PropertyError = { pointer: string; message: string };

const standardProblems = {
  "malformed-request": { status: 400, title: "The request could not be read." },
  "validation-failed": { status: 400, title: "The request has invalid properties." },
  unauthorized: { status: 401, title: "A valid access token is required." },
  forbidden: { status: 403, title: "This is not allowed." },
  "not-found": { status: 404, title: "There is nothing here." },
  "method-not-allowed": { status: 405, title: "This method is not allowed here." },
  conflict: { status: 409, title: "The request conflicts with what is stored." },
  "payload-too-large": { status: 413, title: "The request is too large." },
  "unsupported-media-type": { status: 415, title: "Only application/json is understood." },
  "too-many-requests": { status: 429, title: "Too many requests." },
  "internal-error": { status: 500, title: "Something went wrong." },
  "not-implemented": { status: 501, title: "This is not implemented yet." },
  unavailable: { status: 503, title: "The service is not available." },
} satisfies Record<string, ProblemType>;

export const catalogue = { ...standardProblems, ...problems };

export type ProblemCode = keyof typeof catalogue;

/** An answer that is not a success. Details and errors are sent to the caller. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly details?: Record<string, unknown>,
    readonly errors?: PropertyError[],
  ) {
    super(catalogue[code].title);
    this.name = "Problem";
  }

  get status(): number {
    return catalogue[this.code].status;
  }
}

export function validationProblem(issues: readonly Issue[]): Problem {
  return new Problem("validation-failed", undefined, issues.flatMap(toPropertyErrors));
}

function toPropertyErrors(issue: Issue): PropertyError[] {
  const path = (issue.path ?? []).map((segment) => (typeof segment === "object" ? segment.key : segment));
  if ("keys" in issue && Array.isArray(issue.keys)) {
    return issue.keys.map((key) => ({ pointer: toPointer([...path, key]), message: "Unknown property" }));
  }
  return [{ pointer: toPointer(path), message: issue.message }];
}

/** JSON pointer, RFC 6901. */
function toPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
