/** The only source of the current time. */
export abstract class Clock {
  abstract now(): Date;

  /** Does the work again and again while time passes, until the returned function is called. */
  abstract onTick(work: () => Promise<void>): () => void;
}

const TICK = 1000;

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  onTick(work: () => Promise<void>): () => void {
    const timer = setInterval(() => void work(), TICK);
    return () => clearInterval(timer);
  }
}
