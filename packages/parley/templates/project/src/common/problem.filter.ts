import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from "@nestjs/common";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Prisma } from "../database/client/client.ts";
import { readSqlError, type SqlError } from "../database/sql-error.ts";
import { constraintProblems } from "./constraints.ts";
import { catalogue, Problem, type ProblemCode } from "./problem.ts";
import { MomentOutOfRange } from "./time.ts";

const codesByStatus: Record<number, ProblemCode> = {
  400: "malformed-request",
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  405: "method-not-allowed",
  409: "conflict",
  413: "payload-too-large",
  415: "unsupported-media-type",
  429: "too-many-requests",
  501: "not-implemented",
  503: "unavailable",
};

/** Beginnings of PostgreSQL's error codes: bad data, broken constraint, lost against another write, beyond a limit. */
const codesBySqlClass: Record<string, ProblemCode> = {
  "22": "malformed-request",
  "23": "conflict",
  "40": "conflict",
  // A text longer than what an index can hold.
  "54": "malformed-request",
};

const logger = new Logger("Problem");

@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** Answers any error as application/problem+json (RFC 9457). */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(error);
  if (problem.status >= 500) {
    logger.error(
      `${request.method} ${request.url} ${request.id}`,
      error instanceof Error ? error.stack : error,
    );
  }
  if (problem.status === 401) reply.header("www-authenticate", "Bearer");
  const retryAfter = problem.details?.["retryAfter"];
  if (typeof retryAfter === "number") reply.header("retry-after", retryAfter);
  const { title, status } = catalogue[problem.code];
  const body = {
    type: `urn:problem:${problem.code}`,
    title,
    status,
    code: problem.code,
    details: problem.details,
    errors: problem.errors,
    requestId: request.id,
  };
  reply.status(status).type("application/problem+json").send(JSON.stringify(body));
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2025") {
    return new Problem("not-found");
  }
  if (error instanceof MomentOutOfRange) return new Problem("malformed-request");
  const sqlError = readSqlError(error);
  if (sqlError) return new Problem(codeOf(sqlError));
  const status = readStatus(error);
  return new Problem(codesByStatus[status] ?? (status < 500 ? "malformed-request" : "internal-error"));
}

function codeOf({ state, constraint }: SqlError): ProblemCode {
  return constraintProblems[constraint] ?? codesBySqlClass[state.slice(0, 2)] ?? "internal-error";
}

/** Nest's and Fastify's own errors carry a status. */
function readStatus(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && "statusCode" in error && typeof error.statusCode === "number") {
    return error.statusCode;
  }
  return 500;
}
