/**
 * Looks at the agent's store before anything is written to it. It is opened for reading alone, so that one that is
 * damaged, newer or no store at all stays as it was found: moving it aside is a person's decision.
 */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import type { Db } from './db.ts';
import { translateSqlite } from './translate.ts';

/** Larger stores are not read through at start. */
export const CHECK_MAX_BYTES = 1_073_741_824;
/** Written by an agent that runs, after it has opened its store. */
const RAN_NAME = 'state.json';
/** Lines of SQLite's report that are quoted. */
const PROBLEMS_SHOWN = 3;

export interface ExaminedStore {
  readonly schema: number;
  readonly sizeBytes: number;
}

/**
 * `undefined`: there is no store yet. Errors: STORE_NEWER, STORE_CORRUPT with the way out; also of a store that was
 * there and is gone: an empty one in its place would throw away the log that still holds its last changes.
 */
export function examineAgentStore(file: string, schemaMax: number): ExaminedStore | undefined {
  const sizeBytes = sizeOf(file);
  if (sizeBytes === 0) {
    refuseLost(file, existsSync(file) ? 'is empty' : 'is missing');
    return undefined;
  }
  const found = namingFile(file, () => {
    const db = new Database(file, { readonly: true });
    try {
      const schema = schemaOf(db, schemaMax);
      if (sizeBytes <= CHECK_MAX_BYTES) requireSound(db);
      const isBare = db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined;
      return { schema, sizeBytes, isBare };
    } finally {
      db.close();
    }
  });
  if (found.isBare) refuseLost(file, 'holds no tables');
  return { schema: found.schema, sizeBytes };
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

/**
 * A missing file alone is what moving a damaged store aside leaves, so that is a beginning; with its log it is a loss.
 * A file that is there and holds nothing is a loss as soon as an agent has run here.
 */
function refuseLost(file: string, fault: string): void {
  const dir = dirname(file);
  const log = `${basename(file)}-wal`;
  const signs = [
    ...(sizeOf(join(dir, log)) > 0 ? [log] : []),
    ...(existsSync(file) && existsSync(join(dir, RAN_NAME)) ? [RAN_NAME] : []),
  ];
  if (signs.length === 0) return;
  const aside = join(dir, 'damaged');
  throw new WaysideError(
    'STORE_CORRUPT',
    `${file} ${fault}, but this agent had a store: ${signs.join(' and ')} ${signs.length === 1 ? 'proves' : 'prove'} it`,
    {
      hint: `Nothing was changed. Put ${basename(file)} back together with the ${log} that belongs to it. If it is lost: mkdir ${aside} && mv ${file}* ${aside}/ and start the agent: it sends a full snapshot, and pins the host keys of its devices anew.`,
    },
  );
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The same error with the file in its words, and the cure. */
function namingFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const failure = translateSqlite(error);
    if (!(failure instanceof WaysideError) || failure.code !== 'STORE_CORRUPT') throw failure;
    const aside = join(dirname(file), 'damaged');
    throw new WaysideError('STORE_CORRUPT', `${file}: ${failure.message}`, {
      cause: failure.cause ?? failure,
      hint: `Nothing was written to it. Move it aside: mkdir ${aside} && mv ${file}* ${aside}/ and start the agent: it sends a full snapshot. Changes not sent yet and pinned host keys are in what was moved.`,
    });
  }
}
