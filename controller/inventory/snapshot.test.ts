/** Full snapshots, fresh outboxes and more than one agent at a source: whose word counts, and what is absent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeObserved, type ObservedItem } from '../../shared/delta/index.ts';
import { gone, port, put, Rig, remove, sighting, type TestAgent } from './testing/rig.ts';
import { staleSources } from './testing/troubles.ts';

function ports(rig: Rig, source = 'sw1'): Record<string, string> {
  const records = Object.values(rig.records('port', { filter: { source: `ams1/source/${source}` } }));
  return Object.fromEntries(
    records.map((one) => [String(one['name']), String(one['presence'] ?? (one['operUp'] ? 'up' : 'down'))]),
  );
}

function leftovers(rig: Rig): unknown {
  return rig.store.db.prepare('SELECT count(*) FROM full_scan_seen').pluck().get();
}

/** The frames of one full snapshot that is too large for one. */
function largeSnapshot(agent: TestAgent, items: readonly ObservedItem[]): Buffer[] {
  const many = Array.from({ length: 1500 }, (_, i) => port(`extra${i}`));
  return encodeObserved(agent.scanOf('sw1', { full: true }), [...items, ...many]);
}

describe('a full snapshot', () => {
  it('makes absent what it does not name, of the kinds it covers alone', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [
      port('a'),
      port('b'),
      sighting('00:1b:21:00:00:01', 'a'),
      put('vlan', '1', 'vlan', { vlan: 1 }),
    ]);
    agent.restart().send('sw1', [port('b')], { full: true, coverage: ['port', 'sighting'] });
    expect(ports(rig)).toEqual({ a: 'missing', b: 'up' });
    expect(Object.values(rig.records('sighting'))).toMatchObject([{ presence: 'missing' }]);
    expect(Object.values(rig.records('vlan'))).toEqual([{ vlan: 1 }]);
    expect(leftovers(rig)).toBe(0);
  });

  it('speaks of the switch itself too, which bears the source’s own id', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [put('switch', '', 'system', { hostname: 'core1' }), port('a')]);
    agent.restart().send('sw1', [port('a')], { full: true });
    expect(rig.records('switch')['sw1']).toMatchObject({ hostname: 'core1', presence: 'missing' });
    agent
      .restart()
      .send('sw1', [put('switch', '', 'system', { hostname: 'core1' }), port('a')], { full: true });
    expect(rig.records('switch')['sw1']?.['presence']).toBe('active');
  });

  it('in several frames is judged after the last, also when the controller was restarted between them', () => {
    const dir = mkdtempSync(join(tmpdir(), 'wayside-inventory-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const file = join(dir, 'store.db');
    const first = Rig.withSwitches(1, { file });
    first.agent().send('sw1', [port('a'), port('b')]);
    const agent = first.agent().restart();
    const [one = Buffer.alloc(0), two = Buffer.alloc(0), ...more] = largeSnapshot(agent, [port('b')]);
    expect(more).toEqual([]);
    agent.deliver(one);
    expect(ports(first)['a']).toBe('up');
    first.store.close();
    const second = new Rig({ file, clock: first.clock });
    onTestFinished(() => second.store.close());
    const same = second.agent().restart();
    same.seq = 1;
    same.deliver(two);
    expect(ports(second)).toMatchObject({ a: 'missing', b: 'up', extra0: 'up', extra1499: 'up' });
    expect(leftovers(second)).toBe(0);
  });

  it('that was broken off is forgotten when the next one begins', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('a')]);
    agent.restart();
    // It names a port that is gone when the agent comes back.
    const [one = Buffer.alloc(0)] = largeSnapshot(agent, [port('a')]);
    agent.deliver(one);
    expect(leftovers(rig)).toBe(1000);
    agent.restart().send('sw1', [port('b')], { full: true });
    expect(leftovers(rig)).toBe(0);
    expect(ports(rig)).toMatchObject({ a: 'missing', b: 'up', extra0: 'missing' });
  });

  it('that was broken off is forgotten too when its source is deleted', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const [one = Buffer.alloc(0), two = Buffer.alloc(0)] = largeSnapshot(agent, [port('a')]);
    agent.deliver(one);
    rig.write(remove('source/sw1'));
    expect(agent.deliver(two)).toMatchObject({ restart: false, changes: 0 });
    expect(leftovers(rig)).toBe(0);
  });

  it('of a complete scan that was told before is not counted as another one', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('a'), port('b')]);
    agent.send('sw1', [gone('port', 'a')]);
    const finishedAtMs = rig.clock.now();
    for (let i = 0; i < 5; i += 1) {
      rig.clock.advance(60_000);
      agent.restart().send('sw1', [port('b')], { full: true, finishedAtMs });
    }
    rig.clock.advance(86_400_000);
    expect(rig.inventory.runDue()).toBe(0);
    for (let i = 0; i < 2; i += 1) agent.send('sw1', []);
    rig.clock.advance(86_400_000);
    expect(rig.inventory.runDue()).toBe(1);
  });

  it('of a scan that was told before is no news of its source', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('a'), port('b')]);
    agent.send('sw1', [gone('port', 'a')]);
    const finishedAtMs = rig.clock.now();
    rig.clock.advance(1000);
    agent.failed('sw1');
    for (let i = 0; i < 5; i += 1)
      agent.restart().send('sw1', [port('b')], {
        ...{ full: true, completeness: 'failed', code: 'UNREACHABLE', reason: 'x' },
        finishedAtMs: rig.clock.now(),
      });
    rig.clock.advance(86_400_000);
    expect(rig.inventory.runDue()).toBe(0);
    expect(ports(rig)['a']).toBe('missing');
    expect(rig.inventory.lastCompleteAt({ site: 'ams1', kind: 'source', id: 'sw1' })).toBe(finishedAtMs);
    expect(staleSources(rig.inventory)).toHaveLength(1);
  });

  it('that tells of a newer scan tells its outcome too', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.failed('sw1');
    rig.clock.advance(1000);
    agent.restart().send('sw1', [port('a')], { full: true });
    expect(staleSources(rig.inventory)).toEqual([]);
    expect(rig.inventory.lastCompleteAt({ site: 'ams1', kind: 'source', id: 'sw1' })).toBe(rig.clock.now());
  });
});

