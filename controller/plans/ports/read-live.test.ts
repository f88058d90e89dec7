import { expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/model/index.ts';
import type { PortSeen } from '../planners/port-guards.ts';
import { laidOver } from './read-live.ts';

const COLLECTED: PortSeen = {
  ...{ name: 'Gi1/0/1', description: 'of the last collect', adminUp: true, operUp: true, state: 'up' },
  ...{ mode: 'access', vlan: 10, voiceVlan: 30, taggedVlans: undefined, lag: undefined },
};

const read = (port: JsonObject, config: JsonObject | null): PortSeen =>
  laidOver(COLLECTED, { job: 'j', data: { port: { name: 'Gi1/0/1', ...port }, config } });

it('reads a description as the agent does that changes it: the configuration, or else the table of states', () => {
  expect(read({ description: 'in the table' }, { accessVlan: 10 }).description).toBe('in the table');
  expect(read({ description: 'in the table' }, { description: 'configured' }).description).toBe('configured');
  expect(read({}, { accessVlan: 10 }).description).toBeUndefined();
  // Nothing tells it: what was collected stays.
  expect(read({}, null).description).toBe('of the last collect');
});

it('takes the VLAN of a trunk from its native one, and that of other ports from what they are configured with', () => {
  expect(read({ vlan: 5 }, { mode: 'access', accessVlan: 20, nativeVlan: 1 }).vlan).toBe(20);
  expect(read({ vlan: 5 }, { mode: 'trunk', accessVlan: 20, nativeVlan: 7 }).vlan).toBe(7);
  expect(read({ vlan: 5 }, null).vlan).toBe(5);
  expect(read({}, null)).toMatchObject({ vlan: 10, voiceVlan: 30 });
});
