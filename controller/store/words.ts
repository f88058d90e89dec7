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

/** Writers cached at most; the oldest go first, they are still in the table. */
const WRITERS_CACHED_MAX = 2000;

export class Words {
  private readonly db: Db;
  private byName = new Map<string, number>();
  private byNo = new Map<number, string>();
  private laneNos = new Map<string, number>();
  private lanes = new Map<number, Lane>();
  private originNos = new Map<string, number>();
  private origins = new Map<number, string>();
  private writerNos = new Map<string, number>();

  constructor(db: Db) {
    this.db = db;
  }

  /** After a rolled-back transaction the caches may hold numbers that were never written. */
  reset(): void {
    for (const cache of [this.byName, this.byNo, this.laneNos, this.lanes, this.originNos, this.origins])
      cache.clear();
    this.writerNos.clear();
  }

  nameNo(name: string): number {
    return this.intern(
      this.byName,
      name,
      'SELECT no FROM names WHERE name = ?',
      'INSERT INTO names (name) VALUES (?)',
    );
  }

  name(no: number): string {
    return this.word(this.byNo, no, 'SELECT name AS word FROM names WHERE no = ?');
  }

  originNo(origin: string): number {
    const insert = 'INSERT INTO origins (id) VALUES (?)';
    return this.intern(this.originNos, origin, 'SELECT no FROM origins WHERE id = ?', insert);
  }

  origin(no: number): string {
    return this.word(this.origins, no, 'SELECT id AS word FROM origins WHERE no = ?');
  }

  laneNo(lane: Lane): number {
    const key = `${lane.site} ${lane.group}`;
    const known = this.laneNos.get(key);
    if (known !== undefined) return known;
    const row = this.findLane(lane);
    const no =
      row ??
      Number(
        this.db.prepare('INSERT INTO lanes (site, grp) VALUES (?, ?)').run(lane.site, lane.group)
          .lastInsertRowid,
      );
    this.laneNos.set(key, no);
    return no;
  }

  /** Like `laneNo`, for reads: `undefined` where nothing was ever written. */
  findLane(lane: Lane): number | undefined {
    const row = this.db.prepare('SELECT no FROM lanes WHERE site = ? AND grp = ?').get(lane.site, lane.group);
    return (row as { no: number } | undefined)?.no;
  }

  lane(no: number): Lane {
    const known = this.lanes.get(no);
    if (known) return known;
    const row = this.db.prepare('SELECT site, grp FROM lanes WHERE no = ?').get(no) as {
      site: string;
      grp: KindGroup;
    };
    const lane = { site: row.site, group: row.grp };
    this.lanes.set(no, lane);
    return lane;
  }

  /** Every lane of the group, by site. */
  lanesOf(group: KindGroup): readonly { readonly no: number; readonly site: string }[] {
    return this.db.prepare('SELECT no, site FROM lanes WHERE grp = ? ORDER BY site').all(group) as {
      no: number;
      site: string;
    }[];
  }

  writerNo(writer: Writer): number {
    const key = `${writer.changeSet}\u0000${writer.by}\u0000${writer.why}`;
    const known = this.writerNos.get(key);
    if (known !== undefined) return known;
    const find = this.db.prepare('SELECT no FROM writers WHERE change_set = ? AND by = ? AND why = ?');
    const row = find.get(writer.changeSet, writer.by, writer.why) as { no: number } | undefined;
    const insert = this.db.prepare('INSERT INTO writers (change_set, by, why) VALUES (?, ?, ?)');
    const no = row?.no ?? Number(insert.run(writer.changeSet, writer.by, writer.why).lastInsertRowid);
    const oldest = this.writerNos.keys().next().value;
    if (this.writerNos.size >= WRITERS_CACHED_MAX && oldest !== undefined) this.writerNos.delete(oldest);
    this.writerNos.set(key, no);
    return no;
  }

  writer(no: number): Writer {
    const row = this.db.prepare('SELECT change_set AS changeSet, by, why FROM writers WHERE no = ?').get(no);
    return row as Writer;
  }

  private intern(cache: Map<string, number>, word: string, find: string, insert: string): number {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const row = this.db.prepare(find).get(word) as { no: number } | undefined;
    const no = row?.no ?? Number(this.db.prepare(insert).run(word).lastInsertRowid);
    cache.set(word, no);
    return no;
  }

  private word(cache: Map<number, string>, no: number, find: string): string {
    const known = cache.get(no);
    if (known !== undefined) return known;
    const word = (this.db.prepare(find).get(no) as { word: string }).word;
    cache.set(no, word);
    return word;
  }
}
