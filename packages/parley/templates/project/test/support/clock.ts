import { Clock } from "../../src/common/clock.ts";
import { addDuration } from "../../src/common/time.ts";

/** Runs like a real clock and can be put forward. */
export class TestClock extends Clock {
  private offset = 0;

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  advance(duration: string): void {
    const now = this.now();
    this.offset += addDuration(now, duration).getTime() - now.getTime();
  }
}
