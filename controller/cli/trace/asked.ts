/** What the three traces share: how they are asked, and how they end. */
import { unreachable, WaysideError } from '../../../shared/errors.ts';
import type { TraceVerdict } from '../../../shared/model/index.ts';
import { siteFlag } from '../commands/flags.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { checkedSite } from '../inventory/records.ts';
import type { Shell } from '../shell.ts';
import type { Call, FlagSpec } from '../spec.ts';

export const traceFlags: readonly FlagSpec[] = [
  { ...siteFlag, doc: 'ask only the switches of this site' },
  { name: 'floor', value: 'FLOOR', doc: 'ask only those of this floor; needs --site', complete: 'floor' },
  { name: 'all-hits', doc: 'ask every switch; also every sighting that is not the port, with the reason' },
  { name: 'no-cache', doc: 'what is known counts for nothing: ask every switch' },
  { name: 'cached', doc: 'answer from what is known, ask no switch' },
];

/** The part of the request that does not say what is looked for. */
export interface AskedFields {
  readonly site: string;
  readonly floor: string;
  readonly cachedOnly: boolean;
  readonly allHits: boolean;
  readonly noCache: boolean;
  readonly timeoutMs: number;
}

/** Errors: INVALID_INPUT. */
export function askedOf({ shell, flags }: Call): AskedFields {
  const site = flags.text('site') ?? '';
  const floor = flags.text('floor') ?? '';
  if (site !== '') checkedSite(site);
  if (floor !== '' && site === '') throw new WaysideError('INVALID_INPUT', '--floor needs --site');
  const [cachedOnly, noCache] = [flags.on('cached'), flags.on('no-cache')];
  if (cachedOnly && noCache)
    throw new WaysideError('INVALID_INPUT', '--cached and --no-cache contradict each other');
  const timeoutMs = askingTimeMs(shell.settings.timeoutMs);
  return { site, floor, cachedOnly, noCache, allHits: flags.on('all-hits'), timeoutMs };
}

/** What is left of `--timeout` for the answer to come back, so that the time ends with what was heard until then. */
const ANSWER_TIME_MAX_MS = 1_000;

/** How long the switches may be asked; 0: as long as the controller finds right. */
function askingTimeMs(timeoutMs: number | undefined): number {
  if (timeoutMs === undefined) return 0;
  return Math.max(1, Math.ceil(timeoutMs - Math.min(ANSWER_TIME_MAX_MS, timeoutMs / 4)));
}

/** Ctrl-C ends the work at the switches. */
export async function interruptible<T>(shell: Shell, work: () => Promise<T>): Promise<T> {
  const release = shell.host.onInterrupt(() =>
    shell.abort(new WaysideError('CANCELLED', 'the trace was cancelled')),
  );
  try {
    return await work();
  } finally {
    release();
  }
}

export function exitCodeOf({ verdict }: { readonly verdict: TraceVerdict }): ExitCode {
  switch (verdict) {
    case 'found':
    case 'several':
      return exitCodes.done;
    case 'not-found':
    case 'not-an-endpoint':
      return exitCodes.notFound;
    case 'not-all-answered':
      return exitCodes.partly;
    default:
      return unreachable(verdict);
  }
}
