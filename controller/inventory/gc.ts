/**
 * Deleted records are forgotten below the line of their lane, which this controller publishes as its home. While it
 * is the only member, what all hold is what it holds. Until then a deleted record can be listed and asked about;
 * afterwards its history alone tells of it.
 */
import {
  type Cursors,
  type Dot,
  draftLine,
  isCollectable,
  isRipe,
  type Kind,
  kindSpec,
  lineCtx,
  sectionsOf,
} from '../../shared/model/index.ts';
import type { OriginSeq, Store, TombstoneRow, VersionRow } from '../store/index.ts';
import { kindOf, parseBody, toVersion } from './codec.ts';
import { keepFound } from './find-keep.ts';

const DAY_MS = 86_400_000;
/** People ask for what was deleted: so long at least it is there, though a day would do for the merge. */
export const TOMBSTONE_KEEP_MS: number = 90 * DAY_MS;

/** Tombstones looked at in one transaction, and of one lane in one call. */
const PAGE = 500;
export const TOMBSTONES_CALL_MAX = 10_000;

/** Fact of the store: no record that was forgotten had changed after this position. */
const COLLECTED_POS = 'collectedPos';

/** Moves the lines of the sites that are ours, and forgets what lies below; how many records went. */
export function collectTombstones(store: Store, nowMs: number, isHome: (site: string) => boolean): number {
  let gone = 0;
  for (const { no, site } of store.gc.lanes()) {
    if (!isHome(site)) continue;
    store.write(() => moveLine(store, no, nowMs));
    gone += collectLane(store, no, nowMs);
  }
  return gone;
}

/** So long after it could have moved a line is said to be stuck. */
const STUCK_AFTER_MS = 7 * DAY_MS;

/** A lane whose line should have moved, and the origins whose versions may not count and hold it back. */
export interface StuckLane {
  readonly site: string;
  readonly since: number;
  readonly heldBack: readonly string[];
}

/** Of the lanes at home here; one query while there is none. */
export function stuckLanes(store: Store, nowMs: number): readonly StuckLane[] {
  const { gc, words } = store;
  return gc.oldDrafts(nowMs - TOMBSTONE_KEEP_MS - STUCK_AFTER_MS).map(({ lane, at }) => ({
    site: words.lane(lane).site,
    since: at + TOMBSTONE_KEEP_MS,
    heldBack: gc.held(lane).map(({ origin }) => words.origin(origin)),
  }));
}

/** Below this position changes may be missing from the feed. */
export function collectedPos(store: Store): number {
  return Number(store.meta.get(COLLECTED_POS) ?? 0);
}

/** What the first version of a section says that it saw: all that may have been forgotten of it. */
export function firstCtx(store: Store, lane: number): Dot[] {
  return lineCtx(toCursors(store, store.gc.line(lane)));
}

function moveLine(store: Store, lane: number, nowMs: number): void {
  const { gc, words } = store;
  const reports = [report(store, lane)];
  const rows = gc.draft(lane);
  const atMs = rows[0]?.at ?? 0;
  const heads = new Map(rows.map(({ origin, head }) => [words.origin(origin), head]));
  const draft = { line: toCursors(store, rows), heads, atMs };
  // A draft of a time that has not come is of a clock that went wrong.
  const isOld = rows.length > 0 && atMs <= nowMs;
  if (isOld && nowMs - atMs < TOMBSTONE_KEEP_MS) return;
  if (isOld && !isRipe(draft, reports, nowMs)) return;
  if (isOld) gc.setLine(lane, rows);
  const next = draftLine(reports, nowMs);
  const drafted = [...next.line].map(([origin, seq]) => ({
    origin: words.originNo(origin),
    seq,
    head: next.heads.get(origin) ?? seq,
    at: nowMs,
  }));
  gc.setDraft(lane, drafted);
}

/** What we hold without a gap, up to below the first version that is held. */
function report(store: Store, lane: number): Cursors {
  const cursors = new Map(store.gc.heads(lane).map(({ origin, seq }) => [origin, seq]));
  for (const { origin, seq } of store.gc.held(lane))
    cursors.set(origin, Math.min(cursors.get(origin) ?? 0, seq - 1));
  return toCursors(
    store,
    [...cursors].map(([origin, seq]) => ({ origin, seq })),
  );
}

function toCursors(store: Store, rows: readonly OriginSeq[]): Cursors {
  return new Map(rows.map(({ origin, seq }) => [store.words.origin(origin), seq]));
}

function collectLane(store: Store, lane: number, nowMs: number): number {
  const line = toCursors(store, store.gc.line(lane));
  if (line.size === 0) return 0;
  let gone = 0;
  let afterPos = 0;
  for (let looked = 0; looked < TOMBSTONES_CALL_MAX; looked += PAGE) {
    const page = store.gc.tombstones(lane, afterPos, PAGE);
    const last = page.at(-1);
    if (!last) break;
    afterPos = last.pos;
    gone += store.write(() => page.filter((row) => collect(store, row, { line, nowMs })).length);
  }
  return gone;
}

function collect(
  store: Store,
  tombstone: TombstoneRow,
  { line, nowMs }: { readonly line: Cursors; readonly nowMs: number },
): boolean {
  const kind = kindOf(store, tombstone);
  const rows = store.versions.record(tombstone);
  if (!kind || store.gc.isHeld(tombstone)) return false;
  // What an agent has seen is hidden while the tombstone stands, and would come back without it.
  if (!rows.every((row) => isOfOurs(store, kind, row))) return false;
  const managed = rows.filter((row) => classOf(store, kind, row) === 'managed');
  if (
    !isCollectable(
      managed.map((row) => toVersion(store, row)),
      line,
    )
  )
    return false;
  for (const row of rows) {
    const place = { kind, section: store.words.name(row.section), key: tombstone };
    keepFound(store, place, undefined, [parseBody(row.body)]);
    store.versions.archive(row.pos, nowMs);
  }
  const top = Math.max(collectedPos(store), ...rows.map(({ pos }) => pos));
  store.meta.set(COLLECTED_POS, String(top));
  return true;
}

function isOfOurs(store: Store, kind: Kind, row: VersionRow): boolean {
  const of = classOf(store, kind, row);
  return of === 'managed' || (of === 'derived' && kindSpec(kind).absence === undefined);
}

function classOf(store: Store, kind: Kind, row: VersionRow): string | undefined {
  return sectionsOf(kind).get(store.words.name(row.section))?.class;
}
