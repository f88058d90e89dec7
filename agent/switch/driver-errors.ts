/** What a run ends with before and beside what the device says. */
import { WaysideError } from '../../shared/errors.ts';
import type { Target } from '../jobs/driver.ts';
import type { Platform } from './platform.ts';
import { platforms } from './platforms/index.ts';
import { whereOf } from './where.ts';

/** PLATFORM_UNKNOWN names those that there are. */
export function known(id: string, find: (id: string) => Platform | undefined): Platform {
  const platform = find(id);
  if (platform) return platform;
  throw new WaysideError('PLATFORM_UNKNOWN', `there is no platform "${id}"`, {
    hint: `Known are ${platforms.map((one) => one.id).join(', ')}; leave it empty to find out`,
  });
}

/** An aborted run ends with the reason of the abort, whatever fell over first. */
export function reasonOf(error: unknown, target: Target, signal: AbortSignal): WaysideError {
  if (!signal.aborted) return WaysideError.from(error);
  const reason: unknown = signal.reason;
  if (reason instanceof WaysideError) return reason;
  return new WaysideError('CANCELLED', `the work on ${whereOf(target)} was cancelled`, { cause: reason });
}
