/**
 * The durable outbox: frames in order, removed when the controller says that they are on its disk. What waits is thinned
 * by source; over its bound of bytes or age the outbox drops all of it, counts, and wants to begin anew.
 *
 * Invariants
 *   seq is dense from 1 within one outbox id, in the order in which frames are handed to sessions (outbox-order.ts)
 *   a frame and the snapshot that it came from are one transaction
 *   a new outbox id starts empty, with a full snapshot, and never reuses a seq
 */
import { EventEmitter } from 'node:events';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import type { Db } from './db.ts';
import { type DroppedSource, type DropReason, OutboxDrops } from './outbox-drops.ts';
import { OutboxOrder } from './outbox-order.ts';
import { OutboxThinner } from './outbox-thin.ts';
import { translated } from './translate.ts';

export interface OutboxEntry {
  readonly seq: number;
  readonly frame: Uint8Array;
  readonly spooledAtMs: number;
}

/** A frame, and the source that it tells of: `site/source/id`. */
export interface SourcedFrame {
  readonly source: string;
  readonly frame: Uint8Array;
}

/** What a session wants next. */
export interface NextFrame {
  /** It has sent all up to here. */
  readonly afterSeq: number;
  /** Frames up to this place waited when it began. */
  readonly backlogPlace: number;
  /** Whether there is room for one more of those. */
  readonly backlogToo: boolean;
}

export interface NextEntry extends OutboxEntry {
  readonly isBacklog: boolean;
}

export interface OutboxDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Random;
  /** Bytes on disk, beside a full snapshot; over it what waits is dropped, and a full snapshot is due. */
  readonly maxBytes: number;
  /** How long a delta may wait; as above. Without it: for ever. */
  readonly maxAgeMs?: number;
}

export class Outbox {
  /** `appended` and `acknowledged`; no listener holds data. */
  readonly events: EventEmitter<{ appended: []; acknowledged: [] }> = new EventEmitter();
  private readonly deps: OutboxDeps;
  private readonly statements;
  private outboxId: string;
  private lastSeq: number;
  private ackedSeq: number;
  private readonly order: OutboxOrder;
  private sizeBytes: number;
  /** Last delta of the full snapshot that this outbox began with: no bound counts up to here. */
  private snapshotSeq: number;
  private readonly drops: OutboxDrops;
  private readonly thinner: OutboxThinner;
  private hasDropped: boolean;

  constructor(deps: OutboxDeps) {
    this.deps = deps;
    this.events.setMaxListeners(0);
    this.statements = prepare(deps.db);
    this.drops = new OutboxDrops(deps.db);
    this.thinner = new OutboxThinner(deps.db);
    this.hasDropped = this.drops.isAny;
    this.snapshotSeq = Number(this.statements.getMeta.get('snapshot-seq') ?? 0);
    const id = this.statements.getMeta.get('outbox') as string | undefined;
    this.outboxId = id ?? newId(deps.clock, deps.random);
    this.ackedSeq = Number(this.statements.getMeta.get('acked') ?? 0);
    this.lastSeq = this.ackedSeq + Number(this.statements.count.get());
    this.order = new OutboxOrder(deps.db);
    this.order.begin(this.ackedSeq, 0);
    this.sizeBytes = Number(this.statements.sumBytes.get(this.lastSeq));
    if (id === undefined) translated(() => this.statements.setMeta.run('outbox', this.outboxId));
  }

  get id(): string {
    return this.outboxId;
  }

  /** Highest delta on disk; the place of the last frame, too. */
  get durableSeq(): number {
    return this.lastSeq;
  }

  get acknowledgedSeq(): number {
    return this.ackedSeq;
  }

  /**
   * Highest delta that this process handed to a session, or an earlier one knew to have arrived. Who holds more of this
   * outbox than that holds another history of it: this store is an older copy.
   */
  get sentSeq(): number {
    return this.order.handedSeq;
  }

  /** All up to this one are sent, in order of their places. */
  sending(seq: number): void {
    while (this.order.handedSeq < seq && this.order.handNext());
  }

  /** The frame to send now, which keeps its number from now on: what is new goes ahead of what waited. */
  next({ afterSeq, backlogPlace, backlogToo }: NextFrame): NextEntry | undefined {
    if (this.hasDropped) return undefined;
    const { order } = this;
    const again = order.firstUnderWay(afterSeq);
    if (again) return { ...this.read(again), isBacklog: again.place <= backlogPlace };
    const ahead = order.handAhead(backlogPlace);
    if (ahead) return { ...this.read(ahead), isBacklog: false };
    const waiting = order.next();
    const isBacklog = waiting !== undefined && waiting.place <= backlogPlace;
    const handed = isBacklog && !backlogToo ? undefined : order.handNext();
    return handed && { ...this.read(handed), isBacklog };
  }

