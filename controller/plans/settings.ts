/** What the configuration says of plans. */
import type { GuardSettings } from '../../shared/model/index.ts';
import type { OperatorKey } from '../../shared/seal/index.ts';

export interface PlanSettings {
  /** How long a plan may be applied, unless its maker says otherwise. */
  readonly expireAfterMs: number;
  /** How long plans that ended or expired are kept. */
  readonly keepMs: number;
  /** `signed`: a plan runs only with the approval of one of `operatorKeys`. */
  readonly approval: 'signed' | 'unsigned';
  /** Another than its maker must approve a plan. */
  readonly fourEyes: boolean;
  readonly operatorKeys: readonly OperatorKey[];
  readonly guards: readonly GuardSettings[];
}

/** A plan that anybody makes may be applied for so long. */
export const EXPIRE_AFTER_MAX_MS = 2_592_000_000;
export const EXPIRE_AFTER_MIN_MS = 1000;
export const STEPS_MAX = 1_000_000;
/** Plans that are kept at once; the store has more rows than that only while old ones go. */
export const PLANS_MAX = 10_000;
/** All steps of all plans that are kept, as they lie in the store. */
export const PLANS_BYTES_MAX = 8_589_934_592;
