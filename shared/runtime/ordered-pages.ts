/**
 * Pages of a list in an order that its rows do not have by themselves. The first page looks at all rows once, piece by
 * piece so that nobody waits for the whole, and keeps the order as ids; the next pages read from there. So a row that
 * was there all the time comes exactly once, however rows are added, renamed and removed in between.
 *
 * What is kept is bounded by rows and by time. Whoever comes later is answered by looking again and going on behind the
 * last row, by its keys: then a row whose keys were changed meanwhile may come twice or not at all.
 */
import { WaysideError } from '../errors.ts';
import type { JsonObject, RowKey, RowOrder } from '../model/index.ts';
import { canonicalJson } from '../model/index.ts';
import { type Clock, nextTurn } from './clock.ts';
import { newId } from './ids.ts';
import { Limiter } from './limiter.ts';
import type { Random } from './random.ts';

/** Rows of one list, and of all kept lists together. */
export const ORDERED_ROWS_MAX = 200_000;
/** A list that nobody asked on for so long is forgotten. */
export const ORDERED_KEEP_MS = 600_000;
const LISTS_MAX = 64;
/** Rows looked at in one turn of the event loop: a few milliseconds. */
const ROWS_PER_TURN = 200;
/** Rows that are moved in one turn while they are sorted. */
const MOVES_PER_TURN = 5000;
/** Rows read for one page beyond its size, when some are gone; the page is then short. */
const GONE_PER_PAGE_MAX = 1000;
/** Lists that are looked through at once; each may hold as many rows as there may be. */
const SCANS_MAX = 2;
const WAITING_MAX = 200;

export interface OrderedRows<R> {
  readonly order: RowOrder<R>;
  /** All that the asker may see and that match; `undefined` for one that was looked at and is not of them. */
  rows(): Iterable<R | undefined>;
  id(row: R): string;
  /** As it is now; `undefined`: gone, or no longer of the list. */
  read(id: string): R | undefined;
}

export interface OrderedQuestion {
  /** All that the answer depends on, who asks too: another question cannot go on with this list. */
  readonly asked: JsonObject;
  readonly size: number;
  /** Where the page before ended, as it was given out; `undefined`: the first page. */
  readonly after: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OrderedPage<R> {
  readonly rows: readonly R[];
  /** `undefined` at the end. */
  readonly after: string | undefined;
}

interface Entry {
  readonly id: string;
  readonly keys: readonly RowKey[];
}

interface KeptList {
  readonly id: string;
  readonly asked: string;
  readonly entries: readonly Entry[];
  usedAt: number;
}

/** Place in a list, and the row before it in case that the list is forgotten. */
interface Place {
  readonly list: string;
  readonly offset: number;
  readonly last: Entry;
}

type Compare = (a: Entry, b: Entry) => number;

export class OrderedPages {
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly rowsMax: number;
  private readonly scans: Limiter = new Limiter({
    name: 'ordered lists',
    max: SCANS_MAX,
    waitingMax: WAITING_MAX,
  });
  /** Used least recently first. */
  private readonly kept = new Map<string, KeptList>();

  constructor(clock: Clock, random: Random, { rowsMax = ORDERED_ROWS_MAX }: { rowsMax?: number } = {}) {
    this.clock = clock;
    this.random = random;
    this.rowsMax = rowsMax;
  }

  /** Errors: INVALID_INPUT for more rows than can be ordered, INVALID_TOKEN_FORMAT, QUEUE_FULL, the reason of the signal. */
  async page<R>(question: OrderedQuestion, list: OrderedRows<R>): Promise<OrderedPage<R>> {
    const asked = canonicalJson(question.asked);
    const place = question.after === undefined ? undefined : parsePlace(question.after);
    const known = place && this.find(place.list, asked);
    const kept =
      known ?? (await this.scans.run(() => this.scan(asked, list, question.signal), question.signal));
    const behind = place && !known ? firstBehind(kept.entries, place.last, compareWith(list)) : place?.offset;
    const page = read(kept, behind ?? 0, { list, size: question.size });
    // A list of one page needs no place to go on from.
    if (!known && page.after !== undefined) this.keep(kept);
    return page;
  }

  private find(id: string, asked: string): KeptList | undefined {
    this.forgetOld();
    const list = this.kept.get(id);
    if (list?.asked !== asked) return undefined;
    this.kept.delete(id);
    this.kept.set(id, list);
    list.usedAt = this.clock.now();
    return list;
  }

