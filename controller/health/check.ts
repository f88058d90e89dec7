/** What a room contributes: a check as data. It says what is wrong; what is well is said only where nothing was found in view. */
import type { HealthReason, ReasonedFinding } from '../../shared/model/index.ts';

export interface Check {
  readonly name: string;
  /** All that it may find. */
  readonly reasons: readonly HealthReason[];
  /** Checks of the controller itself are for admins of every site. */
  readonly of: 'controller' | 'sites';
  /** Looked at again after so long at the earliest, milliseconds; absent: at each tick. The doctor always looks. */
  readonly everyMs?: number;
  /** All that is wrong, at all sites. `undefined`: it does not know yet, so nothing of it has begun or ended. */
  run(): readonly ReasonedFinding[] | undefined;
  /** What is well with those sites, in words; `undefined`: there is nothing there to look at. */
  well(sees: (site: string) => boolean): string | undefined;
}
