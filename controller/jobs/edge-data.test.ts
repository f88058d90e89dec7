import { describe, expect, test } from 'vitest';
import type { Json, RecordRef } from '../../shared/model/index.ts';
import { type EdgeOf, edgeData } from './edge-data.ts';

const source: RecordRef = { site: 'ams1', kind: 'source', id: 'sw1' };
const sight = {
  seesPort: (_ref: RecordRef, port: string) => port === 'Gi1/0/1',
  mayQuote: (_ref: RecordRef, text: string) => !text.includes('core1'),
};
const cut = (kind: EdgeOf['kind'], data: Json): Json => edgeData(data, { kind, source, sight });

const port = (name: string, description: string): Json => ({
  hostname: 'ams1-core1',
  port: { name, description, state: 'up', operUp: true, mode: 'access', vlan: 10, lag: 'Po1' },
  config: { name, description, mode: 'access', accessVlan: 10, taggedVlans: '20-30', lines: ['secret'] },
  rows: [
    { mac: '00:1b:21:00:00:01', port: name, vlan: 10, type: 'dynamic', note: 'more' },
    { mac: 'f8:b1:56:00:01:00', port: name, vlan: 10, type: 'self' },
  ],
  addresses: 2,
  neighbours: [{ port: name, systemName: 'ams1-core1' }],
  notes: ['neighbours: TIMEOUT: ams1-core1'],
});

describe('what a port technician is told of a job (S1.5)', () => {
  test('of an edge port: state, words, mode, access VLAN and who is on it', () => {
    expect(cut('port', port('Gi1/0/1', 'Room 2.14'))).toEqual({
      port: {
        name: 'Gi1/0/1',
        description: 'Room 2.14',
        state: 'up',
        operUp: true,
        mode: 'access',
        vlan: 10,
      },
      config: { name: 'Gi1/0/1', description: 'Room 2.14', mode: 'access', accessVlan: 10 },
      rows: [{ mac: '00:1b:21:00:00:01', port: 'Gi1/0/1', vlan: 10, type: 'dynamic' }],
      addresses: 2,
    });
  });

  test('of another port nothing, and no words that name a switch', () => {
    expect(cut('port', port('Te1/0/1', 'x'))).toBeNull();
    expect(JSON.stringify(cut('port', port('Gi1/0/1', 'to core1')))).not.toContain('core1');
  });

  test('of a lookup the rows of edge ports; of an ARP table, and of anything of another form, nothing', () => {
    const rows = ['Gi1/0/1', 'Te1/0/1'].map((name) => ({ mac: 'm', port: name, vlan: 1, type: 'dynamic' }));
    expect(cut('lookup', { rows, hostname: 'ams1-core1' })).toEqual({ rows: [rows[0]] });
    expect(cut('resolve', { rows: [{ ...rows[0], address: '10.0.0.1' }] })).toBeNull();
    expect(cut('probe', { hostname: 'ams1-core1' })).toBeNull();
    for (const bad of [null, 'text', [1], { port: 7 }, { port: { name: {} } }])
      expect(cut('port', bad)).toBeNull();
    expect(cut('lookup', { rows: [null, 7, { port: ['Gi1/0/1'] }] })).toEqual({ rows: [] });
  });
});
