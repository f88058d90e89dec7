import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DATABASE_DEFAULTS, lockStore, migrate, openDatabase, SCHEMA_VERSION } from './database.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-store-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function code(expected: string): unknown {
  return expect.objectContaining({ code: expected });
}

describe('opening the store', () => {
  it('makes the schema from nothing, and finds it again', () => {
    const file = join(folder(), 'store.db');
    const first = openDatabase({ file, ...DATABASE_DEFAULTS });
    expect(first.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    first.prepare("INSERT INTO meta VALUES ('a', '1')").run();
    first.close();
    const second = openDatabase({ file, ...DATABASE_DEFAULTS });
    expect(second.prepare('SELECT value FROM meta').pluck().get()).toBe('1');
    second.close();
  });

  it('leaves a store alone that is as new as it knows', () => {
    const db = openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS });
    const before = db.prepare('SELECT name, sql FROM sqlite_master').all();
    migrate(db);
    expect(db.prepare('SELECT name, sql FROM sqlite_master').all()).toEqual(before);
    db.close();
  });

  it('refuses a store of a newer version and does not touch one byte of it', () => {
    const file = join(folder(), 'store.db');
    // As another program would leave it: not even the journal mode is ours.
    const newer = new Database(file);
    newer.exec('CREATE TABLE later (a)');
    newer.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    newer.close();
    const before = readFileSync(file);
    expect(() => openDatabase({ file, ...DATABASE_DEFAULTS })).toThrow(
      expect.objectContaining({ code: 'STORE_NEWER', hint: expect.stringContaining('Install') }),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('takes its limits from the configuration: S1.6, S2.16', () => {
    const db = openDatabase({ file: join(folder(), 'store.db'), busyTimeoutMs: 1234, cacheBytes: 8_388_608 });
    onTestFinished(() => void db.close());
    expect(db.pragma('busy_timeout', { simple: true })).toBe(1234);
    expect(db.pragma('cache_size', { simple: true })).toBe(-8192);
    // Durable before it is acknowledged, and readers never wait for the writer.
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it.each([
    [
      'is no database',
      () => Buffer.from('this is not a database, but it is long enough to be read as one'.repeat(20)),
    ],
    ['is damaged in its head', damagedStore],
  ])('says STORE_CORRUPT of a file that %s', (_what, content) => {
    const file = join(folder(), 'store.db');
    writeFileSync(file, content());
    expect(() => openDatabase({ file, ...DATABASE_DEFAULTS })).toThrow(code('STORE_CORRUPT'));
  });
});

/** A store whose table of contents was overwritten. */
function damagedStore(): Buffer {
  const file = join(folder(), 'good.db');
  openDatabase({ file, ...DATABASE_DEFAULTS }).close();
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 100, 4096);
  return bytes;
}

describe('the lock of the store', () => {
  it('keeps a second opening out until the first lets go, and says so: S4.44', () => {
    const file = join(folder(), 'lock.db');
    const first = lockStore(file);
    expect(() => lockStore(file)).toThrow(
      expect.objectContaining({ code: 'STORE_LOCKED', hint: expect.stringContaining('dataDir') }),
    );
    first.release();
    lockStore(file).release();
  });

  it('writes nothing, so that it can be taken on a full disk', () => {
    const file = join(folder(), 'lock.db');
    const lock = lockStore(file);
    expect(existsSync(`${file}-journal`)).toBe(false);
    expect(statSync(file).size).toBe(0);
    lock.release();
  });

  it('of another process ends with that process, however it dies', async () => {
    const file = join(folder(), 'lock.db');
    const sqlite = createRequire(import.meta.url).resolve('better-sqlite3');
    const script = `const D = require(${JSON.stringify(sqlite)}); const db = new D(${JSON.stringify(file)});
      db.exec('BEGIN EXCLUSIVE'); process.stdout.write('locked'); process.stdin.resume();`;
    const other = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void other.kill('SIGKILL'));
    await once(other.stdout, 'data');
    expect(() => lockStore(file)).toThrow(code('STORE_LOCKED'));
    other.kill('SIGKILL');
    await once(other, 'exit');
    lockStore(file).release();
  });

  it('that cannot be made is not called a lock of another', () => {
    const file = join(folder(), 'lock.db');
    writeFileSync(file, 'no database at all, only some words to fill the page'.repeat(40));
    expect(() => lockStore(file)).toThrow(code('STORE_CORRUPT'));
  });
});
