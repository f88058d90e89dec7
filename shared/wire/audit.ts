/** Entries of the audit trail. */
import type { AuditEntry__Output } from '../../proto/gen/wayside/v1/AuditEntry.ts';
import type { AuditEntry } from '../model/index.ts';
import { int64FromWire, int64ToWire, timeFromWire, timestampToWire } from './scalar.ts';

/** An entry and its hash in hex. */
export interface HashedEntry {
  readonly entry: AuditEntry;
  readonly hash: string;
}

export function auditEntryToWire({ entry, hash }: HashedEntry): AuditEntry__Output {
  return {
    seq: int64ToWire(entry.seq),
    time: timestampToWire(entry.at),
    who: entry.who,
    via: entry.via,
    address: entry.address,
    method: entry.method,
    sites: [...entry.sites],
    targets: [...entry.targets],
    why: entry.why,
    result: entry.result,
    count: int64ToWire(entry.count),
    detail: { ...entry.detail },
    hash,
  };
}

export function auditEntryFromWire(message: AuditEntry__Output): HashedEntry {
  const { hash, time, ...rest } = message;
  const entry = {
    ...rest,
    seq: int64FromWire(message.seq),
    at: timeFromWire(time),
    count: int64FromWire(message.count),
  };
  return { entry, hash };
}
