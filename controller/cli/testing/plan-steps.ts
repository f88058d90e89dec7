/** Steps of plans for tests: what is added, changed, deleted and blocked, of two kinds. */
import type { PlanStep } from '../../../shared/model/index.ts';

export function stepOf(change: Partial<PlanStep> & Pick<PlanStep, 'no'>): PlanStep {
  const id = `sw${change.no}`;
  return {
    ...({ action: 'create', standing: 'ready', store: 'records', kind: 'switch', site: 'ams1' } as const),
    ...({
      key: `ams1/switch/${id}`,
      name: `ams1/${id}`,
      cause: { type: 'person', text: 'user:admin' },
    } as const),
    ...({ before: null, after: { name: id }, token: '', needs: [], noUndo: '', risk: 'low' } as const),
    ...change,
  };
}

/** One of each: `+ ~ - !`. */
export const mixed: readonly PlanStep[] = [
  stepOf({
    no: 1,
    after: { name: 'sw1', floor: 'ams1/floor/f2' },
    cause: { type: 'row', text: 'row 2 of s.csv' },
  }),
  stepOf({
    ...{ no: 2, kind: 'source', key: 'ams1/source/sw1', name: 'ams1/sw1', needs: [1] },
    after: { name: 'sw1', driver: 'switch', address: '10.1.9.1' },
  }),
  stepOf({
    ...{
      no: 3,
      action: 'update',
      kind: 'source',
      key: 'ams1/source/sw3',
      name: 'ams1/ams1-f2-sw03',
      token: 'etag7',
    },
    before: { name: 'ams1-f2-sw03', address: '10.1.2.3', port: 2222 },
    after: { name: 'ams1-f2-sw03', address: '10.1.2.33', port: 2222, credential: 'campus two' },
  }),
  stepOf({
    ...{ no: 4, action: 'delete', key: 'ams1/switch/sw4', name: 'ams1/old', token: 'etag9' },
    ...{ before: { name: 'old' }, after: null },
  }),
  stepOf({
    ...{ no: 5, action: 'delete', key: 'ams1/switch/sw5', name: 'ams1/older', standing: 'blocked' },
    ...{ before: { name: 'older' }, after: null },
    reason: {
      code: 'max-deletes',
      message: '2 of 3 would be deleted, 1 at most',
      override: 'max-deletes:records/switch',
    },
  }),
];
