import { Clock } from "../../src/common/clock.ts";
import { addDuration } from "../../src/common/time.ts";

/** Runs like a real clock and can be put forward. */
export class TestClock extends Clock {
  private offset = 0;
  private readonly listeners = new Set<() => Promise<void>>();

  /** All that began when the clock was put forward. */
  settled: Promise<void> = Promise.resolve();

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  advance(duration: string): void {
    const now = this.now();
    this.offset += addDuration(now, duration).getTime() - now.getTime();
    this.settled = this.settled.then(() => this.tick());
  }

  onTick(work: () => Promise<void>): () => void {
    this.listeners.add(work);
    return () => this.listeners.delete(work);
  }

  private async tick(): Promise<void> {
    for (const listener of this.listeners) await listener();
  }
}
