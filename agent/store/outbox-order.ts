/**
 * In which order frames leave the outbox. A frame has a place, where it was spooled, and gets a number when it is handed
 * to a session, by which the other side knows it; the two are the same until something overtakes.
 *
 * After a long absence much may wait, and what is read now is wanted now: it goes first. What the same source told before
 * it goes before it, for a difference means something only after the one before it. Where that is too much, and where it is
 * not known whose a waiting frame is, nothing overtakes.
 *
 * Numbers are in memory alone. A process that ends with frames under way does not know what became of them, and begins
 * anew if the other side holds any; a number is never given to another frame while this process lives.
 */
import type { Db } from './db.ts';

/** What one source told before, that may go out with its newest frame ahead of all others. */
export const FORWARD_BYTES_MAX = 262_144;
/** New frames that are looked at to find one that may go ahead. */
const LOOKED_AT_MAX = 64;

/** A frame on disk. */
export interface PlacedFrame {
  readonly place: number;
  readonly bytes: number;
}

export interface HandedFrame extends PlacedFrame {
  readonly seq: number;
}

interface SourcedPlace extends PlacedFrame {
  readonly source: string;
}

export class OutboxOrder {
  private readonly statements;
  /** Not acknowledged, by number. */
  private under: HandedFrame[] = [];
  private lastSeq = 0;
  /** All up to this place are handed. */
  private cursor = 0;
  /** Handed before those in front of them: place -> source. */
  private readonly early = new Map<number, string>();

  constructor(db: Db) {
    this.statements = {
      next: db.prepare('SELECT seq AS place, bytes, source FROM outbox WHERE seq > ? ORDER BY seq LIMIT 1'),
      after: db.prepare('SELECT seq AS place, bytes, source FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?'),
      ofSource: db.prepare(
        'SELECT seq AS place, bytes, source FROM outbox WHERE source = ? AND seq > ? AND seq <= ? ORDER BY seq',
      ),
      unknown: db.prepare("SELECT 1 FROM outbox WHERE source = '' AND seq > ? LIMIT 1").pluck(),
      bytesOfSource: db
        .prepare('SELECT coalesce(sum(bytes), 0) FROM outbox WHERE source = ? AND seq > ? AND seq <= ?')
        .pluck(),
    };
  }

  /** Highest number that was given. */
  get handedSeq(): number {
    return this.lastSeq;
  }

  /** Up to here nothing waits to be handed. */
  get handedPlace(): number {
    return this.cursor;
  }

  /** Nothing is under way; the next number is the one after this. Places begin behind `place`. */
  begin(seq: number, place: number): void {
    this.under = [];
    this.early.clear();
    this.lastSeq = seq;
    this.cursor = place;
  }

  /** What waits was dropped, and what is under way with it. */
  dropped(): void {
    this.begin(this.lastSeq, this.cursor);
  }

  /** Up to which place nothing of the source may be changed any more. */
  handedOf(source: string): number {
    let place = this.cursor;
    for (const [at, whose] of this.early) if (whose === source) place = Math.max(place, at);
    return place;
  }

  /** Frames behind the cursor that are handed already. */
  isHanded(place: number): boolean {
    return this.early.has(place);
  }

  /** Those under way behind the number. */
  underWay(afterSeq: number): readonly HandedFrame[] {
    return this.under.slice(this.indexAfter(afterSeq));
  }

  /** The first of them. */
  firstUnderWay(afterSeq: number): HandedFrame | undefined {
    return this.under[this.indexAfter(afterSeq)];
  }

  /** Numbers are dense. */
  private indexAfter(seq: number): number {
    return Math.max(0, seq + 1 - (this.lastSeq + 1 - this.under.length));
  }

  /** Hands what is next by place; `undefined`: nothing waits. */
  handNext(): HandedFrame | undefined {
    const row = this.next();
    return row && this.hand(row);
  }

  /** What `handNext` would hand. */
  next(): SourcedPlace | undefined {
    for (;;) {
      const row = this.statements.next.get(this.cursor) as SourcedPlace | undefined;
      if (!row || !this.early.has(row.place)) return row;
      this.pass(row.place);
    }
  }

  /** Hands the first of the frames that lead to one behind the place, if one of those may overtake what waits. */
  handAhead(behind: number): HandedFrame | undefined {
    if (this.cursor >= behind || this.statements.unknown.get(this.cursor) !== undefined) return undefined;
    const fresh = this.statements.after.all(behind, LOOKED_AT_MAX + this.early.size) as SourcedPlace[];
    const blocked = new Set<string>();
    for (const row of fresh) {
      if (this.early.has(row.place) || blocked.has(row.source)) continue;
      const from = this.handedOf(row.source);
      if (this.mayGo(row, from)) {
        const [first] = this.statements.ofSource.all(row.source, from, row.place) as SourcedPlace[];
        return first && this.hand(first);
      }
      blocked.add(row.source);
    }
    return undefined;
  }

  /** Everything up to the number is with the other side: where those frames lie. */
  upTo(seq: number): readonly HandedFrame[] {
    // More than was handed: the other side is mistaken about what was sent, not about what it has.
    while (this.lastSeq < seq && this.handNext());
    return this.under.slice(0, this.indexAfter(seq));
  }

  /** As `upTo`, once they are off the disk. */
  forget(seq: number): void {
    for (const { place } of this.under.splice(0, this.indexAfter(seq))) this.early.delete(place);
  }

  private mayGo({ source, place, bytes }: SourcedPlace, from: number): boolean {
    const leading = Number(this.statements.bytesOfSource.get(source, from, place)) - bytes;
    return leading <= FORWARD_BYTES_MAX;
  }

  private hand({ place, bytes, source }: SourcedPlace): HandedFrame {
    this.lastSeq += 1;
    const handed = { place, bytes, seq: this.lastSeq };
    this.under.push(handed);
    const isNext = (this.statements.next.get(this.cursor) as SourcedPlace | undefined)?.place === place;
    if (isNext) this.pass(place);
    else this.early.set(place, source);
    return handed;
  }

  private pass(place: number): void {
    this.cursor = place;
    this.early.delete(place);
  }
}
