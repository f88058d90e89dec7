/** How far a run came, as it lies in the store. */
import type { RunStep, StepView } from '../../../shared/model/index.ts';
import type { RunRow } from '../../store/index.ts';
import type { StoredPlan } from '../port.ts';
import { runStep } from './book.ts';
import type { RunDeps } from './deps.ts';
import { STEPS_TOLD_MAX, stepView } from './step-views.ts';

/** Of a plan that is not too large: all of its steps. */
export function readStepViews(
  { store, repository }: Pick<RunDeps, 'store' | 'repository'>,
  plan: StoredPlan,
  run: RunRow,
): readonly StepView[] {
  const rows = new Map(store.runs.steps(run.no, 0, STEPS_TOLD_MAX).map((one) => [one.no, runStep(one)]));
  const steps = repository.steps(plan, { after: 0, limit: STEPS_TOLD_MAX });
  return steps.map((step) => stepView(step, rows.get(step.no) ?? { state: 'planned', at: undefined }));
}

/** Of these steps; those that were not begun stand as `planned`. */
export function readSteps(
  { store }: Pick<RunDeps, 'store'>,
  run: RunRow,
  nos: readonly number[],
): ReadonlyMap<number, RunStep> {
  return new Map(
    nos.map((no) => {
      const row = store.runs.step(run.no, no);
      const unbegun = { no, state: 'planned', error: undefined, token: '', at: run.startedAt } as const;
      return [no, row ? runStep(row) : unbegun];
    }),
  );
}
