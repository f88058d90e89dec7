/**
 * Schedules: when which work is done, and what became of each time. A firing is named by its schedule and its nominal
 * time, on the controller and on the agent alike; that name is the id of its job, so it cannot be done twice.
 */
import type { JobState, ScheduledKind } from './job.ts';
import type { RecordRef } from './ref.ts';

/** What happens at a time while the job of the time before still runs. */
export const overlaps = ['skip', 'buffer', 'cancel', 'allow'] as const;
export type Overlap = (typeof overlaps)[number];

/** Either `cron` with its zone, or `everyMs` with `phaseMs` counted from the beginning of 1970 UTC. */
export interface Timing {
  /** Five fields: minute, hour, day, month, weekday; empty: by interval. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
  /** 0: by cron. */
  readonly everyMs: number;
  readonly phaseMs: number;
  /** Each firing is late by up to so much; how much is computed from its id. */
  readonly jitterMs: number;
}

/** What people say of a schedule. */
export interface ScheduleSpec extends Timing {
  readonly name: string;
  readonly site: string;
  /** Empty: every enabled source of the site, as it is at each firing. */
  readonly targets: readonly RecordRef[];
  readonly kind: ScheduledKind;
  /** For `lookup`. */
  readonly mac: string;
  readonly overlap: Overlap;
  /** A time that was missed is made up for within so much; 0: one period. */
  readonly catchUpMs: number;
  /** Failures in a row after which it pauses by itself; 0: never. */
  readonly pauseAfter: number;
  /** Of each job; 0: default of the kind. */
  readonly timeoutMs: number;
  readonly why: string;
}

export const SCHEDULE_PERIOD_MIN_MS = 60_000;
export const SCHEDULE_PERIOD_MAX_MS = 31_536_000_000;
export const SCHEDULE_JITTER_MAX_MS = 3_600_000;
export const SCHEDULE_CATCH_UP_MAX_MS = 604_800_000;
export const SCHEDULE_PAUSE_AFTER_DEFAULT = 5;
export const SCHEDULE_PAUSE_AFTER_MAX = 1000;

/** `fired`: there is a job of it. The others have a reason. */
export const firingStates = ['fired', 'waiting', 'skipped', 'missed'] as const;
export type FiringState = (typeof firingStates)[number];

/** Who decided that it fires. */
export const firingSources = ['controller', 'agent', 'person'] as const;
export type FiringSource = (typeof firingSources)[number];

/** Times are epoch milliseconds. */
export interface FiringView {
  readonly id: string;
  readonly scheduleId: string;
  readonly scheduleName: string;
  readonly site: string;
  readonly nominalAt: number;
  /** When that was decided. */
  readonly at: number;
  readonly state: FiringState;
  readonly by: FiringSource;
  /** Why it did not fire, or was late. */
  readonly reason: string;
  /** `undefined`: there is no job, or it is no longer kept and nothing is known of its end. */
  readonly jobState: JobState | undefined;
}

export interface ScheduleView extends ScheduleSpec {
  readonly id: string;
  readonly etag: string;
  /** The one agent that does it, and goes on alone while it has no controller; empty: none was there yet. */
  readonly agentId: string;
  /** Empty: it runs. */
  readonly pausedWhy: string;
  readonly pausedAt: number | undefined;
  readonly failures: number;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly changedBy: string;
  readonly changedAt: number;
  readonly nextAt: number | undefined;
  /** Such as `schedules[2]`, in the controller's configuration; empty: people made it. */
  readonly declaredAt: string;
  readonly last: FiringView | undefined;
}

const ID = /^([0-9a-z]{26})@(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** `SCHEDULE@20261122T020000Z`: of the firing, and of its job. Nominal times are whole seconds. */
export function firingId(scheduleId: string, nominalMs: number): string {
  const iso = new Date(nominalMs).toISOString();
  return `${scheduleId}@${iso.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** `undefined` for any other id, also that of a firing that a person asked for. */
export function parseFiringId(
  id: string,
): { readonly scheduleId: string; readonly nominalAt: number } | undefined {
  const found = ID.exec(id);
  if (!found) return undefined;
  const [, scheduleId = '', year, month, day, hour, minute, second] = found;
  const nominalAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(nominalAt) ? undefined : { scheduleId, nominalAt };
}

/** Of a firing that a person asked for: never that of a nominal time. */
export function runNowId(scheduleId: string, nowMs: number): string {
  return `${scheduleId}@${new Date(nowMs).toISOString().replaceAll(/[-:]/g, '')}.run`;
}

/** What an agent holds: all that it needs to fire by itself. Travels and lies on its disk as JSON. */
export interface ScheduleCopy {
  readonly site: string;
  readonly schedules: readonly CopiedSchedule[];
}

export interface CopiedSchedule extends Timing {
  readonly id: string;
  readonly name: string;
  readonly kind: ScheduleSpec['kind'];
  readonly driver: string;
  readonly mac: string;
  readonly overlap: Overlap;
  readonly catchUpMs: number;
  readonly pauseAfter: number;
  readonly timeoutMs: number;
  /** Times up to it are the controller's. */
  readonly since: number;
  /** As they are dialled; the shape is that of an offered job. */
  readonly targets: readonly CopiedTarget[];
}

export interface CopiedTarget {
  readonly source: RecordRef;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Absent: find out. */
  readonly platform?: string | undefined;
  readonly credential: string;
}
