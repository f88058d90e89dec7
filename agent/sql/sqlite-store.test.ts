import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeAnswer, JsonObject } from '../../shared/model/index.ts';
import { SqliteStore } from './sqlite-store.ts';
import { isRefusal, translateSql } from './translate.ts';

const context = { signal: new AbortController().signal };
let folder: string;
let other: Database.Database;
let store: SqliteStore | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayside-sql-'));
  other = new Database(join(folder, 'x.db'));
});

afterEach(() => {
  store?.close();
  store = undefined;
  other.close();
  rmSync(folder, { recursive: true });
});

function opened(schema: string): SqliteStore {
  other.exec(schema);
  store = new SqliteStore({ file: join(folder, 'x.db'), name: 'x', busyMaxMs: 1 });
  return store;
}

async function create(kind: string, key: string, fields: JsonObject): Promise<ChangeAnswer | undefined> {
  const [answer] = (await store?.write([{ op: 'create', kind, key, fields }], context)) ?? [];
  return answer;
}

async function fieldsOf(kind: string, key: string): Promise<JsonObject | undefined> {
  const [found] = (await store?.read([{ kind, key }], context)) ?? [];
  return found?.fields;
}

describe('tables of an SQLite file', () => {
  it('are kinds when one column of text or whole numbers, compared byte by byte, is their key', () => {
    const { kinds } = opened(`
      CREATE TABLE a (id TEXT PRIMARY KEY); CREATE TABLE b (n INTEGER PRIMARY KEY, x);
      CREATE TABLE c (id VARCHAR(20) PRIMARY KEY) WITHOUT ROWID; CREATE TABLE d (id INT PRIMARY KEY) STRICT;
      CREATE TABLE no_key (x); CREATE TABLE two_keys (x TEXT, y TEXT, PRIMARY KEY (x, y));
      CREATE TABLE real_key (x REAL PRIMARY KEY); CREATE TABLE any_case (x TEXT COLLATE NOCASE PRIMARY KEY);
      CREATE VIEW seen AS SELECT * FROM a; CREATE VIRTUAL TABLE words USING fts5(x);
    `);
    expect([...kinds].sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('have fields that are columns, without computed ones', async () => {
    opened(
      `CREATE TABLE t (id TEXT PRIMARY KEY, a INTEGER DEFAULT 7, b INT GENERATED ALWAYS AS (a + 1), "c d" TEXT)`,
    );
    expect(await create('t', 'k', { 'c d': 'x' })).toMatchObject({ state: 'done' });
    expect(await fieldsOf('t', 'k')).toEqual({ a: 7, 'c d': 'x' });
    expect(await create('t', 'l', { b: 1 })).toMatchObject({ error: { code: 'INVALID_INPUT' } });
  });

  it.each<[type: string, value: JsonObject[string]]>([
    ['TEXT', '12'],
    ['INTEGER', -3],
    ['INTEGER', '9007199254740993'],
    ['INTEGER', 'n/a'],
    ['BIGINT', '-9223372036854775808'],
    ['REAL', 0.1],
    ['REAL', 5],
    ['REAL', 'Infinity'],
    ['BOOLEAN', true],
    ['BOOLEAN', false],
    ['DATE', '2026-11-22'],
    ['NUMERIC', 3],
    ['BLOB', { base64: 'AAEC/w==' }],
    ['', 'text'],
    ['', 3],
  ])('keep in a column of type "%s" the value %j', async (type, value) => {
    opened(`CREATE TABLE t (id TEXT PRIMARY KEY, v ${type})`);
    expect(await create('t', 'k', { v: value })).toMatchObject({ state: 'done' });
    expect(await fieldsOf('t', 'k')).toEqual({ v: value });
  });

  it.each<[type: string, value: JsonObject[string]]>([
    ['TEXT', 12],
    ['TEXT', true],
    ['TEXT', ['a']],
    ['TEXT', { a: 1 }],
    ['TEXT', 'half \ud83d'],
    ['INTEGER', '12'],
    ['INTEGER', true],
    ['NUMERIC', '1e3'],
  ])('refuse for a column of type "%s" what it would keep otherwise: %j', async (type, value) => {
    opened(`CREATE TABLE t (id TEXT PRIMARY KEY, v ${type})`);
    expect(await create('t', 'k', { v: value })).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    expect(await fieldsOf('t', 'k')).toBeUndefined();
  });

  it('refuse what a trigger would turn into something else', async () => {
    opened(`CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT);
      CREATE TRIGGER low AFTER INSERT ON t BEGIN UPDATE t SET v = lower(v) WHERE id = NEW.id; END`);
    expect(await create('t', 'k', { v: 'ABC' })).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    expect(await create('t', 'k', { v: 'abc' })).toMatchObject({ state: 'done' });
  });

  it('take the limits of whole numbers for keys, and nothing that looks like one', async () => {
    opened('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)');
    for (const key of ['0', '-1', '9223372036854775807'])
      expect(await create('t', key, { v: key })).toMatchObject({ state: 'done', key });
    for (const key of ['', '01', '1.0', ' 1', '9223372036854775808', 'x', '-0']) {
      expect(await create('t', key, { v: 'x' }), key).toMatchObject({ error: { code: 'INVALID_INPUT' } });
      expect(await fieldsOf('t', key), key).toBeUndefined();
    }
  });

  it('say why other rows or rules stand in the way', async () => {
    opened(`CREATE TABLE p (id TEXT PRIMARY KEY, v TEXT NOT NULL UNIQUE);
      CREATE TABLE c (id TEXT PRIMARY KEY, p TEXT REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)`);
    await create('p', 'one', { v: 'x' });
    expect(await create('p', 'two', { v: 'x' })).toMatchObject({
      error: { code: 'INVALID_INPUT', message: expect.stringContaining('p.v') },
    });
    expect(await create('p', 'two', {})).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    expect(await create('c', 'of none', { p: 'none' })).toMatchObject({ error: { code: 'IN_USE' } });
    await create('c', 'of one', { p: 'one' });
    const [answer] =
      (await store?.write([{ op: 'delete', kind: 'p', key: 'one', ifToken: '' }], context)) ?? [];
    expect(answer).toMatchObject({ error: { code: 'IN_USE' } });
    expect(await fieldsOf('p', 'one')).toEqual({ v: 'x' });
  });

  it('may change while the file is open', async () => {
    opened('CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT)');
    await create('t', 'k', { v: 'x' });
    other.exec('ALTER TABLE t RENAME COLUMN v TO w; CREATE TABLE later (id TEXT PRIMARY KEY)');
    expect(await create('t', 'l', { v: 'x' })).toMatchObject({
      error: { code: 'INVALID_INPUT', message: expect.stringContaining('no column v') },
    });
    expect(await fieldsOf('t', 'k')).toEqual({ w: 'x' });
    expect(await create('later', 'k', {})).toMatchObject({ state: 'done' });
    other.exec('DROP TABLE t');
    expect(await create('t', 'l', {})).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await fieldsOf('t', 'k')).toBeUndefined();
  });
});

describe('an SQLite file that cannot be used', () => {
  it('is refused in our words', () => {
    const open = (name: string) => () => new SqliteStore({ file: join(folder, name) });
    expect(open('none.db')).toThrow(expect.objectContaining({ code: 'UNREACHABLE' }));
    writeFileSync(
      join(folder, 'text.db'),
      'this is no database, and long enough to be taken for one'.repeat(20),
    );
    expect(open('text.db')).toThrow(expect.objectContaining({ code: 'PARSE_FAILED' }));
  });

  it('tells that another program writes, and that nothing was done', async () => {
    opened('CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT)');
    other.exec('BEGIN EXCLUSIVE');
    expect(await create('t', 'k', { v: 'x' })).toMatchObject({ error: { code: 'UNAVAILABLE' } });
    await expect(fieldsOf('t', 'k')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    other.exec('ROLLBACK');
    expect(await create('t', 'k', { v: 'x' })).toMatchObject({ state: 'done' });
  });

  it.each([
    ['SQLITE_FULL', 'DISK_FULL', true],
    ['SQLITE_READONLY_DBMOVED', 'COMMAND_DENIED', true],
    ['SQLITE_BUSY_SNAPSHOT', 'UNAVAILABLE', true],
    ['SQLITE_CONSTRAINT_FOREIGNKEY', 'IN_USE', true],
    ['SQLITE_IOERR_FSYNC', 'INTERNAL', false],
    ['SQLITE_CORRUPT', 'STORE_CORRUPT', false],
  ])('is told of as it is: %s', (theirs, ours, isCertain) => {
    const error = new Database.SqliteError('words', theirs);
    expect(translateSql(error, 'x').code).toBe(ours);
    expect(isRefusal(error)).toBe(isCertain);
  });
});
