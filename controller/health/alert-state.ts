/**
 * The life of one alert, as a pure step: what was known of it, whether it is so now, and the time. It is raised when it
 * has been so for a while, and ends when it has not been so for a while; what comes and goes faster than that makes
 * neither noise nor work. An acknowledgement lives as long as the alert.
 */
import { formatRef, hashId, healthReasons, type ReasonedFinding } from '../../shared/model/index.ts';
import type { AlertRow } from '../store/index.ts';

/** So long it must have gone before an alert ends. */
export const CLEAR_AFTER_MS = 120_000;
const ID_CHARS = 10;

export interface Step {
  /** `undefined`: nothing is worth remembering. */
  readonly row: AlertRow | undefined;
  readonly event: 'raised' | 'ended' | undefined;
}

/** The same for every time that this comes up again. */
export function alertId({ reason, site, subject }: ReasonedFinding): string {
  return hashId('alert', reason, site ?? '', subject ? formatRef(subject) : '').slice(0, ID_CHARS);
}

/** It is so. */
export function whenFound(before: AlertRow | undefined, found: ReasonedFinding, nowMs: number): Step {
  const after = healthReasons[found.reason].raiseAfterMs;
  const since = Math.min(nowMs, found.since ?? nowMs);
  const told = wordsOf(found);
  if (before?.state === 'open') return { row: { ...before, ...told, goneAt: null }, event: undefined };
  if (after === undefined) return { row: before, event: undefined };
  const begun = before?.state === 'pending' ? before : begin(before, found, since);
  const pending = { ...begun, ...told };
  // From when it is known to be so here: an agent that is away since long before we looked is still given its time.
  if (nowMs - begun.since < after) return { row: pending, event: undefined };
  return {
    row: { ...pending, state: 'open', raisedAt: nowMs, goneAt: null, endedAt: null, count: begun.count + 1 },
    event: 'raised',
  };
}

/** It is not so. */
export function whenGone(before: AlertRow, nowMs: number): Step {
  if (before.state === 'pending') {
    // One that ended earlier goes back to that.
    const row: AlertRow | undefined = before.endedAt === null ? undefined : { ...before, state: 'ended' };
    return { row, event: undefined };
  }
  if (before.state === 'ended') return { row: before, event: undefined };
  const goneAt = before.goneAt ?? nowMs;
  if (nowMs - goneAt < CLEAR_AFTER_MS) return { row: { ...before, goneAt }, event: undefined };
  const unread = { ackBy: null, ackAt: null, ackNote: null };
  return { row: { ...before, ...unread, state: 'ended', goneAt: null, endedAt: goneAt }, event: 'ended' };
}

export function sameRow(a: AlertRow, b: AlertRow): boolean {
  return (Object.keys(a) as (keyof AlertRow)[]).every((name) => a[name] === b[name]);
}

function begin(before: AlertRow | undefined, found: ReasonedFinding, since: number): AlertRow {
  return {
    id: alertId(found),
    reason: found.reason,
    site: found.site ?? '',
    subject: found.subject ? formatRef(found.subject) : '',
    ...wordsOf(found),
    ...{ state: 'pending', since, raisedAt: before?.raisedAt ?? null, goneAt: null },
    ...{ endedAt: before?.endedAt ?? null, count: before?.count ?? 0 },
    ...{ ackBy: null, ackAt: null, ackNote: null },
  };
}

function wordsOf({
  message,
  detail = '',
  hint = '',
  subjectName = '',
}: ReasonedFinding): Pick<AlertRow, 'message' | 'detail' | 'hint' | 'subjectName'> {
  return { message, detail, hint, subjectName };
}
