/** An agent that lost its place and its controller compare digests over a session, and only what differs is sent. */
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { decodeObserved } from '../../shared/delta/index.ts';
import { seededRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { SyncAgent } from './support/sync-agent.ts';

const MACS = Array.from({ length: 600 }, (_, i) => `mac${i}`);

beforeAll(ready);

interface Sent {
  readonly items: number;
  readonly isPart: boolean;
}

/** An agent in step with its controller, and a look at every delta from now on. */
async function inStep(): Promise<{ rooms: TestRooms; agent: SyncAgent; sent: Sent[] }> {
  const rooms = openRooms();
  addSite(rooms, 'ams1');
  enrol(rooms, 'agent1', 'ams1');
  const { clock } = rooms;
  const agent = new SyncAgent({ id: 'agent1', site: 'ams1', clock, random: seededRandom(1) });
  onTestFinished(() => agent.idle());
  for (const source of ['sw1', 'sw2']) agent.scan(source, MACS);
  agent.connect(rooms.hub);
  await allTaken(agent);
  const sent: Sent[] = [];
  const apply = rooms.inventory.applyDelta.bind(rooms.inventory);
  rooms.inventory.applyDelta = (arrived) => {
    const { scan, items } = decodeObserved(arrived.frame);
    sent.push({ items: items.length, isPart: scan.scope !== undefined });
    return apply(arrived);
  };
  return { rooms, agent, sent };
}

async function allTaken(agent: SyncAgent): Promise<void> {
  for (let i = 0; i < 200; i += 1) await settle();
  expect(agent.outbox.acknowledgedSeq).toBe(agent.outbox.durableSeq);
}

/** What the controller shows as active, as the agent tells its own. */
function picture({ inventory }: TestRooms): string[] {
  const page = { pageSize: 1000, pageToken: '', showAbsent: false, showDeleted: false };
  return ['sw1', 'sw2']
    .flatMap((source) => {
      const filter = { source: `ams1/source/${source}` };
      const { records } = inventory.list({ kind: 'sighting', site: 'ams1', filter, ...page }, ADMIN);
      const active = records.filter(({ fields }) => (fields['presence'] ?? 'active') === 'active');
      return active.map(({ fields }) => `${source} ${fields['mac']}`);
    })
    .sort();
}

describe('an agent that comes back over an older copy of its disk', () => {
  test('sends the buckets that differ, not the source, and both have one picture', async () => {
    const { rooms, agent, sent } = await inStep();
    const copy = agent.backup();
    agent.scan('sw1', [...MACS.slice(5), 'new1', 'new2']);
    await allTaken(agent);
    await agent.reopen(copy);
    sent.length = 0;
    agent.connect(rooms.hub);
    await allTaken(agent);
    expect(sent.every(({ isPart }) => isPart)).toBe(true);
    expect(sent).toHaveLength(2);
    // Seven records differ, in as many buckets of sixteen or so.
    expect(sent.reduce((sum, { items }) => sum + items, 0)).toBeLessThan(7 * 40);
    expect(picture(rooms)).toEqual(agent.picture());
    agent.scan('sw1', MACS.slice(5));
    await allTaken(agent);
    expect(picture(rooms)).toEqual(agent.picture());
  });

  test('sends all when what the digests left out turns out to differ', async () => {
    const { rooms, agent, sent } = await inStep();
    await agent.reopen(agent.backup());
    // Another outbox than the agent's own is held: its place is lost.
    agent.outbox.restart(() => []);
    rooms.inventory.compareDigest = async (_, { source }) => ({ source, differing: [] });
    rooms.store.db.exec(`DELETE FROM versions WHERE body LIKE '%mac77"%'`);
    sent.length = 0;
    agent.connect(rooms.hub);
    await allTaken(agent);
    expect(sent.map(({ isPart }) => isPart)).toContain(true);
    expect(sent.filter(({ isPart }) => !isPart).reduce((sum, { items }) => sum + items, 0)).toBe(1200);
    expect(picture(rooms)).toEqual(agent.picture());
  });
});
