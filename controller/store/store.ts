/** All tables over one database, and the one way to write to them. */
import { Counters } from './counters.ts';
import type { Db } from './db.ts';
import { GcStore } from './gc.ts';
import { JobStore } from './jobs.ts';
import { LookupStore } from './lookups.ts';
import { MetaStore } from './meta.ts';
import { PastStore } from './past.ts';
import { ScanStore } from './scans.ts';
import { translated } from './translate.ts';
import { VersionStore } from './versions.ts';
import { Words } from './words.ts';

export class Store {
  readonly db: Db;
  readonly words: Words;
  readonly counters: Counters;
  readonly versions: VersionStore;
  readonly past: PastStore;
  readonly lookups: LookupStore;
  readonly scans: ScanStore;
  readonly meta: MetaStore;
  readonly gc: GcStore;
  readonly jobs: JobStore;
  private readonly rollbackListeners: (() => void)[] = [];

  constructor(db: Db) {
    this.db = db;
    this.words = new Words(db);
    this.counters = new Counters(db);
    this.versions = new VersionStore(db);
    this.past = new PastStore(db);
    this.lookups = new LookupStore(db);
    this.scans = new ScanStore(db);
    this.meta = new MetaStore(db);
    this.gc = new GcStore(db);
    this.jobs = new JobStore(db);
  }

  /**
   * One transaction, durable when this returns; inside another one it is a part of that. A failure leaves tables
   * and numbers as they were.
   */
  write<T>(work: () => T): T {
    return translated(() => {
      // A part that fails goes back to what is on disk, so the numbers of the whole must be there before it.
      if (this.db.inTransaction) this.flush();
      try {
        return this.db.transaction(() => {
          const result = work();
          this.flush();
          return result;
        })();
      } catch (error) {
        this.words.reset();
        this.counters.reset();
        for (const listener of this.rollbackListeners) listener();
        throw error;
      }
    });
  }

  private flush(): void {
    this.counters.flush();
    this.words.flush();
  }

  /** Whoever keeps in memory what a transaction wrote is told here to read it again. */
  onRollback(listener: () => void): void {
    this.rollbackListeners.push(listener);
  }

  /** Several reads that must agree with each other. */
  read<T>(work: () => T): T {
    return translated(() => this.db.transaction(work)());
  }

  /** Why the store cannot be read; `undefined`: it is well. */
  problem(): string | undefined {
    if (!this.db.open) return 'the store is closed';
    try {
      this.counters.tallies();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Bytes of the database file, without the write-ahead log. */
  sizeBytes(): number {
    const pages = Number(this.db.pragma('page_count', { simple: true }));
    return pages * Number(this.db.pragma('page_size', { simple: true }));
  }

  close(): void {
    this.db.close();
  }
}
