/**
 * Goes along the probes of a question, one index entry at a time, so that the caller can stop anywhere and go on later
 * at the same place: places are keys, so they stay where they are while records are written.
 */
import { FIND_BY_ID, groupOf, type Kind, kindNames } from '../../shared/model/index.ts';
import type { FoundHit, Store } from '../store/index.ts';
import { wholeKey } from './find-entries.ts';
import { after, isWord, type KeyRange, macHolders, type Probe } from './find-query.ts';
import type { Sight } from './view/sight.ts';

/** Where a walk stands: at an entry of an index, in the order in which probes go along it. */
export interface FindCursor extends FoundHit {
  readonly probe: number;
  readonly key: string;
  /** Of an ending: which of the indexes that may know of the address. */
  readonly holder: number;
}

export interface FindStep {
  readonly cursor: FindCursor;
  /** Entries that were looked at for this step. */
  readonly looked: number;
  /** Absent: nothing here, only the place to go on from. */
  readonly hit?: {
    readonly lane: number;
    readonly kind: Kind;
    readonly id: string;
    readonly field: string;
    readonly key: string;
  };
}

export interface FindWalkDeps {
  readonly store: Store;
  readonly sight: Sight;
  readonly kinds: readonly Kind[];
}

/** Entries read at once: few for the first look, more as the search goes on. */
const CHUNK_FIRST = 32;
const CHUNK_MAX = 512;
/** Words gone through at once in search of a part. */
const WORDS_SLICE = 4000;
/** What a word that is only passed costs, in entries: it is read by the thousand. */
const WORDS_PER_LOOK = 20;

const NOWHERE: FoundHit = { kind: -1, lane: -1, id: '', field: -1 };

export class FindWalk {
  private readonly deps: FindWalkDeps;
  private readonly kindNos: ReadonlyMap<number, Kind>;

  constructor(deps: FindWalkDeps) {
    this.deps = deps;
    this.kindNos = new Map(kindNames.map((kind) => [deps.store.words.nameNo(kind), kind]));
  }

  /** Every step after the cursor, or from the beginning. */
  *steps(probes: readonly Probe[], from: FindCursor | undefined): Generator<FindStep> {
    for (let at = from?.probe ?? 0; at < probes.length; at += 1) {
      const probe = probes[at];
      const start = from?.probe === at ? from : undefined;
      if (probe) yield* this.probe(probe, at, start);
    }
  }

  private *probe(probe: Probe, at: number, from: FindCursor | undefined): Generator<FindStep> {
    const base = { probe: at, holder: 0 };
    if (probe.type === 'alias') yield* this.alias(probe.id, base, from);
    else if (probe.type === 'lookup') yield* this.lookup(probe, base, from);
    else if (probe.type === 'word') yield* this.words(probe.range, base, from);
    else if (probe.type === 'tail') yield* this.tails(probe, at, from);
    else yield* this.inside(probe.part, base, from);
  }

  /** The switch that has the alias, site by site. */
  private *alias(id: string, base: Base, from: FindCursor | undefined): Generator<FindStep> {
    const { store, sight } = this.deps;
    for (const { no: lane, site } of store.words.lanesOf(groupOf('switch'))) {
      if (from && site <= from.key) continue;
      const real = sight.touches(site) ? sight.inward({ site, kind: 'switch', id }) : undefined;
      const cursor = { ...base, ...NOWHERE, key: site };
      yield real
        ? {
            cursor,
            looked: 1,
            hit: { lane, kind: 'switch', id: real.id, field: FIND_BY_ID, key: wholeKey(id) },
          }
        : { cursor, looked: 1 };
    }
  }

  private *lookup(
    probe: { readonly kind: Kind; readonly field: string; readonly range: KeyRange },
    base: Base,
    from: FindCursor | undefined,
  ): Generator<FindStep> {
    const { words, lookups } = this.deps.store;
    const { field, range } = probe;
    const place = { kind: words.nameNo(probe.kind), field: words.findName(field) ?? -1 };
    let last = from
      ? { value: from.key, lane: from.lane, id: from.id }
      : { value: range.from, lane: -1, id: '' };
    for (let limit = CHUNK_FIRST; ; limit = Math.min(2 * limit, CHUNK_MAX)) {
      const page = lookups.inRange(place, { after: last, below: range.below }, limit);
      for (const { value, lane, id } of page) {
        const cursor = { ...base, ...place, key: value, lane, id };
        yield { cursor, looked: 1, hit: { lane, kind: probe.kind, id, field, key: value } };
      }
      const end = page.at(-1);
      if (!end || page.length < limit) return;
      last = end;
    }
  }

