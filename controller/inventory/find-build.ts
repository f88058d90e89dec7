/**
 * Builds the index of `find` over a store that was there before it, piece by piece. Writes keep the index themselves from
 * the first moment, so only what stood at the beginning is gone through, by position; a piece and how far it came are one
 * transaction.
 */
import type { Store } from '../store/index.ts';
import { kindOf, parseBody } from './codec.ts';
import { FIND_RULES } from './find-entries.ts';
import { keepFound } from './find-keep.ts';

/** Rows of the feed in one piece: a few milliseconds. */
export const INDEX_ROWS = 300;

const STATE = 'find.index';

interface BuildState {
  readonly rules: number;
  /** Everything up to here is indexed. */
  readonly pos: number;
  /** Where the feed stood when the building began. */
  readonly target: number;
}

/** First thing at each start, before anything is written. */
export function beginIndex(store: Store): void {
  if (stateOf(store)?.rules === FIND_RULES) return;
  save(store, { rules: FIND_RULES, pos: 0, target: store.counters.position });
}

/** How much of the index there is, 0 to 100. Below 100 what is found is not all there is. */
export function indexedPercent(store: Store): number {
  const state = stateOf(store);
  if (!state || state.pos >= state.target) return 100;
  return Math.min(99, Math.floor((100 * state.pos) / state.target));
}

/** Indexes the next rows; whether there is more to do. */
export function indexMore(store: Store, rowsMax: number = INDEX_ROWS): boolean {
  const state = stateOf(store);
  if (!state || state.pos >= state.target) return false;
  return store.write(() => {
    const rows = store.versions.since(state.pos, rowsMax).filter(({ pos }) => pos <= state.target);
    for (const row of rows) {
      const kind = kindOf(store, row);
      const section = store.words.name(row.section);
      if (kind) keepFound(store, { kind, section, key: row }, parseBody(row.body), []);
    }
    const pos = rows.length < rowsMax ? state.target : (rows.at(-1)?.pos ?? state.target);
    save(store, { ...state, pos });
    return pos < state.target;
  });
}

function stateOf(store: Store): BuildState | undefined {
  const text = store.meta.get(STATE);
  return text === undefined ? undefined : (JSON.parse(text) as BuildState);
}

function save(store: Store, state: BuildState): void {
  store.meta.set(STATE, JSON.stringify(state));
}
