/** Comparing what an agent knows with what is held: which buckets are asked for, and what a part of a snapshot does. */
import { describe, expect, it } from 'vitest';
import { bucketOf, type ObservedItem, SourceDigest } from '../../shared/delta/index.ts';
import { ObservedIds, type RecordRef } from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { port, put, Rig, remove, type TestAgent } from './testing/rig.ts';

const BITS = 6;
const SOURCE: RecordRef = { site: 'ams1', kind: 'source', id: 'sw1' };
const ids = new ObservedIds(SOURCE);
const PORTS = Array.from({ length: 40 }, (_, i) => port(`Gi${i}`));
const SYSTEM = put('switch', '', 'system', { hostname: 'core1' });

function digestOf(items: readonly ObservedItem[]): SourceDigest {
  const digest = new SourceDigest(BITS);
  for (const { kind, nativeKey, section, bodyText } of items)
    digest.add({ kind, id: ids.id(kind, nativeKey), section, bodyText });
  return digest;
}

const bucketOfPort = (name: string): number => bucketOf(ids.id('port', name), BITS);

function compare(
  rig: Rig,
  items: readonly ObservedItem[],
  agentId = 'agent1',
): Promise<readonly number[] | undefined> {
  const agent = { agentId, site: 'ams1' };
  return rig.inventory
    .compareDigest(agent, { source: SOURCE, digest: digestOf(items) })
    .then(({ differing }) => differing);
}

/** A new outbox that tells of these buckets, out of all that the agent knows. */
function tellPart(agent: TestAgent, all: readonly ObservedItem[], buckets: readonly number[]) {
  const items = all.filter(({ kind, nativeKey }) =>
    buckets.includes(bucketOf(ids.id(kind, nativeKey), BITS)),
  );
  const scope = { bits: BITS, buckets, total: digestOf(all).total() };
  return agent.restart().send('sw1', items, { full: true, scope, coverage: ['port', 'switch'] });
}

function ports(rig: Rig): Record<string, string> {
  const found = Object.values(rig.records('port'));
  return Object.fromEntries(
    found.map((one) => [String(one['name']), String(one['presence'] ?? (one['operUp'] ? 'up' : 'down'))]),
  );
}

function withPorts(): { rig: Rig; agent: TestAgent } {
  const rig = Rig.withSwitches(2);
  const agent = rig.agent();
  agent.send('sw1', [SYSTEM, ...PORTS], { full: true });
  return { rig, agent };
}

describe('a comparison of digests', () => {
  it('finds nothing when both have the same, and only the buckets of what is other, more or less', async () => {
    const { rig } = withPorts();
    expect(await compare(rig, [SYSTEM, ...PORTS])).toEqual([]);
    expect(await compare(rig, [SYSTEM, port('Gi0', false), ...PORTS.slice(1)])).toEqual([
      bucketOfPort('Gi0'),
    ]);
    expect(await compare(rig, [SYSTEM, ...PORTS.slice(1)])).toEqual([bucketOfPort('Gi0')]);
    expect(await compare(rig, [SYSTEM, ...PORTS, port('new')])).toEqual([bucketOfPort('new')]);
    expect(await compare(rig, PORTS)).toEqual([bucketOf('sw1', BITS)]);
  });

  it('of a large source lets others have their turn between its pages', async () => {
    const rig = Rig.withSwitches(1);
    const many = Array.from({ length: 2500 }, (_, i) => port(`Gi${i}`));
    rig.agent().send('sw1', many, { full: true });
    const order: string[] = [];
    const compared = compare(rig, many).then((differing) => order.push(`compared ${differing?.length}`));
    await nextTurn();
    order.push('another');
    await compared;
    expect(order).toEqual(['another', 'compared 0']);
  });

  it('does not count what is missing: the agent has forgotten it', async () => {
    const { rig, agent } = withPorts();
    agent.send('sw1', [{ kind: 'port', nativeKey: 'Gi3', section: '', op: 'absent', bodyText: '{}' }]);
    expect(ports(rig)['Gi3']).toBe('missing');
    expect(await compare(rig, [SYSTEM, ...PORTS.filter(({ nativeKey }) => nativeKey !== 'Gi3')])).toEqual([]);
  });

  it('is refused where the records stand on the word of another agent, or the source is gone', async () => {
    const { rig } = withPorts();
    expect(await compare(rig, [SYSTEM, ...PORTS], 'agent2')).toBeUndefined();
    const told = { source: SOURCE, digest: digestOf(PORTS) };
    const other = await rig.inventory.compareDigest({ agentId: 'agent1', site: 'ams2' }, told);
    expect(other.differing).toBeUndefined();
    rig.write(remove('source/sw1'));
    expect(await compare(rig, [SYSTEM, ...PORTS])).toBeUndefined();
  });
});

describe('a part of a snapshot', () => {
  it('puts, changes and takes away in its buckets alone, and the next differences go on from it', async () => {
    const { rig, agent } = withPorts();
    const now = [SYSTEM, port('Gi0', false), ...PORTS.slice(2), port('new')];
    const buckets = (await compare(rig, now)) ?? [];
    expect(buckets.length).toBeLessThanOrEqual(3);
    expect(tellPart(agent, now, buckets)).toMatchObject({ restart: false, seq: 1 });
    expect(ports(rig)).toMatchObject({ Gi0: 'down', Gi1: 'missing', Gi2: 'up', new: 'up' });
    expect(Object.values(ports(rig)).filter((state) => state === 'missing')).toHaveLength(1);
    expect(await compare(rig, now)).toEqual([]);
    expect(agent.send('sw1', [port('Gi2', false)])).toMatchObject({ restart: false, changes: 1 });
  });

  it('without a bucket takes the source over to the new outbox, and writes nothing', () => {
    const { rig, agent } = withPorts();
    expect(tellPart(agent, [SYSTEM, ...PORTS], [])).toMatchObject({ restart: false, changes: 0 });
    expect(rig.store.scans.scan('ams1', 'sw1')?.outbox).toBe(agent.outboxId);
    expect(agent.send('sw1', [port('Gi2', false)])).toMatchObject({ restart: false });
  });

  it('that leaves the two different is taken back, and all is asked for', () => {
    const { rig, agent } = withPorts();
    const before = [ports(rig), rig.inventory.position, rig.store.scans.scan('ams1', 'sw1')];
    // Gi1 is gone too, and nobody says so.
    const now = [SYSTEM, port('Gi0', false), ...PORTS.slice(2)];
    expect(tellPart(agent, now, [bucketOfPort('Gi0')])).toMatchObject({ restart: true, changes: 0 });
    expect([ports(rig), rig.inventory.position, rig.store.scans.scan('ams1', 'sw1')]).toEqual(before);
    agent.restart().send('sw1', now, { full: true });
    expect(ports(rig)).toMatchObject({ Gi0: 'down', Gi1: 'missing' });
  });

  it('by an agent on whose word the records do not stand counts for nothing', () => {
    const { rig } = withPorts();
    expect(tellPart(rig.agent('agent2'), [SYSTEM, ...PORTS], [])).toMatchObject({ restart: true });
    expect(rig.store.scans.scan('ams1', 'sw1')?.agent).toBe('agent1');
  });
});
