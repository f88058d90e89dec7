/** Before each batch of a run: is the plan still approved, and may who applies it still do these steps. */
import { WaysideError } from '../../shared/errors.ts';
import type { PlanStep, Principal } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Executor } from './executor.ts';
import { approverNow, principalBy, requireSteps } from './permits.ts';
import type { PrincipalOf, StoredPlan } from './port.ts';
import { wantKey } from './readiness.ts';
import type { PlanRepository } from './repository.ts';
import type { PlanSettings } from './settings.ts';
import { requireApproved, requireOwn, shortId } from './standing.ts';
import type { LiveFields } from './step-view.ts';

export interface JudgeDeps {
  readonly repository: PlanRepository;
  readonly inventory: Pick<Inventory, 'sight' | 'origin'>;
  readonly live: LiveFields;
  readonly clock: Clock;
  readonly settings: PlanSettings;
  readonly principalOf: PrincipalOf;
  readonly executors: readonly Executor[];
}

/** `by`: as `user:NAME`. Errors: FORBIDDEN, NOT_APPROVED, PLAN_FOREIGN once the store was restored. */
export function allow(
  deps: JudgeDeps,
  { id }: StoredPlan,
  asked: { readonly by: string; readonly steps: readonly PlanStep[] },
): Principal {
  const { repository, clock, settings, principalOf, executors } = deps;
  const plan = repository.find(id);
  if (!plan) throw new WaysideError('NOT_FOUND', `plan ${shortId(id)} is not here any more`);
  requireOwn(plan, deps.inventory.origin);
  const mayApprove = approverNow(principalOf, plan);
  requireApproved(plan, repository.approvals(plan), {
    ...{ settings, nowMs: clock.now(), mayApprove, wantKey: wantKey(plan, executors) },
  });
  const principal = principalNow(deps, asked.by);
  requireSteps(asked.steps, deps.inventory.sight(principal), deps.live);
  return principal;
}

/** Error: FORBIDDEN. */
export function principalNow({ principalOf }: Pick<JudgeDeps, 'principalOf'>, by: string): Principal {
  const principal = principalBy(principalOf, by);
  if (principal) return principal;
  throw new WaysideError('FORBIDDEN', `${by} is not known any more, or is disabled`, {
    hint: 'Somebody else can make the rest of the plan anew and apply it.',
  });
}
