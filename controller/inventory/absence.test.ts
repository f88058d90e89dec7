import { describe, expect, it } from 'vitest';
import { kinds, observedId } from '../../shared/model/index.ts';
import { ADMIN, gone, port, Rig, type TestAgent } from './testing/rig.ts';

const source = { site: 'ams1', kind: 'source', id: 'sw1' } as const;
const p1 = observedId('port', source, 'Gi1/0/1');
const { orphanAfterMs = 0, orphanAfterScans = 0, retireAfterMs = 0 } = kinds.port.absence ?? {};

function start(): { rig: Rig; agent: TestAgent } {
  const rig = Rig.withSwitches(1);
  const agent = rig.agent();
  agent.send('sw1', [port('Gi1/0/1'), port('Gi1/0/2')]);
  return { rig, agent };
}

function presence(rig: Rig): unknown {
  return rig.records('port')[p1]?.['presence'] ?? 'active';
}

describe('a record that a complete scan no longer holds', () => {
  it('is missing at once, with one change however many scans follow', () => {
    const { rig, agent } = start();
    const missingSince = rig.clock.now();
    expect(agent.send('sw1', [gone('port', 'Gi1/0/1')]).changes).toBe(1);
    expect(rig.records('port')[p1]).toEqual({
      name: 'Gi1/0/1',
      operUp: true,
      presence: 'missing',
      missingSince,
      missingScan: 'agent1-scan2',
    });
    for (let i = 0; i < 4; i += 1) {
      rig.clock.advance(60_000);
      expect(agent.send('sw1', [gone('port', 'Gi1/0/1')]).changes).toBe(0);
    }
    expect(rig.records('port')[p1]?.['missingSince']).toBe(missingSince);
  });

  it('is active again when it is seen, changed or not, and nothing falls due any more', () => {
    const { rig, agent } = start();
    agent.send('sw1', [gone('port', 'Gi1/0/1')]);
    expect(agent.send('sw1', [port('Gi1/0/1')]).changes).toBe(1);
    expect(presence(rig)).toBe('active');
    expect(rig.store.scans.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
    agent.send('sw1', [gone('port', 'Gi1/0/1')]);
    expect(agent.send('sw1', [port('Gi1/0/1', false)]).changes).toBe(2);
    expect(rig.records('port')[p1]).toMatchObject({ operUp: false, presence: 'active' });
    for (let i = 0; i < orphanAfterScans; i += 1) agent.send('sw1', []);
    rig.clock.advance(2 * retireAfterMs);
    expect(rig.inventory.runDue()).toBe(0);
    expect(presence(rig)).toBe('active');
  });

  it('is orphaned when time and scans have both passed, neither alone, and retired later', () => {
    const { rig, agent } = start();
    agent.send('sw1', [gone('port', 'Gi1/0/1')]);
    // Time alone: the switch is not read any more.
    rig.clock.advance(orphanAfterMs + 1);
    expect(rig.inventory.runDue()).toBe(0);
    expect(presence(rig)).toBe('missing');
    for (let i = 1; i < orphanAfterScans; i += 1) agent.send('sw1', []);
    rig.clock.advance(orphanAfterMs);
    expect(rig.inventory.runDue()).toBe(1);
    expect(presence(rig)).toBe('orphaned');
    rig.clock.advance(retireAfterMs - 2 * orphanAfterMs - 2);
    expect(rig.inventory.runDue()).toBe(0);
    rig.clock.advance(orphanAfterMs);
    expect(rig.inventory.runDue()).toBe(1);
    expect(presence(rig)).toBe('retired');
    rig.clock.advance(10 * retireAfterMs);
    expect(rig.inventory.runDue()).toBe(0);
  });

  it('is not orphaned by scans alone', () => {
    const { rig, agent } = start();
    agent.send('sw1', [gone('port', 'Gi1/0/1')]);
    for (let i = 0; i < 10 * orphanAfterScans; i += 1) agent.send('sw1', []);
    rig.clock.advance(orphanAfterMs - 1);
    expect(rig.inventory.runDue()).toBe(0);
    rig.clock.advance(1);
    expect(rig.inventory.runDue()).toBe(1);
    expect(presence(rig)).toBe('orphaned');
  });

  it('comes back from orphaned and retired too', () => {
    const { rig, agent } = start();
    agent.send('sw1', [gone('port', 'Gi1/0/1')]);
    for (let i = 0; i < orphanAfterScans; i += 1) agent.send('sw1', []);
    rig.clock.advance(2 * retireAfterMs);
    rig.inventory.runDue();
    rig.inventory.runDue();
    expect(presence(rig)).toBe('retired');
    expect(agent.send('sw1', [port('Gi1/0/1')]).changes).toBe(1);
    expect(presence(rig)).toBe('active');
  });

  it('leaves the lists when it is orphaned, and is found by asking', () => {
    const { rig, agent } = start();
    const shown = (over: object): number =>
      Object.keys(rig.records('port', { showAbsent: false, ...over })).length;
    agent.send('sw1', [gone('port', 'Gi1/0/1')]);
    expect([
      shown({}),
      shown({ filter: { presence: 'active' } }),
      shown({ filter: { presence: 'missing' } }),
    ]).toEqual([2, 1, 1]);
    for (let i = 0; i < orphanAfterScans; i += 1) agent.send('sw1', []);
    rig.clock.advance(orphanAfterMs);
    rig.inventory.runDue();
    expect([shown({}), shown({ showAbsent: true }), shown({ filter: { presence: 'orphaned' } })]).toEqual([
      1, 2, 1,
    ]);
    expect(rig.inventory.get({ site: 'ams1', kind: 'port', id: p1 }, ADMIN).fields['presence']).toBe(
      'orphaned',
    );
  });

  it('that was never known makes no record', () => {
    const { rig, agent } = start();
    expect(agent.send('sw1', [gone('port', 'Gi9/9/9')]).changes).toBe(0);
    expect(Object.keys(rig.records('port'))).toHaveLength(2);
  });
});

describe('a scan that is not complete', () => {
  it('makes nothing missing that it did not read to its end', () => {
    const { rig, agent } = start();
    agent.send('sw1', [port('Gi1/0/2', false)], { completeness: 'partial', coverage: ['vlan'] });
    agent.failed('sw1');
    for (let i = 0; i < 10; i += 1) agent.send('sw1', [], { completeness: 'partial', coverage: [] });
    rig.clock.advance(2 * retireAfterMs);
    expect(rig.inventory.runDue()).toBe(0);
    expect(Object.values(rig.records('port')).map((one) => one['presence'])).toEqual([undefined, undefined]);
  });

  it('does not count towards the scans that an absent record must have missed', () => {
    const { rig, agent } = start();
    agent.send('sw1', [gone('port', 'Gi1/0/1')]);
    for (let i = 0; i < 10; i += 1) {
      agent.send('sw1', [], { completeness: 'partial', coverage: [] });
      agent.failed('sw1');
    }
    rig.clock.advance(2 * orphanAfterMs);
    expect(rig.inventory.runDue()).toBe(0);
    expect(presence(rig)).toBe('missing');
  });

  it('cannot say that a record is gone whose kind it did not cover', () => {
    const { rig, agent } = start();
    expect(() =>
      agent.send('sw1', [gone('port', 'Gi1/0/1')], { completeness: 'partial', coverage: ['vlan'] }),
    ).toThrow(expect.objectContaining({ code: 'BAD_FRAME' }));
    expect(presence(rig)).toBe('active');
  });
});

describe('absence that falls due', () => {
  it('is worked off in pieces, all of it', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const names = Array.from({ length: 1200 }, (_, i) => `p${i}`);
    agent.send(
      'sw1',
      names.map((name) => port(name)),
    );
    agent.send(
      'sw1',
      names.map((name) => gone('port', name)),
    );
    for (let i = 0; i < orphanAfterScans; i += 1) agent.send('sw1', []);
    rig.clock.advance(orphanAfterMs);
    expect(rig.inventory.runDue()).toBe(1200);
    expect(rig.inventory.runDue()).toBe(0);
    expect(rig.inventory.counts()['port']).toBe(0);
  });
});
