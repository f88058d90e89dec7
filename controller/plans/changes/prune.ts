/** Change sets are forgotten by age and by number, the oldest first: what was before cannot be brought back then. */
import type { ChangeSetRow, Store } from '../../store/index.ts';

/** Change sets that are kept, however young. */
export const CHANGE_SETS_MAX = 100_000;
/** Rows deleted in one transaction, and in one call: the rest waits for the next. */
const PRUNE_CHUNK = 1000;
export const PRUNE_CALL_MAX = 10_000;

export interface SetKeeping {
  readonly nowMs: number;
  /** After a change set has ended. */
  readonly keepMs: number;
  readonly setsMax?: number;
}

/** A bounded piece of the work; how many rows went. One that has not ended stays, and those after it until it has. */
export function pruneChangeSets(store: Pick<Store, 'changeSets' | 'write'>, keeping: SetKeeping): number {
  const { nowMs, keepMs, setsMax = CHANGE_SETS_MAX } = keeping;
  const [newest] = store.changeSets.page(Number.MAX_SAFE_INTEGER, 1);
  // They are numbered without gaps, and the oldest go first.
  const tooOld = (newest?.no ?? 0) - setsMax;
  const due = (): ChangeSetRow | undefined => {
    const [oldest] = store.changeSets.oldest(0, 1);
    if (oldest?.endedAt === undefined) return undefined;
    return oldest.endedAt < nowMs - keepMs || oldest.no <= tooOld ? oldest : undefined;
  };
  let gone = 0;
  while (gone < PRUNE_CALL_MAX && due()) {
    const limit = Math.min(PRUNE_CHUNK, PRUNE_CALL_MAX - gone);
    gone += store.write(() => pruneRows(store, due, limit));
  }
  return gone;
}

function pruneRows(
  store: Pick<Store, 'changeSets'>,
  due: () => ChangeSetRow | undefined,
  limit: number,
): number {
  let gone = 0;
  for (let set = due(); set && gone < limit; set = due())
    gone += store.changeSets.remove(set.no, limit - gone);
  return gone;
}
