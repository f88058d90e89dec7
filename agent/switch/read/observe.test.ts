import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { kinds, macFromHex } from '../../../shared/model/index.ts';
import type { Observation } from '../../jobs/driver.ts';
import type { ArpRow, FdbRow, NeighbourRow, PortConfigRow, PortRow } from '../platform.ts';
import { observe } from './observe.ts';
import type { Reading, Readings } from './reading.ts';

const read = <Row>(...rows: Row[]): Reading<Row> => ({
  state: 'read',
  rows,
  unknown: [],
  unknownCount: 0,
  error: undefined,
});
const trouble = (state: 'refused' | 'failed') => ({
  state,
  rows: [],
  unknown: [],
  unknownCount: 0,
  error: new WaysideError(state === 'failed' ? 'TIMEOUT' : 'COMMAND_DENIED', 'x'),
});

const own = macFromHex('001122000001');
const pc = macFromHex('001122334455');

const port = (name: string): PortRow => ({
  name,
  description: undefined,
  adminUp: true,
  operUp: true,
  state: 'up',
  speedMbps: 1_000,
  duplex: 'full',
  mode: 'access',
  vlan: 10,
  lag: undefined,
});
const seen = (vlan: number | undefined, at: string, type: FdbRow['type'] = 'dynamic'): FdbRow => ({
  mac: type === 'self' ? own : pc,
  vlan,
  port: at,
  type,
});
const neighbour: NeighbourRow = {
  port: 'Te1/0/1',
  protocol: 'lldp',
  chassisId: 'aa:bb:cc:dd:ee:ff',
  remotePort: undefined,
  systemName: 'core',
  systemDescription: undefined,
  managementAddress: undefined,
  capabilities: ['router', 'bridge'],
};

const configured: PortConfigRow = {
  ...{ name: 'Gi1/0/1', description: 'Printer of the second floor, left', adminUp: true, mode: 'access' },
  ...{
    accessVlan: 10,
    nativeVlan: undefined,
    taggedVlans: '20-22',
    voiceVlan: 30,
    lag: undefined,
    lines: [],
  },
};

const whole: Readings = {
  system: read({ hostname: 'sw1', model: 'N2048' }, { serial: 'S1', baseMac: macFromHex('001122000000') }),
  ports: read(port('Gi1/0/1'), port('Te1/0/1')),
  lags: read({ lag: 'Po1', ports: ['Te1/0/1'] }),
  fdb: read(
    seen(10, 'Gi1/0/1'),
    seen(undefined, 'Gi1/0/2'),
    seen(10, 'Gi1/0/1', 'self'),
    seen(10, 'Gi1/0/1'),
  ),
  neighbours: read(neighbour),
  vlans: read({ vlan: 10, name: 'office', ports: ['Gi1/0/1'] }),
  configs: read(configured),
  arp: read({ address: '10.0.0.5', mac: pc, vlan: 10, port: undefined, type: 'dynamic' } satisfies ArpRow),
};

function look(changes: Partial<Readings> = {}): {
  of: (kind: string) => readonly Observation[];
  coverage: readonly string[];
} {
  const { observations, coverage } = observe({
    source: { site: 'ams1', kind: 'source', id: '01hx' },
    platform: 'dell_os6',
    promptName: 'prompt-name',
    readings: { ...whole, ...changes },
  });
  return { coverage, of: (kind) => observations.filter((one) => one.kind === kind) };
}

