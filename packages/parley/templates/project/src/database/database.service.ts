import { setTimeout as delay } from "node:timers/promises";
import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common";
import { PrismaPg } from "@prisma/adapter-pg";
import { ENVIRONMENT, type Environment } from "../environment.ts";
import { type Prisma, PrismaClient } from "./client/client.ts";
import { isWriteConflict } from "./sql-error.ts";

/** What a query needs: the client itself or a transaction of it. */
export type DatabaseClient = Prisma.TransactionClient;

export type TransactionOptions = {
  isolation?: Prisma.TransactionIsolationLevel;
  /** How often a transaction that lost against another one is tried again. */
  retry?: number;
  /** Milliseconds until a transaction is given up. */
  timeout?: number;
};

@Injectable()
export class DatabaseService implements OnModuleDestroy {
  readonly client: PrismaClient;
  /** What is to be done once a running transaction has committed. */
  private readonly afterwards = new WeakMap<DatabaseClient, (() => void)[]>();

  constructor(@Inject(ENVIRONMENT) environment: Environment) {
    this.client = new PrismaClient({
      adapter: new PrismaPg({ connectionString: environment.databaseUrl, max: environment.databasePool }),
      // The other formats take a stack trace of every query, for errors that may never come.
      errorFormat: "minimal",
    });
  }

  /** Runs the work in one transaction: all of its writes happen or none. */
  async transaction<Result>(
    work: (transaction: DatabaseClient) => Promise<Result>,
    { isolation, retry = isolation === "Serializable" ? 12 : 2, timeout = 15_000 }: TransactionOptions = {},
  ): Promise<Result> {
    for (let attempt = 0; ; attempt += 1) {
      const callbacks: (() => void)[] = [];
      try {
        const result = await this.client.$transaction(
          (transaction) => {
            this.afterwards.set(transaction, callbacks);
            return work(transaction);
          },
          { isolationLevel: isolation, maxWait: 10_000, timeout },
        );
        for (const callback of callbacks) callback();
        return result;
      } catch (error) {
        if (attempt >= retry || !isWriteConflict(error)) throw error;
        await delay(pauseBefore(attempt));
      }
    }
  }

  /** Calls back once the transaction has committed, never if it does not; at once for a client that is in none. */
  afterCommit(client: DatabaseClient, callback: () => void): void {
    const callbacks = this.afterwards.get(client);
    if (callbacks) callbacks.push(callback);
    else callback();
  }

  async onModuleDestroy(): Promise<void> {
    await this.client.$disconnect();
  }
}

/** Milliseconds before the next attempt: a random part of a growing span, so that rivals do not meet again. */
function pauseBefore(attempt: number): number {
  return Math.random() * Math.min(10 * 2 ** attempt, 400);
}
