/**
 * Records as they were at a moment, from what still counts and what the history keeps. Of each section the versions are
 * taken that stood then, one per origin, and folded as ever: what dominated what follows from the versions themselves.
 *
 * A version stood from its own stamp until it was superseded. Both are told by clocks, and a clock may have been set
 * back: then a section would be without a value between the two, so a version also stands until its successor begins.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatRef,
  groupOf,
  hlcToMs,
  type Kind,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import type { IdRange, RecordKey, Store, VersionRow } from '../store/index.ts';
import { foldRecord } from './records.ts';
import type { Sight } from './view/sight.ts';

/** Ids read at once. */
const IDS_CHUNK = 512;

/** Errors: INVALID_INPUT for a time to come, HISTORY_GONE for one before what is kept, FORBIDDEN for a port technician. */
export function requirePast(
  store: Store,
  { kind, atMs, nowMs }: { readonly kind: Kind; readonly atMs: number; readonly nowMs: number },
  sight: Sight,
): void {
  if (atMs > nowMs) {
    const message = `${iso(atMs)} is yet to come`;
    throw new WaysideError('INVALID_INPUT', `at_time: ${message}`, {
      violations: [{ field: 'at_time', message }],
    });
  }
  // Which ports were uplinks then is not known as surely as it is now.
  if (sight.hasAliases) {
    throw new WaysideError('FORBIDDEN', 'the port view shows the present only', {
      hint: 'A grant with the network view sees the past too; ask an admin.',
    });
  }
  const horizon = store.past.horizon(store.words.nameNo(kind));
  if (horizon === undefined || atMs >= horizon) return;
  throw new WaysideError('HISTORY_GONE', `the history of ${kind} records goes back to ${iso(horizon)} only`, {
    hint: 'history.* in the configuration of the controller says how much is kept',
    details: { earliest: iso(horizon) },
  });
}

/** The record as it was, deleted or not; `undefined`: it was not there yet. */
export function recordAt(store: Store, ref: RecordRef, atMs: number): RecordView | undefined {
  const key = keyOf(store, ref);
  const rows = key ? rowsAt(store, key, atMs) : [];
  return rows.length === 0 ? undefined : foldRecord(store, ref, rows);
}

/** When it was first written, as far as that is kept. */
export function firstKnownAt(store: Store, ref: RecordRef): number | undefined {
  const key = keyOf(store, ref);
  if (!key) return undefined;
  const [oldest] = store.past.ofRecord(key);
  const stamps = [...store.versions.record(key), ...(oldest ? [oldest] : [])].map(({ hlc }) => hlcToMs(hlc));
  return stamps.length === 0 ? undefined : Math.min(...stamps);
}

/** The records of a range that were there then, by id. */
export function* recordsAt(
  store: Store,
  range: IdRange,
  atMs: number,
): Generator<{ readonly id: string; readonly rows: readonly VersionRow[] }> {
  let { afterId } = range;
  for (;;) {
    const ids = store.past.ids({ ...range, afterId }, IDS_CHUNK);
    for (const id of ids) {
      const rows = rowsAt(store, { lane: range.lane, kind: range.kind, id }, atMs);
      if (rows.length > 0) yield { id, rows };
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < IDS_CHUNK) return;
    afterId = last;
  }
}

/** One version of a section by one origin: only as much as decides whether it stood. */
interface Standing {
  readonly pos: number;
  /** Undefined: it still does. */
  readonly endedAt: number | undefined;
  readonly hasSuccessor: boolean;
}

export function rowsAt(store: Store, key: RecordKey, atMs: number): VersionRow[] {
  return rowsThat(store, key, ({ hlc }) => hlcToMs(hlc) <= atMs, atMs);
}

/** The versions of one section as they stood when the one at that position arrived. */
export function rowsBefore(store: Store, row: VersionRow): VersionRow[] {
  const { lane, kind, id, section, pos } = row;
  return rowsThat(store, { lane, kind, id }, (one) => one.section === section && one.pos < pos, undefined);
}

/**
 * Of each section and origin the last version that had come, unless it had ended without a successor of its origin; with
 * no time to ask for, those that a later one dominates are left to the fold.
 */
function rowsThat(
  store: Store,
  key: RecordKey,
  hadCome: (row: { readonly pos: number; readonly section: number; readonly hlc: number }) => boolean,
  atMs: number | undefined,
): VersionRow[] {
  const last = new Map<string, Standing>();
  const current = new Map(store.versions.record(key).map((row) => [row.pos, row]));
  const take = (row: PastLike, endedAt: number | undefined): void => {
    const chain = `${row.section} ${row.origin}`;
    const before = last.get(chain);
    if (hadCome(row)) last.set(chain, { pos: row.pos, endedAt, hasSuccessor: false });
    else if (before) last.set(chain, { ...before, hasSuccessor: true });
  };
  for (const row of store.past.ofRecord(key)) take(row, row.endedAt);
  for (const row of [...current.values()].sort((a, b) => a.pos - b.pos)) take(row, undefined);
  return [...last.values()]
    .filter(
      ({ endedAt, hasSuccessor }) =>
        atMs === undefined || endedAt === undefined || endedAt > atMs || hasSuccessor,
    )
    .flatMap(({ pos }) => current.get(pos) ?? store.past.row(pos) ?? []);
}

interface PastLike {
  readonly pos: number;
  readonly section: number;
  readonly origin: number;
  readonly hlc: number;
}

function keyOf(store: Store, ref: RecordRef): RecordKey | undefined {
  const lane = store.words.findLane({ site: ref.site, group: groupOf(ref.kind) });
  return lane === undefined ? undefined : { lane, kind: store.words.nameNo(ref.kind), id: ref.id };
}

/** For people. */
export function notThereAt(store: Store, ref: RecordRef, atMs: number): WaysideError {
  const first = firstKnownAt(store, ref);
  return new WaysideError(
    'NOT_FOUND',
    first !== undefined && first > atMs
      ? `${formatRef(ref)} was not there at ${iso(atMs)}: it was first written at ${iso(first)}`
      : `${formatRef(ref)} was not there at ${iso(atMs)}`,
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
