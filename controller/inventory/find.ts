/**
 * `find`: records of all kinds by any text that people have of them. The indexes only propose; what counts is whether the
 * text is in what the asker sees of the record, so nothing can be found out by what is hidden. One call looks at so much
 * and no more; what it did not come to is reached by its page token.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  FIND_BY_ID,
  type FoundRecord,
  formatPageToken,
  type JsonObject,
  type Kind,
  kindNames,
  kindSpec,
  type MatchRank,
  pageSize,
  parsePageToken,
  parseRef,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import { indexedPercent } from './find-build.ts';
import { entriesOf, shownWords } from './find-entries.ts';
import { type KeyRange, type Probe, probesOf } from './find-query.ts';
import { type FindCursor, type FindStep, FindWalk } from './find-walk.ts';
import { isLongAbsent, presenceOf } from './react.ts';
import type { Sight } from './view/sight.ts';
import { readRecord } from './watch.ts';

export interface FindQuestion {
  readonly text: string;
  /** Empty: all kinds. */
  readonly kinds: readonly Kind[];
  /** Empty: all sites. */
  readonly site: string;
  readonly pageSize: number;
  readonly pageToken: string;
  /** Deleted, orphaned and retired records too. */
  readonly showAll: boolean;
}

export interface FoundPage {
  readonly found: readonly FoundRecord[];
  readonly nextPageToken: string;
  /** The call had looked at all that it may before the page was full. */
  readonly stopped: boolean;
  /** Below 100 the index is being built, and there may be more than was found. */
  readonly indexedPercent: number;
}

/** Entries of an index looked at in one call, and records read. */
export const FIND_ENTRIES_MAX = 20_000;
export const FIND_RECORDS_MAX = 1000;
/** A call that takes longer ends where it is: some views cost more than others. */
const FIND_TIME_MAX_MS = 40;
const VALUE_CHARS_MAX = 200;

export interface FindDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly sight: Sight;
}

/** Errors: INVALID_INPUT, INVALID_TOKEN_FORMAT. */
export function findRecords(deps: FindDeps, question: FindQuestion): FoundPage {
  const { store, clock, sight } = deps;
  const size = pageSize(question.pageSize);
  const kinds = question.kinds.length > 0 ? question.kinds : kindNames;
  const asked = questionKey(question);
  const from = startOf(question, asked, sight);
  const { all: probes, lead } = probesOf(question.text, {
    ...{ kinds, hasAliases: sight.hasAliases, lead: from?.lead },
    rarity: (ranges) => countHits(store, ranges),
  });
  const startMs = clock.monotonic();
  const finder = new Finder(deps, question, probes);
  for (const step of new FindWalk({ store, sight, kinds }).steps(probes, from?.cursor)) {
    finder.take(step);
    const isFull = finder.found.length >= size;
    const isLate = finder.isTired || clock.monotonic() - startMs >= FIND_TIME_MAX_MS;
    if (isFull || isLate) return finder.page(tokenOf(asked, { cursor: step.cursor, lead }, sight), !isFull);
  }
  return finder.page('', false);
}

/** Beyond, a word is as good as in every record. */
const HITS_COUNTED_MAX = 500;

function countHits(store: Store, ranges: readonly KeyRange[]): number {
  return ranges.reduce(
    (sum, { from, below }) => sum + store.find.countHits(from, below, HITS_COUNTED_MAX),
    0,
  );
}

class Finder {
  readonly found: FoundRecord[] = [];
  private readonly deps: FindDeps;
  private readonly question: FindQuestion;
  private readonly probes: readonly Probe[];
  private readonly switchNames = new Map<string, string>();
  private looked = 0;
  private read = 0;

  constructor(deps: FindDeps, question: FindQuestion, probes: readonly Probe[]) {
    this.deps = deps;
    this.question = question;
    this.probes = probes;
  }

  /** It has looked at all that one call may. */
  get isTired(): boolean {
    return this.looked >= FIND_ENTRIES_MAX || this.read >= FIND_RECORDS_MAX;
  }

  take({ hit, looked, cursor }: FindStep): void {
    this.looked += looked;
    if (!hit) return;
    const { store, sight } = this.deps;
    const { site } = store.words.lane(hit.lane);
    if ((this.question.site !== '' && site !== this.question.site) || !sight.touches(site)) return;
    if (this.wasMet(hit, cursor.probe)) return;
    this.read += 1;
    const record = readRecord(store, { site, kind: hit.kind, id: hit.id });
    const shown = record && this.isWanted(record) ? sight.see(record) : undefined;
    const match = shown && this.matchOf(shown);
    if (!record || !shown || !match) return;
    // Any other entry of the record is passed: it is shown at this one.
    if (match.probe !== cursor.probe || match.field !== hit.field || match.key !== hit.key) return;
    this.found.push(this.foundOf(record, shown, match));
  }

  /** The entry belongs to an earlier probe, or to one before that: its record is not read for it again. */
  private wasMet({ kind, field, key }: NonNullable<FindStep['hit']>, probe: number): boolean {
    const index = this.probes[probe]?.type === 'lookup' ? 'lookup' : 'word';
    const entry = { index, field, key } as const;
    return this.probes
      .slice(0, probe)
      .some(({ others, meets }) => !others?.words.length && meets(entry, kind));
  }

