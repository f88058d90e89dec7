import { describe, expect, it } from 'vitest';
import { buildDirectory } from './directory.ts';
import { draftSwitch } from './draft.ts';
import type { NeighbourFacts, SwitchFacts } from './facts.ts';
import { seeNeighbour } from './neighbour.ts';

function facts(id: string, change: Partial<SwitchFacts> = {}): SwitchFacts {
  return {
    ref: { site: 'ams1', kind: 'switch', id },
    name: id,
    hostname: undefined,
    baseMac: undefined,
    macs: [],
    managementAddress: undefined,
    ports: [],
    fdb: [],
    neighbours: [],
    ...change,
  };
}

function neighbour(change: Partial<NeighbourFacts>): NeighbourFacts {
  return {
    port: 'Gi1/0/1',
    protocol: 'lldp',
    chassisId: undefined,
    remotePort: undefined,
    systemName: undefined,
    systemDescription: undefined,
    managementAddress: undefined,
    capabilities: [],
    ...change,
  };
}

const directory = buildDirectory(
  [
    facts('s1', {
      name: 'ams1-sw1',
      hostname: 'sw1.example.org',
      baseMac: 'f8:b1:56:00:01:00',
      managementAddress: '10.0.0.1',
    }),
    facts('s2', { name: 'ams1-sw2', macs: ['f8:b1:56:00:02:41'] }),
    facts('s3', {
      name: 'default',
      neighbours: [neighbour({ systemName: 'AMS1-SW2', chassisId: 'f8:b1:56:00:02:00' })],
    }),
    facts('s4', { name: 'default' }),
  ].map(draftSwitch),
);
const seen = (change: Partial<NeighbourFacts>): ReturnType<typeof seeNeighbour> =>
  seeNeighbour(directory, neighbour(change), {
    observer: draftSwitch(facts('s9', { name: 'observer' })),
    port: { key: 'gi1/0/1', count: 0, neighbours: [] },
  });

describe('a neighbour that is a managed switch', () => {
  it.each([
    ['its base address', { chassisId: 'F8B1.5600.0100' }, 's1'],
    ['an address of its own', { chassisId: 'f8:b1:56:00:02:41' }, 's2'],
    ['its name, in any case and with any domain', { systemName: 'SW1.other.net' }, 's1'],
    ['its name in the inventory', { systemName: 'ams1-sw2' }, 's2'],
    ['a name that the table has cut', { systemName: 'sw1.exa...' }, 's1'],
    ['its management address', { managementAddress: '10.0.0.1' }, 's1'],
    ['an address that another switch heard under its name', { chassisId: 'f8:b1:56:00:02:00' }, 's2'],
  ])('is known by %s', (_how, change, id) => {
    expect(seen(change)).toMatchObject({ kind: 'managed', switchKey: `ams1/switch/${id}` });
  });

  it('is not known by a name that two switches bear, and an address outweighs a name', () => {
    expect(seen({ systemName: 'default' }).kind).toBe('unknown');
    expect(seen({ systemName: 'ams1-sw2', chassisId: 'f8:b1:56:00:01:00' }).switchKey).toBe('ams1/switch/s1');
  });
});

describe('any other neighbour', () => {
  it.each([
    ['phone', { capabilities: ['bridge', 'telephone'] }],
    ['phone', { systemDescription: 'Cisco IP Phone 8841', capabilities: ['station'] }],
    ['ap', { capabilities: ['bridge', 'wlan', 'router'] }],
    ['ap', { systemDescription: 'cisco AIR-AP2802I-E-K9 Cisco AP Software', capabilities: ['bridge'] }],
    ['hypervisor', { systemDescription: 'VMware ESX Releasebuild-1', capabilities: ['bridge'] }],
    ['host', { systemDescription: 'Debian GNU/Linux 12', capabilities: ['bridge', 'router', 'station'] }],
    ['host', { chassisId: '00:0e:1e:b0:5f:30', remotePort: '000E.1EB0.5F30' }],
    ['bridge', { capabilities: ['bridge', 'router'] }],
    ['bridge', { systemDescription: 'Dell Networking Switch, Linux 3.6.5' }],
    ['bridge', { systemName: 'x', remotePort: 'Gi1/0/1' }],
    ['unknown', { systemName: 'x' }],
  ] as const)('is a %s when it says %o', (kind, change) => {
    expect(seen(change).kind).toBe(kind);
  });
});
