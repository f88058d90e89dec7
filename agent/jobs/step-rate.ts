/** How fast steps may follow each other over all jobs: at most so many begin within any minute. */
import { type Clock, delay } from '../../shared/runtime/index.ts';

const MINUTE_MS = 60_000;

export class StepRate {
  private readonly clock: Clock;
  private readonly perMinute: number;
  /** When the steps of the last minute began, at most `perMinute` of them. */
  private readonly begun: number[] = [];

  constructor(clock: Clock, perMinute: number) {
    this.clock = clock;
    this.perMinute = perMinute;
  }

  /** Waits until one more may begin. Throws the reason of the signal when it aborts first. */
  async turn(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = this.clock.monotonic();
      while ((this.begun[0] ?? now) <= now - MINUTE_MS) this.begun.shift();
      const [first] = this.begun;
      if (this.begun.length < this.perMinute || first === undefined) {
        this.begun.push(now);
        return;
      }
      await delay(this.clock, first + MINUTE_MS - now, signal);
    }
  }
}
