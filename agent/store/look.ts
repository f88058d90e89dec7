/** What a person may want to know of an agent's store, read beside the agent that has it open: nothing is written. */
import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { translated } from './translate.ts';

/** Sources that are told of. */
const SOURCES_MAX = 10_000;

export interface StoreLook {
  readonly schema: number;
  readonly sizeBytes: number;
  /** What the controller has not taken yet. */
  readonly spool: {
    readonly outbox: string;
    readonly deltas: number;
    readonly bytes: number;
    /** When the oldest of them was written, epoch milliseconds. */
    readonly oldestAt: number | undefined;
  };
  readonly sources: readonly SourceLook[];
}

/** The last scan of a source. */
export interface SourceLook {
  /** `site/source/id` */
  readonly source: string;
  readonly completeness: string;
  /** Empty: it was read. */
  readonly code: string;
  readonly reason: string;
  readonly finishedAt: number;
}

/** `undefined`: there is no store yet. Error: STORE_CORRUPT. */
export function lookAtStore(file: string): StoreLook | undefined {
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  return translated(() => {
    const db = new Database(file, { readonly: true });
    try {
      const spool = db
        .prepare(
          'SELECT count(*) AS deltas, coalesce(sum(bytes), 0) AS bytes, min(spooled_at) AS oldestAt FROM outbox',
        )
        .get() as { deltas: number; bytes: number; oldestAt: number | null };
      const sources = db
        .prepare(
          `SELECT ref AS source, completeness, code, reason, finished_at AS finishedAt FROM sources
          ORDER BY ref LIMIT ${SOURCES_MAX}`,
        )
        .all() as SourceLook[];
      const outbox = db.prepare("SELECT value FROM meta WHERE key = 'outbox'").pluck().get();
      return {
        schema: Number(db.pragma('user_version', { simple: true })),
        sizeBytes: statSync(file).size,
        spool: { ...spool, outbox: String(outbox ?? ''), oldestAt: spool.oldestAt ?? undefined },
        sources,
      };
    } finally {
      db.close();
    }
  });
}
