import { expect, test } from 'vitest';
import { guard } from '../guards.ts';
import { orderSteps } from '../order.ts';
import { pictureOf, portSeen } from '../testing/port-pictures.ts';
import { draftVlans, type VlansQuestion } from './vlans.ts';

const sw1 = pictureOf({ ports: [portSeen('Gi1/0/1'), portSeen('Gi1/0/2')], vlans: [1, 10] });
const sw2 = pictureOf({ id: 'sw2', ports: [], vlans: [1, 20] });

function planned(question: Partial<VlansQuestion>, overrides: readonly string[] = []): readonly string[] {
  const whole = {
    action: 'add',
    vlan: 20,
    name: '',
    pictures: [sw1],
    reservedVlans: [1],
    overrides,
    by: 'user:ada',
  } as const;
  const { steps, bases } = draftVlans({ ...whole, ...question });
  return guard(orderSteps(steps), { bases, settings: [], overrides, nowMs: 0 }).map(
    ({ action, name, before, after, standing, reason }) =>
      `${action} ${name} ${before?.['name'] ?? '-'} ${after?.['name'] ?? '-'} ${reason?.code ?? standing}`,
  );
}

test('a VLAN is added where it is not there, by its number when it gets no name', () => {
  expect(planned({ pictures: [sw1, sw2] })).toEqual(['create ams1/sw1 VLAN 20 - VLAN20 ready']);
  expect(planned({ name: 'voice', pictures: [sw1, sw2] })).toEqual([
    'create ams1/sw1 VLAN 20 - voice ready',
    'update ams1/sw2 VLAN 20 v20 voice vlan-name',
  ]);
});

test('a rename needs the VLAN to be there', () => {
  expect(planned({ action: 'rename', vlan: 10, name: 'desks' })).toEqual([
    'update ams1/sw1 VLAN 10 v10 desks ready',
  ]);
  expect(() => planned({ action: 'rename', name: 'desks' })).toThrow('sw1 has no VLAN 20');
});

test('a VLAN that ports are in is not taken away, VLAN 1 never', () => {
  const wish = { action: 'rm', vlan: 10 } as const;
  expect(planned(wish)).toEqual(['delete ams1/sw1 VLAN 10 v10 - vlan-used']);
  expect(planned({ ...wish, vlan: 20, pictures: [sw2] })).toEqual(['delete ams1/sw2 VLAN 20 v20 - ready']);
  expect(planned({ ...wish, vlan: 1 }, ['reserved-vlan:ams1/source/sw1/vlan'])).toEqual([
    'delete ams1/sw1 VLAN 1 v1 - reserved-vlan',
  ]);
  expect(planned({ ...wish, vlan: 20 })).toEqual([]);
});

test('a VLAN in which the switch has an address is not taken away, whatever is lifted', () => {
  const addressVlans = new Map([[20, 'the switch is reached at 10.9.9.2, which is in it']]);
  const picture = pictureOf({ ports: [portSeen('Gi1/0/1')], vlans: [10, 20, 30], addressVlans });
  const wish = { action: 'rm', pictures: [picture] } as const;
  const lifts = ['management:ams1/source/sw1/vlan'];
  expect(planned({ ...wish, vlan: 20 }, lifts)).toEqual(['delete ams1/sw1 VLAN 20 v20 - management-vlan']);
  expect(planned({ ...wish, vlan: 30 })).toEqual(['delete ams1/sw1 VLAN 30 v30 - ready']);
  expect(() => planned({ ...wish, vlan: 20 }, ['management-vlan:ams1/source/sw1/vlan'])).toThrow(
    /must be GUARD/,
  );
});

test.each([
  ['hp_procurve', '15-25', 'vlan-used'],
  ['ruckus_icx', '20', 'vlan-used'],
  ['hp_procurve', '2,120', 'ready'],
  ['cisco_ios', '15-25', 'ready'],
])(
  'of %s with ports that carry %s tagged VLAN 20 is %s: where it holds its ports they would be lost',
  (platform, taggedVlans, standing) => {
    const ports = [portSeen('49', { mode: 'trunk', vlan: 1, taggedVlans })];
    const wish = { action: 'rm', vlan: 20, pictures: [pictureOf({ ports, platform })] } as const;
    expect(planned(wish)).toEqual([`delete ams1/sw1 VLAN 20 v20 - ${standing}`]);
  },
);

test('what an undo of a VLAN that was taken away brings back is told beside the step', () => {
  const wish = {
    action: 'rm',
    vlan: 20,
    name: '',
    pictures: [sw2],
    reservedVlans: [],
    by: 'user:ada',
  } as const;
  const [step] = draftVlans({ ...wish, overrides: [] }).steps;
  expect(step?.cause.text).toBe('user:ada; an undo brings back its number and its name only');
  expect(step?.before).toEqual({ name: 'v20' });
  const overrides = ['management:ams1/source/sw2/vlan'];
  const [lifted] = draftVlans({ ...wish, overrides }).steps;
  expect(lifted?.before).toEqual({ name: 'v20', anyway: ['management'] });
});