describe('a diff', () => {
  it('of a fresh outbox is not taken before the snapshot that it stands on', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('a'), port('b')]);
    expect(agent.restart().send('sw1', [port('a', false)])).toMatchObject({ restart: true, changes: 0 });
    expect(ports(rig)).toEqual({ a: 'up', b: 'up' });
    agent.send('sw1', [port('a', false), port('b')], { full: true });
    expect(agent.send('sw1', [port('b', false)])).toMatchObject({ restart: false, changes: 1 });
    expect(ports(rig)).toEqual({ a: 'down', b: 'down' });
  });

  it('by an agent that was set up anew asks for all it knows, and what it never saw goes missing', () => {
    const rig = Rig.withSwitches(1);
    rig.agent('old').send('sw1', [port('a'), port('b')]);
    rig.clock.advance(60_000);
    const fresh = rig.agent('new');
    expect(fresh.send('sw1', [port('b')]).restart).toBe(true);
    fresh.restart().send('sw1', [port('b')], { full: true });
    expect(ports(rig)).toEqual({ a: 'missing', b: 'up' });
  });

  it('by another agent is never laid over a state that it was not made against', () => {
    const rig = Rig.withSwitches(1);
    const [one, two] = [rig.agent('one'), rig.agent('two')];
    one.send('sw1', [port('a')]);
    rig.clock.advance(1000);
    two.send('sw1', [port('a')], { full: true });
    rig.clock.advance(1000);
    // Agent one sees it go down; two saw it up before and sees it up again, so its own diff is empty.
    one.restart().send('sw1', [port('a', false)], { full: true });
    rig.clock.advance(1000);
    expect(two.send('sw1', []).restart).toBe(true);
    two.restart().send('sw1', [port('a')], { full: true });
    expect(ports(rig)).toEqual({ a: 'up' });
  });

  it('that only says that the source failed is taken from any agent', () => {
    const rig = Rig.withSwitches(1);
    const [one, two] = [rig.agent('one'), rig.agent('two')];
    one.send('sw1', [port('a')]);
    const finishedAtMs = rig.clock.now();
    rig.clock.advance(1000);
    expect(two.failed('sw1')).toMatchObject({ restart: false, changes: 1 });
    // The first agent's snapshot of before says nothing of now.
    one.restart().send('sw1', [port('a')], { full: true, finishedAtMs });
    expect(staleSources(rig.inventory)).toHaveLength(1);
    expect(one.send('sw1', [port('a', false)])).toMatchObject({ restart: false });
    expect(ports(rig)).toEqual({ a: 'down' });
  });
});

