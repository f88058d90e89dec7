/** What every floor of the controller stands on. */
import type { ControllerConfig } from '../../shared/config/index.ts';
import type { Clock, Closers, Log, Random } from '../../shared/runtime/index.ts';

export interface Base {
  readonly config: ControllerConfig;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly closers: Closers;
  readonly startedAt: number;
}
