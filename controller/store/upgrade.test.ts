/** Stores of every earlier schema, brought to this one: nothing of what they held is lost or changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copyName } from './before-migration.ts';
import { DATABASE_DEFAULTS, type OpeningEvent, openDatabase, SCHEMA_VERSION } from './database.ts';
import type { Db } from './db.ts';
import { migrations } from './migrations.ts';

const FIXTURES = fileURLToPath(new URL('../../test/fixtures/store/', import.meta.url));

type Row = Readonly<Record<string, unknown>>;

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-upgrade-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A store as a program of that schema left it. */
function storeOf(schema: number, dir = folder()): string {
  const file = join(dir, 'store.db');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(readFileSync(join(FIXTURES, `schema-${schema}.sql`), 'utf8'));
  db.close();
  return file;
}

/** Table -> its rows, with the columns that it has. */
function contents(db: Db, columnsOf = new Map<string, readonly string[]>()): Map<string, Row[]> {
  const tables = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  return new Map(
    (tables as string[]).map((table) => {
      const columns = columnsOf.get(table)?.join(', ') ?? '*';
      return [table, db.prepare(`SELECT ${columns} FROM ${table}`).all() as Row[]];
    }),
  );
}

describe.each(migrations.slice(1).map((_sql, i) => i + 1))('a store of schema %i', (schema) => {
  it('comes to this one with every row that it had', () => {
    const file = storeOf(schema);
    const before = new Database(file, { readonly: true });
    const had = contents(before);
    const columns = new Map(
      [...had].map(([table]) => [table, before.pragma(`table_info(${table})`) as Row[]]),
    );
    before.close();
    const db = openDatabase({ file, ...DATABASE_DEFAULTS });
    onTestFinished(() => void db.close());
    expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const names = new Map(
      [...columns].map(([table, infos]) => [table, infos.map(({ name }) => String(name))]),
    );
    const has = contents(db, names);
    for (const [table, rows] of had) expect({ table, rows: has.get(table) }).toEqual({ table, rows });
    expect([...had.values()].flat().length).toBeGreaterThan(50);
  });

  it('is as one that was made anew, table by table', () => {
    const db = openDatabase({ file: storeOf(schema), ...DATABASE_DEFAULTS });
    const fresh = openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS });
    const shape = (one: Db): unknown =>
      one.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all();
    expect(shape(db)).toEqual(shape(fresh));
    db.close();
  });

  it('is copied before it is changed, and the copy is the store that it was', () => {
    const file = storeOf(schema);
    const before = new Database(file, { readonly: true });
    const had = contents(before);
    before.close();
    const events: OpeningEvent[] = [];
    openDatabase({ file, ...DATABASE_DEFAULTS, onOpening: (event) => events.push(event) }).close();
    const copy = copyName(file, schema);
    expect(events).toEqual([{ type: 'migrating', from: schema, to: SCHEMA_VERSION, copy }]);
    const db = new Database(copy, { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(schema);
    expect(contents(db)).toEqual(had);
    db.close();
    // Once it is of this schema there is nothing more to copy.
    rmSync(copy);
    openDatabase({ file, ...DATABASE_DEFAULTS }).close();
    expect(existsSync(copy)).toBe(false);
  });
});

describe('a migration', () => {
  it.each([1, 2])('that was released is never edited: schema %i is what stands in its fixture', (schema) => {
    const fixture = new Database(storeOf(schema), { readonly: true });
    const made = new Database(':memory:');
    for (const sql of migrations.slice(0, schema)) made.exec(sql);
    const shape = (db: Db): unknown => db.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all();
    expect(shape(made)).toEqual(shape(fixture));
    fixture.close();
  });

  it('that fails leaves the store as it was', () => {
    const file = storeOf(1);
    const planted = new Database(file);
    // A table that the next schema wants to make is there already.
    const wanted = /CREATE TABLE (\w+)/.exec(migrations[1] ?? '')?.[1];
    planted.exec(`CREATE TABLE ${wanted} (mine)`);
    const had = contents(planted);
    planted.close();
    expect(() => openDatabase({ file, ...DATABASE_DEFAULTS })).toThrow();
    const db = new Database(file, { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    expect(contents(db)).toEqual(had);
    db.close();
  });
});

describe('a damaged store', () => {
  it.each(['without', 'with'])(
    '%s a log beside it is named with its cure, and not one byte is written: S4.44',
    (log) => {
      const dir = folder();
      const file = join(dir, 'store.db');
      const db = openDatabase({ file, ...DATABASE_DEFAULTS });
      const add = db.prepare('INSERT INTO meta VALUES (?, ?)');
      for (let i = 0; i < 500; i += 1) add.run(`key ${i}`, 'x'.repeat(200));
      db.pragma('wal_checkpoint(TRUNCATE)');
      if (log === 'with') add.run('in the log', 'alone');
      const files = [file, `${file}-wal`].filter((path) => existsSync(path));
      const kept = files.map((path) => readFileSync(path));
      db.close();
      files.forEach((path, i) => {
        writeFileSync(path, kept[i] ?? '');
      });
      const bytes = readFileSync(file);
      const page = bytes.indexOf(Buffer.from('key 250')) & ~4095;
      bytes.fill(0xa5, page, page + 2048);
      writeFileSync(file, bytes);
      const hash = (): string[] =>
        files.map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'));
      const before = hash();
      expect(() => openDatabase({ file, ...DATABASE_DEFAULTS })).toThrow(
        expect.objectContaining({
          code: 'STORE_CORRUPT',
          message: expect.stringContaining(file),
          hint: expect.stringContaining('wayside-controller restore'),
        }),
      );
      expect(hash()).toEqual(before);
    },
  );

  it('is looked at up to a size only, and it is said when it was not: S2.16', () => {
    const file = join(folder(), 'store.db');
    openDatabase({ file, ...DATABASE_DEFAULTS }).close();
    const opened = (checkMaxBytes: number): OpeningEvent[] => {
      const events: OpeningEvent[] = [];
      openDatabase({
        file,
        ...DATABASE_DEFAULTS,
        checkMaxBytes,
        onOpening: (event) => events.push(event),
      }).close();
      return events;
    };
    expect(opened(4096)).toMatchObject([{ type: 'check-skipped' }]);
    expect(opened(1_000_000_000)).toEqual([]);
    // Switched off is not left out.
    expect(opened(0)).toEqual([]);
  });
});
