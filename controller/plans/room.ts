/** How many plans there may be. What is over makes room by itself; only plans that may be applied still stand in the way of others. */
import { WaysideError } from '../../shared/errors.ts';
import type { PlanHeader } from '../../shared/model/index.ts';
import type { PlanStore } from '../store/index.ts';
import type { PlanBounds } from './settings.ts';
import { timeText } from './standing.ts';

export interface RoomFacts {
  readonly bounds: PlanBounds;
  readonly nowMs: number;
}

type Asked = Pick<PlanHeader, 'planner' | 'madeBy'>;

/** Error: QUEUE_FULL that says whose plans are in the way. */
export function requireRoom(
  plans: Pick<PlanStore, 'open'>,
  { planner, madeBy }: Asked,
  { bounds, nowMs }: RoomFacts,
): void {
  const all = plans.open(nowMs);
  // What takes back a change, or ends what a run began, waits for no other plan.
  const isFirst = planner === 'revert' || planner === 'again';
  if (all.bytes >= bounds.openBytes + (isFirst ? bounds.undoBytes : 0))
    throw full(`the open plans of all people have ${all.bytes} bytes already`, all.until);
  if (isFirst) return;
  const own = plans.open(nowMs, madeBy);
  if (own.plans >= bounds.openOfOne) throw full(`${madeBy} has ${own.plans} open plans already`, own.until);
  if (all.plans >= bounds.open)
    throw full(`there are ${all.plans} open plans of all people already`, all.until);
}

function full(message: string, until: number | null): WaysideError {
  const next = until === null ? '' : `; the next one expires at ${timeText(until)}`;
  return new WaysideError('QUEUE_FULL', message, {
    hint: `A plan is open until it is applied or expires${next}. Apply some of them, or make the next ones to expire sooner.`,
  });
}

/** How many plans, and bytes of plans, must go of those that are over. */
export function surplus(
  plans: Pick<PlanStore, 'pastSizes'>,
  { bounds, nowMs }: RoomFacts,
): { readonly plans: number; readonly bytes: number } {
  const past = plans.pastSizes(nowMs);
  return {
    plans: Math.max(0, past.plans - bounds.past),
    bytes: Math.max(0, past.bytes - bounds.pastBytes),
  };
}
