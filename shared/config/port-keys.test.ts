import { expect, test } from 'vitest';
import { declaredPortGuards, portKeys } from './port-keys.ts';

const row = (guard: 'ap' | 'reserved-vlan', more: object = {}) => ({
  guard,
  enabled: true,
  vlans: '',
  ...more,
});

test('guards are as usual until the configuration says otherwise', () => {
  expect(declaredPortGuards([])).toEqual({ reservedVlans: [1, 1002, 1003, 1004, 1005], off: [] });
  expect(
    declaredPortGuards([row('ap', { enabled: false }), row('reserved-vlan', { vlans: '1, 900-902' })]),
  ).toEqual({
    ...{ reservedVlans: [1, 900, 901, 902], off: ['ap'] },
  });
});

test('what is no list of VLANs, or stands at the wrong guard or twice, is told by its place', () => {
  const rows = [row('ap', { vlans: '1' }), row('ap'), row('reserved-vlan', { vlans: '7-3' })];
  expect(portKeys.guards.check(rows).map(({ path }) => path)).toEqual([
    '[0].vlans',
    '[1].guard',
    '[2].vlans',
  ]);
});
