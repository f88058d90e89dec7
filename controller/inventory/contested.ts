/** Records with conflicts, found by the sections that are contested: the cost follows those, not the inventory. */
import {
  type ConflictView,
  covers,
  type Dot,
  fold,
  type Kind,
  kindSpec,
  type RecordRef,
  type RecordView,
  undominated,
  type Version,
} from '../../shared/model/index.ts';
import type { Store } from '../store/index.ts';
import { kindOf } from './codec.ts';
import { versionsOf } from './records.ts';
import type { Sight } from './view/sight.ts';
import { readRecord } from './watch.ts';

export interface ContestedQuestion {
  /** Empty: all. */
  readonly site: string;
  readonly kind: string;
}

export const ALL_CONTESTED: ContestedQuestion = { site: '', kind: '' };

/** The record before the first one. */
export const CONTESTED_START: RecordRef = { site: '', kind: 'agent', id: '' };

/** Ids read at once. */
const CHUNK = 200;

/** As a principal sees it, with the conflicts that it sees; `undefined`: it is out of view, or nothing contradicts there. */
export interface ContestedRecord {
  readonly ref: RecordRef;
  readonly shown: RecordView | undefined;
}

/** By site, kind and id, behind that record; one for each that was looked at. */
export function* contestedRecords(
  store: Store,
  question: ContestedQuestion,
  after: RecordRef,
  sight: Sight,
): Generator<ContestedRecord> {
  for (const { site, kind, lane, kindNo } of placesOf(store, question)) {
    if (!sight.touches(site) || site < after.site || (site === after.site && kind < after.kind)) continue;
    let afterId = site === after.site && kind === after.kind ? after.id : '';
    for (;;) {
      const ids = store.conflicts.idsAfter({ lane, kind: kindNo }, afterId, CHUNK);
      for (const id of ids) {
        const ref = { site, kind, id };
        yield { ref, shown: contestedAt(store, ref, sight) };
      }
      const last = ids.at(-1);
      if (last === undefined || ids.length < CHUNK) break;
      afterId = last;
    }
  }
}

/** `undefined`: out of view, deleted, or nothing contradicts there. */
export function contestedAt(store: Store, ref: RecordRef, sight: Sight): RecordView | undefined {
  const record = readRecord(store, ref);
  const shown = record && !record.deleted ? sight.see(record) : undefined;
  return shown && shown.conflicts.length > 0 ? shown : undefined;
}

interface Place {
  readonly site: string;
  readonly kind: Kind;
  readonly lane: number;
  readonly kindNo: number;
}

function placesOf(store: Store, question: ContestedQuestion): readonly Place[] {
  const places = [...store.conflicts.places()].flatMap(({ lane, kind: kindNo }): Place[] => {
    const kind = kindOf(store, { kind: kindNo });
    const { site } = store.words.lane(lane);
    if (!kind || (question.site !== '' && question.site !== site)) return [];
    return question.kind === '' || question.kind === kind ? [{ site, kind, lane, kindNo }] : [];
  });
  return places.sort((a, b) => compare(a.site, b.site) || compare(a.kind, b.kind));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Versions that are looked through for what all had seen. */
const PAST_MAX = 200;

/**
 * The value of the field that all who contradict each other had seen. `undefined`: that version is not known here, and one
 * before it would bring back what was taken away since.
 */
export function commonAncestor(
  store: Store,
  ref: RecordRef,
  { field }: Pick<ConflictView, 'field'>,
): { readonly value: RecordView['fields'][string] } | undefined {
  const { site, kind, id } = ref;
  const lane = store.words.findLane({ site, group: kindSpec(kind).group });
  const core = store.words.findName('core');
  if (lane === undefined || core === undefined) return undefined;
  const key = { lane, kind: store.words.nameNo(kind), id };
  const now = store.versions.record(key).filter((row) => row.section === core);
  const seen = seenByAll(undominated(versionsOf(store, now)));
  if (seen.length === 0) return undefined;
  const past = store.versions.history(key, Number.MAX_SAFE_INTEGER, PAST_MAX);
  const found = versionsOf(
    store,
    past.filter((row) => row.section === core),
  ).find(
    (version) =>
      seen.some((dot) => dot.origin === version.dot.origin && dot.seq === version.dot.seq) &&
      seen.every((dot) => covers(version, dot)),
  );
  return found && { value: fold([found]).fields[field] };
}

/** The last dot of each writer that every one of them had seen. */
function seenByAll([first, ...others]: readonly Version[]): readonly Dot[] {
  if (!first) return [];
  return dotsSeen(first).flatMap(({ origin, seq }) => {
    const theirs = others.map((version) => dotsSeen(version).find((dot) => dot.origin === origin)?.seq ?? 0);
    const least = Math.min(seq, ...theirs);
    return least > 0 ? [{ origin, seq: least }] : [];
  });
}

/** Its own dot counts before what it says to have seen of its own writer. */
function dotsSeen({ dot, ctx }: Version): readonly Dot[] {
  return [dot, ...ctx.filter(({ origin }) => origin !== dot.origin)];
}
