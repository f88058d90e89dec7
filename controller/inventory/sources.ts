/**
 * Sources as the controller minds them: which were not read, or only in part, and what becomes of what was observed
 * at one that people delete. Its records fall due at once, and `due.ts` orphans them; what agents still send of it is
 * dropped. A source that is made anew stands on nothing: its next scan is asked for in full, and what that names is
 * active again.
 */
import {
  formatRef,
  groupOf,
  type Kind,
  kindNames,
  kindSpec,
  ObservedIds,
  type RecordRef,
} from '../../shared/model/index.ts';
import { ID_ABOVE_ALL, type SourceScan, type Store } from '../store/index.ts';
import { readRecord } from './watch.ts';

/** Sources that are named; more are not counted. */
const SOURCES_MAX = 10_000;

/** Sources whose last scan failed, or gave only a part; some may have been deleted since. */
export function troubledSources(store: Store): readonly RecordRef[] {
  const { words, lookups } = store;
  return (['staleSince', 'partialSince'] as const).flatMap((since) =>
    lookups
      .withField(words.nameNo('source'), words.nameNo(since), SOURCES_MAX)
      .map(({ lane, id }): RecordRef => ({ site: words.lane(lane).site, kind: 'source', id })),
  );
}

/** One that nobody has named here is not deleted: what agents see of it counts. */
export function isSourceDeleted(store: Store, source: RecordRef): boolean {
  return readRecord(store, source)?.deleted === true;
}

/** Call in the transaction that deletes the source. */
export function releaseSource(store: Store, source: RecordRef, nowMs: number): void {
  const { scans, words } = store;
  const known = scans.scan(source.site, source.id) ?? nothingKnown(source);
  scans.setScan({ ...known, agent: '', outbox: '', last_complete_at: null, last_at: 0, heard_at: 0 });
  scans.forgetAllSeen(formatRef(source));
  const { prefix } = new ObservedIds(source);
  for (const kind of observedKinds) {
    const lane = words.findLane({ site: source.site, group: groupOf(kind) });
    if (lane === undefined) continue;
    const due = {
      at: nowMs,
      lane,
      kind: words.nameNo(kind),
      source: source.id,
      scans_at: known.complete_scans,
    };
    if (store.versions.current({ ...due, id: source.id }).length > 0) scans.setDue({ ...due, id: source.id });
    scans.setDueAll(due, { lane, kind: due.kind, afterId: prefix, belowId: prefix + ID_ABOVE_ALL });
  }
}

const observedKinds: readonly Kind[] = kindNames.filter((kind) => kindSpec(kind).absence !== undefined);

/** Of a source that was never scanned, or is scanned anew. */
export function nothingKnown(source: RecordRef): SourceScan {
  return {
    site: source.site,
    source: source.id,
    agent: '',
    outbox: '',
    complete_scans: 0,
    last_scan: '',
    last_complete_at: null,
    last_at: 0,
    heard_at: 0,
    counts: '{}',
  };
}
