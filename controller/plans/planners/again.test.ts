import { expect, test } from 'vitest';
import type { PlanStep } from '../../../shared/model/index.ts';
import { planAgain } from './again.ts';

test('what a plan told the agent beside its changes is told again, and what is there stays', () => {
  const words = { anyway: ['uplink'], ways: [{ port: 'Gi1/0/48', mode: 'trunk' }] };
  const step: PlanStep = {
    ...{
      no: 1,
      action: 'update',
      standing: 'ready',
      store: 'ams1/source/sw1',
      kind: 'port',
      key: 'Gi1/0/47',
    },
    ...{ name: 'ams1/sw1 Gi1/0/47', site: 'ams1', cause: { type: 'person', text: '' }, token: '' },
    ...{ needs: [], noUndo: '', risk: 'high' },
    before: { adminUp: true, description: 'old', ...words },
    after: { adminUp: false, description: 'old', ...words },
  };
  const found = { fields: { adminUp: true, description: 'new' }, token: 't2' };
  const plan = { id: 'p1', planner: 'ports', title: 'x', overrides: [] } as const;
  const [again] = planAgain(plan, [{ step, nos: [1], stale: 1, found }])?.steps ?? [];
  expect(again?.before).toEqual({ adminUp: true, description: 'new', ...words });
  expect(again?.after).toEqual({ adminUp: false, description: 'new', ...words });
});
