/**
 * Numbers that only rise: positions, stamps and the seq of each (lane, origin); and the tally of records by kind.
 * Taken in memory, written in the transaction that used them; a rolled-back transaction gives them back, so no
 * number is ever used twice.
 */
import { nextHlc } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

interface Head {
  readonly lane: number;
  readonly origin: number;
  seq: number;
  dirty: boolean;
}

export interface Tally {
  readonly lane: number;
  readonly kind: number;
  readonly n: number;
}

export class Counters {
  private readonly statements;
  private pos = 0;
  private hlc = 0;
  private dirty = false;
  private readonly heads = new Map<string, Head>();
  private lastHead: Head | undefined;
  private readonly tallied = new Map<string, { lane: number; kind: number; by: number }>();

  constructor(db: Db) {
    this.statements = {
      read: db.prepare('SELECT value FROM counters WHERE name = ?').pluck(),
      write: db.prepare(
        'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      ),
      head: db.prepare('SELECT seq FROM heads WHERE lane = ? AND origin = ?').pluck(),
      writeHead: db.prepare(
        'INSERT INTO heads (lane, origin, seq) VALUES (?, ?, ?) ON CONFLICT (lane, origin) DO UPDATE SET seq = excluded.seq',
      ),
      tally: db.prepare(
        'INSERT INTO tallies (lane, kind, n) VALUES (?, ?, ?) ON CONFLICT (lane, kind) DO UPDATE SET n = n + excluded.n',
      ),
      tallies: db.prepare('SELECT lane, kind, n FROM tallies'),
    };
    this.reset();
  }

  /** Back to what is on disk. */
  reset(): void {
    this.pos = Number(this.statements.read.get('pos') ?? 0);
    this.hlc = Number(this.statements.read.get('hlc') ?? 0);
    this.dirty = false;
    this.heads.clear();
    this.lastHead = undefined;
    this.tallied.clear();
  }

  get position(): number {
    return this.pos;
  }

  /** The last stamp that was given; 0 before the first. */
  get newestHlc(): number {
    return this.hlc;
  }

  nextPos(): number {
    this.dirty = true;
    this.pos += 1;
    return this.pos;
  }

  nextHlc(nowMs: number): number {
    this.dirty = true;
    this.hlc = nextHlc(this.hlc, nowMs);
    return this.hlc;
  }

  nextSeq(lane: number, origin: number): number {
    const head = this.head(lane, origin);
    head.seq += 1;
    head.dirty = true;
    return head.seq;
  }

  /** Records of a kind that are there: one more or one less. */
  tally(lane: number, kind: number, by: 1 | -1): void {
    const key = `${lane} ${kind}`;
    const known = this.tallied.get(key);
    if (known) known.by += by;
    else this.tallied.set(key, { lane, kind, by });
  }

  /** As of the last transaction. */
  tallies(): readonly Tally[] {
    return this.statements.tallies.all() as Tally[];
  }

  /** Last thing of every transaction: writes the numbers that it took. */
  flush(): void {
    if (!this.dirty) return;
    this.dirty = false;
    this.statements.write.run('pos', this.pos);
    this.statements.write.run('hlc', this.hlc);
    for (const head of this.heads.values()) {
      if (head.dirty) this.statements.writeHead.run(head.lane, head.origin, head.seq);
      head.dirty = false;
    }
    for (const { lane, kind, by } of this.tallied.values()) this.statements.tally.run(lane, kind, by);
    this.tallied.clear();
  }

  private head(lane: number, origin: number): Head {
    const last = this.lastHead;
    if (last && last.lane === lane && last.origin === origin) return last;
    const key = `${lane} ${origin}`;
    let head = this.heads.get(key);
    if (!head) {
      head = { lane, origin, seq: Number(this.statements.head.get(lane, origin) ?? 0), dirty: false };
      this.heads.set(key, head);
    }
    this.lastHead = head;
    return head;
  }
}
