import { describe, expect, it } from 'vitest';
import type { JsonObject, PlanStep } from '../../../shared/model/index.ts';
import type { Known, Step } from '../../jobs/driver.ts';
import { knownAfter } from './known-after.ts';

const SOURCE = { site: 'ams1', kind: 'source', id: 'sw1' } as const;

function step(more: Partial<PlanStep>): Step {
  const planned = {
    ...{ no: 1, action: 'update', standing: 'ready', store: 'ams1/source/sw1', name: '', site: 'ams1' },
    ...{ cause: { type: 'person', text: '' }, token: '', needs: [], noUndo: '', risk: 'low' },
    ...more,
  };
  return { id: '1', action: JSON.parse(JSON.stringify(planned)) as JsonObject };
}

const port = (before: JsonObject, after: JsonObject): Step =>
  step({ kind: 'port', key: 'Gi1/0/1', before, after });

const holding =
  (records: Readonly<Record<string, JsonObject>>): Known =>
  (kind, nativeKey, section) =>
    records[`${kind} ${nativeKey} ${section}`];

const PORT = {
  switch: 'ams1/switch/sw1',
  name: 'Gi1/0/1',
  mode: 'access',
  vlan: 10,
  adminUp: true,
  speedMbps: 1000,
};

describe('what is known after a step', () => {
  it('is the port as it was told last, with what the step changed and nothing else', () => {
    const known = holding({ 'port Gi1/0/1 status': { ...PORT, description: 'old' } });
    const before = { mode: 'access', accessVlan: 10, description: 'old', adminUp: true };
    const made = knownAfter(port(before, { ...before, accessVlan: 20, description: '' }), SOURCE, known);
    expect(made.seen).toEqual([
      { kind: 'port', nativeKey: 'Gi1/0/1', sections: { status: { ...PORT, vlan: 20 } } },
    ]);
  });

  it('says of a port that was shut down that it is not up, and of one that was enabled nothing of its link', () => {
    const up = { ...PORT, state: 'up', operUp: true };
    const down = { ...PORT, adminUp: false, state: 'disabled', operUp: false };
    const shut = knownAfter(
      port({ adminUp: true }, { adminUp: false }),
      SOURCE,
      holding({ 'port Gi1/0/1 status': up }),
    );
    expect(shut.seen[0]?.sections['status']).toEqual(down);
    const opened = knownAfter(
      port({ adminUp: false }, { adminUp: true }),
      SOURCE,
      holding({ 'port Gi1/0/1 status': down }),
    );
    expect(opened.seen[0]?.sections['status']).toEqual(PORT);
  });

  it('moves the port from VLAN to VLAN where those list their ports, and says nothing of ports that no scan told of', () => {
    const records = {
      'port Gi1/0/1 status': PORT,
      'vlan 10 vlan': { vlan: 10, ports: ['Gi1/0/1', 'Gi1/0/2'] },
      'vlan 20 vlan': { vlan: 20, ports: [] },
    };
    const move = port({ accessVlan: 10 }, { accessVlan: 20 });
    const { seen } = knownAfter(move, SOURCE, holding(records));
    expect(seen.slice(1)).toEqual([
      { kind: 'vlan', nativeKey: '10', sections: { vlan: { vlan: 10, ports: ['Gi1/0/2'] } } },
      { kind: 'vlan', nativeKey: '20', sections: { vlan: { vlan: 20, ports: ['Gi1/0/1'] } } },
    ]);
    expect(knownAfter(move, SOURCE, holding({}))).toEqual({ seen: [], gone: [] });
  });

  it('is a VLAN that was made, one by another name, or one less', () => {
    const vlan = (more: Partial<PlanStep>): Step => step({ kind: 'vlan', key: '77', ...more });
    const made = knownAfter(
      vlan({ action: 'create', before: null, after: { name: 'lab' } }),
      SOURCE,
      holding({}),
    );
    const record = { switch: 'ams1/switch/sw1', vlan: 77, ports: [], name: 'lab' };
    expect(made.seen).toEqual([{ kind: 'vlan', nativeKey: '77', sections: { vlan: record } }]);
    const known = holding({ 'vlan 77 vlan': { ...record, ports: ['Gi1/0/9'] } });
    const renamed = knownAfter(vlan({ before: { name: 'lab' }, after: { name: 'guests' } }), SOURCE, known);
    expect(renamed.seen[0]?.sections['vlan']).toMatchObject({ name: 'guests', ports: ['Gi1/0/9'] });
    expect(
      knownAfter(vlan({ action: 'delete', before: { name: 'lab' }, after: null }), SOURCE, known),
    ).toEqual({ seen: [], gone: [{ kind: 'vlan', nativeKey: '77' }] });
  });
});