  private read({ place, seq }: { readonly place: number; readonly seq: number }): OutboxEntry {
    const row = this.statements.frame.get(place) as { frame: Uint8Array; spooled_at: number };
    return { seq, frame: row.frame, spooledAtMs: row.spooled_at };
  }

  get bytes(): number {
    return this.sizeBytes;
  }

  /** What was dropped and is not made up for yet, most first: a full snapshot under a new outbox is due. */
  get dropped(): readonly DroppedSource[] {
    return this.hasDropped ? this.drops.list() : [];
  }

  /**
   * One transaction around `work` and the frames that it gives, all of that source, which go behind what is there.
   * Either both are durable when this returns, or neither is. Returns the place of the last frame; when the outbox has
   * dropped, one that only the next outbox settles. Error: DISK_FULL.
   */
  append(work: () => readonly Uint8Array[], source = ''): number {
    const done = translated(() => this.deps.db.transaction(() => this.place(work(), source))());
    if (done.dropped) {
      this.hasDropped = true;
      this.order.dropped();
      this.lastSeq = this.order.handedSeq;
    } else this.lastSeq = done.seq;
    this.sizeBytes = done.sizeBytes;
    this.events.emit('appended');
    return done.dropped ? this.lastSeq + 1 : done.seq;
  }

  /** Inside a transaction. */
  private place(frames: readonly Uint8Array[], source: string): Placed {
    if (this.hasDropped) return this.drop(frames.length, source);
    const sourced = frames.map((frame) => ({ frame, source }));
    const seq = this.insert(this.lastSeq, sourced);
    const addedBytes = frames.reduce((sum, frame) => sum + frame.byteLength, 0);
    // What is under way is most likely there already.
    const waitingFrom = (one: string): number => Math.max(this.order.handedOf(one), this.snapshotSeq);
    let sizeBytes = this.sizeBytes + addedBytes;
    if (source !== '') sizeBytes -= this.thinner.ifDue(source, waitingFrom(source));
    if (this.isOverBytes(sizeBytes)) sizeBytes -= this.thinner.all(waitingFrom);
    if (this.isOverBytes(sizeBytes)) return this.giveUp('size');
    return this.isOverAge() ? this.giveUp('age') : { dropped: false, seq, sizeBytes };
  }

  private isOverBytes(sizeBytes: number): boolean {
    if (sizeBytes <= this.deps.maxBytes) return false;
    return sizeBytes - Number(this.statements.sumBytes.get(this.snapshotSeq)) > this.deps.maxBytes;
  }

  private isOverAge(): boolean {
    const { maxAgeMs, clock } = this.deps;
    if (maxAgeMs === undefined) return false;
    const oldest = this.statements.oldest.get(this.snapshotSeq) as number | undefined;
    return oldest !== undefined && clock.now() - oldest > maxAgeMs;
  }

  private giveUp(reason: DropReason): Placed {
    this.drops.giveUp(reason, this.deps.clock.now());
    this.statements.removeAll.run();
    return { dropped: true, seq: 0, sizeBytes: 0 };
  }

  private drop(deltas: number, source: string): Placed {
    this.drops.add(source, deltas, this.deps.clock.now());
    return { dropped: true, seq: 0, sizeBytes: 0 };
  }

  /** Frames after `seq`, in the order in which they would go if nothing overtook, up to `maxBytes` of them but at least one. */
  after(seq: number, maxBytes: number): OutboxEntry[] {
    const entries: OutboxEntry[] = [];
    let bytes = 0;
    for (const entry of this.inOrder()) {
      if (entry.seq <= seq) continue;
      if (entries.length > 0 && bytes + entry.frame.byteLength > maxBytes) break;
      entries.push(entry);
      bytes += entry.frame.byteLength;
    }
    return entries;
  }

  private *inOrder(): Generator<OutboxEntry> {
    const { order, statements } = this;
    for (const handed of order.underWay(this.ackedSeq)) yield this.read(handed);
    let seq = order.handedSeq;
    for (const row of statements.after.iterate(order.handedPlace) as IterableIterator<{
      seq: number;
      frame: Uint8Array;
      spooled_at: number;
    }>) {
      if (order.isHanded(row.seq)) continue;
      seq += 1;
      yield { seq, frame: row.frame, spooledAtMs: row.spooled_at };
    }
  }

