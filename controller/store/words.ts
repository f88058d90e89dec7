/** Words that repeat in every row, kept as small numbers; both ways cached. Bounded by the number of distinct words. */
import type { KindGroup } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

export interface Lane {
  readonly site: string;
  readonly group: KindGroup;
}

export interface Writer {
  readonly changeSet: string;
  readonly by: string;
  readonly why: string;
}

/** Writers cached at most, each way; the oldest go first, they are still in the table. */
const WRITERS_CACHED_MAX = 2000;

export class Words {
  private readonly statements;
  private readonly names;
  private readonly origins;
  private readonly laneNos = new Map<string, number>();
  private readonly lanes = new Map<number, Lane>();
  private readonly writerNos = new Map<string, number>();
  private readonly writers = new Map<number, Writer>();
  /** New versions by writer, of the transaction that runs. */
  private readonly written = new Map<number, number>();

  constructor(db: Db) {
    this.statements = prepare(db);
    this.names = new WordTable(this.statements.names);
    this.origins = new WordTable(this.statements.origins);
  }

  /** After a rolled-back transaction the caches may hold numbers that were never written. */
  reset(): void {
    this.names.reset();
    this.origins.reset();
    for (const cache of [this.laneNos, this.lanes, this.writerNos, this.writers, this.written]) cache.clear();
  }

  nameNo(name: string): number {
    return this.names.no(name);
  }

  /** Like `nameNo`, for reads: `undefined` where nothing was ever written. */
  findName(name: string): number | undefined {
    return this.names.find(name);
  }

  name(no: number): string {
    return this.names.word(no);
  }

  originNo(origin: string): number {
    return this.origins.no(origin);
  }

  origin(no: number): string {
    return this.origins.word(no);
  }

  laneNo(lane: Lane): number {
    return this.findLane(lane) ?? this.addLane(lane);
  }

  /** Like `laneNo`, for reads: `undefined` where nothing was ever written. */
  findLane(lane: Lane): number | undefined {
    const key = `${lane.site} ${lane.group}`;
    const known = this.laneNos.get(key);
    if (known !== undefined) return known;
    const no = this.statements.laneNo.get(lane.site, lane.group) as number | undefined;
    if (no !== undefined) this.laneNos.set(key, no);
    return no;
  }

  lane(no: number): Lane {
    const known = this.lanes.get(no);
    if (known) return known;
    const lane = this.statements.lane.get(no) as Lane;
    this.lanes.set(no, lane);
    return lane;
  }

  /** Every lane of the group, by site. */
  lanesOf(group: KindGroup): readonly { readonly no: number; readonly site: string }[] {
    return this.statements.lanesOf.all(group) as { no: number; site: string }[];
  }

  writerNo(writer: Writer): number {
    const { changeSet, by, why } = writer;
    const key = `${changeSet}\u0000${by}\u0000${why}`;
    const known = this.writerNos.get(key);
    if (known !== undefined) return known;
    const found = this.statements.writerNo.get(changeSet, by, why) as number | undefined;
    const no = found ?? Number(this.statements.addWriter.run(changeSet, by, why).lastInsertRowid);
    return remember(this.writerNos, key, no);
  }

  writer(no: number): Writer {
    return this.writers.get(no) ?? remember(this.writers, no, this.statements.writer.get(no) as Writer);
  }

  /** One more version is the writer's; told to the table by `flush`. */
  addVersion(writer: number): void {
    this.written.set(writer, (this.written.get(writer) ?? 0) + 1);
  }

  /** Last thing of every transaction. */
  flush(): void {
    for (const [no, count] of this.written) this.statements.countVersions.run(count, no);
    this.written.clear();
  }

  /** Versions have gone for good, one writer each; who has none left is forgotten. */
  dropVersions(writers: readonly number[]): void {
    const gone = new Map<number, number>();
    for (const no of writers) gone.set(no, (gone.get(no) ?? 0) + 1);
    for (const [no, count] of gone) {
      this.statements.countVersions.run(-count, no);
      this.statements.pruneWriter.run(no);
    }
    this.writerNos.clear();
    this.writers.clear();
  }

  private addLane(lane: Lane): number {
    const no = Number(this.statements.addLane.run(lane.site, lane.group).lastInsertRowid);
    this.laneNos.set(`${lane.site} ${lane.group}`, no);
    return no;
  }
}

interface WordStatements {
  readonly find: { get(word: string): unknown };
  readonly add: { run(word: string): { readonly lastInsertRowid: number | bigint } };
  readonly word: { get(no: number): unknown };
}

/** One table of words, with both directions in memory. */
class WordTable {
  private readonly statements: WordStatements;
  private readonly nos = new Map<string, number>();
  private readonly words = new Map<number, string>();

  constructor(statements: WordStatements) {
    this.statements = statements;
  }

  no(word: string): number {
    const found = this.find(word);
    if (found !== undefined) return found;
    const no = Number(this.statements.add.run(word).lastInsertRowid);
    this.nos.set(word, no);
    return no;
  }

  find(word: string): number | undefined {
    const known = this.nos.get(word);
    if (known !== undefined) return known;
    const found = this.statements.find.get(word) as number | undefined;
    if (found !== undefined) this.nos.set(word, found);
    return found;
  }

  word(no: number): string {
    const known = this.words.get(no);
    if (known !== undefined) return known;
    const word = this.statements.word.get(no) as string;
    this.words.set(no, word);
    return word;
  }

  reset(): void {
    this.nos.clear();
    this.words.clear();
  }
}

function remember<K, V>(cache: Map<K, V>, key: K, value: V): V {
  const oldest = cache.keys().next().value;
  if (cache.size >= WRITERS_CACHED_MAX && oldest !== undefined) cache.delete(oldest);
  cache.set(key, value);
  return value;
}

function prepare(db: Db) {
  return {
    names: {
      find: db.prepare('SELECT no FROM names WHERE name = ?').pluck(),
      add: db.prepare('INSERT INTO names (name) VALUES (?)'),
      word: db.prepare('SELECT name FROM names WHERE no = ?').pluck(),
    },
    origins: {
      find: db.prepare('SELECT no FROM origins WHERE id = ?').pluck(),
      add: db.prepare('INSERT INTO origins (id) VALUES (?)'),
      word: db.prepare('SELECT id FROM origins WHERE no = ?').pluck(),
    },
    laneNo: db.prepare('SELECT no FROM lanes WHERE site = ? AND grp = ?').pluck(),
    addLane: db.prepare('INSERT INTO lanes (site, grp) VALUES (?, ?)'),
    lane: db.prepare('SELECT site, grp AS "group" FROM lanes WHERE no = ?'),
    lanesOf: db.prepare('SELECT no, site FROM lanes WHERE grp = ? ORDER BY site'),
    writerNo: db.prepare('SELECT no FROM writers WHERE change_set = ? AND by = ? AND why = ?').pluck(),
    addWriter: db.prepare('INSERT INTO writers (change_set, by, why) VALUES (?, ?, ?)'),
    writer: db.prepare('SELECT change_set AS changeSet, by, why FROM writers WHERE no = ?'),
    countVersions: db.prepare(wordQueries.countVersions),
    pruneWriter: db.prepare(wordQueries.pruneWriter),
  };
}

export const wordQueries = {
  countVersions: 'UPDATE writers SET versions = versions + ? WHERE no = ?',
  pruneWriter: 'DELETE FROM writers WHERE no = ? AND versions = 0',
} as const;
