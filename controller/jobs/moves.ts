/**
 * How a job gets from one state to the next: by the table, and in memory only once it is on disk. Moves that agents ask
 * for in the same moment are made durable by one commit.
 */
import { type Failure, isTerminal, type JobProgress, type TargetResult } from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import { JobLines, lineOf } from './lines.ts';
import { type JobEvent, nextState } from './machine.ts';
import {
  freshResults,
  isParent,
  type Job,
  type JobChange,
  type JobRepository,
  keepResults,
  markSaved,
} from './repository.ts';
import { Sharing } from './sharing.ts';
import { JobTimers } from './timers.ts';
import type { JobWatchers } from './watchers.ts';

export interface MovesDeps {
  readonly store: Store;
  readonly repository: JobRepository;
  readonly watchers: JobWatchers;
  readonly clock: Clock;
  readonly log: Log;
  /** Within the transaction that ends an attempt: who tried, and what it gave. When it throws, the attempt has not ended. */
  readonly onAttemptEnded?: (job: Job, results: readonly TargetResult[]) => void;
  /** After each move, and before whoever asked for it goes on. */
  readonly moved: (job: Job, event: JobEvent) => void;
}

/** What is written of a move, and what changes once that is durable. */
export interface Move {
  readonly write: () => void;
  readonly written: () => void;
}

/** A move that is asked for now and made at the end of the turn. */
export interface LateMove {
  readonly event: JobEvent;
  readonly change: JobChange;
  readonly results?: readonly TargetResult[];
  /** After it. */
  readonly moved: () => void;
}

/** How a job ends. */
export interface JobEnd {
  readonly event: JobEvent;
  readonly error: Failure | undefined;
  readonly results: readonly TargetResult[];
}

/** Results that were told along the way wait so long for the next move, to be written with it. */
const RESULTS_UNSAVED_MS = 1000;

export class JobMoves {
  readonly lines: JobLines;
  readonly sharing: Sharing;
  private readonly deps: MovesDeps;
  /** By job: when results that are in memory alone are written. */
  private readonly saving: JobTimers;

  constructor(deps: MovesDeps) {
    this.deps = deps;
    this.lines = new JobLines(deps.store, deps.clock);
    this.sharing = new Sharing({ ...deps, lines: this.lines });
    this.saving = new JobTimers(deps.clock, deps.log);
  }

  /** Writes the results that are in memory alone. */
  stop(live: Iterable<Job>): void {
    for (const job of live) if (this.saving.has(job.id)) this.saving.guarded(() => this.saveResults(job));
    this.saving.stop();
  }

  /** False when the event means nothing now. Throws when it cannot be written; then nothing has changed. */
  make(job: Job, event: JobEvent, change: JobChange = {}, results: readonly TargetResult[] = []): boolean {
    const move = this.of(job, { event, change, results });
    if (!move) return false;
    this.deps.store.write(() => move.write());
    move.written();
    return true;
  }

  /**
   * As `make`, by one commit with what other agents say in this moment. `asked` is called then: a move that means nothing
   * any more is not made.
   */
  async makeSoon(job: Job, asked: () => LateMove | undefined): Promise<void> {
    let late: LateMove | undefined;
    let move: Move | undefined;
    await this.deps.store.soon({
      about: `job ${job.id}`,
      write: () => {
        late = asked();
        move = late && this.of(job, late);
        move?.write();
      },
      written: () => {
        move?.written();
        if (move) late?.moved();
      },
    });
  }

  /** For who writes several by one transaction; `undefined` when the event means nothing now. */
  of(job: Job, { event, change, results = [] }: Omit<LateMove, 'moved'>): Move | undefined {
    const state = nextState(job.state, event);
    if (!state) return undefined;
    const { repository, watchers, onAttemptEnded, moved } = this.deps;
    const fresh = freshResults(job, results);
    const said = [
      { ...job, attempt: Math.max(job.attempt, change.attempt ?? 0) },
      lineOf(event, change),
    ] as const;
    return {
      write: () => {
        repository.saveResults(job, fresh);
        this.lines.save(...said);
        repository.save({ ...job, ...change, state });
        this.sharing.write({ ...job, ...change, state }, fresh, said[1]);
        if ((isTerminal(state) || state === 'queued') && !isParent(job) && !this.sharing.isFollower(job))
          onAttemptEnded?.(job, [...job.results.values(), ...fresh]);
      },
      written: () => {
        this.saving.cancel(job.id);
        markSaved(job, fresh);
        this.lines.saved(...said);
        Object.assign(job, change, { state });
        this.sharing.written(job, said[1]);
        watchers.changed(job.id);
        moved(job, event);
      },
    };
  }

  /** What the agent says of its way; results of targets that have one already change nothing. */
  report(job: Job, progress: JobProgress, results: readonly TargetResult[]): void {
    job.progress = progress;
    this.lines.add(job, progress.status, progress.target);
    keepResults(job, freshResults(job, results));
    if (job.results.size > job.savedResults && !this.saving.has(job.id))
      this.saving.arm(job.id, RESULTS_UNSAVED_MS, () => this.saveResults(job));
    this.deps.watchers.changed(job.id);
    this.sharing.told(job);
  }

  private saveResults(job: Job): void {
    const { store, repository } = this.deps;
    store.write(() => {
      repository.saveResults(job, []);
      this.lines.save(job);
    });
    this.saving.cancel(job.id);
    this.lines.saved(job);
    markSaved(job, []);
  }
}
