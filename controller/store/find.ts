/**
 * The index of `find`. Each distinct word stands once, with a number; the hits of a word are records and the field that
 * has it. `find_tails` holds each MAC address that was ever seen with its digits turned round, so that all addresses
 * with one ending lie together; what has an address is asked of the lookup index and of the words.
 * Chosen by measurement against FTS5: ARCHITECTURE.md, "find".
 */
import type { Db } from './db.ts';
import type { RecordKey } from './versions.ts';

export const findSchema = `
CREATE TABLE find_words (no INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX find_words_word ON find_words (word);
CREATE TABLE find_hits (
  word INTEGER NOT NULL, kind INTEGER NOT NULL, lane INTEGER NOT NULL, id TEXT NOT NULL, field INTEGER NOT NULL,
  PRIMARY KEY (word, kind, lane, id, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE find_tails (tail INTEGER PRIMARY KEY) STRICT;
`;

/** Of words, upper bounds are exclusive, lower ones inclusive. */
export const findQueries = {
  words: 'SELECT word, no FROM find_words WHERE word >= ? AND word < ? ORDER BY word LIMIT ?',
  hits: `SELECT kind, lane, id, field FROM find_hits WHERE word = ? AND (kind, lane, id, field) > (?, ?, ?, ?)
    ORDER BY kind, lane, id, field LIMIT ?`,
  tails: 'SELECT tail FROM find_tails WHERE tail >= ? AND tail < ? ORDER BY tail LIMIT ?',
  wordAfter: 'SELECT word FROM find_words WHERE word >= ? ORDER BY word LIMIT 1 OFFSET ?',
  wordsWith:
    'SELECT word, no FROM find_words WHERE word >= ? AND word < ? AND instr(word, ?) > 0 ORDER BY word',
  hitsBegin:
    'SELECT 1 FROM find_words w CROSS JOIN find_hits h ON h.word = w.no WHERE w.word >= ? AND w.word < ? LIMIT ?',
  findWord: 'SELECT no FROM find_words WHERE word = ?',
  dropWord:
    'DELETE FROM find_words WHERE no = ? AND NOT EXISTS (SELECT 1 FROM find_hits WHERE find_hits.word = find_words.no)',
} as const;

export interface FoundWord {
  readonly word: string;
  readonly no: number;
}

export interface FoundHit {
  readonly kind: number;
  readonly lane: number;
  readonly id: string;
  readonly field: number;
}

/** Numbers of words kept in memory; beyond, all are forgotten and read anew on need. */
const WORDS_CACHED_MAX = 50_000;
/** Rows of one statement. */
const HITS_AT_ONCE = 32;
const TAILS_AT_ONCE = 64;

export class FindStore {
  private readonly statements;
  private readonly wordNos = new Map<string, number>();
  /** Of the transaction that runs. Many at once, and in the order of their keys, cost half of one by one. */
  private newHits: NewHit[] = [];
  private newTails: number[] = [];

  constructor(db: Db) {
    this.statements = prepare(db);
  }

  /** After a rolled-back transaction the cache may hold numbers that were never written. */
  reset(): void {
    this.wordNos.clear();
    this.newHits = [];
    this.newTails = [];
  }

  /** Last thing of every transaction. */
  flush(): void {
    if (this.newHits.length > 0) {
      const hits = this.newHits.sort((a, b) => a.word - b.word);
      this.newHits = [];
      inBatches(hits, HITS_AT_ONCE, {
        many: (batch) =>
          this.statements.addHits.run(
            batch.flatMap(({ word, key, field }) => [word, key.kind, key.lane, key.id, field]),
          ),
        one: ({ word, key, field }) => this.statements.addHit.run(word, key.kind, key.lane, key.id, field),
      });
    }
    if (this.newTails.length === 0) return;
    const tails = this.newTails.sort((a, b) => a - b);
    this.newTails = [];
    inBatches(tails, TAILS_AT_ONCE, {
      many: (batch) => this.statements.addTails.run(batch),
      one: (tail) => this.statements.addTail.run(tail),
    });
  }

  add(word: string, key: RecordKey, field: number): void {
    this.newHits.push({ word: this.wordNo(word), key, field });
  }

