import { describe, expect, it } from 'vitest';
import { AMBIGUOUS, draftSwitch } from './draft.ts';
import type { FdbFacts, PortFacts, SwitchFacts } from './facts.ts';

const port = (name: string, lag?: string): PortFacts => ({
  name,
  description: undefined,
  mode: undefined,
  vlan: undefined,
  lag,
  operUp: true,
  state: 'up',
});
const row = (mac: string, at: string, change: Partial<FdbFacts> = {}): FdbFacts => ({
  mac,
  port: at,
  vlan: 10,
  type: 'dynamic',
  ...change,
});

function draft(fdb: readonly FdbFacts[], ports: readonly PortFacts[] = []): ReturnType<typeof draftSwitch> {
  const facts: SwitchFacts = {
    ref: { site: 'ams1', kind: 'switch', id: 'sw1' },
    name: 'sw1',
    hostname: undefined,
    baseMac: undefined,
    macs: [],
    managementAddress: undefined,
    ports,
    fdb,
    neighbours: [],
  };
  return draftSwitch(facts);
}

describe('the tables of one switch', () => {
  it('an address in several VLANs of a port counts once, and belongs to each VLAN', () => {
    const { ports, portOf } = draft([
      row('00:1b:21:00:00:01', 'Gi1'),
      row('00:1b:21:00:00:01', 'Gi1', { vlan: 20 }),
    ]);
    expect(ports.get('gi1')?.count).toBe(1);
    expect([...(ports.get('gi1')?.addresses.keys() ?? [])]).toEqual([10, 20]);
    expect(portOf.get('00:1b:21:00:00:01')).toBe('gi1');
  });

  it('an address on two ports proves nothing about either', () => {
    const { portOf } = draft([
      row('00:1b:21:00:00:01', 'Gi1'),
      row('00:1b:21:00:00:01', 'Gi2', { vlan: 20 }),
    ]);
    expect(portOf.get('00:1b:21:00:00:01')).toBe(AMBIGUOUS);
  });

  it('own addresses, groups and shared gateways are no hosts of a port', () => {
    const { ports, ownMacs, isGateway } = draft([
      row('f8:b1:56:00:00:01', 'Vl10', { type: 'static' }),
      row('f8:b1:56:00:00:02', 'Gi9', { type: 'self' }),
      row('00:00:0c:07:ac:01', 'Vl10', { type: 'static' }),
      row('00:00:0c:07:ac:02', 'Gi1'),
      row('01:00:5e:00:00:01', 'Gi1'),
      row('00:1b:21:00:00:01', ''),
    ]);
    expect([...ports.keys()]).toEqual(['gi1']);
    expect(ports.get('gi1')).toMatchObject({ count: 0, gateway: 'HSRP' });
    expect(ownMacs).toEqual(['f8:b1:56:00:00:01', 'f8:b1:56:00:00:02']);
    expect(isGateway).toBe(true);
  });

  it('a port channel that is a member of itself or of a circle does no harm', () => {
    const { ports } = draft(
      [row('00:1b:21:00:00:01', 'Po1')],
      [port('Po1', 'Po1'), port('Po2', 'Po3'), port('Po3', 'Po2')],
    );
    expect(ports.get('po1')?.count).toBe(1);
  });

  it('the usual number of addresses is the median over ports that have any', () => {
    const many = Array.from({ length: 30 }, (_, n) => row(`00:1b:21:00:01:${(16 + n).toString(16)}`, 'Po1'));
    expect(
      draft([row('00:1b:21:00:00:01', 'Gi1'), row('00:1b:21:00:00:02', 'Gi2'), ...many]).medianCount,
    ).toBe(1);
    expect(draft([]).medianCount).toBe(0);
  });
});
