/** A controller whose records change by approved plans alone. */
import { expect, onTestFinished, test } from 'vitest';
import { structToWire } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

const create = { kind: 'site', id: 'ams1', fields: structToWire({ name: 'ams1' }) };

test.each([{ WAYSIDE_PLANS__APPROVAL: 'signed' }, { WAYSIDE_PLANS__FOUR_EYES: 'true' }])(
  'writes nothing that nobody agreed to (%o): InventoryService.WriteRecords says that a plan is the way',
  async (env) => {
    const live = await Live.start({ env });
    onTestFinished(() => live.stop());
    const asked = { operations: [{ create }] };
    const write = (): Promise<unknown> => live.admin.unary('InventoryService.WriteRecords', asked);
    expect(await errorFrom(write())).toMatchObject({ code: 'NOT_APPROVED' });
    const { records } = await live.admin.unary('InventoryService.ListRecords', { kind: 'site' });
    expect(records).toEqual([]);
    await live.admin.unary('InventoryService.WriteRecords', { ...asked, validateOnly: true });
    const { plan } = await live.admin.unary('PlanService.CreatePlan', asked);
    const apply = live.admin.unary('PlanService.ApplyPlan', { id: plan?.id ?? '' });
    expect(await errorFrom(apply)).toMatchObject({ code: 'NOT_APPROVED' });
  },
);
