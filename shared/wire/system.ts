/** The controller about itself: status, findings of the doctor, the way of a delta. */
import type { DeltaHop__Output } from '../../proto/gen/wayside/v1/DeltaHop.ts';
import type { Finding__Output } from '../../proto/gen/wayside/v1/Finding.ts';
import type { GetDeltaResponse__Output } from '../../proto/gen/wayside/v1/GetDeltaResponse.ts';
import type { GetStatusResponse__Output } from '../../proto/gen/wayside/v1/GetStatusResponse.ts';
import type { HistoryKept__Output } from '../../proto/gen/wayside/v1/HistoryKept.ts';
import { type AlertView, type Finding, type HistoryKept, isHealthReason, isKind } from '../model/index.ts';
import { alertFromWire, alertToWire } from './alert.ts';
import { findingLevel } from './enums.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import {
  int64FromWire,
  int64ToWire,
  numberFromWire,
  textFromWire,
  timeFromWire,
  timestampFromWire,
  timestampToWire,
} from './scalar.ts';

export interface StatusView {
  readonly version: string;
  readonly origin: string;
  readonly meshId: string;
  readonly startedAt: number;
  readonly agentsOnline: number;
  readonly agentsTotal: number;
  readonly jobsQueued: number;
  readonly jobsRunning: number;
  /** Count by kind. */
  readonly records: Readonly<Record<string, number>>;
  readonly pos: number;
  readonly storeBytes: number;
  readonly diskFreeBytes: number;
  readonly memoryBytes: number;
  readonly sourcesStale: number;
  readonly sourcesTotal: number;
  /** By kind; empty for who does not see everything. */
  readonly history: readonly HistoryKept[];
  /** Alerts in view that are open and not silenced. */
  readonly alertsOpen: number;
  readonly worstAlert: AlertView | undefined;
  /** Enabled ones of which nobody has read anything yet. */
  readonly sourcesNeverRead: number;
}

export function statusToWire(status: StatusView): GetStatusResponse__Output {
  return {
    version: status.version,
    origin: status.origin,
    meshId: status.meshId,
    startTime: timestampToWire(status.startedAt),
    agentsOnline: status.agentsOnline,
    agentsTotal: status.agentsTotal,
    jobsQueued: status.jobsQueued,
    jobsRunning: status.jobsRunning,
    records: mapValues(status.records, int64ToWire),
    position: int64ToWire(status.pos),
    storeBytes: int64ToWire(status.storeBytes),
    diskFreeBytes: int64ToWire(status.diskFreeBytes),
    memoryBytes: int64ToWire(status.memoryBytes),
    sourcesStale: status.sourcesStale,
    sourcesTotal: status.sourcesTotal,
    history: status.history.map(keptToWire),
    alertsOpen: status.alertsOpen,
    worstAlert: status.worstAlert ? alertToWire(status.worstAlert) : null,
    sourcesNeverRead: status.sourcesNeverRead,
  };
}

export function statusFromWire(status: GetStatusResponse__Output): StatusView {
  return {
    version: status.version,
    origin: status.origin,
    meshId: status.meshId,
    startedAt: timeFromWire(status.startTime),
    agentsOnline: status.agentsOnline,
    agentsTotal: status.agentsTotal,
    jobsQueued: status.jobsQueued,
    jobsRunning: status.jobsRunning,
    records: mapValues(status.records, int64FromWire),
    pos: int64FromWire(status.position),
    storeBytes: int64FromWire(status.storeBytes),
    diskFreeBytes: int64FromWire(status.diskFreeBytes),
    memoryBytes: int64FromWire(status.memoryBytes),
    sourcesStale: status.sourcesStale,
    sourcesTotal: status.sourcesTotal,
    history: status.history.flatMap((kept) => keptFromWire(kept) ?? []),
    alertsOpen: status.alertsOpen,
    worstAlert: status.worstAlert ? alertFromWire(status.worstAlert) : undefined,
    sourcesNeverRead: status.sourcesNeverRead,
  };
}

