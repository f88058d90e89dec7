/** When times of schedules come. */
import { jitterOf, nominalAfter, nominalsBetween } from '../../../shared/runtime/index.ts';
import type { Schedule } from './book.ts';

/** What is known of a schedule while it stays as it is. */
export interface NextTime {
  /** Its times count from then on. */
  readonly from: number;
  /** Moment of the first of them; infinite: there is none, or it comes after the pause. */
  readonly dueAt: number;
}

/** Kept in memory, so that a look at all schedules is a look at numbers. */
export class NextTimes {
  private readonly known = new WeakMap<Schedule, NextTime>();

  of(schedule: Schedule, now: number): NextTime {
    const known = this.known.get(schedule);
    // Else the clock was set back.
    if (known && known.from <= now) return known;
    const { id, spec, settledAt, pausedAt } = schedule;
    const from = Math.min(settledAt, now);
    const first = nominalAfter(spec, from);
    const dueAt = first === undefined ? Number.POSITIVE_INFINITY : first + jitterOf(id, first, spec.jitterMs);
    const next = { from, dueAt: dueAt > (pausedAt ?? dueAt) ? Number.POSITIVE_INFINITY : dueAt };
    this.known.set(schedule, next);
    return next;
  }
}

/** Nominal times that are not settled and whose moment has come: of a paused one those that came before the pause. */
export function dueOf({ id, spec, settledAt, pausedAt }: Schedule, now: number): readonly number[] {
  const until = Math.min(pausedAt ?? now, now);
  return nominalsBetween(spec, settledAt, until).filter(
    (at) => at + jitterOf(id, at, spec.jitterMs) <= until,
  );
}
