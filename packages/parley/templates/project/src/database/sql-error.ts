import { z } from "zod";
import { Prisma } from "./client/client.ts";

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";

const DriverError = z.object({
  cause: z.object({
    originalCode: z.string(),
    originalMessage: z.string(),
    constraint: z.object({ index: z.string().optional() }).optional(),
  }),
});

/** `state` is PostgreSQL's error code; `constraint` the one that was broken, or empty. */
export type SqlError = { state: string; constraint: string };

/** What PostgreSQL said, or nothing when the error is not from there. */
export function readSqlError(error: unknown): SqlError | undefined {
  const known = error instanceof Prisma.PrismaClientKnownRequestError ? error : undefined;
  if (known?.code === "P2034") return { state: SERIALIZATION_FAILURE, constraint: "" };
  // What COMMIT fails with is not wrapped.
  const cause = DriverError.safeParse(known ? known.meta?.["driverAdapterError"] : error).data?.cause;
  if (!cause) return undefined;
  const named = /constraint "([^"]+)"$/.exec(cause.originalMessage)?.[1];
  return { state: cause.originalCode, constraint: cause.constraint?.index ?? named ?? "" };
}

/** Whether a transaction lost against another one, so that it may succeed when tried again. */
export function isWriteConflict(error: unknown): boolean {
  const state = readSqlError(error)?.state;
  return state === SERIALIZATION_FAILURE || state === DEADLOCK;
}
