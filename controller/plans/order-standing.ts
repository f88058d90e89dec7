/** What cannot be done because of another step that will not be: nothing waits in silence. */

import { describeStep } from './order-graph.ts';
import type { OrderedStep } from './order-step.ts';

/**
 * Whoever needs a step that is not ready becomes `deferred`, and so does the first half of a step whose second half is not:
 * nothing is left half done by intent. Steps as they come from `orderSteps`.
 */
export function settle(steps: readonly OrderedStep[]): readonly OrderedStep[] {
  const idle = steps.filter(({ standing }) => standing !== 'ready');
  if (idle.length === 0) return steps;
  const settled = [...steps];
  const followers = followersOf(steps);
  // Grows while it is walked.
  for (const { no } of idle) {
    const cause = settled[no - 1];
    if (!cause) continue;
    const waiting = [
      ...(followers.get(no) ?? []),
      ...(cause.otherHalf === undefined ? [] : [cause.otherHalf]),
    ];
    for (const at of waiting) {
      const step = settled[at - 1];
      if (step?.standing !== 'ready') continue;
      const late = deferred(step, cause);
      settled[at - 1] = late;
      idle.push(late);
    }
  }
  return settled;
}

function followersOf(steps: readonly OrderedStep[]): ReadonlyMap<number, readonly number[]> {
  const followers = new Map<number, number[]>();
  for (const { no, needs } of steps)
    for (const need of needs) {
      const all = followers.get(need);
      if (all) all.push(no);
      else followers.set(need, [no]);
    }
  return followers;
}

/** What lifts the reason of the other lifts this one. */
function deferred(step: OrderedStep, cause: OrderedStep): OrderedStep {
  const words = `step ${cause.no}, ${describeStep(cause)}, which is ${cause.standing === 'conflict' ? 'in conflict' : cause.standing}`;
  const message =
    cause.otherHalf === step.no && step.no < cause.no ? `is finished only by ${words}` : `needs ${words}`;
  const reason = { code: `needs-${cause.standing}`, message, override: cause.reason?.override ?? '' };
  return { ...step, standing: 'deferred', reason };
}
