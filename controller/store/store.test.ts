import { describe, expect, it, onTestFinished } from 'vitest';
import { DATABASE_DEFAULTS, openDatabase } from './database.ts';
import { Store } from './store.ts';
import type { VersionRow } from './versions.ts';

function open(): Store {
  const store = new Store(openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS }));
  onTestFinished(() => store.close());
  return store;
}

/** One version of one record, with the next numbers of the store. */
function put(store: Store, id: string, over: Partial<VersionRow> = {}): VersionRow {
  const lane = store.words.laneNo({ site: 'ams1', group: 'net' });
  const origin = over.origin ?? store.words.originNo('a.1');
  const row: VersionRow = {
    pos: store.counters.nextPos(),
    lane,
    kind: store.words.nameNo('port'),
    id,
    section: store.words.nameNo('status'),
    origin,
    seq: store.counters.nextSeq(lane, origin),
    held: 0,
    op: 'put',
    hlc: store.counters.nextHlc(1_800_000_000_000),
    epoch: 1,
    ctx: null,
    field_dots: null,
    body: `{"name":"${'x'.repeat(900)}"}`,
    writer: store.words.writerNo({ changeSet: 'cs', by: 'test', why: '' }),
    hash: new Uint8Array(32),
    extra: null,
    ...over,
  };
  store.versions.insert(row);
  store.words.addVersion(row.writer);
  return row;
}

describe('one transaction', () => {
  it('that fails gives its numbers back, so that none is used twice and none is left out', () => {
    const store = open();
    const first = store.write(() => put(store, 'p1'));
    expect(() =>
      store.write(() => {
        put(store, 'p2');
        store.words.nameNo('only here');
        throw new Error('no');
      }),
    ).toThrow('no');
    const second = store.write(() => put(store, 'p3'));
    expect([second.pos, second.seq]).toEqual([first.pos + 1, first.seq + 1]);
    expect(second.hlc).toBeGreaterThan(first.hlc);
    const kept = store.words.nameNo('now kept');
    expect(store.words.name(kept)).toBe('now kept');
    expect(store.db.prepare("SELECT count(*) FROM names WHERE name = 'only here'").pluck().get()).toBe(0);
  });

  it('is found whole by the next process', () => {
    const store = open();
    const row = store.write(() => put(store, 'p1'));
    const again = new Store(store.db);
    expect(again.counters.position).toBe(row.pos);
    expect(again.write(() => put(again, 'p2'))).toMatchObject({ pos: row.pos + 1, seq: row.seq + 1 });
  });

  it('numbers each lane and origin on its own, without gaps', () => {
    const store = open();
    const rows = [1, 2, 3].flatMap((round) =>
      store.write(() => [
        put(store, `a${round}`),
        put(store, `b${round}`, { origin: store.words.originNo('b.1') }),
        put(store, `c${round}`, {
          lane: store.words.laneNo({ site: 'ams2', group: 'net' }),
          seq: store.counters.nextSeq(store.words.laneNo({ site: 'ams2', group: 'net' }), 1),
        }),
      ]),
    );
    const seqs = new Map<string, number[]>();
    for (const row of rows)
      seqs.set(`${row.lane} ${row.origin}`, [...(seqs.get(`${row.lane} ${row.origin}`) ?? []), row.seq]);
    expect(seqs.get('1 2')).toEqual([1, 2, 3]);
    expect(seqs.get('2 1')).toEqual([1, 2, 3]);
    expect(rows.map((row) => row.pos)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('inside another keeps the numbers of the whole when it fails alone', () => {
    const store = open();
    const rows = store.write(() => {
      const before = put(store, 'p1');
      expect(() =>
        store.write(() => {
          put(store, 'p2');
          throw new Error('part');
        }),
      ).toThrow('part');
      return [before, put(store, 'p3')];
    });
    expect(rows.map((row) => row.pos)).toEqual([1, 2]);
    expect(rows.map((row) => row.seq)).toEqual([1, 2]);
    expect(store.versions.since(0, 10).map((row) => row.id)).toEqual(['p1', 'p3']);
  });

  it('inside another is undone with it, and whoever listens is told', () => {
    const store = open();
    let told = 0;
    store.onRollback(() => {
      told += 1;
    });
    expect(() =>
      store.write(() => {
        store.write(() => put(store, 'p1'));
        throw new Error('whole');
      }),
    ).toThrow('whole');
    expect(told).toBe(1);
    expect(store.counters.position).toBe(0);
    expect(store.versions.since(0, 10)).toEqual([]);
  });

  it('that takes no number writes none', () => {
    const store = open();
    store.write(() => store.meta.set('a', '1'));
    expect(store.db.prepare('SELECT count(*) FROM counters').pluck().get()).toBe(0);
  });
});

describe('a full disk', () => {
  it('refuses the write as DISK_FULL, keeps nothing of it, and takes writes again once there is room', () => {
    const store = open();
    const first = store.write(() => put(store, 'p0'));
    const pages = Number(store.db.pragma('page_count', { simple: true }));
    store.db.pragma(`max_page_count = ${pages + 4}`);
    const many = (): void => {
      for (let i = 1; i <= 200; i += 1) put(store, `p${i}`);
    };
    expect(() => store.write(many)).toThrow(
      expect.objectContaining({ code: 'DISK_FULL', hint: expect.stringContaining('Free space') }),
    );
    expect(store.versions.since(0, 10).map((row) => row.id)).toEqual(['p0']);
    expect(store.counters.position).toBe(first.pos);
    expect(store.db.inTransaction).toBe(false);
    // Reads go on meanwhile.
    expect(store.versions.record({ lane: first.lane, kind: first.kind, id: 'p0' })).toHaveLength(1);
    store.db.pragma('max_page_count = 1000000');
    store.write(many);
    const rows = store.versions.since(0, 1000);
    expect(rows.map((row) => row.pos)).toEqual(Array.from({ length: 201 }, (_, i) => i + 1));
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 201 }, (_, i) => i + 1));
  });

  it('met inside a part refuses the whole', () => {
    const store = open();
    store.write(() => put(store, 'p0'));
    store.db.pragma(`max_page_count = ${Number(store.db.pragma('page_count', { simple: true })) + 4}`);
    expect(() =>
      store.write(() => {
        put(store, 'before');
        store.write(() => {
          for (let i = 1; i <= 200; i += 1) put(store, `p${i}`);
        });
      }),
    ).toThrow(expect.objectContaining({ code: 'DISK_FULL' }));
    expect(store.versions.since(0, 10).map((row) => row.id)).toEqual(['p0']);
    expect(store.counters.position).toBe(1);
  });
});

