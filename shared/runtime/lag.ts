/** How long the event loop was blocked: a timer that should fire every so often, and how late it did. */
import type { Clock, Timer } from './clock.ts';

const TICK_MS = 100;

export class LagMeter {
  private readonly timer: Timer;
  private lastMs: number;
  private worstMs = 0;

  constructor(clock: Clock) {
    this.lastMs = clock.monotonic();
    this.timer = clock.every(TICK_MS, () => {
      const now = clock.monotonic();
      this.worstMs = Math.max(this.worstMs, now - this.lastMs - TICK_MS);
      this.lastMs = now;
    });
  }

  /** The longest delay since the last call. */
  takeWorstMs(): number {
    const worst = this.worstMs;
    this.worstMs = 0;
    return worst;
  }

  stop(): void {
    this.timer.cancel();
  }
}
