/** Sources in trouble, and what becomes of the records of a source that people delete. */
import { describe, expect, it } from 'vitest';
import { kinds, observedId } from '../../shared/model/index.ts';
import {
  ADMIN,
  create,
  gone,
  port,
  put,
  Rig,
  refOf,
  remove,
  sighting,
  type TestAgent,
} from './testing/rig.ts';
import { partialSources, staleSources } from './testing/troubles.ts';

const MAC = '00:1b:21:00:00:01';
const source1 = create('source', 'sw1', { name: 'sw1', driver: 'switch', address: '10.0.0.1' });
const { orphanAfterMs = 0, retireAfterMs = 0 } = kinds.port.absence ?? {};

/** Two switches with the same things on them. */
function start(): { rig: Rig; agent: TestAgent } {
  const rig = Rig.withSwitches(2);
  const agent = rig.agent();
  for (const source of ['sw1', 'sw2']) {
    const own = put('switch', '', 'system', { hostname: `${source}-core` });
    agent.send(source, [
      own,
      port('a'),
      port('b'),
      sighting(MAC, 'a'),
      put('vlan', '1', 'vlan', { vlan: 1 }),
    ]);
  }
  return { rig, agent };
}

/** What lists show of the source, by kind. */
function shown(rig: Rig, source: string): Record<string, number> {
  const filter = { source: `ams1/source/${source}` };
  const question = { showAbsent: false, showDeleted: false, filter };
  const count = (kind: 'switch' | 'port' | 'sighting' | 'vlan'): number =>
    Object.keys(rig.records(kind, question)).length;
  return { switch: count('switch'), port: count('port'), sighting: count('sighting'), vlan: count('vlan') };
}

const ALL = { switch: 1, port: 2, sighting: 1, vlan: 1 };
/** The switch is a record of people: it stays until they delete it too. */
const NONE = { switch: 1, port: 0, sighting: 0, vlan: 0 };

function portRecord(rig: Rig, name: string): unknown {
  return rig.records('port')[observedId('port', refOf('source/sw1'), name)];
}

