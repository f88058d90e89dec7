/**
 * Numbers that only rise: positions, stamps and the seq of each (lane, origin). Taken in memory, written in the
 * transaction that used them; a rolled-back transaction gives them back, so no number is ever used twice.
 */
import { nextHlc } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

export class Counters {
  private readonly statements;
  private pos = 0;
  private hlc = 0;
  private heads = new Map<string, { lane: number; origin: number; seq: number; dirty: boolean }>();

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
    };
    this.reset();
  }

  reset(): void {
    this.pos = Number(this.statements.read.get('pos') ?? 0);
    this.hlc = Number(this.statements.read.get('hlc') ?? 0);
    this.heads.clear();
  }

  get position(): number {
    return this.pos;
  }

  nextPos(): number {
    this.pos += 1;
    return this.pos;
  }

  nextHlc(nowMs: number): number {
    this.hlc = nextHlc(this.hlc, nowMs);
    return this.hlc;
  }

  nextSeq(lane: number, origin: number): number {
    const key = `${lane} ${origin}`;
    let head = this.heads.get(key);
    if (!head) {
      head = { lane, origin, seq: Number(this.statements.head.get(lane, origin) ?? 0), dirty: false };
      this.heads.set(key, head);
    }
    head.seq += 1;
    head.dirty = true;
    return head.seq;
  }

  /** Last thing of every transaction that took a number. */
  flush(): void {
    this.statements.write.run('pos', this.pos);
    this.statements.write.run('hlc', this.hlc);
    for (const head of this.heads.values()) {
      if (head.dirty) this.statements.writeHead.run(head.lane, head.origin, head.seq);
      head.dirty = false;
    }
  }
}
