/** What is asked for: see SubmitJob. */
import type { JobKind, JobRank, RecordRef } from '../../shared/model/index.ts';

export interface SubmitRequest {
  readonly kind: Exclude<JobKind, 'trace'>;
  readonly targets: readonly RecordRef[];
  readonly site: string;
  readonly mac: string;
  readonly requestId: string;
  readonly validateOnly: boolean;
  /** 0: the default of the kind. */
  readonly timeoutMs: number;
  readonly parentId?: string;
  /** The others of its plan; 0 or absent: the default of the kind. */
  readonly startTimeoutMs?: number;
  readonly closeTimeoutMs?: number;
  readonly attempts?: number;
  /** Absent: `person`. */
  readonly rank?: JobRank;
  /** A firing of a schedule: its id is the job's, and one agent alone does it. */
  readonly firing?: { readonly id: string; readonly agentId: string };
}
