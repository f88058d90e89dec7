/** How long superseded versions are kept, and how many of one kind: whichever bound is met first. */
import { type Kind, kindNames } from '../../shared/model/index.ts';
import type { Store } from '../store/index.ts';

export interface Keeping {
  /** After the version was superseded. */
  readonly keepMs: number;
  readonly versionsMax: number;
}

const DAY_MS = 86_400_000;
/** What people write is little and asked for late; what devices do is much and soon stale. */
const KEEP_MANAGED: Keeping = { keepMs: 730 * DAY_MS, versionsMax: 200_000 };
const KEEP_OBSERVED: Keeping = { keepMs: 180 * DAY_MS, versionsMax: 500_000 };
const KEEP_SIGHTINGS: Keeping = { keepMs: 90 * DAY_MS, versionsMax: 1_000_000 };

export const HISTORY_KEEPING: Readonly<Record<Kind, Keeping>> = {
  site: KEEP_MANAGED,
  floor: KEEP_MANAGED,
  source: KEEP_MANAGED,
  agent: KEEP_MANAGED,
  switch: KEEP_MANAGED,
  port: KEEP_OBSERVED,
  sighting: KEEP_SIGHTINGS,
  neighbour: KEEP_OBSERVED,
  vlan: KEEP_OBSERVED,
};

/** Versions deleted in one transaction, and in one call: the rest waits for the next. */
const PRUNE_CHUNK = 1000;
export const PRUNE_CALL_MAX = 10_000;

/** Forgets superseded versions that are too old or too many, and says how many went; a bounded piece of the work. */
export function pruneHistory(
  store: Store,
  nowMs: number,
  keeping: Readonly<Record<Kind, Keeping>> = HISTORY_KEEPING,
): number {
  let room = PRUNE_CALL_MAX;
  for (const kind of kindNames) {
    const { keepMs, versionsMax } = keeping[kind];
    const no = store.words.nameNo(kind);
    room -= inChunks(store, room, (limit) => store.versions.pruneHistoryBefore(no, nowMs - keepMs, limit));
    const tooMany = Math.min(room, store.versions.historyCount(no) - versionsMax);
    room -= inChunks(store, tooMany, (limit) => store.versions.pruneHistoryOldest(no, limit));
  }
  return PRUNE_CALL_MAX - room;
}

/** Each chunk is a transaction; the writers of what went go too, when nothing else is theirs. */
function inChunks(store: Store, max: number, prune: (limit: number) => readonly number[]): number {
  let pruned = 0;
  while (pruned < max) {
    const limit = Math.min(PRUNE_CHUNK, max - pruned);
    const went = store.write(() => {
      const writers = prune(limit);
      store.words.dropVersions(writers);
      return writers.length;
    });
    pruned += went;
    if (went < limit) break;
  }
  return pruned;
}
