/** SQLite's words in ours: the one place of the driver that knows its codes. */
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';

/** Errors that say that nothing was done, also at the end of a transaction. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    /^SQLITE_(CONSTRAINT|BUSY|LOCKED|FULL|READONLY|TOOBIG)/.test(error.code)
  );
}

/** `what`: the file, or the thing in it. */
export function translateSql(error: unknown, what: string): WaysideError {
  if (!(error instanceof Database.SqliteError)) return WaysideError.from(error);
  const { code, message } = error;
  const say = (ours: WaysideError['code'], words: string, hint?: string): WaysideError =>
    new WaysideError(ours, `${what}: ${words}`, { cause: error, ...(hint !== undefined && { hint }) });
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return say('UNAVAILABLE', 'another program is writing to the database');
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code === 'SQLITE_AUTH')
    return say(
      'COMMAND_DENIED',
      'the database is read-only',
      'Let the user of the agent write to the file and its folder.',
    );
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_WRITE')
    return say('DISK_FULL', 'the disk of the database is full');
  if (code.startsWith('SQLITE_CANTOPEN'))
    return say(
      'UNREACHABLE',
      'the database cannot be opened',
      'Look at the rights of the file and its folder.',
    );
  if (code === 'SQLITE_NOTADB') return say('PARSE_FAILED', 'this is no SQLite database');
  if (code.startsWith('SQLITE_CORRUPT')) return say('STORE_CORRUPT', `the database is damaged: ${message}`);
  if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY')
    return say('IN_USE', 'other rows point at it, or it points at none');
  if (code.startsWith('SQLITE_CONSTRAINT')) return say('INVALID_INPUT', message);
  if (code === 'SQLITE_TOOBIG') return say('OUTPUT_TOO_LARGE', 'a value is too large for the database');
  if (code === 'SQLITE_SCHEMA' || code === 'SQLITE_ERROR')
    return say('UNAVAILABLE', `the tables have changed meanwhile (${message})`);
  return say('INTERNAL', `${code}: ${message}`);
}
