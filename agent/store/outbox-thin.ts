/** Coalescing on disk: when the waiting frames of one source are worth a pass, and the pass itself. */
import { Coalescer } from '../../shared/delta/index.ts';
import type { Db } from './db.ts';

/** Up to so many waiting bytes of one source, each append makes a pass: a record that changed ten times costs one. */
export const THIN_ALWAYS_BYTES = 16_384;
/** Above, a pass is made when there is so much more than the last one left: a byte is read again only a few times. */
const THIN_GROWTH = 2;

export class OutboxThinner {
  private readonly statements;
  /** Bytes that the last pass left, by source; as many as the agent has sources. */
  private readonly leftBytes = new Map<string, number>();

  constructor(db: Db) {
    this.statements = {
      waiting: db.prepare(
        'SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes FROM outbox WHERE source = ? AND seq > ?',
      ),
      sources: db.prepare("SELECT DISTINCT source FROM outbox WHERE source <> '' ORDER BY source").pluck(),
      seqs: db.prepare('SELECT seq FROM outbox WHERE source = ? AND seq > ? ORDER BY seq DESC').pluck(),
      frame: db.prepare('SELECT frame FROM outbox WHERE seq = ?').pluck(),
      replace: db.prepare('UPDATE outbox SET frame = ?, bytes = ? WHERE seq = ?'),
    };
  }

  /** Thins the frames of the source after the seq, if that is due. Inside a transaction. Returns the bytes that it freed. */
  ifDue(source: string, afterSeq: number): number {
    const { count, bytes } = this.statements.waiting.get(source, afterSeq) as {
      count: number;
      bytes: number;
    };
    const isDue = bytes <= THIN_ALWAYS_BYTES || bytes >= THIN_GROWTH * (this.leftBytes.get(source) ?? 0);
    return count > 1 && isDue ? this.thin(source, afterSeq) : 0;
  }

  /** All sources, each after its own seq, due or not: there is no room otherwise. */
  all(afterSeqOf: (source: string) => number): number {
    let freedBytes = 0;
    for (const source of this.statements.sources.all() as string[])
      freedBytes += this.thin(source, afterSeqOf(source));
    return freedBytes;
  }

  /** The outbox begins anew. */
  forget(): void {
    this.leftBytes.clear();
  }

  private thin(source: string, afterSeq: number): number {
    const coalescer = new Coalescer();
    let [freedBytes, leftBytes] = [0, 0];
    for (const seq of this.statements.seqs.all(source, afterSeq) as number[]) {
      const before = this.statements.frame.get(seq) as Uint8Array;
      const after = coalescer.thin(before);
      leftBytes += after.byteLength;
      if (after === before) continue;
      freedBytes += before.byteLength - after.byteLength;
      this.statements.replace.run(after, after.byteLength, seq);
    }
    this.leftBytes.set(source, leftBytes);
    return freedBytes;
  }
}
