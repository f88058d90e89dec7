/** What schedules need of the jobs room. */
import type { JobState, JobView, RecordRef, ScheduledKind } from '../../../shared/model/index.ts';

/** The id of the firing is the id of its job. */
export interface FiringJob {
  readonly id: string;
  /** The only agent that may do it. */
  readonly agentId: string;
  readonly site: string;
  readonly kind: ScheduledKind;
  readonly targets: readonly RecordRef[];
  readonly mac: string;
  readonly timeoutMs: number;
  readonly by: string;
}

export interface FiringJobs {
  /** `undefined`: there is no such job. */
  stateOf(id: string): JobState | undefined;
  /** Errors: as of `Jobs.submit`. */
  fire(job: FiringJob): void;
  /** The errors of `fire`, and nothing begun. */
  check(job: FiringJob): void;
  /** A job that its agent began alone, as its first attempt. One that is known and has not ended goes to that attempt. */
  adopt(job: FiringJob & { readonly startedAt: number }): void;
  watch(id: string, signal: AbortSignal): AsyncGenerator<JobView>;
  cancel(id: string, why: string): void;
}
