/** Keeps a second agent out of the same folder: a lock that the kernel lets go when the process dies, however it dies. */
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import { makePrivate, translated } from './database.ts';

/** Error: STORE_LOCKED. */
export function lockAgentStore(file: string): { release(): void } {
  const db = translated(() => {
    makePrivate(file);
    return new Database(file, { timeout: 0 });
  });
  try {
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
