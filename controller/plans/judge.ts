/** Before each batch of a run: is the plan still approved, and may who applies it still do these steps. */
import { WaysideError } from '../../shared/errors.ts';
import type { PlanStep, Principal } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Inventory } from '../inventory/index.ts';
import { requireSteps } from './permits.ts';
import type { StoredPlan } from './port.ts';
import type { PlanRepository } from './repository.ts';
import type { PlanSettings } from './settings.ts';
import { requireApproved, shortId } from './standing.ts';
import type { LiveFields } from './step-view.ts';

export interface JudgeDeps {
  readonly repository: PlanRepository;
  readonly inventory: Pick<Inventory, 'sight'>;
  readonly live: LiveFields;
  readonly clock: Clock;
  readonly settings: PlanSettings;
  /** A user as it is now; `undefined`: not known any more, or not to be let in. */
  readonly principalOf: (name: string) => Principal | undefined;
}

/** `by`: as `user:NAME`. Errors: FORBIDDEN, NOT_APPROVED. */
export function allow(
  deps: JudgeDeps,
  { id }: StoredPlan,
  asked: { readonly by: string; readonly steps: readonly PlanStep[] },
): Principal {
  const { repository, clock, settings } = deps;
  const plan = repository.find(id);
  if (!plan) throw new WaysideError('NOT_FOUND', `plan ${shortId(id)} is not here any more`);
  requireApproved(plan, repository.approvals(plan), { settings, nowMs: clock.now() });
  const principal = principalNow(deps, asked.by);
  requireSteps(asked.steps, deps.inventory.sight(principal), deps.live);
  return principal;
}

/** Error: FORBIDDEN. */
export function principalNow({ principalOf }: Pick<JudgeDeps, 'principalOf'>, by: string): Principal {
  const [type, name = ''] = [by.slice(0, by.indexOf(':')), by.slice(by.indexOf(':') + 1)];
  const principal = type === 'system' ? ({ type, name } as const) : principalOf(name);
  if (principal) return principal;
  throw new WaysideError('FORBIDDEN', `${by} is not known any more, or is disabled`, {
    hint: 'Somebody else can make the rest of the plan anew and apply it.',
  });
}
