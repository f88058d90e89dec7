/** Steps for tests of order and guards: only what matters is said. */
import type { DraftStep } from '../draft.ts';

export function draftStep(step: Partial<DraftStep> & Pick<DraftStep, 'id'>): DraftStep {
  const { id, action = 'create' } = step;
  return {
    ...{ action, store: 'records', kind: 'switch', key: id, name: id, site: 'ams1' },
    ...{ cause: { type: 'person', text: 'someone' }, token: '', needs: [], refs: [], takes: [], frees: [] },
    before: action === 'create' ? null : {},
    after: action === 'delete' ? null : {},
    ...{ noUndo: '', standing: 'ready' },
    ...step,
  };
}
