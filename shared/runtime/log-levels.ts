/**
 * The level of a program's log at run time. Whoever wants to see more gets it for a while: the level goes back to the
 * configured one by itself, so that nobody finds a disk full of debug lines weeks later.
 */
import { WaysideError } from '../errors.ts';
import type { Clock, Timer } from './clock.ts';
import type { Log, LogLevel } from './log.ts';

export const LOG_LEVEL_DEFAULT_MS = 1_800_000;
export const LOG_LEVEL_MAX_MS = 86_400_000;

export interface LogLevelState {
  readonly level: LogLevel;
  /** What the configuration says, and what it goes back to. */
  readonly configured: LogLevel;
  /** When it goes back, epoch milliseconds; `undefined`: it is the configured one. */
  readonly until: number | undefined;
}

/** A level for a time in milliseconds. */
export interface LogLevelChange {
  readonly level: LogLevel;
  readonly forMs: number;
}

export interface LogLevelsDeps {
  readonly log: Log;
  readonly clock: Clock;
  readonly configured: LogLevel;
}

export class LogLevels {
  private readonly deps: LogLevelsDeps;
  private level: LogLevel;
  private back: { readonly timer: Timer; readonly until: number } | undefined;

  constructor(deps: LogLevelsDeps) {
    this.deps = deps;
    this.level = deps.configured;
  }

  get state(): LogLevelState {
    return { level: this.level, configured: this.deps.configured, until: this.back?.until };
  }

  /** Takes effect at once, also on logs that were made before. Error: INVALID_INPUT for a time out of bounds. */
  set({ level, forMs }: LogLevelChange): LogLevelState {
    checkLogLevelTime(forMs);
    const { clock, configured } = this.deps;
    this.back?.timer.cancel();
    const until = clock.now() + forMs;
    this.back = level === configured ? undefined : { until, timer: clock.after(forMs, () => this.goBack()) };
    this.take(level);
    return this.state;
  }

  /** Back to the configured level, and no timer is left. */
  stop(): void {
    this.back?.timer.cancel();
    this.goBack();
  }

  private goBack(): void {
    this.back = undefined;
    this.take(this.deps.configured);
  }

  private take(level: LogLevel): void {
    if (level === this.level) return;
    const { log } = this.deps;
    const tell = (): void =>
      log.info('log.level-changed', { from: this.level, to: level, until: this.back?.until });
    // Said while lines of this weight are written, if they are before or after.
    if (level === 'warn' || level === 'error') tell();
    log.setLevel(level);
    if (level === 'debug' || level === 'info') tell();
    this.level = level;
  }
}

/** Error: INVALID_INPUT for a time out of bounds. */
export function checkLogLevelTime(forMs: number): void {
  if (Number.isSafeInteger(forMs) && forMs >= 1 && forMs <= LOG_LEVEL_MAX_MS) return;
  const message = `must be from 1 ms to ${LOG_LEVEL_MAX_MS / 3_600_000} hours`;
  throw new WaysideError('INVALID_INPUT', `the time of a log level ${message}`, {
    violations: [{ field: 'ttl_seconds', message }],
    hint: 'For good it is changed in the configuration: log.level.',
  });
}
