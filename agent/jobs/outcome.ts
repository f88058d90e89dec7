/** How an attempt ended, from how its targets ended. Pure. */
import type { Failure, TargetResult } from '../../shared/model/index.ts';
import type { JobOutcome } from '../../shared/wire/index.ts';

export interface AttemptEnd {
  readonly outcome: JobOutcome;
  readonly error: Failure | undefined;
}

/** `stopped` is why the attempt as a whole was ended from outside, if it was. */
export function judgeAttempt(
  results: readonly TargetResult[],
  facts: { readonly targets: number; readonly cancelled: boolean; readonly stopped: Failure | undefined },
): AttemptEnd {
  if (facts.cancelled) return { outcome: 'cancelled', error: facts.stopped };
  const failed = results.filter((result) => result.error !== undefined);
  const missing = facts.targets - results.length;
  const first = facts.stopped ?? failed[0]?.error;
  if (failed.length === 0 && missing === 0 && !facts.stopped)
    return { outcome: 'succeeded', error: undefined };
  if (results.length > failed.length || failed.some(isPartial)) return { outcome: 'partly', error: first };
  return { outcome: 'failed', error: first };
}

/** A scan that kept what it could read. */
function isPartial({ data }: TargetResult): boolean {
  return (
    typeof data === 'object' && data !== null && 'completeness' in data && data['completeness'] === 'partial'
  );
}
