/**
 * Time that only the world moves. Each process has a clock of its own over it: it may be wrong by hours, and it takes its
 * timers along when the process dies.
 */
import type { Clock, Timer } from '../../../shared/runtime/index.ts';

/** 2027-01-15: what clocks that are right say at the start. */
const START_MS = 1_800_000_000_000;

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly work: () => void;
  isCancelled: boolean;
}

export class VirtualTime {
  private elapsedMs = 0;
  private order = 0;
  /** A binary heap: the next one first. */
  private readonly heap: Due[] = [];

  get nowMs(): number {
    return this.elapsedMs;
  }

  after(ms: number, work: () => void): Timer {
    this.order += 1;
    const due: Due = { atMs: this.elapsedMs + Math.max(0, ms), order: this.order, work, isCancelled: false };
    this.push(due);
    return {
      cancel: () => {
        due.isCancelled = true;
      },
    };
  }

  /** Does what is due next, and moves on to its time. False when nothing is. */
  step(): boolean {
    for (let due = this.pop(); due; due = this.pop()) {
      if (due.isCancelled) continue;
      this.elapsedMs = due.atMs;
      due.work();
      return true;
    }
    return false;
  }

  private push(due: Due): void {
    const { heap } = this;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.swapIfBefore(at, above)) return;
      at = above;
    }
  }

  private pop(): Due | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const below = this.isBefore(right, left) ? right : left;
      if (!this.swapIfBefore(below, at)) return first;
      at = below;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, two] = [this.heap[a], this.heap[b]];
    if (!one || !two) return false;
    return one.atMs < two.atMs || (one.atMs === two.atMs && one.order < two.order);
  }

  private swapIfBefore(a: number, b: number): boolean {
    const [one, two] = [this.heap[a], this.heap[b]];
    if (!one || !two || !this.isBefore(a, b)) return false;
    this.heap[a] = two;
    this.heap[b] = one;
    return true;
  }
}

export class ProcessClock implements Clock {
  private readonly time: VirtualTime;
  private readonly bootMs: number;
  private readonly live = new Set<Timer>();
  private isDead = false;
  /** How far it is ahead of the right time. */
  skewMs: number;

  constructor(time: VirtualTime, skewMs: number) {
    this.time = time;
    this.bootMs = time.nowMs;
    this.skewMs = skewMs;
  }

  /** Timers that wait. */
  get timers(): number {
    return this.live.size;
  }

  now(): number {
    return START_MS + Math.floor(this.time.nowMs) + this.skewMs;
  }

  monotonic(): number {
    return this.time.nowMs - this.bootMs;
  }

  after(ms: number, fn: () => void): Timer {
    return this.add(ms, undefined, fn);
  }

  every(ms: number, fn: () => void): Timer {
    return this.add(ms, ms, fn);
  }

  /** The process is gone: nothing that it waited for comes. */
  die(): void {
    this.isDead = true;
    for (const timer of [...this.live]) timer.cancel();
  }

  private add(firstMs: number, everyMs: number | undefined, fn: () => void): Timer {
    let due: Timer | undefined;
    const timer: Timer = {
      cancel: () => {
        due?.cancel();
        this.live.delete(timer);
      },
    };
    const fire = (): void => {
      if (everyMs === undefined) this.live.delete(timer);
      else due = this.time.after(everyMs, fire);
      fn();
    };
    if (this.isDead) return timer;
    due = this.time.after(firstMs, fire);
    this.live.add(timer);
    return timer;
  }
}
