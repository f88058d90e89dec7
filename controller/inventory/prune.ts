/** How long superseded versions are kept, and how many of one kind: whichever bound is met first. */
import { type Kind, kindNames } from '../../shared/model/index.ts';
import type { Store } from '../store/index.ts';

export interface Keeping {
  /** After the version was superseded. */
  readonly keepMs: number;
  readonly versionsMax: number;
}

/** What people write is little and asked for late; what devices do is much and soon stale, who was where most of all. */
export type KeepingClass = 'managed' | 'observed' | 'sightings';

const classOf: Readonly<Record<Kind, KeepingClass>> = {
  site: 'managed',
  floor: 'managed',
  source: 'managed',
  agent: 'managed',
  switch: 'managed',
  port: 'observed',
  sighting: 'sightings',
  neighbour: 'observed',
  vlan: 'observed',
  arp: 'sightings',
};

/** The bounds of each kind, from those of its class. */
export function historyKeeping(
  classes: Readonly<Record<KeepingClass, Keeping>>,
): Readonly<Record<Kind, Keeping>> {
  return Object.fromEntries(kindNames.map((kind) => [kind, classes[classOf[kind]]])) as Record<Kind, Keeping>;
}

const DAY_MS = 86_400_000;

/** Where nobody says otherwise. */
export const HISTORY_KEEPING: Readonly<Record<Kind, Keeping>> = historyKeeping({
  managed: { keepMs: 730 * DAY_MS, versionsMax: 200_000 },
  observed: { keepMs: 180 * DAY_MS, versionsMax: 500_000 },
  sightings: { keepMs: 90 * DAY_MS, versionsMax: 1_000_000 },
});

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
    room -= inChunks(store, room, (limit) => {
      const went = store.versions.pruneHistoryBefore(no, nowMs - keepMs, limit);
      if (went.length > 0) store.past.raiseHorizon(no, nowMs - keepMs);
      return went;
    });
    const tooMany = Math.min(room, store.versions.historyCount(no) - versionsMax);
    room -= inChunks(store, tooMany, (limit) => {
      const went = store.versions.pruneHistoryOldest(no, limit);
      if (went.length > 0) store.past.raiseHorizon(no, Math.min(store.past.oldest(no) ?? nowMs, nowMs));
      return went;
    });
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
