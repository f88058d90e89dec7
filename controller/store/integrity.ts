/**
 * Looks at a store before anything is written to it. The file is opened for reading alone, so that one that is damaged,
 * newer or no store at all stays byte for byte as it was found, its write-ahead log too.
 */
import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import type { Db } from './db.ts';
import { translateSqlite } from './translate.ts';

export interface CheckOptions {
  /** Larger stores are not read through at start; 0: none is. */
  readonly checkMaxBytes: number;
  readonly busyTimeoutMs: number;
  /** The newest schema that this version knows. */
  readonly schemaMax: number;
}

export interface Examined {
  readonly schema: number;
  readonly bytes: number;
  /** False when it was too large to be read through. */
  readonly checked: boolean;
}

/** Lines of SQLite's report that are quoted. */
const PROBLEMS_SHOWN = 3;

/** `undefined`: there is no store yet. Errors: STORE_NEWER, STORE_CORRUPT. */
export function examineStore(file: string, options: CheckOptions): Examined | undefined {
  const bytes = existsSync(file) ? statSync(file).size : 0;
  if (bytes === 0) return undefined;
  const checked = bytes <= options.checkMaxBytes;
  return namingFile(file, () => {
    const db = new Database(file, { readonly: true, timeout: options.busyTimeoutMs });
    try {
      const schema = schemaOf(db, options.schemaMax);
      if (checked) requireSound(db, 'quick');
      return { schema, bytes, checked };
    } finally {
      db.close();
    }
  });
}

/** The whole store, however large, with its indexes. Errors: NOT_FOUND, STORE_NEWER, STORE_CORRUPT. */
export function checkStore(file: string, schemaMax: number): Examined {
  if (!existsSync(file)) throw new WaysideError('NOT_FOUND', `there is no store ${file}`);
  return namingFile(file, () => {
    const db = new Database(file, { readonly: true });
    try {
      const schema = schemaOf(db, schemaMax);
      requireSound(db, 'full');
      return { schema, bytes: statSync(file).size, checked: true };
    } finally {
      db.close();
    }
  });
}

/** Every page, and with `full` every index against its table. Error: STORE_CORRUPT with the first problems. */
export function requireSound(db: Db, depth: 'quick' | 'full'): void {
  const pragma = depth === 'quick' ? 'quick_check' : 'integrity_check';
  const rows = db.pragma(`${pragma}(${PROBLEMS_SHOWN})`) as Record<string, unknown>[];
  const found = rows.map((row) => String(Object.values(row)[0])).filter((line) => line !== 'ok');
  if (found.length > 0) throw damaged(found.join('; '));
}

/** The schema of the store; one that is newer than this version is refused before anything is written to it. */
export function schemaOf(db: Db, schemaMax: number): number {
  const have = Number(db.pragma('user_version', { simple: true }));
  if (have <= schemaMax) return have;
  throw new WaysideError(
    'STORE_NEWER',
    `the store has schema ${have}, this version knows up to ${schemaMax}`,
    {
      hint: 'Install the version that wrote it, or restore a backup that an older version made.',
    },
  );
}

function damaged(what: string, cause?: unknown): WaysideError {
  return new WaysideError('STORE_CORRUPT', `the store is damaged: ${what}`, { cause });
}

/** The same error with the file in its words, and the cure. */
export function namingFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const failure = translateSqlite(error);
    if (!(failure instanceof WaysideError) || failure.code !== 'STORE_CORRUPT') throw failure;
    throw new WaysideError('STORE_CORRUPT', `${file}: ${failure.message}`, {
      cause: failure.cause ?? failure,
      hint: 'Nothing was written to it. Keep the file, and put a backup in its place: wayside-controller restore FILE. Agents tell again what they saw since.',
    });
  }
}
