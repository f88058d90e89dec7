/** Which steps of a plan its run is to do: those that are asked for, and ready. Pure. */
import { type PlanStep, planActions } from '../../../shared/model/index.ts';
import type { RunWish, StoredPlan } from '../port.ts';

export type Wanted = (step: Pick<PlanStep, 'no' | 'action' | 'kind' | 'standing'>) => boolean;

export function wanted({ actions, kinds, steps }: RunWish): Wanted {
  const [isAction, isKind, isStep] = [new Set(actions), new Set(kinds), new Set(steps)];
  return ({ no, action, kind, standing }) =>
    standing === 'ready' &&
    (isAction.size === 0 || isAction.has(action)) &&
    (isKind.size === 0 || isKind.has(kind)) &&
    (isStep.size === 0 || isStep.has(no));
}

/** How many. `stepOf` is asked for steps that are named one by one. */
export function countWanted(
  { summary }: Pick<StoredPlan, 'summary'>,
  wish: RunWish,
  stepOf: (no: number) => PlanStep | undefined,
): number {
  if (wish.steps.length > 0) {
    const isWanted = wanted(wish);
    const steps = [...new Set(wish.steps)].map(stepOf);
    return steps.filter((step) => step !== undefined && isWanted(step)).length;
  }
  const actions = planActions.filter((action) => wish.actions.length === 0 || wish.actions.includes(action));
  return summary.kinds
    .filter(({ kind }) => wish.kinds.length === 0 || wish.kinds.includes(kind))
    .reduce((sum, { counts }) => sum + actions.reduce((ofKind, action) => ofKind + counts[action], 0), 0);
}
