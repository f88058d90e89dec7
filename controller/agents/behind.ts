/**
 * Facts that agents tell at each hello and that outlive a restart only for comfort: written a moment later, those of many
 * agents by one synced commit. A thousand agents that connect at once would else wait for a disk each. What a kill takes
 * away the next hello tells again; what the disk does not take is tried again.
 */
import type { Clock, Log, Timer } from '../../shared/runtime/index.ts';

/** From the first fact to the commit that holds it. */
export const BEHIND_MS = 250;
/** After a commit that failed. */
export const BEHIND_RETRY_MS = 30_000;
/** Facts of one commit: with so many it does not wait. */
export const BEHIND_MAX = 256;

export interface BehindDeps<T> {
  readonly clock: Clock;
  readonly log: Log;
  /** For the log. */
  readonly what: string;
  /** In one transaction; durable when it returns. */
  readonly write: (facts: readonly T[]) => void;
}

/** One fact by agent, the newest. */
export class Behind<T> {
  private readonly deps: BehindDeps<T>;
  private readonly waiting = new Map<string, T>();
  private timer: Timer | undefined;

  constructor(deps: BehindDeps<T>) {
    this.deps = deps;
  }

  /** What waits; `undefined`: what is on disk counts. */
  get(agentId: string): T | undefined {
    return this.waiting.get(agentId);
  }

  add(agentId: string, fact: T): void {
    this.waiting.set(agentId, fact);
    this.timer ??= this.after(BEHIND_MS);
    // Not after a failure: the disk would be asked with each further hello.
    if (this.waiting.size === BEHIND_MAX) this.flush();
  }

  /** The agent is gone. */
  forget(agentId: string): void {
    this.waiting.delete(agentId);
  }

  /** Writes what waits, now. */
  flush(): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.waiting.size === 0) return;
    try {
      this.deps.write([...this.waiting.values()]);
      this.waiting.clear();
    } catch (error) {
      this.deps.log.error('hello.not-kept', { what: this.deps.what, agents: this.waiting.size, error });
      this.timer = this.after(BEHIND_RETRY_MS);
    }
  }

  /** Writes what waits, as far as that works. */
  stop(): void {
    this.flush();
    this.timer?.cancel();
    this.timer = undefined;
  }

  private after(ms: number): Timer {
    return this.deps.clock.after(ms, () => this.flush());
  }
}
