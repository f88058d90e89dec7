/** SQLite's words in ours: the one place of the agent that knows its codes. */
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
