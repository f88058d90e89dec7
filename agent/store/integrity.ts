/**
 * Looks at the agent's store before anything is written to it. It is opened for reading alone, so that one that is
 * damaged, newer or no store at all stays as it was found: moving it aside is a person's decision.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import type { Db } from './db.ts';
import { translateSqlite } from './translate.ts';

/** Larger stores are not read through at start. */
export const CHECK_MAX_BYTES = 1_073_741_824;
/** Lines of SQLite's report that are quoted. */
const PROBLEMS_SHOWN = 3;

export interface ExaminedStore {
  readonly schema: number;
  readonly sizeBytes: number;
}

/** `undefined`: there is no store yet. Errors: STORE_NEWER, STORE_CORRUPT with the way out. */
export function examineAgentStore(file: string, schemaMax: number): ExaminedStore | undefined {
  const sizeBytes = existsSync(file) ? statSync(file).size : 0;
  if (sizeBytes === 0) return undefined;
  try {
    const db = new Database(file, { readonly: true });
    try {
      const schema = schemaOf(db, schemaMax);
      if (sizeBytes <= CHECK_MAX_BYTES) requireSound(db);
      return { schema, sizeBytes };
    } finally {
      db.close();
    }
  } catch (error) {
    throw namingFile(file, error);
  }
}

/** Error: STORE_NEWER; nothing was written. */
export function schemaOf(db: Db, schemaMax: number): number {
  const have = Number(db.pragma('user_version', { simple: true }));
  if (have <= schemaMax) return have;
  throw new WaysideError(
    'STORE_NEWER',
    `the agent store has schema ${have}, this version knows up to ${schemaMax}`,
    { hint: 'Install the version that wrote it.' },
  );
}

function requireSound(db: Db): void {
  const rows = db.pragma(`quick_check(${PROBLEMS_SHOWN})`) as Record<string, unknown>[];
  const found = rows.map((row) => String(Object.values(row)[0])).filter((line) => line !== 'ok');
  if (found.length > 0)
    throw new WaysideError('STORE_CORRUPT', `the agent store is damaged: ${found.join('; ')}`);
}

function namingFile(file: string, error: unknown): unknown {
  const failure = translateSqlite(error);
  if (!(failure instanceof WaysideError) || failure.code !== 'STORE_CORRUPT') return failure;
  const aside = join(dirname(file), 'damaged');
  return new WaysideError('STORE_CORRUPT', `${file}: ${failure.message}`, {
    cause: failure.cause ?? failure,
    hint: `Nothing was written to it. Move it aside: mkdir ${aside} && mv ${file}* ${aside}/ and start the agent: it sends a full snapshot. Changes not sent yet and pinned host keys are in what was moved.`,
  });
}
