/** All tables over one database, and the one way to write to them. */
import { type ErrorCode, WaysideError } from '../../shared/errors.ts';
import { ChangeSetStore } from './change-sets.ts';
import { ConflictStore } from './conflicts.ts';
import { Counters } from './counters.ts';
import type { Db } from './db.ts';
import { FindStore } from './find.ts';
import { GcStore } from './gc.ts';
import { JobStore } from './jobs.ts';
import { LookupStore } from './lookups.ts';
import { MetaStore } from './meta.ts';
import { PastStore } from './past.ts';
import { PlanStore } from './plans.ts';
import { RunStore } from './runs.ts';
import { ScanStore } from './scans.ts';
import { type LateWrite, Together } from './together.ts';
import { translated } from './translate.ts';
import { VersionStore } from './versions.ts';
import { Words } from './words.ts';

/** Failures of a write that are the store's own, not the writer's. */
const STORE_CODES: readonly ErrorCode[] = ['DISK_FULL', 'STORE_LOCKED', 'STORE_CORRUPT'];

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
  readonly find: FindStore;
  readonly jobs: JobStore;
  readonly plans: PlanStore;
  readonly runs: RunStore;
  readonly changeSets: ChangeSetStore;
  readonly conflicts: ConflictStore;
  private readonly together: Together;
  private readonly rollbackListeners: (() => void)[] = [];
  private failure: { readonly code: string; readonly message: string } | undefined;

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
    this.find = new FindStore(db);
    this.jobs = new JobStore(db);
    this.plans = new PlanStore(db);
    this.runs = new RunStore(db);
    this.changeSets = new ChangeSetStore(db);
    this.conflicts = new ConflictStore(db);
    this.together = new Together((work) => this.write(work));
  }

  /**
   * One transaction, durable when this returns; inside another one it is a part of that. A failure leaves tables
   * and numbers as they were.
   */
  write<T>(work: () => T): T {
    return this.minding(() => {
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
        this.find.reset();
        for (const listener of this.rollbackListeners) listener();
        throw error;
      }
    });
  }

  /** As `write`, by one commit with all that is asked for in this turn of the event loop; durable once `written` is called. */
  soon(late: LateWrite): Promise<void> {
    return this.together.add(late);
  }

  /** Makes durable what waits for the end of the turn. */
  flushSoon(): void {
    this.together.flush();
  }

  /** Why the last write failed, when it was the store that did; `undefined` since one succeeded. */
  get writeFailure(): { readonly code: string; readonly message: string } | undefined {
    return this.failure;
  }

  private minding<T>(work: () => T): T {
    try {
      const result = translated(work);
      if (!this.db.inTransaction) this.failure = undefined;
      return result;
    } catch (error) {
      if (error instanceof WaysideError && STORE_CODES.includes(error.code))
        this.failure = { code: error.code, message: error.message };
      throw error;
    }
  }

  private flush(): void {
    this.counters.flush();
    this.words.flush();
    this.find.flush();
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
    this.together.flush();
    this.db.close();
  }
}