  private *words(range: KeyRange, base: Base, from: FindCursor | undefined): Generator<FindStep> {
    let next = from?.key ?? range.from;
    for (let limit = CHUNK_FIRST; ; limit = Math.min(2 * limit, CHUNK_MAX)) {
      const page = this.deps.store.find.words(next, range.below, limit);
      for (const { word, no } of page)
        yield* this.hits(word, no, { base, from: from?.key === word ? from : undefined });
      const end = page.at(-1);
      if (!end || page.length < limit) return;
      next = after(end.word);
    }
  }

  private *hits(
    word: string,
    no: number,
    { base, from }: { readonly base: Base; readonly from: FindCursor | undefined },
  ): Generator<FindStep> {
    const { store, kinds } = this.deps;
    let last: FoundHit = from ?? NOWHERE;
    for (let limit = CHUNK_FIRST; ; limit = Math.min(2 * limit, CHUNK_MAX)) {
      const page = store.find.hits(no, last, limit);
      for (const { kind: kindNo, lane, id, field } of page) {
        const cursor = { ...base, key: word, kind: kindNo, lane, id, field };
        const kind = this.kindNos.get(kindNo);
        yield kind && kinds.includes(kind)
          ? { cursor, looked: 1, hit: { lane, kind, id, field: store.words.name(field), key: word } }
          : { cursor, looked: 1 };
      }
      const end = page.at(-1);
      if (!end || page.length < limit) return;
      last = end;
    }
  }

  /** From addresses with that ending to what has them. */
  private *tails(
    { from: lowest, below }: { readonly from: number; readonly below: number },
    probe: number,
    from: FindCursor | undefined,
  ): Generator<FindStep> {
    let next = from ? Number.parseInt(reversed(from.key), 16) : lowest;
    for (let limit = CHUNK_FIRST; ; limit = Math.min(2 * limit, CHUNK_MAX)) {
      const page = this.deps.store.find.tails(next, below, limit);
      for (const tail of page) {
        const digits = reversed(tail.toString(16).padStart(12, '0'));
        yield* this.holders(digits, probe, from && digitsOf(from.key) === digits ? from : undefined);
      }
      const end = page.at(-1);
      if (end === undefined || page.length < limit) return;
      next = end + 1;
    }
  }

  private *holders(digits: string, probe: number, from: FindCursor | undefined): Generator<FindStep> {
    for (const [holder, one] of macHolders(digits, this.deps.kinds).entries()) {
      if (from && holder < from.holder) continue;
      const start = from?.holder === holder ? from : undefined;
      if (one.type === 'lookup') yield* this.lookup(one, { probe, holder }, start);
      if (one.type === 'word') yield* this.words(one.range, { probe, holder }, start);
    }
    yield { cursor: { probe, holder: HOLDERS_PASSED, ...NOWHERE, key: digits }, looked: HOLDERS_LOOKED };
  }

  /** Words that hold the part, slice by slice of all words there are. */
  private *inside(part: string, base: Base, from: FindCursor | undefined): Generator<FindStep> {
    const { find } = this.deps.store;
    let next = from?.key ?? '';
    for (;;) {
      const below = find.wordAfter(next, WORDS_SLICE);
      for (const { word, no } of find.wordsWith(part, next, below ?? ABOVE_ALL))
        if (isWord(word)) yield* this.hits(word, no, { base, from: from?.key === word ? from : undefined });
      if (below === undefined) return;
      yield { cursor: { ...base, ...NOWHERE, key: below }, looked: WORDS_SLICE / WORDS_PER_LOOK };
      next = below;
    }
  }
}

interface Base {
  readonly probe: number;
  readonly holder: number;
}

const ABOVE_ALL = '\u{10ffff}';
const HOLDERS_PASSED = 1000;
/** Indexes asked for each address. */
const HOLDERS_LOOKED = 4;

/** Of a key of either index that holds an address. */
function digitsOf(key: string): string {
  return key.replace(/[^0-9a-f]/g, '');
}

function reversed(key: string): string {
  return [...digitsOf(key)].reverse().join('');
}