  /** The controller has everything up to `seq` of this outbox on its disk. Other outbox ids are ignored. */
  acknowledge(outboxId: string, seq: number): void {
    const upTo = Math.min(seq, this.lastSeq);
    if (outboxId !== this.outboxId || upTo <= this.ackedSeq) return;
    const gone = this.order.upTo(upTo);
    translated(() =>
      this.deps.db.transaction(() => {
        for (const { place } of gone) this.statements.remove.run(place);
        this.statements.setMeta.run('acked', String(upTo));
      })(),
    );
    this.order.forget(upTo);
    this.ackedSeq = upTo;
    this.sizeBytes -= gone.reduce((sum, { bytes }) => sum + bytes, 0);
    this.events.emit('acknowledged');
  }

  /**
   * Throws away the queue and starts a new outbox with the given frames, in one transaction. The frames are a full
   * snapshot of what is on this disk already, so the bound does not apply to them.
   */
  restart(frames: () => Iterable<SourcedFrame>): void {
    const id = newId(this.deps.clock, this.deps.random);
    const lastSeq = translated(() =>
      this.deps.db.transaction(() => {
        this.statements.removeAll.run();
        this.statements.setMeta.run('outbox', id);
        this.statements.setMeta.run('acked', '0');
        this.drops.clear();
        const last = this.insert(0, frames());
        this.statements.setMeta.run('snapshot-seq', String(last));
        return last;
      })(),
    );
    this.thinner.forget();
    this.hasDropped = false;
    this.snapshotSeq = lastSeq;
    this.outboxId = id;
    this.ackedSeq = 0;
    this.order.begin(0, 0);
    this.lastSeq = lastSeq;
    this.sizeBytes = Number(this.statements.sumBytes.get(lastSeq));
    this.events.emit('appended');
  }

  /**
   * Resolves when the frame at that place of the outbox is acknowledged, and with it all that its source told before; if
   * the outbox is started anew meanwhile, when the full snapshot is that took its place. Rejects with the signal's reason.
   */
  async settled(outboxId: string, place: number, signal: AbortSignal): Promise<void> {
    while (this.outboxId === outboxId) {
      if (place <= this.lastSeq && this.statements.frame.get(place) === undefined) return;
      await this.changed(signal);
    }
    await this.emptied(signal);
  }

  /** Resolves when all that is here now is acknowledged, or the full snapshot that took its place. */
  async emptied(signal: AbortSignal): Promise<void> {
    let [id, upTo] = [this.outboxId, this.lastSeq];
    for (;;) {
      if (this.outboxId !== id) [id, upTo] = [this.outboxId, this.lastSeq];
      const first = this.statements.firstPlace.get() as number | null;
      if (!this.hasDropped && (first === null || first > upTo)) return;
      await this.changed(signal);
    }
  }

  private changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.events.off('acknowledged', done);
        this.events.off('appended', done);
        signal.removeEventListener('abort', abort);
      };
      const done = (): void => {
        stop();
        resolve();
      };
      const abort = (): void => {
        stop();
        reject(signal.reason);
      };
      if (signal.aborted) return abort();
      this.events.on('acknowledged', done);
      this.events.on('appended', done);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** Inside a transaction. Returns the seq of the last frame. */
  private insert(afterSeq: number, frames: Iterable<SourcedFrame>): number {
    const now = this.deps.clock.now();
    let seq = afterSeq;
    for (const { frame, source } of frames) {
      seq += 1;
      this.statements.insert.run({ seq, bytes: frame.byteLength, now, frame, source });
    }
    return seq;
  }
}

/** What a transaction made of the frames. */
interface Placed {
  readonly dropped: boolean;
  /** Of the last frame. */
  readonly seq: number;
  /** Of all that waits. */
  readonly sizeBytes: number;
}

function prepare(db: Db) {
  return {
    getMeta: db.prepare('SELECT value FROM meta WHERE key = ?').pluck(),
    setMeta: db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
    count: db.prepare('SELECT count(*) FROM outbox').pluck(),
    firstPlace: db.prepare('SELECT min(seq) FROM outbox').pluck(),
    frame: db.prepare('SELECT frame, spooled_at FROM outbox WHERE seq = ?'),
    sumBytes: db.prepare('SELECT coalesce(sum(bytes), 0) FROM outbox WHERE seq <= ?').pluck(),
    insert: db.prepare(
      'INSERT INTO outbox (seq, bytes, spooled_at, frame, source) VALUES (@seq, @bytes, @now, @frame, @source)',
    ),
    after: db.prepare('SELECT seq, bytes, spooled_at, frame FROM outbox WHERE seq > ? ORDER BY seq'),
    oldest: db.prepare('SELECT spooled_at FROM outbox WHERE seq > ? ORDER BY seq LIMIT 1').pluck(),
    remove: db.prepare('DELETE FROM outbox WHERE seq = ?'),
    removeAll: db.prepare('DELETE FROM outbox'),
  };
}
