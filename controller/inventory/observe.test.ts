import { describe, expect, it } from 'vitest';
import { encodeObserved } from '../../shared/delta/index.ts';
import { observedId } from '../../shared/model/index.ts';
import { isIntact } from './codec.ts';
import { parseDeltaId } from './observe.ts';
import { ADMIN, create, gone, port, put, Rig, sighting } from './testing/rig.ts';
import { staleSources } from './testing/troubles.ts';

const source = { site: 'ams1', kind: 'source', id: 'sw1' } as const;
const p1 = observedId('port', source, 'Gi1/0/1');

function rows(rig: Rig): ReturnType<Rig['store']['versions']['since']> {
  return rig.store.versions.since(0, 1000);
}

describe('an agent whose clock is wrong', () => {
  it.each([-10 * 86_400_000, 3_600_000])('by %d ms has its scans told by ours', (skewMs) => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('Gi1/0/1')]);
    const now = rig.clock.now();
    const scan = agent.scanOf('sw1', { startedAtMs: now + skewMs - 100, finishedAtMs: now + skewMs });
    for (const frame of encodeObserved(scan, [gone('port', 'Gi1/0/1')])) agent.deliver(frame, { skewMs });
    expect(rig.inventory.lastCompleteAt(source)).toBe(now);
    expect(rig.records('port')[p1]).toMatchObject({ presence: 'missing', missingSince: now });
  });
});

