/**
 * The live edge of the feed. A watch reads the feed by position at the reader's own pace, so a slow reader costs
 * one page here; a notifier only says that there is more.
 *
 * A page is read at once, so that its records are of one moment. A record that moved on beyond the page is left to
 * the page where it stands now: each state of a record is told once, in the order of positions, and a token resumes
 * without loss or repeat.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatWatchToken,
  groupOf,
  type Kind,
  parseWatchToken,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { ChangedRow, Store } from '../store/index.ts';
import { kindOf } from './codec.ts';
import { collectedPos } from './gc.ts';
import { foldRecord } from './records.ts';
import type { Sight } from './view/sight.ts';

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

/** Feed rows read at once for a watch, which holds their records until the reader has taken them; and for our own rooms. */
const WATCH_PAGE = 100;
const INDEX_PAGE = 250;
const HEARTBEAT_MS = 15_000;
/** Watches at once; more are refused. */
export const WATCHES_MAX = 2000;

/** What all watches share: wakes those who wait for the feed to move, and keeps what was read of it last. */
export class FeedNotifier {
  private waiting = new Set<() => void>();
  private open = 0;
  private last: FeedRows | undefined;

  notify(): void {
    const waiting = this.waiting;
    this.waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** The next rows of the feed for a watch. At its live edge all watches read the same ones: they are read once for all. */
  rowsAfter(store: Store, afterPos: number): FeedRows {
    const { last } = this;
    if (last?.afterPos === afterPos && last.end === store.counters.position) return last;
    this.last = readRows(store, afterPos, WATCH_PAGE);
    return this.last;
  }

  /** Watches that are open. */
  get watches(): number {
    return this.open;
  }

  /** Counts a watch in; the answer counts it out. Error: QUEUE_FULL. */
  enter(): () => void {
    if (this.open >= WATCHES_MAX) throw new WaysideError('QUEUE_FULL', `${WATCHES_MAX} watches are open`);
    this.open += 1;
    return () => {
      this.open -= 1;
    };
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

/**
 * Current records first, then `synced`, then every change. Without a token, what was deleted before is left out.
 * Errors: RESYNC, INVALID_TOKEN_FORMAT, QUEUE_FULL.
 */
export async function* watchRecords(
  deps: WatchDeps,
  question: WatchQuestion,
  who: { readonly sight: Sight; readonly signal: AbortSignal },
): AsyncGenerator<WatchEvent> {
  let pos = startPosition(deps, question.resumeToken);
  const deletedBefore = question.resumeToken === '' ? deps.store.counters.position : 0;
  const wants = wanted(question);
  const token = (): string => formatWatchToken({ incarnation: deps.origin(), pos });
  const leave = deps.notifier.enter();
  try {
    for (let synced = false; !who.signal.aborted; ) {
      const page = deps.notifier.rowsAfter(deps.store, pos);
      for (const record of recordsOf(deps.store, page, wants)) {
        if (who.signal.aborted) return;
        const shown = who.sight.see(record);
        if (!shown || (shown.deleted && shown.pos <= deletedBefore)) continue;
        pos = record.pos;
        yield { type: 'record', record: shown, token: token() };
      }
      pos = page.pos;
      if (!page.done) continue;
      if (!synced) {
        synced = true;
        yield { type: 'synced', token: token() };
      }
      if (deps.store.counters.position > pos) continue;
      const how = await deps.notifier.wait(deps.clock, HEARTBEAT_MS, who.signal);
      if (how === 'timeout' && !who.signal.aborted) yield { type: 'heartbeat', token: token() };
    }
  } finally {
    leave();
  }
}

function wanted(question: WatchQuestion): (ref: RecordRef) => boolean {
  const { site } = question;
  const kinds = new Set(question.kinds);
  return (ref) => (site === '' || ref.site === site) && (kinds.size === 0 || kinds.has(ref.kind));
}

function startPosition(deps: WatchDeps, resumeToken: string): number {
  if (resumeToken === '') return 0;
  const { incarnation, pos } = parseWatchToken(resumeToken);
  if (incarnation !== deps.origin() || pos > deps.store.counters.position) {
    throw new WaysideError('RESYNC', 'the resume token is of another incarnation of this controller', {
      hint: 'Start the watch without a token; it sends the current records first.',
    });
  }
  if (pos < collectedPos(deps.store)) {
    throw new WaysideError('RESYNC', 'records that were deleted since the resume token are forgotten', {
      hint: 'Start the watch without a token; it sends the current records first.',
    });
  }
  return pos;
}

interface FeedQuestion {
  readonly afterPos: number;
  readonly limit: number;
  readonly wants: (ref: RecordRef) => boolean;
}

function readPage(store: Store, { afterPos, limit, wants }: FeedQuestion): ChangesPage {
  const page = readRows(store, afterPos, limit);
  return { records: recordsOf(store, page, wants), pos: page.pos, done: page.done };
}

/** A piece of the feed as it is stored. */
interface FeedRows {
  readonly afterPos: number;
  /** The end of the feed when it was read. */
  readonly end: number;
  readonly groups: readonly RowsOfRecord[];
  /** Of groups that somebody wanted. */
  readonly folded: Map<RowsOfRecord, RecordView>;
  readonly pos: number;
  readonly done: boolean;
}

function readRows(store: Store, afterPos: number, limit: number): FeedRows {
  return store.read(() => {
    const rows = store.versions.changed(afterPos, limit);
    const done = rows.length < limit;
    const groups = byPosition(rows);
    // The rows of its record may go on beyond the page.
    if (!done) groups.pop();
    if (!done && groups.length === 0) return readRows(store, afterPos, limit * 2);
    const end = store.counters.position;
    // Superseded versions leave gaps; when nothing is left, the feed has been read to its end.
    const pos = done ? Math.max(afterPos, end) : (groups.at(-1)?.[0].at ?? afterPos);
    return { afterPos, end, groups, folded: new Map(), pos, done };
  });
}

/** Each record is told where its newest row stands, in this page or another, so older rows of it tell nothing. */
function recordsOf(store: Store, page: FeedRows, wants: FeedQuestion['wants']): RecordView[] {
  const records: RecordView[] = [];
  for (const group of page.groups) {
    const [first, ...others] = group;
    const kind = kindOf(store, first);
    const ref = kind && { site: store.words.lane(first.lane).site, kind, id: first.id };
    if (!ref || !wants(ref) || first.pos > first.at || others.some(({ pos, at }) => pos > at)) continue;
    const record = page.folded.get(group) ?? foldRecord(store, ref, group);
    page.folded.set(group, record);
    records.push(record);
  }
  return records;
}

type RowsOfRecord = [ChangedRow, ...ChangedRow[]];

function byPosition(rows: readonly ChangedRow[]): RowsOfRecord[] {
  const groups: RowsOfRecord[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.[0].at === row.at) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

export function readRecord(store: Store, ref: RecordRef): RecordView | undefined {
  const lane = store.words.findLane({ site: ref.site, group: groupOf(ref.kind) });
  if (lane === undefined) return undefined;
  const rows = store.versions.record({ lane, kind: store.words.nameNo(ref.kind), id: ref.id });
  return rows.length > 0 ? foldRecord(store, ref, rows) : undefined;
}

export interface ChangesPage {
  /** Records as they are now that changed after the position, in the order of their last change. */
  readonly records: readonly RecordView[];
  readonly pos: number;
  /** The feed was read to its end. */
  readonly done: boolean;
}

/** One page of the feed for rooms that keep an index of their own. */
export function changesAfter(store: Store, pos: number, kinds: ReadonlySet<Kind>): ChangesPage {
  return readPage(store, { afterPos: pos, limit: INDEX_PAGE, wants: (ref) => kinds.has(ref.kind) });
}