  private async scan<R>(
    asked: string,
    list: OrderedRows<R>,
    signal: AbortSignal | undefined,
  ): Promise<KeptList> {
    const entries: Entry[] = [];
    let looked = 0;
    for (const row of list.rows()) {
      looked += 1;
      if (looked % ROWS_PER_TURN === 0) await turn(signal);
      if (row === undefined) continue;
      entries.push({ id: list.id(row), keys: list.order.keysOf(row) });
      if (entries.length > this.rowsMax) throw tooMany(this.rowsMax);
    }
    const sorted = await sortInTurns(entries, compareWith(list), () => turn(signal));
    return { id: newId(this.clock, this.random), asked, entries: sorted, usedAt: this.clock.now() };
  }

  private keep(list: KeptList): void {
    this.forgetOld();
    this.kept.set(list.id, list);
    let rows = 0;
    for (const { entries } of this.kept.values()) rows += entries.length;
    for (const [id, { entries }] of this.kept) {
      if (id === list.id || (rows <= this.rowsMax && this.kept.size <= LISTS_MAX)) break;
      this.kept.delete(id);
      rows -= entries.length;
    }
  }

  private forgetOld(): void {
    const before = this.clock.now() - ORDERED_KEEP_MS;
    for (const [id, { usedAt }] of this.kept) if (usedAt < before) this.kept.delete(id);
  }
}

function read<R>(
  kept: KeptList,
  from: number,
  { list, size }: { readonly list: OrderedRows<R>; readonly size: number },
): OrderedPage<R> {
  const rows: R[] = [];
  const end = Math.min(kept.entries.length, from + size + GONE_PER_PAGE_MAX);
  let offset = from;
  for (; offset < end && rows.length < size; offset += 1) {
    const entry = kept.entries[offset];
    const row = entry && list.read(entry.id);
    if (row !== undefined) rows.push(row);
  }
  const last = kept.entries[offset - 1];
  // The answer may be lost on its way: the list stays for a repeat of its last page, and goes by age.
  if (!last || offset >= kept.entries.length) return { rows, after: undefined };
  return { rows, after: JSON.stringify([kept.id, offset, last.id, last.keys]) };
}

function compareWith<R>({ order }: OrderedRows<R>): Compare {
  return (a, b) => order.compare(a.keys, b.keys) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function firstBehind(entries: readonly Entry[], last: Entry, compare: Compare): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry && compare(entry, last) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Short runs, then two and two merged: the whole at once would hold everything else up. */
async function sortInTurns(
  entries: readonly Entry[],
  compare: Compare,
  rest: () => Promise<void>,
): Promise<readonly Entry[]> {
  let runs: Entry[][] = [];
  for (let at = 0; at < entries.length; at += ROWS_PER_TURN) {
    runs.push(entries.slice(at, at + ROWS_PER_TURN).sort(compare));
    if (runs.length % 10 === 0) await rest();
  }
  let moved = 0;
  while (runs.length > 1) {
    const merged: Entry[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      const [a = [], b = []] = [runs[at], runs[at + 1]];
      const both: Entry[] = [];
      for (let i = 0, j = 0; i < a.length || j < b.length; ) {
        const [left, right] = [a[i], b[j]];
        if (left && (!right || compare(left, right) <= 0)) {
          both.push(left);
          i += 1;
        } else if (right) {
          both.push(right);
          j += 1;
        }
        moved += 1;
        if (moved % MOVES_PER_TURN === 0) await rest();
      }
      merged.push(both);
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function turn(signal: AbortSignal | undefined): Promise<void> {
  await nextTurn();
  signal?.throwIfAborted();
}

function parsePlace(text: string): Place {
  try {
    const parts: unknown = JSON.parse(text);
    const [list, offset, id, keys] = Array.isArray(parts) ? (parts as unknown[]) : [];
    if (typeof list === 'string' && typeof id === 'string' && isOffset(offset) && isKeys(keys))
      return { list, offset, last: { id, keys } };
  } catch {
    // Refused below like every other text that is no place.
  }
  throw new WaysideError('INVALID_TOKEN_FORMAT', 'page_token is not a token that this controller gave out', {
    violations: [{ field: 'page_token', message: 'leave it empty to start from the beginning' }],
  });
}

function isOffset(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isKeys(value: unknown): value is readonly RowKey[] {
  return (
    Array.isArray(value) &&
    value.every((key) => key === null || typeof key === 'string' || typeof key === 'number')
  );
}

function tooMany(rowsMax: number): WaysideError {
  const message = `there are more than ${rowsMax} rows to bring into order`;
  return new WaysideError('INVALID_INPUT', message, {
    violations: [{ field: 'order_by', message: 'leave it away, or narrow the list by site or filter' }],
  });
}
