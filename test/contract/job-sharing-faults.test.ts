/** Shared work when things go wrong: drains, deadlines, a full disk, and a queue whose bound must hold. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { SubmitRequest } from '../../controller/jobs/index.ts';
import { SHARE_BEGUN_MAX_MS } from '../../controller/jobs/sharing.ts';
import type { Failure, JobView } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';

let rooms: TestRooms;
let agent: FakeAgent;
beforeAll(ready);

async function open(settings: Parameters<typeof openRooms>[0] = {}): Promise<void> {
  rooms = openRooms(settings);
  addSite(rooms, 'ams1', ['sw1', 'sw2']);
  enrol(rooms, 'a1', 'ams1');
  agent = await FakeAgent.connect(rooms.hub, 'a1', { protocolMinor: 1 });
}
beforeEach(() => open());

function submit(more: Partial<SubmitRequest> = {}): JobView {
  const targets = [{ site: 'ams1', kind: 'source', id: 'sw1' }] as const;
  const request: SubmitRequest = {
    ...{ kind: 'probe', targets, site: '', mac: '', requestId: '', validateOnly: false, timeoutMs: 0 },
    ...more,
  };
  return rooms.jobs.submit(request, ADMIN);
}

const state = ({ id }: JobView): string => rooms.jobs.get(id).state;
const cancel = (...jobs: readonly JobView[]): void => {
  for (const { id } of jobs) rooms.jobs.cancel(id, 'enough', 'user:ann');
};
const BROKEN: Failure = { code: 'INTERRUPTED', message: 'the agent restarted', hint: undefined };

function drain(): void {
  const until = rooms.clock.now() + 1000;
  rooms.hub.takeOut('a1', { kind: 'drain', since: 0, by: 'user:ann', why: 'a new disk', until });
  rooms.clock.advance(1000);
}

test('the queue is bounded, however many shared jobs were cancelled', async () => {
  await open({ settings: { queueMax: 2, limits: { perAgent: 1, perSite: 9, perSource: 9 } } });
  submit();
  await settle();
  rooms.clock.advance(SHARE_BEGUN_MAX_MS + 1);
  for (let i = 0; i < 5; i += 1) cancel(...[submit(), submit()]);
  for (let i = 0; i < 5; i += 1) cancel(...[submit(), submit()].reverse());
  const waiting = [submit(), submit()];
  expect(waiting.map(state)).toEqual(['queued', 'queued']);
  expect(() => submit()).toThrow('2 jobs are waiting already');
});

test('the end of a drain interrupts it once, under the name that the agent knows', async () => {
  const [first, second] = [submit(), submit()];
  await settle();
  await agent.accept();
  cancel(first);
  const third = submit();
  drain();
  await settle();
  const told = agent.heard('jobCancelled');
  expect(told.map(({ jobId, interrupt }) => [jobId, interrupt])).toEqual([[first.id, true]]);
  const [offer] = agent.offers;
  if (!offer) throw new Error('nothing was offered');
  await agent.say({ ...endOf(offer, 'failed'), error: BROKEN, targets: [] });
  expect([second, third].map(state)).toEqual(['queued', 'queued']);
});

test('who asked later is not failed because the first has no time left for another try', async () => {
  const first = submit({ timeoutMs: 10_000 });
  await settle();
  rooms.clock.advance(900);
  const second = submit({ timeoutMs: 10_000 });
  const again = async (): Promise<void> => {
    const offer = await agent.accept();
    await agent.say({ ...endOf(offer, 'failed'), error: BROKEN, targets: [] });
  };
  await again();
  rooms.clock.advance(8700);
  // The next try would begin after 10 s of the first, and before 10 s of the second.
  await again();
  expect([state(first), state(second)]).toEqual(['failed', 'offered']);
  expect(agent.offers.at(-1)).toMatchObject({ jobId: first.id, attempt: 3 });
});

test('a cancel that cannot be written changes nothing of who leads', async () => {
  const [first, second] = [submit(), submit()];
  await settle();
  await agent.accept();
  rooms.db.exec("CREATE TEMP TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT raise(FAIL, 'disk'); END");
  expect(() => cancel(first)).toThrow();
  rooms.db.exec('DROP TRIGGER full');
  expect([state(first), state(second)]).toEqual(['running', 'running']);
  expect(rooms.jobs.get(second.id).shares).toBe(first.id);
  const [offer] = agent.offers;
  if (offer) await agent.say(endOf(offer));
  expect([state(first), state(second)]).toEqual(['succeeded', 'succeeded']);
  expect(rooms.jobs.get(second.id).results).toHaveLength(1);
});