describe('a snapshot by another agent', () => {
  it('that is older than what is known changes nothing, and is acknowledged', () => {
    const rig = Rig.withSwitches(1);
    const [one, two] = [rig.agent('one'), rig.agent('two')];
    const longAgo = rig.clock.now();
    rig.clock.advance(3_600_000);
    one.send('sw1', [port('a', false)]);
    const answer = two.send('sw1', [port('a'), port('b')], { full: true, finishedAtMs: longAgo });
    expect(answer).toMatchObject({ restart: false, changes: 0, seq: 1 });
    expect(ports(rig)).toEqual({ a: 'down' });
    // And the first agent goes on as if nothing had been said.
    expect(one.send('sw1', [port('a')])).toMatchObject({ restart: false, changes: 1 });
  });

  it('is judged by our clock, whatever the clocks of the agents say', () => {
    const rig = Rig.withSwitches(1);
    const [one, two] = [rig.agent('one'), rig.agent('two')];
    const dayMs = 86_400_000;
    one.send('sw1', [port('a', false)]);
    rig.clock.advance(60_000);
    // Its clock is a day behind.
    const late = { full: true, finishedAtMs: rig.clock.now() - dayMs };
    const [frame = Buffer.alloc(0)] = encodeObserved(two.scanOf('sw1', late), [port('a')]);
    two.deliver(frame, { skewMs: -dayMs });
    expect(ports(rig)).toEqual({ a: 'up' });
  });

  it('is taken after our clock went back, though what is known bears a time still to come', () => {
    const rig = Rig.withSwitches(1);
    const [one, two] = [rig.agent('one'), rig.agent('two')];
    one.send('sw1', [port('a', false)]);
    rig.clock.jump(-3_600_000);
    rig.clock.advance(1000);
    two.send('sw1', [port('a')], { full: true, finishedAtMs: rig.clock.now() });
    expect(ports(rig)).toEqual({ a: 'up' });
  });

  it('is taken though the last scan seems to be of the future, for its agent lost an hour before it sent it', () => {
    const rig = Rig.withSwitches(1);
    const [one, two] = [rig.agent('one'), rig.agent('two')];
    const [frame = Buffer.alloc(0)] = encodeObserved(one.scanOf('sw1'), [port('a', false)]);
    one.deliver(frame, { skewMs: -3_600_000 });
    rig.clock.advance(1000);
    two.send('sw1', [port('a')], { full: true, finishedAtMs: rig.clock.now() });
    expect(ports(rig)).toEqual({ a: 'up' });
  });

  it('is what the source stands on from its first frame, so that no diff comes between', () => {
    const rig = Rig.withSwitches(1);
    const [one, two] = [rig.agent('one'), rig.agent('two')];
    one.send('sw1', [port('a')]);
    rig.clock.advance(1000);
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = largeSnapshot(two, [port('a', false)]);
    two.deliver(first);
    rig.clock.advance(1000);
    expect(one.send('sw1', [port('b')]).restart).toBe(true);
    expect(two.deliver(second)).toMatchObject({ restart: false });
    expect(ports(rig)).toMatchObject({ a: 'down', extra1499: 'up' });
  });
});