describe('observe', () => {
  it('covers every kind of a whole reading', () => {
    expect(look().coverage).toEqual(['switch', 'port', 'sighting', 'neighbour', 'vlan', 'arp']);
  });

  it('tells the switch with its own addresses', () => {
    expect(look().of('switch')).toEqual([
      {
        kind: 'switch',
        nativeKey: '',
        sections: {
          system: {
            hostname: 'sw1',
            platform: 'dell_os6',
            model: 'N2048',
            serial: 'S1',
            softwareVersion: undefined,
            baseMac: '00:11:22:00:00:00',
            macs: ['00:11:22:00:00:00', '00:11:22:00:00:01'],
            units: undefined,
            unproven: undefined,
          },
        },
      },
    ]);
  });

  it('leaves out group addresses, which switches list as if they were their own', () => {
    const group: FdbRow = { mac: macFromHex('0180c2000000'), vlan: undefined, port: 'CPU', type: 'self' };
    const { of } = look({ fdb: read(group) });
    expect(of('sighting')).toEqual([]);
    expect(of('switch')[0]?.sections['system']?.['macs']).toEqual(['00:11:22:00:00:00']);
  });

  it('takes the name in the prompt where no command tells one', () => {
    expect(look({ system: read({}) }).of('switch')[0]?.sections['system']?.['hostname']).toBe('prompt-name');
  });

  it('joins ports with their port channels, and makes ports of channels that are not listed', () => {
    const ports = look().of('port');
    expect(ports.map(({ nativeKey }) => nativeKey)).toEqual(['Gi1/0/1', 'Te1/0/1', 'Po1']);
    expect(ports[1]?.sections['status']).toMatchObject({
      switch: 'ams1/switch/01hx',
      name: 'Te1/0/1',
      lag: 'Po1',
    });
  });

  it('names sightings, neighbours and VLANs by what makes them one, each once', () => {
    const { of } = look();
    expect(of('sighting').map(({ nativeKey }) => nativeKey)).toEqual([
      '00:11:22:33:44:55|10|Gi1/0/1',
      '00:11:22:33:44:55||Gi1/0/2',
      '00:11:22:00:00:01|10|Gi1/0/1',
    ]);
    expect(of('neighbour')).toMatchObject([
      {
        nativeKey: 'lldp|Te1/0/1|aa:bb:cc:dd:ee:ff|',
        sections: { lldp: { capabilities: ['bridge', 'router'] } },
      },
    ]);
    expect(of('vlan')).toMatchObject([{ nativeKey: '10', sections: { vlan: { vlan: 10, name: 'office' } } }]);
  });

  it('writes only fields that the model declares in that section', () => {
    const { of } = look();
    for (const kind of ['switch', 'port', 'sighting', 'neighbour', 'vlan', 'arp'] as const)
      for (const { sections } of of(kind))
        for (const [section, fields] of Object.entries(sections))
          for (const name of Object.keys(fields))
            expect(kinds[kind].fields[name]).toMatchObject({ section, class: 'observed' });
  });

  it.each([
    [
      'the MAC table',
      { fdb: trouble('failed') },
      { switch: 0, sighting: 0 },
      ['port', 'neighbour', 'vlan', 'arp'],
    ],
    [
      'the system',
      { system: trouble('failed') },
      { switch: 0 },
      ['port', 'sighting', 'neighbour', 'vlan', 'arp'],
    ],
    [
      'port channels',
      { lags: trouble('failed') },
      { port: 0 },
      ['switch', 'sighting', 'neighbour', 'vlan', 'arp'],
    ],
    [
      'configuration',
      { configs: trouble('failed') },
      { port: 0 },
      ['switch', 'sighting', 'neighbour', 'vlan', 'arp'],
    ],
  ])('gives out no half of a section when %s could not be read', (_name, changes, counts, coverage) => {
    const seenNow = look(changes);
    for (const [kind, count] of Object.entries(counts)) expect(seenNow.of(kind)).toHaveLength(count);
    expect(seenNow.coverage).toEqual(coverage);
  });

  it('calls a port disabled that configuration shut down, where the table of states tells only that it is down', () => {
    const down = { ...port('Gi1/0/1'), adminUp: undefined, operUp: false, state: 'down' };
    const stateOf = (adminUp: boolean | undefined): unknown =>
      look({ ports: read(down), configs: read({ ...configured, adminUp }) }).of('port')[0]?.sections[
        'status'
      ]?.['state'];
    expect(stateOf(false)).toBe('disabled');
    expect(stateOf(true)).toBe('down');
    // Where nothing tells it, it is as the table has it.
    expect(stateOf(undefined)).toBe('down');
  });

  it('fills a port with what is configured, and covers no kind for which the pack has no command', () => {
    const fields = look().of('port')[0]?.sections['status'];
    expect(fields).toMatchObject({ vlan: 10, taggedVlans: '20-22', voiceVlan: 30 });
    expect(fields?.['description']).toBe('Printer of the second floor, left');
    const bare = look({ arp: { ...whole.arp, rows: [], state: 'none' } });
    expect(bare.coverage).not.toContain('arp');
  });

  it('keeps ports of a switch that never tells its port channels, without claiming to know all', () => {
    const { of, coverage } = look({ lags: trouble('refused') });
    expect(of('port')).toHaveLength(2);
    expect(coverage).not.toContain('port');
  });

  it('does not cover a kind whose output held lines that nobody knew', () => {
    const fdb = { ...whole.fdb, unknown: ['10 ???'], unknownCount: 1 };
    const { of, coverage } = look({ fdb });
    expect(of('sighting')).toHaveLength(3);
    expect(coverage).not.toContain('sighting');
    expect(coverage).toContain('switch');
  });

  it('covers a kind whose only unknown lines hold no number: a new heading is no lost row', () => {
    const fdb = { ...whole.fdb, unknown: ['Address book of the switch'], unknownCount: 1 };
    expect(look({ fdb }).coverage).toContain('sighting');
  });

  it('does not cover a kind with more unknown lines than were kept', () => {
    const fdb = { ...whole.fdb, unknown: ['Address book of the switch'], unknownCount: 2 };
    expect(look({ fdb }).coverage).not.toContain('sighting');
  });
});