describe('the store', () => {
  it('says whether it can be read: S1.2', () => {
    const store = open();
    expect(store.problem()).toBeUndefined();
    store.db.exec('ALTER TABLE tallies RENAME TO gone');
    expect(store.problem()).toContain('tallies');
    store.db.exec('ALTER TABLE gone RENAME TO tallies');
    expect(store.problem()).toBeUndefined();
    store.close();
    expect(store.problem()).toBe('the store is closed');
  });

  it('keeps held versions apart: forwarded, beside what counts, and never read as a value', () => {
    const store = open();
    const { counted, held } = store.write(() => ({
      counted: put(store, 'p1'),
      held: put(store, 'p1', { held: 1, body: '{"name":"held"}' }),
    }));
    const key = { lane: counted.lane, kind: counted.kind, id: 'p1' };
    const feed = store.versions.laneSince({ lane: key.lane, origin: counted.origin, seq: 0 }, 10);
    expect(feed.map((row) => row.held)).toEqual([0, 1]);
    expect(store.versions.laneSince({ lane: key.lane, origin: counted.origin, seq: 1 }, 10)).toHaveLength(1);
    const everywhere = [
      store.versions.record(key),
      store.versions.current(key),
      store.versions.since(0, 10),
      store.versions.list({ ...key, afterId: '', belowId: '{' }, 10),
    ];
    for (const rows of everywhere) expect(rows.map((row) => row.pos)).toEqual([counted.pos]);
    // One held version of an origin at most, like those that count.
    expect(() => store.write(() => put(store, 'p1', { held: 1 }))).toThrow(/UNIQUE/);
    store.write(() => store.versions.archive(held.pos, 1));
    expect(store.versions.history(key, 1e9, 10)).toEqual([]);
  });

  it('moves what is superseded to the history as it was', () => {
    const store = open();
    const row = store.write(() => put(store, 'p1'));
    store.write(() => store.versions.archive(row.pos, 99));
    expect(store.versions.since(0, 10)).toEqual([]);
    const [kept] = store.versions.history({ lane: row.lane, kind: row.kind, id: 'p1' }, 1e9, 10);
    expect({ ...kept, hash: undefined }).toEqual({ ...row, hash: undefined });
  });

  it('puts the next version in the place of the one that it supersedes, which goes to the history as it was', () => {
    const store = open();
    const row = store.write(() => put(store, 'p1'));
    const next = {
      ...row,
      pos: 7,
      origin: store.words.originNo('other'),
      seq: 9,
      op: 'delete',
      body: '{}',
    } as const;
    store.write(() => store.versions.insert(next, { pos: row.pos, endedAtMs: 99 }));
    const bare = (rows: readonly VersionRow[]): object[] => rows.map((one) => ({ ...one, hash: undefined }));
    expect(bare(store.versions.since(0, 10))).toEqual(bare([next]));
    expect(bare(store.versions.history(row, 1e9, 10))).toEqual(bare([row]));
    expect(store.versions.laneSince({ lane: row.lane, origin: row.origin, seq: 0 }, 10)).toEqual([]);
  });

  it('forgets a writer only when the last version of its change set has gone', () => {
    const store = open();
    const kind = store.write(() => {
      const row = put(store, 'p1');
      put(store, 'p2');
      store.versions.archive(row.pos, 1);
      return row.kind;
    });
    const writers = (): unknown => store.db.prepare('SELECT count(*) FROM writers').pluck().get();
    const prune = (): void =>
      store.write(() => store.words.dropVersions(store.versions.pruneHistoryBefore(kind, 2, 10)));
    prune();
    expect(writers()).toBe(1);
    store.write(() => store.versions.archive(2, 1));
    prune();
    expect(writers()).toBe(0);
    // A writer of the same name is written anew, not remembered.
    store.write(() => put(store, 'p3'));
    expect(writers()).toBe(1);
  });
});
