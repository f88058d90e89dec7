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
  type RecordView,
} from '../../shared/model/index.ts';
import { ID_ABOVE_ALL, type SourceScan, type Store } from '../store/index.ts';
import { rowsOf } from './list-rows.ts';
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

/** Records looked at for one answer; what is beyond is not told of, or counted as it stands. */
const LOOKED_AT_MAX = 1000;

/** Enabled ones of which nobody has read anything yet, so many as one look passes. */
export function unreadSources(store: Store): readonly RecordRef[] {
  const found: RecordRef[] = [];
  let left = LOOKED_AT_MAX;
  for (const { site, lane, kind } of sourceLanes(store)) {
    const ids = store.scans.unread({ lane, kind, site }, left);
    left -= ids.length;
    const refs = ids.map((id): RecordRef => ({ site, kind: 'source', id }));
    found.push(...refs.filter((ref) => isUnread(store, ref)));
    if (left <= 0) break;
  }
  return found;
}

/** One whose scans all failed is stale, and told as such. */
function isUnread(store: Store, source: RecordRef): boolean {
  const record = readRecord(store, source);
  return record !== undefined && isEnabled(record) && record.fields['staleSince'] === undefined;
}

function isEnabled({ deleted, fields }: RecordView): boolean {
  return !deleted && fields['enabled'] !== false;
}

/** What there is to read at a site. */
export interface SiteSources {
  readonly site: string;
  /** That are enabled. */
  readonly count: number;
  readonly areSwitches: boolean;
}

/** Of the sites that are wanted and have any. */
export function sourcesAt(store: Store, isWanted: (site: string) => boolean): readonly SiteSources[] {
  let left = LOOKED_AT_MAX;
  return sourceLanes(store)
    .filter(({ site }) => isWanted(site))
    .map(({ site, lane, kind, n }): SiteSources => {
      if (left < n) return { site, count: n, areSwitches: false };
      left -= n;
      const rows = rowsOf(store, { lane, kind, afterId: '', belowId: ID_ABOVE_ALL }, ALL_OF_NOW);
      const records = [...rows]
        .flatMap(({ id }) => readRecord(store, { site, kind: 'source', id }) ?? [])
        .filter(isEnabled);
      const areSwitches = records.every(({ fields }) => fields['driver'] === 'switch');
      return { site, count: records.length, areSwitches };
    })
    .filter(({ count }) => count > 0);
}

const ALL_OF_NOW = { source: undefined, indexed: undefined, atMs: undefined } as const;

function sourceLanes({ counters, words }: Store) {
  const source = words.nameNo('source');
  return counters
    .tallies()
    .filter(({ kind, n }) => kind === source && n > 0)
    .map((tally) => ({ ...tally, site: words.lane(tally.lane).site }));
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