function keptToWire(kept: HistoryKept): HistoryKept__Output {
  return {
    kind: kept.kind,
    versions: int64ToWire(kept.versions),
    bytes: int64ToWire(kept.bytes),
    bytesPerDay: int64ToWire(kept.bytesPerDay),
    oldestTime: timestampToWire(kept.oldestAt),
    keepMs: int64ToWire(kept.keepMs),
    versionsMax: int64ToWire(kept.versionsMax),
    bytesExpected: int64ToWire(kept.bytesExpected),
  };
}

/** A kind that this version does not know is left out. */
function keptFromWire(kept: HistoryKept__Output): HistoryKept | undefined {
  if (!isKind(kept.kind)) return undefined;
  return {
    kind: kept.kind,
    versions: int64FromWire(kept.versions),
    bytes: int64FromWire(kept.bytes),
    bytesPerDay: int64FromWire(kept.bytesPerDay),
    oldestAt: timestampFromWire(kept.oldestTime),
    keepMs: int64FromWire(kept.keepMs),
    versionsMax: int64FromWire(kept.versionsMax),
    bytesExpected: int64FromWire(kept.bytesExpected),
  };
}

function mapValues<A, B>(object: Readonly<Record<string, A>>, to: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, to(value)]));
}

export function findingToWire(finding: Finding): Finding__Output {
  return {
    level: findingLevel.toWire(finding.level),
    check: finding.check,
    message: finding.message,
    hint: finding.hint ?? '',
    reason: finding.reason ?? '',
    site: finding.site ?? '',
    subject: finding.subject ? recordRefToWire(finding.subject) : null,
    subjectName: finding.subjectName ?? '',
    sinceTime: timestampToWire(finding.since),
  };
}

/** A level that this version does not know reads as a problem: better looked at than missed. */
export function findingFromWire(finding: Finding__Output): Finding {
  const { check, message, reason, subjectName } = finding;
  const since = timestampFromWire(finding.sinceTime);
  return {
    level: findingLevel.fromWire(finding.level) ?? 'problem',
    ...{ check, message, hint: textFromWire(finding.hint) },
    ...(isHealthReason(reason) && { reason }),
    ...(finding.site !== '' && { site: finding.site }),
    ...(finding.subject && { subject: recordRefFromWire(finding.subject, 'subject') }),
    ...(subjectName !== '' && { subjectName }),
    ...(since !== undefined && { since }),
  };
}

/** Where a delta is: each hop that it made, with its time. */
export interface DeltaTrail {
  readonly id: string;
  readonly hops: readonly DeltaHop[];
  readonly changes: number;
  readonly bytes: number;
  /** Positions that it got at this controller; `undefined` until it is applied. */
  readonly firstPos: number | undefined;
  readonly lastPos: number | undefined;
}

export interface DeltaHop {
  /** scanned, spooled, sent, received, applied or acknowledged. */
  readonly name: string;
  readonly at: number;
  /** Since the hop before it. */
  readonly elapsedMs: number;
}

export function deltaTrailToWire(trail: DeltaTrail): GetDeltaResponse__Output {
  return {
    id: trail.id,
    hops: trail.hops.map(hopToWire),
    changes: trail.changes,
    bytes: int64ToWire(trail.bytes),
    firstPosition: int64ToWire(trail.firstPos ?? 0),
    lastPosition: int64ToWire(trail.lastPos ?? 0),
  };
}

export function deltaTrailFromWire(response: GetDeltaResponse__Output): DeltaTrail {
  return {
    id: response.id,
    hops: response.hops.map(hopFromWire),
    changes: response.changes,
    bytes: int64FromWire(response.bytes),
    firstPos: numberFromWire(int64FromWire(response.firstPosition)),
    lastPos: numberFromWire(int64FromWire(response.lastPosition)),
  };
}

function hopToWire(hop: DeltaHop): DeltaHop__Output {
  return { name: hop.name, time: timestampToWire(hop.at), elapsedMs: hop.elapsedMs };
}

function hopFromWire(hop: DeltaHop__Output): DeltaHop {
  return { name: hop.name, at: timeFromWire(hop.time), elapsedMs: hop.elapsedMs };
}
