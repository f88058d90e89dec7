/** What one principal sees of an item, and may undo: as of the step that it was, or would be. */
import type { ChangeItem, PlanStep } from '../../../shared/model/index.ts';
import type { Sight } from '../../inventory/index.ts';
import { type LiveFields, StepSight } from '../step-view.ts';

export class ItemSight {
  private readonly steps: StepSight;

  constructor(sight: Sight, live: LiveFields) {
    this.steps = new StepSight(sight, live);
  }

  /** `undefined`: out of view. */
  see(item: ChangeItem): ChangeItem | undefined {
    const seen = this.steps.see(stepOf(item))?.step;
    if (!seen) return undefined;
    const { key, name, before, after, token } = seen;
    return { ...item, key, name, before, after, token };
  }

  mayUndo(item: ChangeItem): boolean {
    return this.steps.mayDo(stepOf({ ...item, before: item.after, after: item.before }));
  }
}

function stepOf(item: ChangeItem): PlanStep {
  const { no, action, store, kind, key, name, site, before, after, token, noUndo } = item;
  return {
    ...{ no, action, store, kind, key, name, site, before, after, token, noUndo },
    ...{ standing: 'ready', cause: { type: 'undo', text: '' }, needs: [], risk: 'low' },
  };
}
