/** Schedules beside what goes wrong around them: agents out of work, clocks set wrong, ends of the process. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type ScheduleDesk, Schedules } from '../../controller/jobs/index.ts';
import type { ScheduleSpec } from '../../shared/model/index.ts';
import { seededRandom, silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { FakeAgent } from './support/fake-agent.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What is due is looked for so often. */
const TICK_MS = 30_000;
const NAME = { id: 'often', site: '' };

let rooms: TestRooms;
let schedules: Schedules;
let desk: ScheduleDesk;
let agent: FakeAgent;

beforeAll(ready);
beforeEach(async () => {
  rooms = openRooms();
  rooms.clock.jump(HOUR_MS - (rooms.clock.now() % HOUR_MS));
  addSite(rooms, 'ams1', ['sw1']);
  enrol(rooms, 'a1', 'ams1');
  open();
  agent = await FakeAgent.connect(rooms.hub, 'a1');
});

function open(): void {
  const { store, inventory, hub, jobs, clock } = rooms;
  schedules = new Schedules({ store, inventory, hub, jobs, clock, random: seededRandom(5), log: silentLog });
  schedules.start();
  desk = schedules.as(ADMIN);
}

const spec = (more: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  ...{ name: 'often', site: 'ams1', targets: [], kind: 'probe', mac: '', cron: '', timeZone: 'UTC' },
  ...{ everyMs: HOUR_MS, phaseMs: 0, jitterMs: 0, overlap: 'allow', catchUpMs: 0, pauseAfter: 2 },
  ...{ timeoutMs: 86_000_000, why: '', ...more },
});

/** The agent is heard, so that its session stays. */
async function pass(ms: number): Promise<void> {
  rooms.clock.jump(ms - TICK_MS);
  await agent.say({ type: 'heartbeat', time: rooms.clock.now(), runningTargets: 0, outboxBytes: 0 });
  rooms.clock.advance(TICK_MS);
  await settle();
}

const states = () => desk.firings(NAME).map(({ state }) => state);

test('an agent in maintenance is not asked, its schedule does not pause, and goes on when it is back to work', async () => {
  desk.create(spec(), false);
  const { clock, hub } = rooms;
  const until = clock.now() + DAY_MS;
  hub.takeOut('a1', { kind: 'maintenance', by: 'user:admin', why: 'x', since: clock.now(), until });
  for (let hour = 0; hour < 3; hour += 1) await pass(HOUR_MS);
  expect([states(), desk.get(NAME)]).toMatchObject([[], { failures: 0, pausedWhy: '' }]);
  hub.putBack('a1');
  await settle();
  expect([states(), agent.offers.length]).toEqual([['fired', 'missed', 'missed'], 1]);
});

test('an agent that cannot do it any more is no failure of the schedule: each time is told as missed, and it goes on', async () => {
  desk.create(spec(), false);
  await agent.cut();
  agent = await FakeAgent.connect(rooms.hub, 'a1', { capabilities: [] });
  for (let hour = 0; hour < 3; hour += 1) await pass(HOUR_MS);
  expect(desk.firings(NAME)).toMatchObject(
    Array.from({ length: 3 }, () => ({
      state: 'missed',
      reason: expect.stringContaining('NO_CAPABLE_AGENT'),
    })),
  );
  expect(desk.get(NAME)).toMatchObject({ failures: 0, pausedWhy: '' });
});

test('with the clock put right after it was ahead, it fires on', async () => {
  rooms.clock.jump(300 * DAY_MS);
  await agent.cut();
  agent = await FakeAgent.connect(rooms.hub, 'a1');
  desk.create(spec(), false);
  await pass(HOUR_MS);
  rooms.clock.jump(-300 * DAY_MS);
  await agent.cut();
  agent = await FakeAgent.connect(rooms.hub, 'a1');
  expect(desk.get(NAME).nextAt).toBe(rooms.clock.now() + HOUR_MS);
  const from = rooms.clock.now();
  await pass(HOUR_MS);
  await pass(HOUR_MS);
  const hours = desk.firings(NAME).map(({ nominalAt }) => (nominalAt - from) / HOUR_MS);
  expect(hours).toEqual([300 * 24, 2, 1]);
});

test('one that waits begins after a start at which nothing is before it any more', async () => {
  desk.create(spec({ overlap: 'buffer' }), false);
  await pass(HOUR_MS);
  await pass(HOUR_MS);
  expect(states()).toEqual(['waiting', 'fired']);
  // The end of the process came between the end of the job and the start of the next.
  schedules.stop();
  rooms.db.prepare("UPDATE firings SET job_state = 'succeeded' WHERE state = 'fired'").run();
  open();
  await agent.cut();
  expect(states()).toEqual(['waiting', 'fired']);
  agent = await FakeAgent.connect(rooms.hub, 'a1');
  await settle();
  expect(states()).toEqual(['fired', 'fired']);
});
