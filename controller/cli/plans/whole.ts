/**
 * A whole plan as the controller exports it, read so that nothing of what is shown is the controller's word alone: its id is computed
 * again from all of its steps, differences and counts are made from the steps themselves.
 */
import { WaysideError } from '../../../shared/errors.ts';
import {
  fieldDifferences,
  NO_COUNTS,
  type PlanCounts,
  type PlanHeader,
  PlanTree,
  planId,
  planLeaf,
} from '../../../shared/model/index.ts';
import { bareStep, type ShownStep } from '../../../shared/wire/index.ts';
import type { Shell } from '../shell.ts';
import { type HeldPlan, heldPlan, heldStep, ofPlan, shortId } from './held.ts';

export interface WholePlan extends HeldPlan {
  /** Counted here. `unchanged` is what the header says: such things are no steps. */
  readonly counts: PlanCounts;
  /** The first ones, those that delete last. */
  readonly shown: readonly ShownStep[];
  /** So many more are not among them. */
  readonly more: number;
}

/** `limit`: steps that are kept to be shown, and again as many that delete. Errors: NOT_FOUND, PLAN_CHANGED. */
export async function wholePlan(shell: Shell, id: string, limit: number): Promise<WholePlan> {
  let held: HeldPlan | undefined;
  const leaves: Uint8Array[] = [];
  const counts: Record<keyof PlanCounts, number> = { ...NO_COUNTS };
  const [others, deletes]: [ShownStep[], ShownStep[]] = [[], []];
  const parts = shell.stream('PlanService.ExportPlan', { id });
  const next = (): ReturnType<typeof parts.next> => ofPlan(parts.next());
  for (let part = await next(); !part.done; part = await next()) {
    const { plan, steps } = part.value;
    if (plan) held = heldPlan(plan);
    for (const message of steps) {
      const { step } = heldStep(message);
      if (step.no !== leaves.length + 1)
        throw changed(id, `step ${leaves.length + 1} is missing or out of its place`);
      leaves.push(planLeaf(bareStep(step)));
      counts[step.standing === 'ready' ? step.action : step.standing] += 1;
      const kept = step.action === 'delete' ? deletes : others;
      if (kept.length < limit) kept.push({ ...step, fields: fieldDifferences(step) });
    }
  }
  if (!held) throw new WaysideError('INTERNAL', 'the controller answered without the plan');
  requireSame(held.view, leaves, { ...counts, unchanged: held.view.summary.counts.unchanged });
  const shown = [...others, ...deletes];
  const { unchanged } = held.view.summary.counts;
  return { ...held, counts: { ...counts, unchanged }, shown, more: leaves.length - shown.length };
}

function requireSame(
  view: PlanHeader & { readonly id: string },
  leaves: readonly Uint8Array[],
  counts: PlanCounts,
): void {
  if (leaves.length !== view.steps)
    throw changed(view.id, `it has ${leaves.length} steps, and says ${view.steps}`);
  if (planId(view, PlanTree.of(leaves).root) !== view.id)
    throw changed(view.id, 'its steps or its header are others');
  const said = view.summary.counts;
  const wrong = (Object.keys(NO_COUNTS) as (keyof PlanCounts)[]).find(
    (count) => counts[count] !== said[count],
  );
  if (wrong)
    throw changed(view.id, `its summary says ${said[wrong]} ${wrong}, and its steps ${counts[wrong]}`);
}

function changed(id: string, why: string): WaysideError {
  return new WaysideError('PLAN_CHANGED', `what the controller shows is not plan ${shortId(id)}: ${why}`, {
    hint: 'Approve nothing; have somebody look at the controller.',
  });
}
