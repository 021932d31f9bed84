import { Clock } from "../../src/common/clock.ts";
import { addDuration } from "../../src/common/time.ts";

/** When tests begin, whatever day it is: a Monday morning, for rules about weekdays and hours. */
const BEGIN = Date.UTC(2040, 0, 2, 10);

/** Runs like a real clock and can be put forward. */
export class TestClock extends Clock {
  private offset = BEGIN - Date.now();
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
