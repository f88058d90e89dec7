/** A clock that moves only when it is told to: for tests and for the deterministic simulation. */
import type { Clock, Timer } from './clock.ts';

interface Entry {
  readonly dueMs: number;
  readonly order: number;
  readonly everyMs: number | undefined;
  readonly fn: () => void;
}

export class ManualClock implements Clock {
  private nowMs: number;
  private elapsedMs = 0;
  private nextOrder = 0;
  private entries: Entry[] = [];

  constructor(startMs = 1_800_000_000_000) {
    this.nowMs = startMs;
  }

  now(): number {
    return this.nowMs;
  }

  monotonic(): number {
    return this.elapsedMs;
  }

  after(ms: number, fn: () => void): Timer {
    return this.add(ms, undefined, fn);
  }

  every(ms: number, fn: () => void): Timer {
    return this.add(ms, ms, fn);
  }

  /** Moves time on, firing what falls due in order, each at its own time. */
  advance(ms: number): void {
    const endMs = this.elapsedMs + ms;
    for (let entry = this.nextDue(endMs); entry; entry = this.nextDue(endMs)) {
      this.moveTo(entry.dueMs);
      this.entries = this.entries.filter((other) => other !== entry);
      if (entry.everyMs !== undefined) this.entries.push({ ...entry, dueMs: entry.dueMs + entry.everyMs });
      entry.fn();
    }
    this.moveTo(endMs);
  }

  /** Moves the wall clock alone, as an administrator or a bad NTP server would. */
  jump(ms: number): void {
    this.nowMs += ms;
  }

  private add(ms: number, everyMs: number | undefined, fn: () => void): Timer {
    const order = this.nextOrder++;
    this.entries.push({ dueMs: this.elapsedMs + Math.max(0, ms), order, everyMs, fn });
    return {
      cancel: () => {
        this.entries = this.entries.filter((entry) => entry.order !== order);
      },
    };
  }

  private nextDue(endMs: number): Entry | undefined {
    let best: Entry | undefined;
    for (const entry of this.entries) {
      if (entry.dueMs > endMs) continue;
      if (!best || entry.dueMs < best.dueMs || (entry.dueMs === best.dueMs && entry.order < best.order))
        best = entry;
    }
    return best;
  }

  private moveTo(elapsedMs: number): void {
    this.nowMs += elapsedMs - this.elapsedMs;
    this.elapsedMs = elapsedMs;
  }
}
