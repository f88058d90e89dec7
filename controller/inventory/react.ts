/**
 * Derived writes, as pure rules: what a seen or absent record, a due time or a scan's outcome does to presence and
 * freshness. `undefined` means: nothing to write. The apply transaction at the home is the only caller.
 */
import type { Completeness } from '../../shared/delta/index.ts';
import type { AbsencePolicy, JsonObject, Presence } from '../../shared/model/index.ts';

/** The record was seen: it is active again. */
export function presenceOnSeen(current: JsonObject | undefined): JsonObject | undefined {
  return presenceOf(current) === 'active' ? undefined : { presence: 'active' };
}

/** A complete scan did not hold the record: one change, however many scans follow. */
export function presenceOnAbsent(
  current: JsonObject | undefined,
  scan: { readonly id: string; readonly finishedAtMs: number },
): JsonObject | undefined {
  if (presenceOf(current) !== 'active') return undefined;
  return { presence: 'missing', missingSince: scan.finishedAtMs, missingScan: scan.id };
}

export interface DueOutcome {
  readonly body: JsonObject | undefined;
  /** When to look again; `undefined`: never. */
  readonly nextAtMs: number | undefined;
}

/** Time has come to look at an absent record. Both the time and the number of complete scans must have passed. */
export function presenceOnDue(
  current: JsonObject | undefined,
  facts: { readonly policy: AbsencePolicy; readonly nowMs: number; readonly scansSince: number },
): DueOutcome {
  const { policy, nowMs } = facts;
  const presence = presenceOf(current);
  const sinceMs = Number(current?.['missingSince'] ?? nowMs);
  if (presence === 'active' || presence === 'retired') return { body: undefined, nextAtMs: undefined };
  if (nowMs - sinceMs >= policy.retireAfterMs && presence === 'orphaned') {
    return { body: { ...current, presence: 'retired' }, nextAtMs: undefined };
  }
  if (presence === 'orphaned') return { body: undefined, nextAtMs: sinceMs + policy.retireAfterMs };
  if (nowMs - sinceMs >= policy.orphanAfterMs && facts.scansSince >= policy.orphanAfterScans) {
    return { body: { ...current, presence: 'orphaned' }, nextAtMs: sinceMs + policy.retireAfterMs };
  }
  return {
    body: undefined,
    nextAtMs: Math.max(sinceMs + policy.orphanAfterMs, nowMs + policy.orphanAfterMs / 4),
  };
}

/** The source of the record was deleted: nobody will look for the record again. */
export function presenceOnSourceGone(current: JsonObject | undefined, nowMs: number): JsonObject | undefined {
  if (isLongAbsent(presenceOf(current))) return undefined;
  const missing = presenceOf(current) === 'missing' ? current : { missingSince: nowMs };
  return { ...missing, presence: 'orphaned', missingCause: 'its source was deleted' };
}

/**
 * An unreachable source, or one that is read only in part, writes one change for each cause, and one more when it is
 * well again.
 */
export function freshnessOnScan(
  current: JsonObject | undefined,
  scan: {
    readonly completeness: Completeness;
    readonly code: string;
    readonly reason: string;
    readonly startedAtMs: number;
  },
): JsonObject | undefined {
  const cause = current?.['cause'];
  if (scan.completeness === 'complete') return cause === undefined ? undefined : {};
  const field = scan.completeness === 'failed' ? 'staleSince' : 'partialSince';
  const since = current?.[field];
  // The words may differ from scan to scan; another code is news.
  if (since !== undefined && String(cause).startsWith(`${scan.code}: `)) return undefined;
  return { [field]: since ?? scan.startedAtMs, cause: `${scan.code}: ${scan.reason}` };
}

export function presenceOf(section: JsonObject | undefined): Presence {
  const presence = section?.['presence'];
  return presence === 'missing' || presence === 'orphaned' || presence === 'retired' ? presence : 'active';
}

/** Absent for so long that lists leave it out and counts do not count it. */
export function isLongAbsent(presence: Presence): boolean {
  return presence === 'orphaned' || presence === 'retired';
}