  /** A word that nothing has any more goes too. */
  remove(word: string, { kind, lane, id }: RecordKey, field: number): void {
    this.flush();
    const no = this.statements.findWord.get(word) as number | undefined;
    if (no === undefined) return;
    this.statements.removeHit.run(no, kind, lane, id, field);
    if (this.statements.dropWord.run(no).changes > 0) this.wordNos.delete(word);
  }

  addTail(tail: number): void {
    this.newTails.push(tail);
  }

  words(from: string, below: string, limit: number): FoundWord[] {
    return this.statements.words.all(from, below, limit) as FoundWord[];
  }

  hits(word: number, after: FoundHit, limit: number): FoundHit[] {
    return this.statements.hits.all(word, after.kind, after.lane, after.id, after.field, limit) as FoundHit[];
  }

  tails(from: number, below: number, limit: number): number[] {
    return this.statements.tails.all(from, below, limit) as number[];
  }

  /** How many hits the words of the range have, counted up to a bound. */
  countHits(from: string, below: string, max: number): number {
    return this.statements.hitsBegin.all(from, below, max).length;
  }

  /** The word so many places after the first one from there on; `undefined`: there are fewer. */
  wordAfter(from: string, places: number): string | undefined {
    return this.statements.wordAfter.get(from, places) as string | undefined;
  }

  /** Reads every word of the range: the caller bounds it by `wordAfter`. */
  wordsWith(part: string, from: string, below: string): FoundWord[] {
    return this.statements.wordsWith.all(from, below, part) as FoundWord[];
  }

  private wordNo(word: string): number {
    const known = this.wordNos.get(word);
    if (known !== undefined) return known;
    const found = this.statements.findWord.get(word) as number | undefined;
    const no = found ?? Number(this.statements.addWord.run(word).lastInsertRowid);
    if (this.wordNos.size >= WORDS_CACHED_MAX) this.wordNos.clear();
    this.wordNos.set(word, no);
    return no;
  }
}

interface NewHit {
  readonly word: number;
  readonly key: RecordKey;
  readonly field: number;
}

function inBatches<T>(
  all: readonly T[],
  size: number,
  add: { many(batch: readonly T[]): unknown; one(item: T): unknown },
): void {
  const whole = all.length - (all.length % size);
  for (let at = 0; at < whole; at += size) add.many(all.slice(at, at + size));
  for (const item of all.slice(whole)) add.one(item);
}

/** `(?, ?), (?, ?)`: so many rows of so many values. */
function rowsOf(count: number, values: number): string {
  const row = `(${Array.from({ length: values }, () => '?').join(', ')})`;
  return Array.from({ length: count }, () => row).join(', ');
}

function prepare(db: Db) {
  return {
    words: db.prepare(findQueries.words),
    hits: db.prepare(findQueries.hits),
    tails: db.prepare(findQueries.tails).pluck(),
    wordAfter: db.prepare(findQueries.wordAfter).pluck(),
    wordsWith: db.prepare(findQueries.wordsWith),
    findWord: db.prepare(findQueries.findWord).pluck(),
    hitsBegin: db.prepare(findQueries.hitsBegin).pluck(),
    dropWord: db.prepare(findQueries.dropWord),
    addWord: db.prepare('INSERT INTO find_words (word) VALUES (?)'),
    addHit: db.prepare(
      'INSERT OR IGNORE INTO find_hits (word, kind, lane, id, field) VALUES (?, ?, ?, ?, ?)',
    ),
    addHits: db.prepare(
      `INSERT OR IGNORE INTO find_hits (word, kind, lane, id, field) VALUES ${rowsOf(HITS_AT_ONCE, 5)}`,
    ),
    addTails: db.prepare(`INSERT OR IGNORE INTO find_tails (tail) VALUES ${rowsOf(TAILS_AT_ONCE, 1)}`),
    removeHit: db.prepare(
      'DELETE FROM find_hits WHERE word = ? AND kind = ? AND lane = ? AND id = ? AND field = ?',
    ),
    addTail: db.prepare('INSERT OR IGNORE INTO find_tails (tail) VALUES (?)'),
  };
}
