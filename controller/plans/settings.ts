/** What the configuration says of plans. */
import type { GuardSettings } from '../../shared/model/index.ts';
import type { OperatorKey } from '../../shared/seal/index.ts';

export interface PlanSettings {
  /** How long a plan may be applied, unless its maker says otherwise. */
  readonly expireAfterMs: number;
  /** How long plans that were applied are kept. */
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
/** Bounds of what is kept; `bytes` are those of the steps, as they lie in the store. */
export interface PlanBounds {
  /** Plans that may be applied still: of all people, and of one. */
  readonly open: number;
  readonly openOfOne: number;
  /** Plans that ended or expired; above it, or above their bytes, the oldest ones go, however young they are. */
  readonly past: number;
  readonly openBytes: number;
  /** How far an undo may go beyond that. */
  readonly undoBytes: number;
  readonly pastBytes: number;
}

export const PLAN_BOUNDS: PlanBounds = {
  ...{ open: 10_000, openOfOne: 1000, past: 20_000 },
  ...{ openBytes: 4_294_967_296, undoBytes: 1_073_741_824, pastBytes: 4_294_967_296 },
};
/** A plan that nobody applied is kept so long after it expired, for those who ask what became of it. */
export const EXPIRED_KEEP_MS = 86_400_000;
