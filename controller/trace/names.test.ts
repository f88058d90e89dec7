import { describe, expect, test } from 'vitest';
import { type Mac, parseMac, type RecordRef, type TraceNamed } from '../../shared/model/index.ts';
import type { NeighbourFacts, SwitchFacts } from './facts.ts';
import { devicesOf, pictureNames } from './names.ts';
import { buildTopology } from './topology.ts';

const AP_MAC = '20:4c:03:4b:9e:40';

function facts(name: string, neighbours: readonly Partial<NeighbourFacts>[]): SwitchFacts {
  const none = { chassisId: undefined, remotePort: undefined, systemDescription: undefined };
  return {
    ...{ ref: { site: 'ams1', kind: 'switch', id: name }, name, hostname: `${name}.example.net` },
    ...{ baseMac: 'f8:b1:56:00:01:00', macs: [], managementAddress: '10.0.0.9', ports: [], fdb: [] },
    neighbours: neighbours.map((one) => ({
      ...{ ...none, protocol: 'lldp', systemName: undefined, managementAddress: undefined, capabilities: [] },
      ...{ port: 'Gi1/0/7', ...one },
    })),
  };
}

const find = (some: readonly SwitchFacts[], name: string, mayUse = (_: RecordRef): boolean => true) =>
  pictureNames(buildTopology(some)).find({ name, mayUse, seenAt: () => 5 });

describe('names that the picture tells', () => {
  const sw = facts('sw1', [{ systemName: 'AP-7.example.net', chassisId: AP_MAC, capabilities: ['wlan'] }]);

  test('are found whole or by their first part, in any case', () => {
    for (const name of ['ap-7.example.net', 'AP-7'])
      expect(find([sw], name)).toMatchObject([
        { source: 'neighbour', switchName: 'sw1', port: 'Gi1/0/7', mac: AP_MAC },
      ]);
    for (const name of ['ap', 'ap-7.example', '7.example.net']) expect(find([sw], name)).toEqual([]);
  });

  test('of a switch are told once, as the switch, although others hear it', () => {
    const other = facts('sw2', [
      { systemName: 'sw1.example.net', chassisId: '00:00:00:00:00:77', capabilities: ['bridge'] },
    ]);
    expect(find([sw, { ...other, baseMac: 'f8:b1:56:00:02:00' }], 'sw1')).toMatchObject([
      { source: 'switch', name: 'sw1' },
    ]);
  });

  test('are those of switches that may be used alone', () => {
    expect(find([sw], 'ap-7', () => false)).toEqual([]);
  });

  test('take the MAC address from the port id where the chassis id is none, as of phones', () => {
    const phone = facts('sw1', [
      { systemName: 'tel-1', chassisId: '10.2.0.16', remotePort: '80:5E:C0:A8:49:7A' },
    ]);
    expect(find([phone], 'tel-1')).toMatchObject([{ mac: '80:5e:c0:a8:49:7a' }]);
  });
});

describe('matches become devices', () => {
  const match = (change: Partial<TraceNamed>): TraceNamed => ({
    ...{
      name: 'x',
      source: 'neighbour',
      switch: { site: 'ams1', kind: 'switch', id: 'sw1' },
      switchName: 'sw1',
    },
    ...{ port: 'Gi1/0/1', mac: undefined, address: undefined, seenAt: 0, ...change },
  });
  const [a, b] = ['00:00:00:00:00:0a', '00:00:00:00:00:0b'].map((mac) => parseMac(mac) as Mac);

  test('by MAC address, by IP address, and by the port that both protocols speak on', () => {
    expect(devicesOf([match({}), match({ mac: a })])).toHaveLength(1);
    expect(devicesOf([match({ mac: a, port: 'Gi1/0/1' }), match({ mac: a, port: 'Gi1/0/2' })])).toHaveLength(
      1,
    );
    expect(
      devicesOf([match({ address: '10.0.0.1', port: 'a' }), match({ address: '10.0.0.1', port: 'b' })]),
    ).toHaveLength(1);
  });

  test('and two with an address of their own are two', () => {
    expect(devicesOf([match({ mac: a }), match({ mac: b })])).toHaveLength(2);
  });
});
