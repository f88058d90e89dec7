import type { JobLimits } from './ledger.ts';

export interface JobSettings {
  readonly leaseMs: number;
  /** Jobs that wait; more are refused. */
  readonly queueMax: number;
  /** From the lapse of the lease to `lost`. */
  readonly lostAfterMs: number;
  /** Of a collect that says nothing else: from its submission to its end. */
  readonly collectMs: number;
  readonly limits: JobLimits;
}
