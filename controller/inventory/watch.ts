/**
 * The live edge of the feed. A watch reads the feed by position at the reader's own pace, so a slow reader costs
 * nothing here; a notifier only says that there is more.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatWatchToken,
  groupOf,
  type Kind,
  type Principal,
  parseWatchToken,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import { kindOf } from './codec.ts';
import { foldRecord, view } from './records.ts';

export type WatchEvent =
  | { readonly type: 'record'; readonly record: RecordView; readonly token: string }
  | { readonly type: 'synced' | 'heartbeat'; readonly token: string };

export interface WatchQuestion {
  /** Empty: all. */
  readonly kinds: readonly Kind[];
  readonly site: string;
  readonly resumeToken: string;
}

export interface WatchDeps {
  readonly store: Store;
  readonly origin: () => string;
  readonly notifier: FeedNotifier;
  readonly clock: Clock;
}

/** Feed rows read at once. */
const PAGE = 500;
const HEARTBEAT_MS = 15_000;
/** Watches at once; more are refused. */
export const WATCHES_MAX = 2000;

/** Wakes those who wait for the feed to move. */
export class FeedNotifier {
  private waiting = new Set<() => void>();

  notify(): void {
    const waiting = this.waiting;
    this.waiting = new Set();
    for (const wake of waiting) wake();
  }

  get watches(): number {
    return this.waiting.size;
  }

  /** Resolves at the next `notify`, after `ms`, or when the signal aborts. */
  wait(clock: Clock, ms: number, signal: AbortSignal): Promise<'moved' | 'timeout'> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve('timeout');
      const done = (how: 'moved' | 'timeout'): void => {
        timer.cancel();
        signal.removeEventListener('abort', onAbort);
        this.waiting.delete(onMove);
        resolve(how);
      };
      const onMove = (): void => done('moved');
      const onAbort = (): void => done('timeout');
      const timer = clock.after(ms, () => done('timeout'));
      this.waiting.add(onMove);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}

export async function* watchRecords(
  deps: WatchDeps,
  question: WatchQuestion,
  who: { readonly principal: Principal; readonly signal: AbortSignal },
): AsyncGenerator<WatchEvent> {
  if (deps.notifier.watches >= WATCHES_MAX)
    throw new WaysideError('QUEUE_FULL', `${WATCHES_MAX} watches are open`);
  let pos = startPosition(deps, question.resumeToken);
  let synced = false;
  const token = (): string => formatWatchToken({ incarnation: deps.origin(), pos });
  while (!who.signal.aborted) {
    const page = readPage(deps.store, pos);
    for (const { ref, rowPos } of page.changed) {
      if (question.site !== '' && ref.site !== question.site) continue;
      if (question.kinds.length > 0 && !question.kinds.includes(ref.kind)) continue;
      const record = readRecord(deps.store, ref);
      const shown = record ? view(record, who.principal) : undefined;
      if (!shown) continue;
      pos = rowPos;
      yield { type: 'record', record: shown, token: token() };
    }
    pos = page.lastPos;
    if (page.full) continue;
    if (!synced) {
      synced = true;
      yield { type: 'synced', token: token() };
    }
    if (deps.store.counters.position > pos) continue;
    const how = await deps.notifier.wait(deps.clock, HEARTBEAT_MS, who.signal);
    if (how === 'timeout' && !who.signal.aborted) yield { type: 'heartbeat', token: token() };
  }
}

function startPosition(deps: WatchDeps, resumeToken: string): number {
  if (resumeToken === '') return 0;
  const { incarnation, pos } = parseWatchToken(resumeToken);
  if (incarnation !== deps.origin() || pos > deps.store.counters.position) {
    throw new WaysideError('RESYNC', 'the resume token is of another incarnation of this controller', {
      hint: 'Start the watch without a token; it sends the current records first.',
    });
  }
  return pos;
}

interface FeedPage {
  /** Records that changed, each once, in order of their last change in the page. */
  readonly changed: readonly { readonly ref: RecordRef; readonly rowPos: number }[];
  readonly lastPos: number;
  readonly full: boolean;
}

function readPage(store: Store, afterPos: number): FeedPage {
  const rows = store.versions.since(afterPos, PAGE);
  const changed = new Map<string, { ref: RecordRef; rowPos: number }>();
  for (const row of rows) {
    const kind = kindOf(store, row);
    if (!kind) continue;
    const ref = { site: store.words.lane(row.lane).site, kind, id: row.id };
    const key = `${row.lane} ${row.kind} ${row.id}`;
    changed.delete(key);
    changed.set(key, { ref, rowPos: row.pos });
  }
  // Superseded versions leave gaps; when nothing is left, the feed has been read to its end.
  const full = rows.length === PAGE;
  const lastPos = full ? (rows.at(-1)?.pos ?? afterPos) : Math.max(afterPos, store.counters.position);
  return { changed: [...changed.values()], lastPos, full };
}

export function readRecord(store: Store, ref: RecordRef): RecordView | undefined {
  return store.read(() => {
    const lane = store.words.findLane({ site: ref.site, group: groupOf(ref.kind) });
    if (lane === undefined) return undefined;
    const rows = store.versions.record({ lane, kind: store.words.nameNo(ref.kind), id: ref.id });
    return rows.length > 0 ? foldRecord(store, ref, rows) : undefined;
  });
}

export interface ChangesPage {
  /** Records as they are now, of the kinds asked, that changed after the position. */
  readonly records: readonly RecordView[];
  readonly pos: number;
  /** The feed was read to its end. */
  readonly done: boolean;
}

/** One page of the feed for rooms that keep an index of their own. */
export function changesAfter(store: Store, pos: number, kinds: ReadonlySet<Kind>): ChangesPage {
  const page = readPage(store, pos);
  const records: RecordView[] = [];
  for (const { ref } of page.changed) {
    const record = kinds.has(ref.kind) ? readRecord(store, ref) : undefined;
    if (record) records.push(record);
  }
  return { records, pos: page.lastPos, done: !page.full };
}
