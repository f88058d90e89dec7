/** The agent's SQLite file: outbox, snapshots, journal of attempts, pinned host keys. */
import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';

export type Db = Database.Database;

const BUSY_TIMEOUT_MS = 5000;
const CACHE_KIB = 8192;

const core = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, spooled_at INTEGER NOT NULL, frame BLOB NOT NULL
) STRICT;
CREATE TABLE sources (
  no INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, coverage TEXT NOT NULL, completeness TEXT NOT NULL,
  code TEXT NOT NULL, reason TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER NOT NULL
) STRICT;
CREATE TABLE snapshots (
  source INTEGER NOT NULL, kind TEXT NOT NULL, native_key TEXT NOT NULL, section TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (source, kind, native_key, section)
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
  job TEXT NOT NULL, attempt INTEGER NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, result TEXT,
  PRIMARY KEY (job, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_key ON attempts (key);
CREATE TABLE host_keys (
  place TEXT NOT NULL, key_type TEXT NOT NULL, fingerprint TEXT NOT NULL, pinned_at INTEGER NOT NULL,
  PRIMARY KEY (place, key_type)
) STRICT, WITHOUT ROWID;
`;

/** Numbered steps that only go forward. Never edit a step that was released: add one. */
const migrations: readonly string[] = [core];

/** `':memory:'` for tests. Errors: STORE_NEWER, STORE_CORRUPT, DISK_FULL. */
export function openAgentDatabase(file: string): Db {
  return translated(() => {
    makePrivate(file);
    const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma(`cache_size = ${-CACHE_KIB}`);
      migrateAgent(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A new file is for this user alone; SQLite gives its log files the mode of the database. */
export function makePrivate(file: string): void {
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600));
}

function migrateAgent(db: Db): void {
  const have = Number(db.pragma('user_version', { simple: true }));
  if (have > migrations.length) {
    throw new WaysideError(
      'STORE_NEWER',
      `the agent store has schema ${have}, this version knows up to ${migrations.length}`,
      { hint: 'Install the version that wrote it.' },
    );
  }
  migrations.slice(have).forEach((sql, i) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${have + i + 1}`);
    })();
  });
}

/** Runs store code and turns SQLite's words into ours. */
export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateSqlite(error);
  }
}

function translateSqlite(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code === 'SQLITE_FULL' || error.code === 'SQLITE_IOERR_WRITE') {
    return new WaysideError('DISK_FULL', 'the disk of the agent is full; what lies there is kept', {
      cause: error,
    });
  }
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB') {
    return new WaysideError('STORE_CORRUPT', `the agent store is damaged: ${error.message}`, {
      cause: error,
      hint: 'Stop the agent, move the file away and start it: it sends a full snapshot under a new outbox.',
    });
  }
  return new WaysideError('INTERNAL', `agent store: ${error.code}: ${error.message}`, { cause: error });
}