describe('a delta of an agent', () => {
  it('is applied whole: records, position, trail and dots that have no gap', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const before = rig.inventory.position;
    expect(agent.send('sw1', [port('Gi1/0/1'), port('Gi1/0/2', false)])).toEqual({
      outboxId: 'agent1-1',
      seq: 1,
      restart: false,
      changes: 2,
    });
    expect(rig.records('port')[p1]).toEqual({ name: 'Gi1/0/1', operUp: true });
    expect(rig.inventory.position).toBe(before + 2);
    expect(rig.inventory.outboxPositions('agent1')).toMatchObject([{ outbox: 'agent1-1', seq: 1, epoch: 1 }]);
    expect(rig.inventory.delta('agent1/agent1-1/1', ADMIN)).toMatchObject({
      changes: 2,
      first_pos: before + 1,
      last_pos: before + 2,
    });
    const net = rows(rig).filter((row) => rig.store.words.lane(row.lane).group === 'net');
    expect(net.map((row) => row.seq)).toEqual([1, 2, 3]);
    for (const row of rows(rig)) expect(isIntact(rig.store, row)).toBe(true);
  });

  it('that came before is answered from its position and changes nothing', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const [frame = new Uint8Array()] = encodeObserved(agent.scanOf('sw1'), [port('Gi1/0/1')]);
    agent.deliver(frame);
    agent.send('sw1', [port('Gi1/0/1', false)]);
    const position = rig.inventory.position;
    expect(agent.deliver(frame, { seq: 1 })).toEqual({
      outboxId: 'agent1-1',
      seq: 2,
      restart: false,
      changes: 0,
    });
    expect(rig.inventory.position).toBe(position);
    expect(rig.records('port')[p1]?.['operUp']).toBe(false);
  });

  it('with a gap before it, or of an outbox that is not known, asks for a fresh start', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const [frame = new Uint8Array()] = encodeObserved(agent.scanOf('sw1'), [port('Gi1/0/1')]);
    expect(agent.deliver(frame, { seq: 2 })).toMatchObject({ restart: true, seq: 0 });
    agent.deliver(frame, { seq: 1 });
    expect(agent.deliver(frame, { seq: 3 })).toMatchObject({ restart: true, seq: 1 });
    agent.outboxId = 'another';
    expect(agent.deliver(frame, { seq: 2 })).toMatchObject({ restart: true, seq: 0 });
    expect(rig.inventory.outboxPositions('agent1')).toMatchObject([{ outbox: 'agent1-1', seq: 1 }]);
  });

  it.each([
    ['another site', { source: { site: 'ams2', kind: 'source', id: 'sw1' } }, 'NOT_PERMITTED'],
    ['what is no source', { source: { site: 'ams1', kind: 'switch', id: 'sw1' } }, 'NOT_PERMITTED'],
    ['an older epoch', { epoch: 0 }, 'STALE_EPOCH'],
    ['a later epoch', { epoch: 2 }, 'STALE_EPOCH'],
  ] as const)('of %s is refused and leaves no trace', (_what, over, code) => {
    const rig = Rig.withSwitches(1);
    rig.write(create('site', 'ams2', { name: 'Amsterdam 2' }));
    const position = rig.inventory.position;
    expect(() => rig.agent().send('sw1', [port('Gi1/0/1')], over)).toThrow(expect.objectContaining({ code }));
    expect(rig.inventory.position).toBe(position);
    expect(rig.inventory.outboxPositions('agent1')).toEqual([]);
  });

  it('that is damaged is refused as BAD_FRAME and leaves no trace', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const [frame = Buffer.alloc(0)] = encodeObserved(agent.scanOf('sw1'), [port('Gi1/0/1')]);
    frame.writeUInt8(frame.readUInt8(50) ^ 1, 50);
    expect(() => agent.deliver(frame)).toThrow(expect.objectContaining({ code: 'BAD_FRAME' }));
    expect(rig.inventory.outboxPositions('agent1')).toEqual([]);
  });

  it('that tells nothing new makes no change, no writer and no history', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('Gi1/0/1')]);
    const count = (table: string): unknown =>
      rig.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    const before = [rig.inventory.position, count('writers'), count('history')];
    expect(agent.send('sw1', [port('Gi1/0/1')]).changes).toBe(0);
    expect(agent.send('sw1', []).changes).toBe(0);
    expect([rig.inventory.position, count('writers'), count('history')]).toEqual(before);
  });

  it('moves the old version into the history and the lookup index on to the new value', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const [mac, other] = ['00:1b:21:00:00:01', '00:1b:21:00:00:02'];
    const key = 'one entry';
    const seen = (address: string) => put('sighting', key, 'fdb', { mac: address, port: 'Gi1/0/1' });
    agent.send('sw1', [seen(mac)]);
    agent.send('sw1', [seen(other)]);
    const id = observedId('sighting', source, key);
    expect(rig.records('sighting', { filter: { mac } })).toEqual({});
    expect(Object.keys(rig.records('sighting', { filter: { mac: other.toUpperCase() } }))).toEqual([id]);
    const ref = { site: 'ams1', kind: 'sighting', id } as const;
    const { changes } = rig.inventory.history({ ref, pageSize: 0, pageToken: '' }, ADMIN);
    expect(changes.map((change) => [change.fields['mac'], change.current])).toEqual([
      [other, true],
      [mac, false],
    ]);
    expect(changes[0]).toMatchObject({
      by: 'agent:agent1',
      why: 'scan agent1-scan2',
      changeSet: 'agent1-scan2',
    });
  });

  it('never touches the records of another source, even where the keys are the same', () => {
    const rig = Rig.withSwitches(2);
    const agent = rig.agent();
    agent.send('sw1', [port('Gi1/0/1'), sighting('00:1b:21:00:00:01', 'Gi1/0/1')]);
    agent.send('sw2', [port('Gi1/0/1', false), sighting('00:1b:21:00:00:01', 'Gi1/0/1')]);
    agent.send('sw2', [gone('port', 'Gi1/0/1')]);
    agent.send('sw2', [], { full: true });
    const ofSw1 = rig.records('port', { filter: { source: 'ams1/source/sw1' } });
    expect(Object.values(ofSw1)).toEqual([{ name: 'Gi1/0/1', operUp: true }]);
    const ofSw2 = rig.records('port', { filter: { source: 'ams1/source/sw2' } });
    expect(Object.values(ofSw2)).toMatchObject([{ operUp: false, presence: 'missing' }]);
  });

  it('keeps what an agent of a later version adds, and a text that is named like a prototype harmless', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [
      put('port', 'Gi1/0/1', 'status', { name: 'Gi1/0/1', glow: ['red'], constructor: 'x' }),
    ]);
    expect(rig.records('port')[p1]).toEqual({ name: 'Gi1/0/1', glow: ['red'], constructor: 'x' });
  });

  it('has a trail that is found by its id, and only by one', () => {
    const rig = Rig.withSwitches(1);
    expect(parseDeltaId('a/b/7')).toEqual({ agent: 'a', outbox: 'b', seq: 7 });
    for (const id of ['', 'a/b', 'a/b/c', 'a/b/1/2', '//1', 'a/b/-1'])
      expect(() => parseDeltaId(id)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => rig.inventory.delta('a/b/7', ADMIN)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});

describe('the freshness of a source', () => {
  const freshness = (rig: Rig): unknown => {
    const { staleSince, cause } = rig.records('source')['sw1'] ?? {};
    return { staleSince, cause };
  };

  it('is told once per outage, and once more when the source is back', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('Gi1/0/1')]);
    const since = rig.clock.now() - 100;
    const changes = [
      agent.failed('sw1', 'UNREACHABLE', 'no answer in 15012 ms').changes,
      agent.failed('sw1', 'UNREACHABLE', 'no answer in 15007 ms').changes,
    ];
    rig.clock.advance(60_000);
    changes.push(agent.failed('sw1', 'AUTH_REJECTED', 'wrong password').changes);
    expect(changes).toEqual([1, 0, 1]);
    expect(freshness(rig)).toEqual({ staleSince: since, cause: 'AUTH_REJECTED: wrong password' });
    expect(staleSources(rig.inventory)).toEqual([
      { ref: source, name: 'sw1', cause: 'AUTH_REJECTED: wrong password' },
    ]);
    expect(agent.send('sw1', []).changes).toBe(1);
    expect(agent.send('sw1', []).changes).toBe(0);
    expect(freshness(rig)).toEqual({});
    expect(staleSources(rig.inventory)).toEqual([]);
  });

  it('loses nothing of what the source showed', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('Gi1/0/1')]);
    for (let i = 0; i < 5; i += 1) agent.failed('sw1');
    expect(rig.records('port')[p1]).toEqual({ name: 'Gi1/0/1', operUp: true });
    expect(rig.inventory.lastCompleteAt(source)).toBe(rig.clock.now());
  });

  it('of a source that nobody has named makes no record of it', () => {
    const rig = Rig.withSwitches(1);
    rig.agent().failed('sw9');
    expect(rig.records('source')['sw9']).toBeUndefined();
    expect(staleSources(rig.inventory)).toEqual([]);
  });
});

