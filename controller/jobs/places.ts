/** How many wait, and who has which place in the queue: those that share a work wait at one. */
import type { JobQueue } from './queue.ts';
import type { Job } from './repository.ts';
import type { Sharing } from './sharing.ts';
import type { JobTimers } from './timers.ts';
import type { JobWatchers } from './watchers.ts';

/** Who waits for a job in the queue is told of its place so often at most. */
const POSITIONS_TOLD_MS = 1000;

export interface PlacesDeps {
  readonly queue: JobQueue;
  readonly sharing: Sharing;
  readonly watchers: JobWatchers;
  readonly timers: JobTimers;
  /** Every job that has not ended, by id. */
  readonly live: ReadonlyMap<string, Job>;
}

export class Places {
  private readonly deps: PlacesDeps;

  constructor(deps: PlacesDeps) {
    this.deps = deps;
  }

  /** Jobs that wait. */
  get queued(): number {
    return this.deps.queue.size + this.deps.sharing.waiting;
  }

  /** Places in the queue, and jobs that share the work of another one. */
  get taken(): number {
    return this.deps.queue.size + this.deps.sharing.following;
  }

  /** Jobs before it; 0 when it does not wait. */
  of(job: Job): number {
    return this.deps.queue.position(this.deps.sharing.leadOf(job).id);
  }

  /** They may have changed: who watches is told a little later, once for all of it. */
  moved(): void {
    const { queue, sharing, watchers, timers, live } = this.deps;
    // Under the name of no job.
    if (queue.size === 0 || timers.has('')) return;
    timers.arm('', POSITIONS_TOLD_MS, () => {
      for (const id of watchers.watched) {
        const job = live.get(id);
        if (job && queue.has(sharing.leadOf(job).id)) watchers.changed(id);
      }
    });
  }
}
