/** How much disk the history takes, kind by kind, and where that leads. Estimates: reading it all would cost more than it tells. */
import { type HistoryKept, type Kind, kindNames } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import { HISTORY_KEEPING, type Keeping } from './prune.ts';

const DAY_MS = 86_400_000;
/** The sizes of so many are taken for those of all. */
const SAMPLE_VERSIONS = 500;
/** Besides its texts: numbers, hash, and its entries in two indexes. Measured, see the test. */
const VERSION_OVERHEAD_BYTES = 150;
/** Counting a million index entries takes some milliseconds, so an answer serves for a while. */
const FRESH_MS = 60_000;

export interface RetentionDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly keeping?: Readonly<Record<Kind, Keeping>> | undefined;
}

export class Retention {
  private readonly deps: RetentionDeps;
  private last: { readonly at: number; readonly kept: readonly HistoryKept[] } | undefined;

  constructor(deps: RetentionDeps) {
    this.deps = deps;
  }

  /** Of the last minute. */
  read(): readonly HistoryKept[] {
    const now = this.deps.clock.monotonic();
    if (!this.last || now - this.last.at > FRESH_MS) this.last = { at: now, kept: this.measure() };
    return this.last.kept;
  }

  private measure(): readonly HistoryKept[] {
    const { store, clock, keeping = HISTORY_KEEPING } = this.deps;
    const dayAgo = clock.now() - DAY_MS;
    return kindNames.map((kind) => {
      const no = store.words.nameNo(kind);
      const sizes = store.past.newestSizes(no, SAMPLE_VERSIONS);
      const texts = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
      const each = texts + VERSION_OVERHEAD_BYTES;
      const versions = store.versions.historyCount(no);
      const perDay = store.past.countSince(no, dayAgo);
      const { keepMs, versionsMax } = keeping[kind];
      const expected = Math.min(versionsMax, Math.max(versions, (perDay * keepMs) / DAY_MS));
      return {
        ...{ kind, versions, keepMs, versionsMax },
        bytes: Math.round(versions * each),
        bytesPerDay: Math.round(perDay * each),
        oldestAt: store.past.oldest(no),
        bytesExpected: Math.round(expected * each),
      };
    });
  }
}
