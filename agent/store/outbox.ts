/**
 * The durable outbox: frames in order, dropped only when the controller says that they are on its disk.
 *
 * Invariants
 *   seq is dense from 1 within one outbox id; a frame and the snapshot that it came from are one transaction
 *   a new outbox id starts empty, with a full snapshot, and never reuses a seq
 */
import { EventEmitter } from 'node:events';
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import type { Db } from './db.ts';
import { translated } from './translate.ts';

export interface OutboxEntry {
  readonly seq: number;
  readonly frame: Uint8Array;
  readonly spooledAtMs: number;
}

export interface OutboxDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Random;
  /** Bytes on disk; a scan over it is refused with OUTBOX_FULL and changes nothing. */
  readonly maxBytes: number;
}

export class Outbox {
  /** `appended` and `acknowledged`; no listener holds data. */
  readonly events: EventEmitter<{ appended: []; acknowledged: [] }> = new EventEmitter();
  private readonly deps: OutboxDeps;
  private readonly statements;
  private outboxId: string;
  private lastSeq: number;
  private ackedSeq: number;
  private handedSeq: number;
  private sizeBytes: number;

  constructor(deps: OutboxDeps) {
    this.deps = deps;
    this.events.setMaxListeners(0);
    this.statements = prepare(deps.db);
    const id = this.statements.getMeta.get('outbox') as string | undefined;
    this.outboxId = id ?? newId(deps.clock, deps.random);
    this.ackedSeq = Number(this.statements.getMeta.get('acked') ?? 0);
    this.lastSeq = Math.max(this.ackedSeq, Number(this.statements.maxSeq.get() ?? 0));
    this.handedSeq = this.ackedSeq;
    this.sizeBytes = Number(this.statements.sumBytes.get(this.lastSeq));
    if (id === undefined) translated(() => this.statements.setMeta.run('outbox', this.outboxId));
  }

  get id(): string {
    return this.outboxId;
  }

  /** Highest delta on disk. */
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
    return this.handedSeq;
  }

  /** A delta is about to be sent. */
  sending(seq: number): void {
    this.handedSeq = Math.max(this.handedSeq, seq);
  }

  get bytes(): number {
    return this.sizeBytes;
  }

  /**
   * One transaction around `work` and the frames that it gives, which go behind what is there. Either both are durable
   * when this returns, or neither is. Returns the seq of the last frame. Errors: OUTBOX_FULL, DISK_FULL.
   */
  append(work: () => readonly Uint8Array[]): number {
    const { seq, addedBytes } = translated(() =>
      this.deps.db.transaction(() => {
        const frames = work();
        const addedBytes = frames.reduce((sum, frame) => sum + frame.byteLength, 0);
        if (this.sizeBytes + addedBytes > this.deps.maxBytes) {
          throw new WaysideError('OUTBOX_FULL', `the outbox is at its bound of ${this.deps.maxBytes} bytes`, {
            hint: 'The controller has not acknowledged for long; see `wayside agent ls` for the reason.',
          });
        }
        return { seq: this.insert(this.lastSeq, frames), addedBytes };
      })(),
    );
    this.lastSeq = seq;
    this.sizeBytes += addedBytes;
    this.events.emit('appended');
    return seq;
  }

  /** Frames after `seq`, oldest first, up to `maxBytes` of them but at least one. */
  after(seq: number, maxBytes: number): OutboxEntry[] {
    const entries: OutboxEntry[] = [];
    let bytes = 0;
    for (const row of this.statements.after.iterate(seq) as IterableIterator<{
      seq: number;
      frame: Uint8Array;
      spooled_at: number;
    }>) {
      if (entries.length > 0 && bytes + row.frame.byteLength > maxBytes) break;
      entries.push({ seq: row.seq, frame: row.frame, spooledAtMs: row.spooled_at });
      bytes += row.frame.byteLength;
    }
    return entries;
  }

  /** The controller has everything up to `seq` of this outbox on its disk. Other outbox ids are ignored. */
  acknowledge(outboxId: string, seq: number): void {
    const upTo = Math.min(seq, this.lastSeq);
    if (outboxId !== this.outboxId || upTo <= this.ackedSeq) return;
    const freedBytes = translated(() =>
      this.deps.db.transaction(() => {
        const bytes = Number(this.statements.sumBytes.get(upTo));
        this.statements.remove.run(upTo);
        this.statements.setMeta.run('acked', String(upTo));
        return bytes;
      })(),
    );
    this.ackedSeq = upTo;
    this.sending(upTo);
    this.sizeBytes -= freedBytes;
    this.events.emit('acknowledged');
  }

  /**
   * Throws away the queue and starts a new outbox with the given frames, in one transaction. The frames are a full
   * snapshot of what is on this disk already, so the bound does not apply to them.
   */
  restart(frames: () => Iterable<Uint8Array>): void {
    const id = newId(this.deps.clock, this.deps.random);
    const lastSeq = translated(() =>
      this.deps.db.transaction(() => {
        this.statements.remove.run(this.lastSeq);
        this.statements.setMeta.run('outbox', id);
        this.statements.setMeta.run('acked', '0');
        return this.insert(0, frames());
      })(),
    );
    this.outboxId = id;
    this.ackedSeq = 0;
    this.handedSeq = 0;
    this.lastSeq = lastSeq;
    this.sizeBytes = Number(this.statements.sumBytes.get(lastSeq));
    this.events.emit('appended');
  }

  /**
   * Resolves when everything up to `seq` of the outbox is acknowledged; if the outbox is started anew meanwhile, when
   * the full snapshot is that took its place. Rejects with the signal's reason.
   */
  async settled(outboxId: string, seq: number, signal: AbortSignal): Promise<void> {
    let [id, upTo] = [outboxId, seq];
    for (;;) {
      if (this.outboxId !== id) [id, upTo] = [this.outboxId, this.lastSeq];
      if (this.ackedSeq >= upTo) return;
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
  private insert(afterSeq: number, frames: Iterable<Uint8Array>): number {
    const now = this.deps.clock.now();
    let seq = afterSeq;
    for (const frame of frames) {
      seq += 1;
      this.statements.insert.run({ seq, bytes: frame.byteLength, now, frame });
    }
    return seq;
  }
}

function prepare(db: Db) {
  return {
    getMeta: db.prepare('SELECT value FROM meta WHERE key = ?').pluck(),
    setMeta: db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
    maxSeq: db.prepare('SELECT max(seq) FROM outbox').pluck(),
    sumBytes: db.prepare('SELECT coalesce(sum(bytes), 0) FROM outbox WHERE seq <= ?').pluck(),
    insert: db.prepare(
      'INSERT INTO outbox (seq, bytes, spooled_at, frame) VALUES (@seq, @bytes, @now, @frame)',
    ),
    after: db.prepare('SELECT seq, bytes, spooled_at, frame FROM outbox WHERE seq > ? ORDER BY seq'),
    remove: db.prepare('DELETE FROM outbox WHERE seq <= ?'),
  };
}