describe('a deleted source', () => {
  it('takes what was observed at it out of the lists and counts, with the cause, and nothing of another source', () => {
    const { rig, agent } = start();
    agent.send('sw1', [gone('port', 'b')]);
    const missingSince = rig.clock.now();
    rig.clock.advance(5000);
    rig.write(remove('source/sw1'));
    expect(rig.inventory.runDue()).toBe(4);
    expect([shown(rig, 'sw1'), shown(rig, 'sw2')]).toEqual([NONE, ALL]);
    expect(rig.inventory.counts()).toMatchObject({ switch: 2, port: 2, sighting: 1, vlan: 1 });
    const orphaned = { presence: 'orphaned', missingCause: 'its source was deleted' };
    expect(portRecord(rig, 'a')).toMatchObject({ ...orphaned, missingSince: missingSince + 5000 });
    expect(portRecord(rig, 'b')).toMatchObject({ ...orphaned, missingSince });
    expect(rig.inventory.runDue()).toBe(0);
  });

  it('is worked off in pieces, in the order of the due list', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send(
      'sw1',
      Array.from({ length: 1200 }, (_, i) => port(`p${i}`)),
    );
    rig.write(remove('source/sw1'));
    expect(rig.inventory.runDue()).toBe(1200);
    expect(rig.inventory.counts()['port']).toBe(0);
  });

  it('has its records retired in their time, and a switch that no person named with them', () => {
    const rig = Rig.withSwitches(0);
    rig.write(source1);
    rig.agent().send('sw1', [put('switch', '', 'system', { hostname: 'core' }), port('a')]);
    rig.write(remove('source/sw1'));
    rig.inventory.runDue();
    expect(rig.records('switch')['sw1']).toMatchObject({ presence: 'orphaned' });
    rig.clock.advance(retireAfterMs);
    expect(rig.inventory.runDue()).toBe(2);
    expect(portRecord(rig, 'a')).toMatchObject({
      presence: 'retired',
      missingCause: 'its source was deleted',
    });
    rig.clock.advance(retireAfterMs);
    expect(rig.inventory.runDue()).toBe(0);
  });

  it('stays away when agents go on to send what they see of it', () => {
    const { rig, agent } = start();
    rig.write(remove('source/sw1'));
    rig.inventory.runDue();
    expect(agent.send('sw1', [port('a', false)])).toMatchObject({
      restart: false,
      changes: 0,
      seq: agent.seq,
    });
    agent.restart().send('sw1', [port('a'), port('c')], { full: true });
    agent.failed('sw1');
    expect(shown(rig, 'sw1')).toEqual(NONE);
    expect(staleSources(rig.inventory)).toEqual([]);
    // The outbox goes on for the others.
    expect(agent.send('sw2', [port('c')], { full: true }).restart).toBe(false);
  });

  it('made anew asks for all that its agent knows, and that is active again, nothing else', () => {
    const { rig, agent } = start();
    rig.write(remove('source/sw1'));
    rig.inventory.runDue();
    rig.write(source1);
    expect(shown(rig, 'sw1')).toEqual(NONE);
    expect(rig.inventory.lastCompleteAt(refOf('source/sw1'))).toBeUndefined();
    // A diff against the old state says nothing of what it does not name.
    expect(agent.send('sw1', []).restart).toBe(true);
    agent
      .restart()
      .send('sw1', [port('a'), sighting(MAC, 'a'), put('vlan', '1', 'vlan', { vlan: 1 })], { full: true });
    expect(shown(rig, 'sw1')).toEqual({ ...ALL, port: 1 });
    expect(portRecord(rig, 'a')).toEqual({ name: 'a', operUp: true, presence: 'active' });
    expect(agent.send('sw1', [port('a', false)])).toMatchObject({ restart: false, changes: 1 });
    rig.clock.advance(2 * retireAfterMs);
    rig.inventory.runDue();
    expect(shown(rig, 'sw1')).toMatchObject({ port: 1, sighting: 1 });
  });

  it('made anew before anything was orphaned leaves all as it was', () => {
    const { rig } = start();
    rig.write(remove('source/sw1'), source1);
    rig.clock.advance(orphanAfterMs);
    expect(rig.inventory.runDue()).toBe(0);
    expect(shown(rig, 'sw1')).toEqual(ALL);
    expect(rig.store.scans.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
  });

  it('that was never scanned begins with a full snapshot all the same when it is made anew', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    rig.write(remove('source/sw1'));
    agent.send('sw1', [port('a')]);
    rig.write(source1);
    expect(agent.send('sw1', [port('b')]).restart).toBe(true);
  });

  it('leaves everything as it was when the delete is refused or only tried', () => {
    const { rig } = start();
    expect(() => rig.write(remove('source/sw1'), create('floor', '', { name: '' }))).toThrow();
    const operations = [remove('source/sw1')];
    rig.inventory.write({ operations, why: '', requestId: '', validateOnly: true }, ADMIN);
    expect(rig.store.scans.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
  });
});

describe('a source that is read only in part', () => {
  const partial = {
    completeness: 'partial',
    code: 'PARSE',
    reason: 'vlans cut',
    coverage: ['port'],
  } as const;

  it('is told with its cause, by one change however many scans follow, until one is complete', () => {
    const { rig, agent } = start();
    const cause = { ref: refOf('source/sw1'), name: 'sw1', cause: 'PARSE: vlans cut' };
    expect(agent.send('sw1', [port('a', false)], partial).changes).toBe(2);
    expect(partialSources(rig.inventory)).toEqual([cause]);
    expect(staleSources(rig.inventory)).toEqual([]);
    for (let i = 0; i < 3; i += 1) expect(agent.send('sw1', [], partial).changes).toBe(0);
    expect(agent.send('sw1', [], { ...partial, code: 'TIMEOUT' }).changes).toBe(1);
    expect(agent.send('sw1', []).changes).toBe(1);
    expect(partialSources(rig.inventory)).toEqual([]);
    expect(rig.inventory.get(refOf('source/sw1'), ADMIN).fields).not.toHaveProperty('cause');
  });

  it('is either stale or partial, as its last scan was', () => {
    const { rig, agent } = start();
    const told = (): number[] => [staleSources(rig.inventory).length, partialSources(rig.inventory).length];
    agent.failed('sw1');
    expect(told()).toEqual([1, 0]);
    agent.send('sw1', [], partial);
    expect(told()).toEqual([0, 1]);
    agent.failed('sw1');
    expect(told()).toEqual([1, 0]);
  });

  it('loses nothing by it, in a diff or a full snapshot', () => {
    const { rig, agent } = start();
    agent.send('sw1', [], partial);
    agent.restart().send('sw1', [port('a')], { ...partial, coverage: [], full: true });
    expect(shown(rig, 'sw1')).toEqual(ALL);
  });
});
