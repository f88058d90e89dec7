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

  constructor(db: Db) {
    this.statements = prepare(db);
    this.names = new WordTable(this.statements.names);
    this.origins = new WordTable(this.statements.origins);
  }

  /** After a rolled-back transaction the caches may hold numbers that were never written. */
  reset(): void {
    this.names.reset();
    this.origins.reset();
    for (const cache of [this.laneNos, this.lanes, this.writerNos, this.writers]) cache.clear();
  }

  nameNo(name: string): number {
    return this.names.no(name);
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

  /** Forgets writers whose last version has gone. */
  pruneWriters(nos: Iterable<number>): void {
    for (const no of nos) this.statements.pruneWriter.run(no);
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
    const known = this.nos.get(word);
    if (known !== undefined) return known;
    const found = this.statements.find.get(word) as number | undefined;
    const no = found ?? Number(this.statements.add.run(word).lastInsertRowid);
    this.nos.set(word, no);
    return no;
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
    pruneWriter: db.prepare(wordQueries.pruneWriter),
  };
}

export const wordQueries = {
  pruneWriter: `DELETE FROM writers WHERE no = ? AND NOT EXISTS (SELECT 1 FROM versions WHERE writer = writers.no)
    AND NOT EXISTS (SELECT 1 FROM history WHERE writer = writers.no)`,
} as const;
