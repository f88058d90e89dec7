/** What is asked for: see SubmitJob. */
import type { JobKind, JobRank, JobStep, PlanEvidence, RecordRef } from '../../shared/model/index.ts';

export interface SubmitRequest {
  readonly kind: Exclude<JobKind, 'trace'>;
  readonly targets: readonly RecordRef[];
  readonly site: string;
  /** More of them, as `site`. */
  readonly sites?: readonly string[];
  readonly mac: string;
  /** Of `resolve` the IP address, of `port` the name of the port. */
  readonly subject?: string;
  /** What an agent remembers of the source will not do. */
  readonly noCache?: boolean;
  /** What was said to and by the source is kept with the lines of the job, secrets taken out. */
  readonly transcript?: boolean;
  readonly requestId: string;
  readonly validateOnly: boolean;
  /** 0: the default of the kind. */
  readonly timeoutMs: number;
  readonly parentId?: string;
  /** The others of its plan; 0 or absent: the default of the kind. */
  readonly startTimeoutMs?: number;
  readonly closeTimeoutMs?: number;
  readonly attempts?: number;
  /** A reading of its own, although an equal one may be on its way. */
  readonly fresh?: boolean;
  /** For `apply`, which planners of this controller alone ask for: what to change, in this order. */
  readonly steps?: readonly JobStep[];
  /** What shows that the steps are of a plan: their ids are its numbers, their actions the steps as JSON. */
  readonly evidence?: PlanEvidence;
  /** Its id, made by the asker, who must be able to find it after a crash; absent: one is made. */
  readonly id?: string;
  /** Absent: `person`. */
  readonly rank?: JobRank;
  /** A firing of a schedule: its id is the job's, and one agent alone does it. */
  readonly firing?: { readonly id: string; readonly agentId: string };
}
