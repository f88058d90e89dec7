/** Named timers whose work may fail: a full disk must not end the process, so what failed is done again a little later. */
import type { Clock, Log, Timer } from '../../shared/runtime/index.ts';

/** After work that failed. */
export const WORK_AGAIN_MS = 5000;

export class JobTimers {
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly timers = new Map<string, Timer>();

  constructor(clock: Clock, log: Log) {
    this.clock = clock;
    this.log = log;
  }

  /** In place of the timer of that name, if there is one. */
  arm(name: string, ms: number, work: () => void): void {
    this.cancel(name);
    const fire = (): void => {
      this.timers.delete(name);
      if (!this.guarded(work)) this.arm(name, WORK_AGAIN_MS, work);
    };
    this.timers.set(name, this.clock.after(ms, fire));
  }

  has(name: string): boolean {
    return this.timers.has(name);
  }

  cancel(name: string): void {
    this.timers.get(name)?.cancel();
    this.timers.delete(name);
  }

  stop(): void {
    for (const name of [...this.timers.keys()]) this.cancel(name);
  }

  /** For work that nobody waits for. False when it failed; the log has the reason. */
  guarded(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.log.error('job.not-moved', { error });
      return false;
    }
  }
}
