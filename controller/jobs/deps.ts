/** What the dispatcher is given, and what of it those need whom it asks. */
import type { Failure, TargetResult } from '../../shared/model/index.ts';
import type { Clock, Log, Random } from '../../shared/runtime/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Store } from '../store/index.ts';
import type { JobEvent } from './machine.ts';
import type { Job, JobChange, JobRepository } from './repository.ts';
import type { JobSettings } from './settings.ts';
import type { JobWatchers } from './watchers.ts';

export interface DispatcherDeps {
  readonly store: Store;
  readonly repository: JobRepository;
  readonly watchers: JobWatchers;
  readonly inventory: Inventory;
  readonly hub: AgentHub;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: JobSettings;
  /** Within the transaction that ends an attempt: who tried, and what it gave. When it throws, the attempt has not ended. */
  readonly onAttemptEnded?: (job: Job, results: readonly TargetResult[]) => void;
}

/** Moves jobs. */
export interface JobMover {
  /** Every job that has not ended, by id. */
  readonly live: ReadonlyMap<string, Job>;
  /** False when the event means nothing now. Throws when it cannot be written; then nothing has changed. */
  move(job: Job, event: JobEvent, change?: JobChange): boolean;
  /** It waits no longer. */
  takeOut(id: string): void;
  renewLease(job: Job): void;
  /** Into a state that nothing moves; a failure is tried again by itself. */
  finish(job: Job, event: JobEvent, error: Failure | undefined): void;
}
