/**
 * What agents fired, skipped and missed while they had no controller, as they tell it on return. It is their word: only
 * times count that the schedule has or had, and that have come; only its agent replaces what the history says. One that
 * was its agent before adds what nobody knows of, and touches no job.
 */
import { firingId, isTerminal, type JobState } from '../../../shared/model/index.ts';
import { type Clock, escapeText, nominalAfter } from '../../../shared/runtime/index.ts';
import type { FiringRow } from '../../store/index.ts';
import type { Schedule, ScheduleBook } from './book.ts';
import type { FiringJobs } from './port.ts';

/** What an agent decided alone. */
export interface AloneFiring {
  readonly scheduleId: string;
  readonly nominalAt: number;
  readonly at: number;
  readonly state: 'fired' | 'skipped' | 'missed';
  readonly reason: string;
}

export interface AloneDeps {
  readonly clock: Clock;
  readonly book: ScheduleBook;
  readonly jobs: FiringJobs;
  /** Where it is enrolled. */
  readonly siteOf: (agentId: string) => string | undefined;
  /** The job that its agent began alone is known from now on. */
  readonly adopt: (schedule: Schedule, row: FiringRow) => void;
  /** On disk, and counted as how the job of the schedule ended. */
  readonly ended: (schedule: Schedule, row: FiringRow, state: JobState) => void;
}

/** A firing that comes no later than this is on time. */
export const ON_TIME_MS = 60_000;
export const WHY_CHARS_MAX = 300;

/** One page of it, in the order told; on disk when it returns. `holds`: the agent has the attempt, and tells its end. */
export function takeAlone(
  deps: AloneDeps,
  agentId: string,
  page: readonly AloneFiring[],
  holds: (told: AloneFiring) => boolean,
): void {
  const { book, jobs } = deps;
  const others: AloneFiring[] = [];
  for (const told of page) {
    const schedule = accepted(deps, agentId, told);
    const id = firingId(told.scheduleId, told.nominalAt);
    // Jobs live in memory too, which goes back with no transaction: each is a commit of its own.
    if (!schedule || told.state !== 'fired' || !(holds(told) || isLive(jobs.stateOf(id)))) others.push(told);
    else deps.adopt(schedule, rowOf(deps, told));
  }
  book.together(() => {
    for (const told of others) {
      const schedule = accepted(deps, agentId, told);
      if (!schedule) continue;
      const row = rowOf(deps, told);
      if (told.state !== 'fired') book.save(schedule, [row]);
      else deps.ended(schedule, row, jobs.stateOf(row.id) ?? 'lost');
    }
  });
}

/** The schedule, if what is told of it counts. */
function accepted(
  { book, jobs, clock, siteOf }: AloneDeps,
  agentId: string,
  { scheduleId, nominalAt, state }: AloneFiring,
): Schedule | undefined {
  const schedule = book.get(scheduleId);
  if (!schedule || schedule.site !== siteOf(agentId)) return undefined;
  if (!wasDue(schedule, nominalAt, clock.now())) return undefined;
  const id = firingId(scheduleId, nominalAt);
  const known = book.firing(id);
  if (schedule.agent !== agentId) {
    const isOpen = nominalAt > schedule.settledAt;
    return known || isOpen || jobs.stateOf(id) !== undefined ? undefined : schedule;
  }
  const isNews = state === 'fired' ? !known?.jobState : !known;
  return isNews ? schedule : undefined;
}

/** A time of the plan as it is; one that was changed may have had any time of before. */
function wasDue({ spec, revision, createdAt, changedAt }: Schedule, at: number, now: number): boolean {
  // It was changed before it was made, if the clock was set back in between.
  if (at <= Math.min(createdAt, changedAt) || at > now + ON_TIME_MS) return false;
  return revision > 1 || nominalAfter(spec, at - 1) === at;
}

function rowOf({ clock }: AloneDeps, { scheduleId, nominalAt, at, state, reason }: AloneFiring): FiringRow {
  const why = escapeText(reason.slice(0, WHY_CHARS_MAX)).slice(0, WHY_CHARS_MAX);
  return {
    ...{ id: firingId(scheduleId, nominalAt), schedule: scheduleId, nominalAt, state, source: 'agent' },
    ...{ at: Math.min(at, clock.now()), reason: why, jobState: null },
  };
}

function isLive(state: JobState | undefined): boolean {
  return state !== undefined && !isTerminal(state);
}
