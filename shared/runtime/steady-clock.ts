/**
 * A wall clock that is not believed when it jumps. A host whose clock runs ahead for one minute must not cost anybody
 * the history: what was forgotten by a wrong time does not come back when the time does.
 *
 *   fine      the wall clock is where the monotonic one expects it; steps up to CLOCK_STEP_MAX_MS are followed
 *   jumped    it is elsewhere: `now` goes on by the monotonic clock, and nothing may be forgotten by age. It ends when
 *             the wall clock is back, or has stayed for as long as it is away, a day at most: then it is believed
 *   resting   it is fine, but since the mark of the last run more time went by than a step. That is what a controller
 *             that was off looks like, and one that starts with a wrong clock: stamps follow the wall clock if it is
 *             no more than CLOCK_GAP_MAX_MS ahead, and nothing is forgotten for as long, a day at most
 *
 * In the first minutes of a run a jump is taken for the end of such a gap: NTP sets the clock of many hosts then.
 */
import type { Clock, Timer } from './clock.ts';

/** A wall clock that moved further than this has jumped. */
export const CLOCK_STEP_MAX_MS = 3_600_000;
/** A time that has stayed for so long is believed, whatever it is. */
export const CLOCK_BELIEVED_AFTER_MS = 86_400_000;
/** Ahead of the last run by more than a controller is off. */
export const CLOCK_GAP_MAX_MS: number = 366 * 86_400_000;
/** After the start; clocks are still being set. */
export const CLOCK_SETTLES_MS = 600_000;

export interface ClockJump {
  /** Ahead (positive) or behind of where it is expected, milliseconds. */
  readonly byMs: number;
  /** When the wall clock is believed if it stays, milliseconds from now. */
  readonly believedInMs: number;
}

interface Point {
  readonly wall: number;
  readonly mono: number;
}

export class SteadyClock implements Clock {
  private readonly clock: Clock;
  private readonly startMono: number;
  /** The wall clock of the last run, carried on from the start; for the first minutes of this one. */
  private readonly mark: Point;
  private readonly isFirst: boolean;
  private last: Point;
  private doubt: { readonly byMs: number; readonly since: number } | undefined;
  private restsUntil: number;
  private gapMs = 0;

  /** `markMs`: the last time that was believed in an earlier run, epoch milliseconds; `undefined`: there was none. */
  constructor(clock: Clock, markMs: number | undefined) {
    this.clock = clock;
    const mono = clock.monotonic();
    this.startMono = mono;
    this.restsUntil = mono;
    this.isFirst = markMs === undefined;
    this.mark = { wall: markMs ?? clock.now(), mono };
    this.last = this.mark;
    this.look();
  }

  /** Where the wall clock is, or where it would be had it not jumped. */
  now(): number {
    const { wall, mono } = this.look();
    return this.doubt ? Math.floor(expected(this.last, mono)) : wall;
  }

  monotonic(): number {
    return this.clock.monotonic();
  }

  after(ms: number, fn: () => void): Timer {
    return this.clock.after(ms, fn);
  }

  every(ms: number, fn: () => void): Timer {
    return this.clock.every(ms, fn);
  }

  /** `undefined` while the wall clock is where it is expected. */
  get jump(): ClockJump | undefined {
    const { mono } = this.look();
    if (!this.doubt) return undefined;
    const { byMs, since } = this.doubt;
    return { byMs, believedInMs: Math.max(0, since + believedAfter(byMs) - mono) };
  }

  /** While it rests: how far the wall clock is ahead of the last run; else `undefined`. */
  get gap(): ClockJump | undefined {
    const restMs = this.restsUntil - this.look().mono;
    return restMs > 0 ? { byMs: this.gapMs, believedInMs: restMs } : undefined;
  }

  /** Whether what is old may be forgotten, and `now` be written down as the mark for the next run. */
  get mayForget(): boolean {
    return this.restMs === 0;
  }

  /** How long nothing is forgotten yet; 0: it may be. */
  get restMs(): number {
    const { mono } = this.look();
    return Math.max(0, this.jump?.believedInMs ?? 0, this.restsUntil - mono);
  }

  private look(): Point {
    const here: Point = { wall: this.clock.now(), mono: this.clock.monotonic() };
    const byMs = here.wall - expected(this.last, here.mono);
    if (Math.abs(byMs) <= CLOCK_STEP_MAX_MS) this.believe(here);
    else if (this.isGap(here)) this.bridge(here);
    else this.judge(here, byMs);
    return here;
  }

  private believe(here: Point): void {
    this.last = here;
    this.doubt = undefined;
  }

  /** Ahead of the last run by what a controller may have been off; of the very first run, anything. */
  private isGap({ wall, mono }: Point): boolean {
    if (mono - this.startMono > CLOCK_SETTLES_MS) return false;
    if (this.isFirst) return true;
    const ahead = wall - expected(this.mark, mono);
    return ahead >= -CLOCK_STEP_MAX_MS && ahead <= CLOCK_GAP_MAX_MS;
  }

  private bridge(here: Point): void {
    this.believe(here);
    const ahead = here.wall - expected(this.mark, here.mono);
    // Back at the mark: there was no gap.
    const isBack = this.isFirst || ahead <= CLOCK_STEP_MAX_MS;
    this.gapMs = isBack ? 0 : ahead;
    this.restsUntil = isBack ? here.mono : here.mono + believedAfter(ahead);
  }

  private judge(here: Point, byMs: number): void {
    if (!this.doubt || Math.abs(byMs - this.doubt.byMs) > CLOCK_STEP_MAX_MS)
      this.doubt = { byMs, since: here.mono };
    if (here.mono - this.doubt.since >= believedAfter(this.doubt.byMs)) this.believe(here);
  }
}

function expected(from: Point, mono: number): number {
  return from.wall + (mono - from.mono);
}

function believedAfter(byMs: number): number {
  return Math.min(Math.abs(byMs), CLOCK_BELIEVED_AFTER_MS);
}
