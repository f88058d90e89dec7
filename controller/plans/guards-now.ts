/**
 * Guards once more when a plan is applied, on what is there by then: of several plans that were made side by side, each may be
 * within its limits, and all of them together not. Of records alone: of other stores it is not known here what they hold.
 */
import { WaysideError } from '../../shared/errors.ts';
import { RECORDS_STORE } from '../../shared/model/index.ts';
import type { DeskDeps } from './desk-deps.ts';
import { blockedBy, type GuardedStep } from './guards.ts';
import type { RunWish, StoredPlan } from './port.ts';
import { wantedPieces } from './run/wanted-pieces.ts';
import { shortId } from './standing.ts';

/** Of the steps that are asked for, what guards look at; no more, for there may be many. */
export async function guardedSteps(
  { repository }: Pick<DeskDeps, 'repository'>,
  plan: StoredPlan,
  wish: RunWish,
): Promise<readonly GuardedStep[]> {
  const found: GuardedStep[] = [];
  if (!plan.summary.kinds.some(({ store }) => store === RECORDS_STORE)) return found;
  for await (const piece of wantedPieces(repository, plan, wish))
    for (const { no, action, standing, store, kind, site, key } of piece)
      if (store === RECORDS_STORE) found.push({ no, action, standing, store, kind, site, key });
  return found;
}

/** Error: GUARD_BLOCKED, with the figures of now. What the maker of the plan lifted stays lifted. */
export function requireWithinLimits(
  { basesOf, settings, clock }: Pick<DeskDeps, 'basesOf' | 'settings' | 'clock'>,
  plan: StoredPlan,
  steps: readonly GuardedStep[],
): void {
  const overrides = plan.overrides.map(({ override }) => override);
  const facts = { bases: basesOf(steps), settings: settings.guards, overrides, nowMs: clock.now() };
  const reasons = [...blockedBy(steps, facts).values()];
  const [first] = reasons;
  if (!first) return;
  const lifts = [...new Set(reasons.map(({ override }) => override))];
  throw new WaysideError(
    'GUARD_BLOCKED',
    `plan ${shortId(plan.id)} would go too far by now (${first.code}): ${first.message}`,
    {
      hint: `Things changed since it was made: make the plan again, look at its steps, and lift ${lifts.join(', ')} if all of them are meant`,
      details: { overrides: lifts.join(' ') },
    },
  );
}
