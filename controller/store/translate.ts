/** SQLite's words in ours: the one place that knows its codes. */
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';

/** Runs store code and turns SQLite's words into ours. */
export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateSqlite(error);
  }
}

export function translateSqlite(error: unknown): unknown {
  return error instanceof Database.SqliteError ? fromCode(error.code, error) : error;
}

/** Also for errors that come from another thread, which are no `SqliteError` here any more. */
export function fromCode(code: string, cause: Error): WaysideError {
  if (['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE'].includes(code)) {
    return new WaysideError('DISK_FULL', 'the disk of the store is full; nothing of this write was kept', {
      cause,
      hint: 'Free space on the disk of dataDir; reads go on meanwhile.',
    });
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new WaysideError('STORE_CORRUPT', `the store is damaged: ${cause.message}`, {
      cause,
      hint: 'Stop the controller, keep the file, and restore a backup.',
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new WaysideError('STORE_LOCKED', 'the store is locked by another process', {
      cause,
      hint: 'End what else has the file open, such as a copy program or a shell of sqlite3, and try again.',
    });
  }
  return new WaysideError('INTERNAL', `store: ${code}: ${cause.message}`, { cause });
}
