/** The steps of a plan that are asked for, and ready, as they are read: piece by piece, with turns for others in between. */
import type { PlanStep } from '../../../shared/model/index.ts';
import { nextTurn } from '../../../shared/runtime/index.ts';
import type { RunWish, StoredPlan } from '../port.ts';
import { type PlanRepository, STEPS_READ_MAX } from '../repository.ts';
import { wanted } from './wanted.ts';

export async function* wantedPieces(
  repository: PlanRepository,
  plan: StoredPlan,
  wish: RunWish,
): AsyncGenerator<readonly PlanStep[]> {
  const isWanted = wanted(wish);
  if (wish.steps.length > 0) {
    const named = [...new Set(wish.steps)].flatMap((no) => repository.step(plan, no) ?? []);
    yield named.filter(isWanted);
    return;
  }
  for (let after = 0; after < plan.steps; ) {
    const rows = repository.steps(plan, { after, limit: STEPS_READ_MAX });
    yield rows.filter(isWanted);
    after = rows.at(-1)?.no ?? plan.steps;
    await nextTurn();
  }
}
