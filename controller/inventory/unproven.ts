/** What agents say of switches whose output is read by rules that nothing recorded has proven yet. */
import type { RecordRef } from '../../shared/model/index.ts';
import type { Store } from '../store/index.ts';
import { readRecord } from './watch.ts';

/** Switches looked at for one answer; what is beyond is not told of. */
const SWITCHES_MAX = 2_000;

export interface UnprovenSwitches {
  readonly site: string;
  readonly platform: string;
  /** `MAC table, VLANs`. */
  readonly what: string;
  readonly count: number;
}

/** One entry per site, platform and what is unproven of it, in that order. */
export function unprovenSwitches(store: Store): readonly UnprovenSwitches[] {
  const { lookups, words } = store;
  const groups = new Map<string, UnprovenSwitches>();
  const places = lookups.withField(words.nameNo('switch'), words.nameNo('unproven'), SWITCHES_MAX);
  for (const { lane, id } of places) {
    const ref: RecordRef = { site: words.lane(lane).site, kind: 'switch', id };
    const record = readRecord(store, ref);
    if (record === undefined || record.deleted) continue;
    const [platform, what] = [record.fields['platform'], record.fields['unproven']].map(String);
    if (platform === undefined || what === undefined) continue;
    const key = JSON.stringify([ref.site, platform, what]);
    groups.set(key, { site: ref.site, platform, what, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
