/** What `find` gives, to the wire and back. */
import type { FoundRecord__Output } from '../../proto/gen/wayside/v1/FoundRecord.ts';
import type { FoundRecord } from '../model/index.ts';
import { matchRank } from './enums.ts';
import { recordFromWire, recordToWire } from './record.ts';
import { timestampFromWire, timestampToWire } from './scalar.ts';

export function foundToWire(found: FoundRecord): FoundRecord__Output {
  const { field, value, switchName, lastSeenAtMs } = found;
  return {
    ...{ record: recordToWire(found.record), rank: matchRank.toWire(found.rank), field, value, switchName },
    lastSeenTime: timestampToWire(lastSeenAtMs),
  };
}

/** A rank that this version does not know reads as the least. */
export function foundFromWire(found: FoundRecord__Output): FoundRecord | undefined {
  const { record, field, value, switchName } = found;
  if (!record) return undefined;
  return {
    ...{
      record: recordFromWire(record),
      rank: matchRank.fromWire(found.rank) ?? 'inside',
      field,
      value,
      switchName,
    },
    lastSeenAtMs: timestampFromWire(found.lastSeenTime),
  };
}
