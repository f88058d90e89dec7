/** Schedules and their firings: as people see them, and as an agent and its controller tell each other of them. */
import type { AloneFiring__Output } from '../../proto/gen/wayside/v1/AloneFiring.ts';
import type { Firing__Output } from '../../proto/gen/wayside/v1/Firing.ts';
import type { FiringsTold__Output } from '../../proto/gen/wayside/v1/FiringsTold.ts';
import type { Schedule__Output } from '../../proto/gen/wayside/v1/Schedule.ts';
import type { ScheduleSpec__Output } from '../../proto/gen/wayside/v1/ScheduleSpec.ts';
import { type FieldViolation, WaysideError } from '../errors.ts';
import {
  type FiringView,
  firingSources,
  firingStates,
  isScheduledKind,
  overlaps,
  SCHEDULE_PAUSE_AFTER_DEFAULT,
  type ScheduleSpec,
  type ScheduleView,
} from '../model/index.ts';
import { jobState } from './enums.ts';
import { jobKindFromWire } from './job.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import { timeFromWire, timestampFromWire, timestampToWire } from './scalar.ts';
import type { AloneFiringTold, FiringsTold } from './session.ts';

const SECOND_MS = 1000;

export function scheduleSpecToWire(spec: ScheduleSpec): ScheduleSpec__Output {
  const seconds = (ms: number): number => Math.floor(ms / SECOND_MS);
  return {
    ...{ name: spec.name, site: spec.site, kind: spec.kind, mac: spec.mac, cron: spec.cron },
    ...{ timeZone: spec.timeZone, overlap: spec.overlap, timeoutMs: spec.timeoutMs, why: spec.why },
    targets: spec.targets.map(recordRefToWire),
    everySeconds: seconds(spec.everyMs),
    phaseSeconds: seconds(spec.phaseMs),
    jitterSeconds: seconds(spec.jitterMs),
    catchUpSeconds: seconds(spec.catchUpMs),
    pauseAfter: spec.pauseAfter === 0 ? -1 : spec.pauseAfter,
  };
}

/** With what it leaves out filled in. Error: INVALID_INPUT for words that are not known; numbers are judged later. */
export function scheduleSpecFromWire(spec: ScheduleSpec__Output | null): ScheduleSpec {
  if (!spec) throw bad('spec', 'must be given');
  const kind = jobKindFromWire(spec.kind);
  if (!kind || !isScheduledKind(kind)) throw bad('spec.kind', 'must be collect, lookup or probe');
  const overlap = spec.overlap === '' ? 'skip' : overlaps.find((known) => known === spec.overlap);
  if (!overlap) throw bad('spec.overlap', `must be one of ${overlaps.join(', ')}`);
  const { name, site, mac, cron, timeoutMs, why, pauseAfter } = spec;
  return {
    ...{ name, site, kind, mac, cron: cron.trim(), timeoutMs, why, overlap },
    timeZone: spec.timeZone || 'UTC',
    targets: spec.targets.map((ref, at) => recordRefFromWire(ref, `spec.targets[${at}]`)),
    everyMs: spec.everySeconds * SECOND_MS,
    phaseMs: spec.phaseSeconds * SECOND_MS,
    jitterMs: spec.jitterSeconds * SECOND_MS,
    catchUpMs: spec.catchUpSeconds * SECOND_MS,
    pauseAfter: pauseAfter === -1 ? 0 : pauseAfter === 0 ? SCHEDULE_PAUSE_AFTER_DEFAULT : pauseAfter || -1,
  };
}

export function scheduleToWire(schedule: ScheduleView): Schedule__Output {
  return {
    ...{ id: schedule.id, etag: schedule.etag, agentId: schedule.agentId, failures: schedule.failures },
    spec: scheduleSpecToWire(schedule),
    pausedWhy: schedule.pausedWhy,
    pauseTime: timestampToWire(schedule.pausedAt),
    createdBy: schedule.createdBy,
    createTime: timestampToWire(schedule.createdAt),
    changedBy: schedule.changedBy,
    updateTime: timestampToWire(schedule.changedAt),
    nextTime: timestampToWire(schedule.nextAt),
    declaredAt: schedule.declaredAt,
    last: schedule.last ? firingToWire(schedule.last) : null,
  };
}

export function scheduleFromWire(schedule: Schedule__Output): ScheduleView {
  const { id, etag, agentId, failures, pausedWhy, createdBy, changedBy, declaredAt } = schedule;
  return {
    ...scheduleSpecFromWire(schedule.spec),
    ...{ id, etag, agentId, failures, pausedWhy, createdBy, changedBy, declaredAt },
    pausedAt: timestampFromWire(schedule.pauseTime),
    createdAt: timeFromWire(schedule.createTime),
    changedAt: timeFromWire(schedule.updateTime),
    nextAt: timestampFromWire(schedule.nextTime),
    last: schedule.last ? firingFromWire(schedule.last) : undefined,
  };
}

export function firingToWire(firing: FiringView): Firing__Output {
  const { id, scheduleId, scheduleName, site, state, by: decidedBy, reason } = firing;
  return {
    ...{ id, scheduleId, scheduleName, site, state, decidedBy, reason },
    nominalTime: timestampToWire(firing.nominalAt),
    decideTime: timestampToWire(firing.at),
    jobState: firing.jobState ? jobState.toWire(firing.jobState) : 'JOB_STATE_UNSPECIFIED',
  };
}

/** What this version does not know reads as `missed`, decided by the controller: it makes people look. */
export function firingFromWire(firing: Firing__Output): FiringView {
  const { id, scheduleId, scheduleName, site, reason } = firing;
  return {
    ...{ id, scheduleId, scheduleName, site, reason },
    nominalAt: timeFromWire(firing.nominalTime),
    at: timeFromWire(firing.decideTime),
    state: firingStates.find((state) => state === firing.state) ?? 'missed',
    by: firingSources.find((source) => source === firing.decidedBy) ?? 'controller',
    jobState: jobState.fromWire(firing.jobState),
  };
}

export function firingsToldToWire({ firings, dropped, scheduleRevision }: FiringsTold): FiringsTold__Output {
  return { firings: firings.map(aloneToWire), dropped, scheduleRevision };
}

export function firingsToldFromWire({
  firings,
  dropped,
  scheduleRevision,
}: FiringsTold__Output): FiringsTold {
  return { type: 'firingsTold', firings: firings.map(aloneFromWire), dropped, scheduleRevision };
}

function aloneToWire({ scheduleId, nominalAt, at, state, reason }: AloneFiringTold): AloneFiring__Output {
  const times = { nominalTime: timestampToWire(nominalAt), decideTime: timestampToWire(at) };
  return { scheduleId, state, reason, ...times };
}

function aloneFromWire(firing: AloneFiring__Output): AloneFiringTold {
  const { scheduleId, state, reason } = firing;
  const [nominalAt, at] = [timeFromWire(firing.nominalTime), timeFromWire(firing.decideTime)];
  // A state that this version does not know has no job.
  return {
    scheduleId,
    nominalAt,
    at,
    state: state === 'fired' || state === 'skipped' ? state : 'missed',
    reason,
  };
}

function bad(field: string, message: string): WaysideError {
  const violations: readonly FieldViolation[] = [{ field, message }];
  return new WaysideError('INVALID_INPUT', `${field} ${message}`, { violations });
}
