/** What every floor of the controller stands on. */
import type { ControllerConfig } from '../../shared/config/index.ts';
import type { Clock, Closers, Log, LogTail, Random } from '../../shared/runtime/index.ts';
import type { PasswordCost } from '../../shared/seal/index.ts';

export interface Base {
  readonly config: ControllerConfig;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly closers: Closers;
  readonly startedAt: number;
  /** Where the configuration is from, for people; `undefined`: no file. */
  readonly configFile?: string | undefined;
  /** The last lines of the log, for a support bundle. */
  readonly tail?: LogTail | undefined;
  readonly passwordCost?: PasswordCost | undefined;
}
