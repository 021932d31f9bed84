import type { DatabaseClient, TransactionOptions } from "../database/database.service.ts";

/** Work that is due every so many milliseconds, in steps of UTC that begin `offset` milliseconds after midnight. */
export type Job = Pick<TransactionOptions, "isolation" | "retry"> & {
  name: string;
  every: number;
  offset?: number;
  run: (client: DatabaseClient) => Promise<void>;
};
