import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DATABASE_DEFAULTS, openDatabase } from './database.ts';
import { refuseLostStore } from './lost-store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-lost-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
});

const check = (): void => refuseLostStore(dir, 'store.db');
const put = (name: string, content: string | Uint8Array = 'x'): void =>
  writeFileSync(join(dir, name), content);
const lost = (words: string): unknown =>
  expect.objectContaining({ code: 'STORE_CORRUPT', message: expect.stringContaining(words) });

/** As a store looks whose every change is still in its log. */
function bareStore(): Buffer {
  const file = join(dir, 'bare.db');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.close();
  const bytes = readFileSync(file);
  rmSync(file);
  return bytes;
}

describe('a folder without a store', () => {
  it('is a beginning when nothing in it says otherwise, also one that was cut short', () => {
    check();
    put('store.db', '');
    put('lock.db');
    put('master.key');
    put('store.db-wal', '');
    check();
    put('store.db', bareStore());
    check();
  });

  it.each(['high-water.json', 'audit-mark.json', 'admin.token', 'identity', 'store.db-wal'])(
    'is a loss when %s is there',
    (sign) => {
      if (sign === 'identity') mkdirSync(join(dir, sign));
      else put(sign);
      expect(check).toThrow(lost(`is missing, but this controller had a store: ${sign} proves it`));
      put('store.db', '');
      expect(check).toThrow(lost('is empty, but'));
      if (sign === 'store.db-wal') return;
      put('store.db', bareStore());
      expect(check).toThrow(lost('holds no tables, but'));
    },
  );

  it('names all that proves it and what to type, and changes nothing', () => {
    put('store.db-wal', 'the last changes');
    put('admin.token', 'mine');
    const before = readdirSync(dir);
    expect(check).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('store.db-wal, admin.token prove it'),
        hint: expect.stringMatching(
          /store\.db-wal that belongs to it.*wayside-controller restore FILE.*move everything/,
        ),
      }),
    );
    expect(readdirSync(dir)).toEqual(before);
  });

  it('has nothing to say about a store that is there, even all in its log, or that is damaged', () => {
    const file = join(dir, 'store.db');
    const db = openDatabase({ file, ...DATABASE_DEFAULTS });
    onTestFinished(() => void db.close());
    put('admin.token');
    check();
    const copy = join(dir, 'copy');
    mkdirSync(copy);
    for (const name of ['store.db', 'store.db-wal', 'admin.token']) cpSync(join(dir, name), join(copy, name));
    refuseLostStore(copy, 'store.db');
    writeFileSync(join(copy, 'store.db'), 'no database, only words '.repeat(400));
    rmSync(join(copy, 'store.db-wal'));
    refuseLostStore(copy, 'store.db');
  });
});
