/** Keeps a second agent out of the same folder: a lock that the kernel lets go when the process dies, however it dies. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import { makePrivate } from './database.ts';
import { translated } from './translate.ts';

/** Error: STORE_LOCKED. */
export function lockAgentStore(file: string): { release(): void } {
  const db = translated(() => {
    makePrivate(file);
    return new Database(file, { timeout: 0 });
  });
  try {
    // Nothing is ever written in it, so a full disk does not keep the lock from being taken.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    db.close();
    throw new WaysideError('STORE_LOCKED', `another agent has ${file} open`, {
      cause,
      hint: 'Stop the other wayside-agent, or give this one its own dataDir.',
    });
  }
  return { release: () => db.close() };
}

/** Whether an agent has the folder now. It only tries to read, so that nobody who starts meanwhile is kept out. */
export function isAgentStoreLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  const db = translated(() => new Database(file, { readonly: true, timeout: 0 }));
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true;
    throw error;
  } finally {
    db.close();
  }
}
