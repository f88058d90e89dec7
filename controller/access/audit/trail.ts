/**
 * The audit trail: the one writer of the chain.
 *
 * Invariants
 *   within a transaction the entry is a part of it: both are kept, or neither
 *   a fact that could not be written waits in memory, and until it is written nothing may be changed
 *   what was begun is told of: by its end, or by the next start
 *   the head in memory is what is on disk, or is read anew
 */
import { WaysideError } from '../../../shared/errors.ts';
import {
  AUDIT_CUT,
  AUDIT_LOST,
  auditBody,
  CHAIN_START,
  type ChainPoint,
  chainLink,
} from '../../../shared/model/index.ts';
import type { Clock, Log } from '../../../shared/runtime/index.ts';
import { type AuditStore, type Store, translated } from '../../store/index.ts';
import type { TailMark } from './mark.ts';
import { type AuditFact, boundedFact } from './text.ts';

/** Facts that wait for a disk that takes them again; more are only counted. */
const WAITING_MAX = 1000;
/** Old entries go in segments of so many: the chain begins at few places over its life. */
const SEGMENT_ENTRIES = 1000;
/** Segments that go in one transaction: some ten milliseconds. */
const SEGMENTS_AT_ONCE_MAX = 5;
/** Such transactions in one go; what is left waits for the next. */
const CUTS_AT_ONCE_MAX = 10;

export interface TrailDeps {
  readonly store: Store;
  readonly entries: AuditStore;
  readonly clock: Clock;
  readonly log: Log;
  /** `undefined` in memory-only tests. */
  readonly mark: TailMark | undefined;
  readonly retentionMs: number;
}

/** A fact for a disk that takes it, and what it ends. */
interface Waiting {
  readonly fact: AuditFact;
  readonly begun: number | undefined;
}

/** What an event of the controller itself needs to say. */
export type AuditEvent = Pick<AuditFact, 'method'> & Partial<AuditFact>;

export class AuditTrail {
  private readonly deps: TrailDeps;
  private head: ChainPoint | undefined;
  private waiting: Waiting[] = [];
  private dropped = 0;
  private markedSeq = 0;
  private isMarkBehind = false;

  /** Compares the store with its mark; what is missing is told in the chain itself. */
  constructor(deps: TrailDeps) {
    this.deps = deps;
    deps.store.onRollback(() => {
      this.head = undefined;
    });
    this.compareMark();
    this.tellCutOff();
  }

  /** The last entry; `CHAIN_START` before the first. */
  get tail(): ChainPoint {
    this.head ??= translated(() => {
      const { entries } = this.deps;
      return entries.last() ?? entries.anchor() ?? CHAIN_START;
    });
    return this.head;
  }

  /** What the mark said last, to be compared with what the store holds. */
  get marked(): ChainPoint | 'unreadable' | undefined {
    return this.deps.mark?.read();
  }

  /** A change is about to be made whose end is told by `record`. Returns the number of it. Error: DISK_FULL; then it must not be made. */
  begin(fact: AuditFact): number {
    const { store, entries } = this.deps;
    return store.write(() => entries.begin(JSON.stringify(boundedFact(fact))));
  }

  /** It came to nothing that has not been told. */
  abandon(begun: number): void {
    const { store, entries, log } = this.deps;
    try {
      store.write(() => entries.ended(begun));
    } catch (error) {
      // The next start tells of it once more, as of something whose end is not known.
      log.warn('audit.not-abandoned', { error });
    }
  }

  /** Adds the entry, in the transaction that runs or in one of its own. Error: DISK_FULL; the fact is then gone. */
  append(fact: AuditFact, begun?: number): void {
    const { store, entries } = this.deps;
    const { at, ...rest } = boundedFact(fact);
    store.write(() => {
      if (begun !== undefined) entries.ended(begun);
      const before = this.tail;
      const link = chainLink(before, auditBody({ seq: before.seq + 1, at, ...rest }));
      entries.add(link, at);
      this.head = { seq: link.seq, hash: link.hash };
    });
  }

  /** As `append`, after what still waits; a fact that cannot be written waits from now on. Error: DISK_FULL. */
  record(fact: AuditFact, begun?: number): void {
    try {
      this.writeWaiting();
      this.append(fact, begun);
    } catch (error) {
      if (this.waiting.length < WAITING_MAX) this.waiting.push({ fact, begun });
      else this.dropped += 1;
      throw error;
    }
    this.saveMark();
  }

  /** An event of the controller: a failure is logged, and the event waits. */
  event(event: AuditEvent): void {
    const blank = { who: 'system:controller', via: '', address: '', sites: [], targets: [], why: '' };
    const fact = { ...blank, at: this.deps.clock.now(), result: 'OK', count: 1, detail: {}, ...event };
    this.tryRecord(fact);
  }

  /** As `record`; a failure is logged. For what must not fail because of the trail: refusals and reads. */
  tryRecord(fact: AuditFact): void {
    try {
      this.record(fact);
    } catch (error) {
      this.deps.log.error('audit.not-written', { method: fact.method, waiting: this.waiting.length, error });
    }
  }

