/** Opens the controller's SQLite file: WAL, synchronous=FULL, migrated to this version or refused. */
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import type { Db } from './db.ts';
import { migrations } from './migrations.ts';

export interface DatabaseOptions {
  /** A path, or ':memory:'. */
  readonly file: string;
  readonly busyTimeoutMs: number;
  readonly cacheBytes: number;
}

export const DATABASE_DEFAULTS: { readonly busyTimeoutMs: number; readonly cacheBytes: number } = {
  busyTimeoutMs: 5000,
  cacheBytes: 67_108_864,
};

/** 64 MiB of log: pages that several batches in a row touch are copied back once. */
const CHECKPOINT_PAGES = 16_384;

export function openDatabase(options: DatabaseOptions): Db {
  return translated(() => {
    const db = new Database(options.file, { timeout: options.busyTimeoutMs });
    try {
      refuseNewer(db);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      db.pragma('foreign_keys = ON');
      db.pragma(`cache_size = ${-Math.floor(options.cacheBytes / 1024)}`);
      migrate(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

export const SCHEMA_VERSION: number = migrations.length;

/** Forward only. Each migration and its number are one transaction. */
export function migrate(db: Db): void {
  const have = refuseNewer(db);
  migrations.slice(have).forEach((sql, i) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${have + i + 1}`);
    })();
  });
}

/** The schema of the store; one that is newer than this version is refused before anything is written to it. */
function refuseNewer(db: Db): number {
  const have = Number(db.pragma('user_version', { simple: true }));
  if (have <= SCHEMA_VERSION) return have;
  throw new WaysideError(
    'STORE_NEWER',
    `the store has schema ${have}, this version knows up to ${SCHEMA_VERSION}`,
    { hint: 'Install the version that wrote it, or restore a backup that an older version made.' },
  );
}

/** Keeps a second process out: an exclusive lock that the kernel lets go when the process dies, however it dies. */
export function lockStore(file: string): { release(): void } {
  const db = new Database(file, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    db.close();
    if (!(cause instanceof Database.SqliteError) || !cause.code.startsWith('SQLITE_BUSY'))
      throw translateSqlite(cause);
    throw new WaysideError('STORE_LOCKED', `another process has ${file} open`, {
      cause,
      hint: 'Stop the other wayside-controller, or give this one its own dataDir.',
    });
  }
  return { release: () => db.close() };
}

/** Runs store code and turns SQLite's words into ours. */
export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateSqlite(error);
  }
}

export function translateSqlite(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code === 'SQLITE_FULL' || error.code === 'SQLITE_IOERR_WRITE') {
    return new WaysideError('DISK_FULL', 'the disk of the store is full; nothing of this write was kept', {
      cause: error,
      hint: 'Free space on the disk of dataDir; reads go on meanwhile.',
    });
  }
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB') {
    return new WaysideError('STORE_CORRUPT', `the store is damaged: ${error.message}`, {
      cause: error,
      hint: 'Stop the controller, keep the file, and restore a backup.',
    });
  }
  if (error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED')) {
    return new WaysideError('STORE_LOCKED', 'the store is locked by another process', { cause: error });
  }
  return new WaysideError('INTERNAL', `store: ${error.code}: ${error.message}`, { cause: error });
}
