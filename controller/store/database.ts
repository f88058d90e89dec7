/** Opens the controller's SQLite file: WAL, synchronous=FULL, migrated to this version or refused. */
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import { keepCopy } from './before-migration.ts';
import type { Db } from './db.ts';
import { examineStore, schemaOf } from './integrity.ts';
import { migrations } from './migrations.ts';
import { translated, translateSqlite } from './translate.ts';

export interface DatabaseOptions {
  /** A path, or ':memory:'. */
  readonly file: string;
  readonly busyTimeoutMs: number;
  readonly cacheBytes: number;
  /** A store up to this size is read through for damage before anything is written to it; 0: none is. */
  readonly checkMaxBytes?: number;
  /** Told what happened on the way: the check that was left out, the copy that was made before a migration. */
  readonly onOpening?: (event: OpeningEvent) => void;
}

export type OpeningEvent =
  | { readonly type: 'check-skipped'; readonly bytes: number }
  | { readonly type: 'migrating'; readonly from: number; readonly to: number; readonly copy: string };

export const DATABASE_DEFAULTS: {
  readonly busyTimeoutMs: number;
  readonly cacheBytes: number;
  readonly checkMaxBytes: number;
} = {
  busyTimeoutMs: 5000,
  cacheBytes: 67_108_864,
  checkMaxBytes: 1_073_741_824,
};

/** 64 MiB of log: pages that several batches in a row touch are copied back once. */
const CHECKPOINT_PAGES = 16_384;

/** Errors: STORE_CORRUPT, STORE_NEWER, DISK_FULL for the copy before a migration; the file is then as it was. */
export function openDatabase(options: DatabaseOptions): Db {
  const { file, busyTimeoutMs, checkMaxBytes = DATABASE_DEFAULTS.checkMaxBytes, onOpening } = options;
  const found =
    file === ':memory:'
      ? undefined
      : examineStore(file, { busyTimeoutMs, checkMaxBytes, schemaMax: SCHEMA_VERSION });
  if (found && !found.checked && checkMaxBytes > 0)
    onOpening?.({ type: 'check-skipped', bytes: found.bytes });
  return translated(() => {
    const db = new Database(file, { timeout: busyTimeoutMs });
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      db.pragma('foreign_keys = ON');
      db.pragma(`cache_size = ${-Math.floor(options.cacheBytes / 1024)}`);
      if (found && found.schema > 0 && found.schema < SCHEMA_VERSION) {
        const copy = keepCopy(db, file, found.schema);
        onOpening?.({ type: 'migrating', from: found.schema, to: SCHEMA_VERSION, copy });
      }
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
  const have = schemaOf(db, SCHEMA_VERSION);
  migrations.slice(have).forEach((sql, i) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${have + i + 1}`);
    })();
  });
}

/** Keeps a second process out: an exclusive lock that the kernel lets go when the process dies, however it dies. */
export function lockStore(file: string): { release(): void } {
  const db = new Database(file, { timeout: 0 });
  try {
    // Nothing is ever written in it, so a full disk does not keep the lock from being taken.
    db.pragma('journal_mode = MEMORY');
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
