/** What a support bundle tells of a store: its form, its sizes and its last jobs. Nothing is written. */
import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import { SCHEMA_VERSION } from './database.ts';
import type { Db } from './db.ts';
import { translated } from './translate.ts';

/** Sizes of tables are counted page by page; a larger store would hold up the controller. */
const COUNTED_BYTES_MAX = 268_435_456;
const JOBS_MAX = 200;
/** Of the message of a job's error. */
const ERROR_CHARS_MAX = 2000;

export interface StoreFacts {
  readonly schema: number;
  readonly schemaOfThisVersion: number;
  readonly sqlite: string;
  readonly sizeBytes: number;
  readonly freeBytes: number;
  /** `undefined`: the store is too large to count. */
  readonly tables: readonly TableSize[] | undefined;
}

export interface TableSize {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface JobFact {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly site: string;
  readonly agent: string | null;
  readonly attempt: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly targets: number;
  readonly error: string | null;
}

/** `pause` is awaited between tables. */
export async function storeFacts(
  db: Db,
  options: { readonly bytesMax?: number; readonly pause?: () => Promise<void> } = {},
): Promise<StoreFacts> {
  const { bytesMax = COUNTED_BYTES_MAX, pause } = options;
  const number = (pragma: string): number => Number(db.pragma(pragma, { simple: true }));
  const pageBytes = number('page_size');
  const sizeBytes = number('page_count') * pageBytes;
  return {
    schema: number('user_version'),
    schemaOfThisVersion: SCHEMA_VERSION,
    sqlite: String(db.prepare('SELECT sqlite_version()').pluck().get()),
    sizeBytes,
    freeBytes: number('freelist_count') * pageBytes,
    tables: sizeBytes > bytesMax ? undefined : await tableSizes(db, pause),
  };
}

async function tableSizes(db: Db, pause: (() => Promise<void>) | undefined): Promise<TableSize[]> {
  const names = db
    .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'index') AND rootpage > 0 ORDER BY name")
    .pluck()
    .all() as string[];
  const size = db.prepare('SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name = ?').pluck();
  const sizes: TableSize[] = [];
  for (const name of names) {
    sizes.push({ name, sizeBytes: Number(size.get(name)) });
    await pause?.();
  }
  return sizes.sort((a, b) => b.sizeBytes - a.sizeBytes);
}

/** The newest first, without what they were asked for and what they found. */
export function recentJobs(db: Db): readonly JobFact[] {
  return translated(
    () =>
      db
        .prepare(
          `SELECT id, kind, state, site, agent, attempt, created_at AS createdAt, started_at AS startedAt,
            ended_at AS endedAt, json_array_length(targets) AS targets, substr(error, 1, ${ERROR_CHARS_MAX}) AS error
          FROM jobs ORDER BY no DESC LIMIT ${JOBS_MAX}`,
        )
        .all() as JobFact[],
  );
}

/** Runs `work` on a store that is opened for reading alone. Errors: NOT_FOUND, STORE_CORRUPT. */
export async function withStoreToRead<T>(file: string, work: (db: Db) => T | Promise<T>): Promise<T> {
  if (!existsSync(file) || statSync(file).size === 0)
    throw new WaysideError('NOT_FOUND', `there is no store ${file}`);
  const db = translated(() => new Database(file, { readonly: true }));
  try {
    return await work(db);
  } catch (error) {
    throw translated(() => {
      throw error;
    });
  } finally {
    db.close();
  }
}
