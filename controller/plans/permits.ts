/** Who may approve a plan, and who may have its steps done: judged by what they may at this moment. */
import { WaysideError } from '../../shared/errors.ts';
import { mayAt, type PlanStep, type Principal, principalName } from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';
import type { DeskDeps } from './desk-deps.ts';
import type { PrincipalOf, RunWish, StoredPlan } from './port.ts';
import { wantedPieces } from './run/wanted-pieces.ts';
import { shortId } from './standing.ts';
import { type LiveFields, placeOf, StepSight } from './step-view.ts';

/** `by`: as `user:NAME`. */
export function principalBy(principalOf: PrincipalOf, by: string): Principal | undefined {
  const [type, name] = [by.slice(0, by.indexOf(':')), by.slice(by.indexOf(':') + 1)];
  return type === 'system' ? { type, name } : principalOf(name);
}

/** Whether the word of somebody who approved the plan counts still: who was let go since, or may less, agrees to nothing. */
export function approverNow(
  principalOf: PrincipalOf,
  plan: Pick<StoredPlan, 'sites'>,
): (by: string) => boolean {
  return (by) => {
    const principal = principalBy(principalOf, by);
    return principal !== undefined && isApprover(plan, principal);
  };
}

function isApprover({ sites }: Pick<StoredPlan, 'sites'>, principal: Principal): boolean {
  const all = sites.length === 0 ? [''] : sites;
  return all.every((site) => mayAt(principal, 'approver', placeOf(site)));
}

/** Error: FORBIDDEN. */
export function requireApprover(plan: StoredPlan, principal: Principal): void {
  if (isApprover(plan, principal)) return;
  throw new WaysideError(
    'FORBIDDEN',
    `${principalName(principal)} may not approve plan ${shortId(plan.id)}`,
    { hint: 'It needs the level approver at every site of the plan; ask an admin.' },
  );
}

/** Error: FORBIDDEN for the first step that the principal may not have done. */
export function requireSteps(steps: readonly PlanStep[], sight: Sight, live: LiveFields): void {
  const view = new StepSight(sight, live);
  for (const step of steps) {
    if (view.mayDo(step)) continue;
    const who = principalName(sight.principal);
    const name = view.see(step)?.step.name;
    const what = name === undefined ? '' : ` (${step.action} of ${name})`;
    throw new WaysideError('FORBIDDEN', `${who} may not have step ${step.no} done${what}`, {
      hint: 'It needs the level operator there, and of a source whose address or credential changes the switch view full; ask an admin, or for other steps alone.',
    });
  }
}

/** As `requireSteps`, of all ready steps that are asked for; piece by piece. */
export async function requireWanted(
  plan: StoredPlan,
  wish: RunWish,
  { sight, repository, live }: { readonly sight: Sight } & Pick<DeskDeps, 'repository' | 'live'>,
): Promise<void> {
  if (mayAll(plan, sight)) return;
  for await (const piece of wantedPieces(repository, plan, wish)) requireSteps(piece, sight, live);
}

/** Who may work on the whole of each site, and sees all of it, needs not be asked step by step. */
function mayAll({ sites }: StoredPlan, sight: Sight): boolean {
  return sites.every((site) => {
    const place = placeOf(site);
    return sight.mayWorkAt(place) && (sight.everything || sight.siteView(place.site) === 'full');
  });
}
