/**
 * How long the controller has been silent, by both clocks. The monotonic one ends sessions, since one that somebody sets
 * must not. On a host that is suspended it stands still, and what waited in the sockets is read as if it were new: that
 * shows on the wall clock alone.
 */
import type { Clock } from '../../shared/runtime/index.ts';

/** A controller that is silent for so many heartbeats is gone. */
const HEARTBEATS_MISSED_MAX = 3;

export class Silence {
  private readonly clock: Clock;
  private readonly maxMs: number;
  private heardMs: number;
  private heardAt: number;
  private oldUntilMs = Number.NEGATIVE_INFINITY;

  /** The controller is heard now. */
  constructor(clock: Clock, heartbeatMs: number) {
    this.clock = clock;
    this.maxMs = heartbeatMs * HEARTBEATS_MISSED_MAX;
    this.heardMs = clock.monotonic();
    this.heardAt = clock.now();
  }

  /** It has lasted for too long: the session is over, and what is still read of it may have been said before. */
  get isTooLong(): boolean {
    return this.clock.monotonic() - this.heardMs > this.maxMs;
  }

  /** What is read now may have been said before the host was suspended. So it is for a while, since much may have waited. */
  get maySpeakOfOld(): boolean {
    return this.clock.monotonic() < this.oldUntilMs;
  }

  heard(): void {
    const [nowMs, at] = [this.clock.monotonic(), this.clock.now()];
    if (at - this.heardAt > this.maxMs) this.oldUntilMs = nowMs + this.maxMs;
    this.heardMs = nowMs;
    this.heardAt = at;
  }
}
