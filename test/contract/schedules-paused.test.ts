/** Times that waited for their agent when somebody paused or changed the schedule: its history tells them, and they are over. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type ScheduleDesk, Schedules } from '../../controller/jobs/index.ts';
import { firingId, type ScheduleSpec } from '../../shared/model/index.ts';
import { seededRandom, silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { PROTOCOL_MINOR } from '../../shared/wire/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { FakeAgent } from './support/fake-agent.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** What is due is looked for so often. */
const TICK_MS = 30_000;
const NAME = { id: 'often', site: '' };
const MISSED = { by: 'controller', state: 'missed', reason: 'its agent was away' };

let rooms: TestRooms;
let desk: ScheduleDesk;
let agent: FakeAgent;
/** Of the moment at which the schedule was made, on the hour. */
let startMs: number;

beforeAll(ready);
beforeEach(async () => {
  rooms = openRooms();
  const { store, inventory, hub, jobs, clock } = rooms;
  clock.jump(HOUR_MS - (clock.now() % HOUR_MS));
  startMs = clock.now();
  addSite(rooms, 'ams1', ['sw1']);
  enrol(rooms, 'a1', 'ams1');
  const random = seededRandom(5);
  const schedules = new Schedules({ store, inventory, hub, jobs, clock, random, log: silentLog });
  schedules.start();
  desk = schedules.as(ADMIN);
  agent = await FakeAgent.connect(rooms.hub, 'a1');
  desk.create(spec(), false);
  // Two times pass without it, at one and two hours.
  await agent.cut();
  pass(2 * HOUR_MS + 30 * MINUTE_MS);
});

const spec = (more: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  ...{ name: 'often', site: 'ams1', targets: [], kind: 'probe', mac: '', cron: '', timeZone: 'UTC' },
  ...{ everyMs: HOUR_MS, phaseMs: 0, jitterMs: 0, overlap: 'allow', catchUpMs: 0, pauseAfter: 0 },
  ...{ timeoutMs: 0, why: '', ...more },
});

function pass(ms: number): void {
  rooms.clock.jump(ms - TICK_MS);
  rooms.clock.advance(TICK_MS);
}

async function back(): Promise<void> {
  agent = await FakeAgent.connect(rooms.hub, 'a1');
  await settle();
}

/** By the hours since the schedule was made. */
const history = () =>
  desk
    .firings(NAME)
    .toReversed()
    .map(({ nominalAt, state, by, reason }) => ({
      hour: (nominalAt - startMs) / HOUR_MS,
      state,
      by,
      reason,
    }));
const missedAt = (...hours: number[]) => hours.map((hour) => ({ hour, ...MISSED }));

test('with its agent back, a paused schedule says what it missed before the pause, and does none of it', async () => {
  desk.pause(NAME, 'moving house');
  pass(2 * HOUR_MS);
  // What the agent did alone is not known yet.
  expect(history()).toEqual([]);
  await back();
  expect(history()).toEqual(missedAt(1, 2));
  desk.resume(NAME);
  expect(agent.offers).toEqual([]);
  pass(HOUR_MS);
  await settle();
  expect(history()).toMatchObject([...missedAt(1, 2), { hour: 5, state: 'fired' }]);
});

test('paused once more, with other words, it is paused since the first time', async () => {
  const { pausedAt } = desk.pause(NAME, 'moving house');
  pass(2 * HOUR_MS);
  expect(desk.pause(NAME, 'still moving')).toMatchObject({ pausedAt, pausedWhy: 'still moving' });
  await back();
  expect(history()).toEqual(missedAt(1, 2));
});

test('resumed before its agent is back, it says what was due before the pause and nothing of what fell into it', async () => {
  desk.pause(NAME, 'moving house');
  pass(2 * HOUR_MS);
  desk.resume(NAME);
  expect(history()).toEqual(missedAt(1, 2));
  await back();
  expect([agent.offers, history()]).toEqual([[], missedAt(1, 2)]);
});

test('a change ends the times that wait, and a trial of it does not', async () => {
  const { id } = desk.get(NAME);
  const change = (validateOnly: boolean) =>
    desk.update(id, spec({ timeoutMs: HOUR_MS }), { ifEtag: '', validateOnly });
  change(true);
  expect(history()).toEqual([]);
  change(false);
  expect(history()).toEqual(missedAt(1, 2));
  await back();
  expect(agent.offers).toEqual([]);
});

test('what the agent fired alone counts, also when the time is taken for missed', async () => {
  const { id } = desk.pause(NAME, 'moving house');
  desk.resume(NAME);
  expect(history()).toEqual(missedAt(1, 2));
  const nominalAt = startMs + HOUR_MS;
  agent = await FakeAgent.connect(rooms.hub, 'a1', {
    protocolMinor: PROTOCOL_MINOR,
    attempts: [{ jobId: firingId(id, nominalAt), attempt: 1, state: 'ended' }],
  });
  const firing = { scheduleId: id, nominalAt, at: nominalAt + 1, state: 'fired', reason: 'alone' } as const;
  const jobId = firingId(id, nominalAt);
  await agent.say(
    { type: 'firingsTold', firings: [firing], dropped: 0, scheduleRevision: 'none' },
    { type: 'jobEnded', jobId, attempt: 1, outcome: 'succeeded', error: undefined, targets: [] },
  );
  expect(history()).toEqual([{ hour: 1, by: 'agent', state: 'fired', reason: 'alone' }, ...missedAt(2)]);
  expect(rooms.jobs.get(jobId)).toMatchObject({ attempt: 1, state: 'succeeded' });
  expect(agent.offers).toEqual([]);
});
