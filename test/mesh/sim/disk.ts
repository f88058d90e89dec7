/**
 * The disk of one process: a real SQLite store in memory. What was committed is what a crash leaves; a crash can come
 * within a transaction too, and the disk can be full.
 */
import Database from 'better-sqlite3';

type Db = Database.Database;

const PAGES_MAX = 1_073_741_823;

export class SimDisk {
  readonly db: Db;
  /** Set: the next transaction ends with the process instead of its commit. */
  private crash: (() => void) | undefined;

  /** `image`: what an earlier process left. */
  constructor(image: Uint8Array) {
    this.db = new Database(Buffer.from(image));
    this.db.pragma('foreign_keys = ON');
    this.watchTransactions();
  }

  crashInNextTransaction(crash: () => void): void {
    this.crash = crash;
  }

  fill(): void {
    this.db.pragma(`max_page_count = ${Number(this.db.pragma('page_count', { simple: true }))}`);
  }

  free(): void {
    this.db.pragma(`max_page_count = ${PAGES_MAX}`);
  }

  /** Nothing is wrong with it any more: a crash that was to come within a transaction does not, and there is room. */
  heal(): void {
    this.crash = undefined;
    this.free();
  }

  /** What is committed. Not to be called within a transaction. */
  image(): Uint8Array {
    return this.db.serialize();
  }

  private watchTransactions(): void {
    const { db } = this;
    const begin = db.transaction.bind(db);
    const watched = (work: (...args: unknown[]) => unknown): unknown => {
      const run = begin((...args: unknown[]) => {
        const result = work(...args);
        if (this.crash) throw new PowerCut();
        return result;
      });
      const outer = (start: (...args: unknown[]) => unknown) => {
        return (...args: unknown[]): unknown => {
          try {
            return start(...args);
          } catch (error) {
            // Rolled back by now, unless this one is a part of another.
            if (error instanceof PowerCut && !db.inTransaction) this.die();
            throw error;
          }
        };
      };
      return Object.assign(outer(run), { immediate: outer(run.immediate), exclusive: outer(run.exclusive) });
    };
    db.transaction = watched as Db['transaction'];
  }

  private die(): void {
    const { crash } = this;
    this.crash = undefined;
    crash?.();
  }
}

class PowerCut extends Error {
  override readonly name = 'PowerCut';
}
