/** How an attempt that writes ended, from how its steps came out. Pure. */
import { WaysideError } from '../../shared/errors.ts';
import {
  type Failure,
  formatRef,
  type JobStep,
  type JsonObject,
  type StepResult,
  type TargetResult,
} from '../../shared/model/index.ts';
import type { JobTarget } from '../../shared/wire/index.ts';
import type { AttemptEnd } from './outcome.ts';

/** Steps that are named in a message. */
const NAMED_MAX = 5;

export interface WriteFacts {
  /** Why no further step was begun, if that came from outside. */
  readonly stopped: Failure | undefined;
  readonly cancelled: boolean;
}

export function judgeWrite(steps: readonly StepResult[], { stopped, cancelled }: WriteFacts): AttemptEnd {
  const done = steps.filter(({ state }) => state === 'acknowledged');
  if (done.length === steps.length) return { outcome: 'succeeded', error: undefined };
  const error = errorOf(steps, stopped, cancelled);
  if (cancelled) return { outcome: 'cancelled', error };
  return { outcome: done.length > 0 ? 'partly' : 'failed', error };
}

function errorOf(
  steps: readonly StepResult[],
  stopped: Failure | undefined,
  cancelled: boolean,
): Failure | undefined {
  const open = steps.filter(({ state }) => state === 'unknown' || state === 'sent');
  const unsaved = open.find(({ error }) => error?.code === 'NOT_SAVED')?.error;
  if (unsaved && open.every(({ error }) => error?.code === 'NOT_SAVED')) return unsaved;
  if (open.length > 0) {
    return {
      code: 'OUTCOME_UNKNOWN',
      message: `nobody can say whether ${named(open)} was done`,
      hint: 'Look at the source before it is sent again.',
    };
  }
  const isUntouched = steps.every(({ state }) => state === 'planned');
  if (stopped && isUntouched && !cancelled && new WaysideError(stopped.code, '').retryable)
    return { code: 'NOTHING_SENT', message: `nothing was sent: ${stopped.message}`, hint: undefined };
  return steps.find(({ state }) => state === 'not-done')?.error ?? stopped;
}

/** `step a`, `steps a, b`, with no more than a few names. */
function named(steps: readonly StepResult[]): string {
  const names = steps.slice(0, NAMED_MAX).map(({ id }) => id);
  const more = steps.length > NAMED_MAX ? ` and ${steps.length - NAMED_MAX} more` : '';
  return `step${steps.length > 1 ? 's' : ''} ${names.join(', ')}${more}`;
}

/** By source, in words. `results` stand in the order of `steps`. */
export function bySource(
  steps: readonly JobStep[],
  results: readonly StepResult[],
): ReadonlyMap<string, readonly StepResult[]> {
  const found = new Map<string, StepResult[]>();
  for (const [at, { source }] of steps.entries()) {
    const place = formatRef(source);
    const own = found.get(place) ?? [];
    found.set(place, own);
    own.push(...results.slice(at, at + 1));
  }
  return found;
}

/** What became of one target: it succeeded when all of its own steps did. */
export function targetResult(
  target: JobTarget,
  own: readonly StepResult[],
): Omit<TargetResult, 'timingsMs' | 'data'> & { readonly data: JsonObject } {
  const done = own.filter(({ state }) => state === 'acknowledged').length;
  const failed = own.find(({ error }) => error)?.error;
  const error: Failure | undefined =
    done === own.length
      ? undefined
      : (failed ?? {
          ...{ code: 'NOTHING_SENT', message: `${own.length - done} of ${own.length} steps were not sent` },
          hint: undefined,
        });
  return { source: target.source, name: target.name, error, data: { steps: own.length, done } };
}
