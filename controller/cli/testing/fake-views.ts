/** Records and jobs as the controller in memory has them. */
import type { JobView, JsonObject, RecordRef, RecordView } from '../../../shared/model/index.ts';

/** 2027-01-15 08:00:00 UTC, where a ManualClock starts. */
export const NOW_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;

export function recordOf(ref: RecordRef, fields: JsonObject, pos: number): RecordView {
  const kept = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  return {
    ref,
    fields: kept,
    etag: `etag${pos}`,
    pos,
    updatedAt: NOW_MS - 5 * MINUTE_MS,
    updatedBy: 'user:admin',
    conflicts: [],
    deleted: false,
  };
}

export function jobOf(change: Partial<JobView>): JobView {
  return {
    id: 'job1',
    kind: 'collect',
    state: 'running',
    site: 'ams1',
    agentId: 'agent1',
    attempt: 1,
    progress: { current: 0, total: 0, target: '', status: '' },
    createdAt: NOW_MS - 2 * MINUTE_MS,
    startedAt: NOW_MS - MINUTE_MS,
    endedAt: undefined,
    createdBy: 'user:admin',
    error: undefined,
    results: [],
    targets: [],
    queuePosition: 0,
    parentId: undefined,
    input: {},
    ...change,
  };
}