  page(nextPageToken: string, stopped: boolean): FoundPage {
    return { found: this.found, nextPageToken, stopped, indexedPercent: indexedPercent(this.deps.store) };
  }

  private isWanted(record: RecordView): boolean {
    if (this.question.showAll) return true;
    return !record.deleted && !isLongAbsent(presenceOf(record.fields));
  }

  /** The first probe that the record meets, and by what. */
  private matchOf(shown: RecordView): Match | undefined {
    const entries = entriesOf(shown);
    let words: readonly string[] | undefined;
    for (const [probe, one] of this.probes.entries()) {
      const entry = entries.find((entry) => one.meets(entry, shown.ref.kind));
      if (!entry) continue;
      if (one.others && one.others.words.length > 0) {
        words ??= shownWords(shown);
        if (!hasAll(words, one.others)) continue;
      }
      return { probe, rank: one.rank, field: entry.field, key: entry.key };
    }
    return undefined;
  }

  private foundOf(record: RecordView, shown: RecordView, { rank, field }: Match): FoundRecord {
    const value = field === FIND_BY_ID ? shown.ref.id : shown.fields[field];
    const owner = switchOf(record);
    return {
      ...{ record: shown, rank, field },
      value: String(value).slice(0, VALUE_CHARS_MAX),
      switchName: owner && owner !== record.ref ? this.switchName(owner) : '',
      lastSeenAtMs: owner && this.lastSeenAt(owner, record),
    };
  }

  private switchName(ref: RecordRef): string {
    const key = `${ref.site}/${ref.id}`;
    const known = this.switchNames.get(key);
    if (known !== undefined) return known;
    const { store, sight } = this.deps;
    this.read += 1;
    const name = String(readRecord(store, ref)?.fields['name'] ?? ref.id);
    const shown = sight.nameOf(ref, name);
    this.switchNames.set(key, shown);
    return shown;
  }

  private lastSeenAt(owner: RecordRef, { fields }: RecordView): number | undefined {
    if (presenceOf(fields) !== 'active') return undefined;
    return this.deps.store.scans.scan(owner.site, owner.id)?.last_complete_at ?? undefined;
  }
}

interface Match {
  readonly probe: number;
  readonly rank: MatchRank;
  readonly field: string;
  readonly key: string;
}

function hasAll(shown: readonly string[], { words, where }: NonNullable<Probe['others']>): boolean {
  return words.every((word) =>
    shown.some((one) => (where === 'begin' ? one.startsWith(word) : one.includes(word))),
  );
}

/** The switch that a record was seen at, or that it is. */
function switchOf({ ref, fields }: RecordView): RecordRef | undefined {
  if (ref.kind === 'switch') return ref;
  const { switch: owner } = fields;
  if (kindSpec(ref.kind).absence === undefined || typeof owner !== 'string') return undefined;
  try {
    const parsed = parseRef(owner);
    return parsed.site === ref.site && parsed.kind === 'switch' ? parsed : undefined;
  } catch {
    // It comes from an agent, so it may be anything.
    return undefined;
  }
}

function questionKey({ text, kinds, site, showAll }: FindQuestion): JsonObject {
  return { find: text, kinds: [...kinds], site, showAll };
}

/** A place in the walk, and the word of the question that led to it. */
interface Start {
  readonly cursor: FindCursor;
  readonly lead: number;
}

/** The place may be out of view, so what it says is covered. */
function tokenOf(asked: JsonObject, { cursor, lead }: Start, sight: Sight): string {
  const { probe, key, holder, kind, lane, id, field } = cursor;
  const parts = [lead, probe, key, holder, kind, lane, id, field];
  return formatPageToken(asked, [sight.cover(JSON.stringify(parts))]);
}

function startOf(question: FindQuestion, asked: JsonObject, sight: Sight): Start | undefined {
  if (question.pageToken === '') return undefined;
  const [covered] = parsePageToken(question.pageToken, asked);
  const text = sight.uncover(String(covered));
  const start = text === undefined ? undefined : parseStart(text);
  if (start) return start;
  throw new WaysideError('INVALID_TOKEN_FORMAT', 'page_token is not a token that this controller gave out');
}

function parseStart(text: string): Start | undefined {
  const parts = jsonOf(text);
  if (!Array.isArray(parts)) return undefined;
  const [lead, probe, key, holder, kind, lane, id, field] = parts as readonly unknown[];
  if (typeof key !== 'string' || typeof id !== 'string') return undefined;
  const numbers = [lead, probe, holder, kind, lane, field];
  if (!numbers.every((part) => Number.isSafeInteger(part)) || Number(probe) < 0) return undefined;
  const cursor = {
    ...{ probe: Number(probe), key, holder: Number(holder), kind: Number(kind), lane: Number(lane) },
    ...{ id, field: Number(field) },
  };
  return { cursor, lead: Number(lead) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
