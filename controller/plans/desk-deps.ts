/** What desks of plans stand on. */
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import type { PlanRuns } from './port.ts';
import type { PlanRepository } from './repository.ts';
import type { PlanSettings } from './settings.ts';
import type { OwnPlace } from './standing.ts';
import type { LiveFields } from './step-view.ts';

export interface DeskDeps {
  readonly store: Store;
  readonly repository: PlanRepository;
  readonly runs: PlanRuns;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: PlanSettings;
  readonly own: () => OwnPlace;
  readonly live: LiveFields;
}
