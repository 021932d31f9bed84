import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from "@nestjs/common";
import { Clock } from "../common/clock.ts";
import { DatabaseService } from "../database/database.service.ts";
import type { Job } from "./job.ts";
import { ScheduledJobs } from "./scheduled.ts";

const MINUTE = 60_000;

/** Any number, as long as every process takes the same. */
const LOCK = 7_281_995;

/** Longer than any job takes. */
const TIMEOUT = 10 * MINUTE;

/**
 * Runs what is due, in one transaction each and on one instance alone: the database remembers what was done last. What
 * fell due while no instance was there is made up for once.
 */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger("Jobs");
  /** When each job was due last, as far as this instance knows that it was done. */
  private readonly done = new Map<string, number>();
  private readonly waiting = new Map<string, number>();
  private running: Promise<void> | undefined;
  private stop = (): void => undefined;

  constructor(
    private readonly database: DatabaseService,
    private readonly clock: Clock,
    private readonly jobs: ScheduledJobs,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.register();
    this.stop = this.clock.onTick(() => this.runDue());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop();
    await this.running;
  }

  /** Runs every job that is due; one that fails is tried again later, and keeps no other from running. */
  runDue(): Promise<void> {
    this.running ??= this.runAll().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async runAll(): Promise<void> {
    for (const job of this.jobs.schedule) {
      const now = this.clock.now().getTime();
      const due = lastDue(job, now);
      if (this.done.get(job.name) === due || now < (this.waiting.get(job.name) ?? 0)) continue;
      try {
        if (await this.run(job, new Date(due))) this.done.set(job.name, due);
      } catch (error) {
        this.waiting.set(job.name, now + Math.min(job.every, MINUTE));
        this.logger.error(`${job.name} failed`, error instanceof Error ? error.stack : error);
      }
    }
  }

  /** Whether the job is done, here or by another instance; one that is running elsewhere is not. */
  private async run({ name, run, isolation, retry }: Job, due: Date): Promise<boolean> {
    return this.database.transaction(
      async (tx) => {
        const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`
          SELECT pg_try_advisory_xact_lock(hashtextextended(${name}::text, 0)) AS taken`;
        if (!lock?.taken) return false;
        const isNew = await tx.$executeRaw`
          UPDATE "_job_runs" SET due_at = ${due}::timestamptz
          WHERE name = ${name}::text AND due_at < ${due}::timestamptz`;
        if (isNew > 0) await run(tx);
        return true;
      },
      { isolation, retry, timeout: TIMEOUT },
    );
  }

  /** A job that is new is due from now on. */
  private async register(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM pg_advisory_xact_lock(${LOCK}::bigint)`;
      await tx.$executeRaw`
        CREATE TABLE IF NOT EXISTS "_job_runs" (name TEXT PRIMARY KEY, due_at TIMESTAMPTZ NOT NULL)`;
      for (const job of this.jobs.schedule) {
        const due = new Date(lastDue(job, this.clock.now().getTime()));
        await tx.$executeRaw`
          INSERT INTO "_job_runs" (name, due_at) VALUES (${job.name}::text, ${due}::timestamptz)
          ON CONFLICT (name) DO NOTHING`;
      }
    });
  }
}

function lastDue({ every, offset = 0 }: Job, now: number): number {
  return Math.floor((now - offset) / every) * every + offset;
}