describe('the counts of records', () => {
  it('follow what is there, through deletes, absence and return', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('Gi1/0/1'), port('Gi1/0/2'), put('switch', '', 'system', { hostname: 'x' })]);
    expect(rig.inventory.counts()).toMatchObject({ site: 1, source: 1, switch: 1, port: 2, sighting: 0 });
    agent.send('sw1', [gone('port', 'Gi1/0/2')]);
    expect(rig.inventory.counts()['port']).toBe(2);
    for (let i = 0; i < 3; i += 1) agent.send('sw1', []);
    rig.clock.advance(86_400_000);
    rig.inventory.runDue();
    expect(rig.inventory.counts()['port']).toBe(1);
    agent.send('sw1', [port('Gi1/0/2')]);
    expect(rig.inventory.counts()['port']).toBe(2);
    rig.write({ type: 'delete', ref: source, ifEtag: '' });
    expect(rig.inventory.counts()['source']).toBe(0);
    rig.write(create('source', 'sw1', { name: 'sw1', driver: 'switch', address: 'a' }));
    expect(rig.inventory.counts()['source']).toBe(1);
  });

  it('are not moved by what was rolled back', () => {
    const rig = Rig.withSwitches(1);
    expect(() =>
      rig.store.write(() => {
        rig.agent().send('sw1', [port('Gi1/0/1')]);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(rig.inventory.counts()['port']).toBe(0);
    rig.agent().send('sw1', [port('Gi1/0/1')]);
    expect(rig.inventory.counts()['port']).toBe(1);
  });
});