  /** Before anything is changed: what was not written is, or nothing may be. Error: DISK_FULL and whatever else keeps the store from writing. */
  requireWritable(): void {
    if (this.waiting.length === 0) return;
    try {
      this.writeWaiting();
    } catch (cause) {
      const { code, hint } = WaysideError.from(cause);
      throw new WaysideError(code, 'the audit trail cannot be written, so nothing is changed', {
        cause,
        ...(hint !== undefined && { hint }),
      });
    }
  }

  /** After a commit. A mark that cannot be written only proves less. */
  saveMark(): void {
    const { mark, log } = this.deps;
    const { tail } = this;
    if (!mark || tail.seq === this.markedSeq) return;
    try {
      mark.write({ seq: tail.seq, hash: tail.hash });
      this.markedSeq = tail.seq;
      this.isMarkBehind = false;
    } catch (error) {
      if (!this.isMarkBehind) log.warn('audit.mark-not-saved', { error });
      this.isMarkBehind = true;
    }
  }

  /** Cuts off segments all of whose entries are older than what is kept, a bounded number at a time. Returns how many entries went. */
  cutOld(): number {
    let gone = 0;
    for (let n = 0; n < CUTS_AT_ONCE_MAX; n += 1) {
      const cut = this.cutOnce();
      if (cut === 0) break;
      gone += cut;
    }
    if (gone > 0) this.saveMark();
    return gone;
  }

  private cutOnce(): number {
    const { store, entries, clock, retentionMs } = this.deps;
    const olderThan = clock.now() - retentionMs;
    const begin = translated(() => entries.anchor()?.seq ?? 0);
    let end = begin;
    for (let n = 0; n < SEGMENTS_AT_ONCE_MAX; n += 1) {
      const next = end - (end % SEGMENT_ENTRIES) + SEGMENT_ENTRIES;
      const newestAt = translated(() => entries.newestAt(end, next));
      if (next >= this.tail.seq || newestAt === undefined || newestAt >= olderThan) break;
      end = next;
    }
    if (end === begin) return 0;
    store.write(() => {
      const hash = entries.get(end)?.hash;
      if (hash === undefined) throw new WaysideError('STORE_CORRUPT', `audit entry ${end} is missing`);
      const detail = { from: String(begin + 1), upTo: String(end), hash };
      this.append({
        ...SYSTEM,
        at: clock.now(),
        method: AUDIT_CUT,
        why: 'older than audit.retention',
        detail,
      });
      entries.cut({ seq: end, hash, toldBy: this.tail.seq });
    });
    return end - begin;
  }

  private writeWaiting(): void {
    while (this.waiting.length > 0) {
      const [first] = this.waiting;
      if (first) this.append(first.fact, first.begun);
      this.waiting.shift();
    }
    if (this.dropped === 0) return;
    const detail = { entries: String(this.dropped) };
    const why = 'the store could not be written';
    this.append({
      ...SYSTEM,
      at: this.deps.clock.now(),
      method: AUDIT_LOST,
      why,
      result: 'DISK_FULL',
      detail,
    });
    this.dropped = 0;
  }

  /** Of calls that ran when the process before this one ended: whether they were done is not known. */
  private tellCutOff(): void {
    for (const { id, body } of translated(() => this.deps.entries.begun())) {
      const fact = JSON.parse(body) as AuditFact;
      const detail = { ...fact.detail, end: 'not known: the controller stopped before' };
      this.append({ ...fact, result: 'INTERRUPTED', detail }, id);
    }
    this.saveMark();
  }

  private compareMark(): void {
    const mark = this.deps.mark?.read();
    const { tail } = this;
    const loss = lossOf(mark, tail, (seq) => this.deps.entries.get(seq)?.hash);
    if (loss && this.deps.mark) {
      this.deps.log.error('audit.lost', { ...loss.detail });
      this.event({ method: AUDIT_LOST, result: 'STORE_CORRUPT', ...loss });
    }
    this.saveMark();
  }
}

const SYSTEM = {
  ...{ who: 'system:controller', via: '', address: '', sites: [], targets: [], why: '' },
  ...{ result: 'OK', count: 1, detail: {} },
} as const;

/** What the mark proves to be missing from a store that ends at `tail`. */
function lossOf(
  mark: ChainPoint | 'unreadable' | undefined,
  tail: ChainPoint,
  hashOf: (seq: number) => string | undefined,
): Pick<AuditFact, 'why' | 'detail'> | undefined {
  if (mark === 'unreadable' || mark === undefined) {
    if (tail.seq === 0) return undefined;
    const detail = { after: String(tail.seq) };
    return {
      why: `the mark of the last entry is ${mark ?? 'missing'}: whether entries are lost is not known`,
      detail,
    };
  }
  if (mark.seq > tail.seq) {
    const detail = { from: String(tail.seq + 1), upTo: String(mark.seq), hash: mark.hash };
    return { why: 'the store was restored from a backup, or its end was cut off', detail };
  }
  // Entries that were cut off for their age since are vouched for by the chain.
  const hash = mark.seq === tail.seq ? tail.hash : hashOf(mark.seq);
  if (hash === mark.hash || hash === undefined) return undefined;
  const detail = { at: String(mark.seq), hash: mark.hash };
  return { why: 'the store is not the one that the mark was made for', detail };
}
