/** What desks of plans stand on. */
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import type { KindBase } from './draft.ts';
import type { Executor } from './executor.ts';
import type { PlanRuns, PrincipalOf } from './port.ts';
import type { PlanRepository } from './repository.ts';
import type { PlanSettings } from './settings.ts';
import type { LiveFields } from './step-view.ts';

export interface DeskDeps {
  readonly store: Store;
  readonly repository: PlanRepository;
  readonly runs: PlanRuns;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: PlanSettings;
  /** Of this controller now. */
  readonly origin: () => string;
  readonly live: LiveFields;
  /** What is there of records now, where these are. */
  readonly basesOf: (
    things: readonly { readonly kind: string; readonly site: string }[],
  ) => readonly KindBase[];
  readonly principalOf: PrincipalOf;
  readonly executors: readonly Executor[];
}
