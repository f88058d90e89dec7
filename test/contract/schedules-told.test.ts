/** What an agent may say of schedules on its return, spoken by hand: true words, lies, and very many of them. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type ScheduleDesk, Schedules } from '../../controller/jobs/index.ts';
import { firingId, type ScheduleSpec } from '../../shared/model/index.ts';
import { nextTurn, seededRandom, silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { type FiringsTold, type Hello, PROTOCOL_MINOR } from '../../shared/wire/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { FakeAgent } from './support/fake-agent.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Both the longest pause of the engine, and short of the silence that ends a session. */
const TICK_MAX_MS = 30_000;
const NAME = { id: 'often', site: 'ams1' };
type Told = FiringsTold['firings'][number];

let rooms: TestRooms;
let desk: ScheduleDesk;
let id: string;
let startMs: number;

beforeAll(ready);
/** A schedule of every minute whose agent, the first of two at its site, is away. */
beforeEach(async () => {
  rooms = openRooms();
  rooms.clock.jump(HOUR_MS - (rooms.clock.now() % HOUR_MS));
  startMs = rooms.clock.now();
  addSite(rooms, 'ams1', ['sw1']);
  enrol(rooms, 'a1', 'ams1');
  enrol(rooms, 'a2', 'ams1');
  const { store, inventory, hub, jobs, clock } = rooms;
  const schedules = new Schedules({
    ...{ store, inventory, hub, jobs, clock, random: seededRandom(5), log: silentLog },
  });
  schedules.start();
  desk = schedules.as(ADMIN);
  const first = await FakeAgent.connect(hub, 'a1');
  id = desk.create(spec(), false).id;
  await first.cut();
});

const spec = (more: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  ...{ name: 'often', site: 'ams1', targets: [], kind: 'probe', mac: '', cron: '', timeZone: 'UTC' },
  ...{ everyMs: MINUTE_MS, phaseMs: 0, jitterMs: 0, overlap: 'allow', catchUpMs: 0, pauseAfter: 0 },
  ...{ timeoutMs: 0, why: '', ...more },
});
const firing = (minute: number, more: Partial<Told> = {}): Told => {
  const nominalAt = startMs + minute * MINUTE_MS;
  return { scheduleId: id, nominalAt, at: nominalAt, state: 'fired', reason: 'alone', ...more };
};
const missed = (minute: number, more: Partial<Told> = {}): Told =>
  firing(minute, { state: 'missed', ...more });
const held = (...minutes: readonly number[]): Hello['attempts'] =>
  minutes.map((minute) => ({ jobId: jobOf(minute), attempt: 1, state: 'ended' }));
const jobOf = (minute: number): string => firingId(id, startMs + minute * MINUTE_MS);
const told = (firings: readonly Told[]): FiringsTold => ({
  ...{ type: 'firingsTold', firings, dropped: 0, scheduleRevision: 'none' },
});
const back = (agentId = 'a1', attempts: Hello['attempts'] = []): Promise<FakeAgent> =>
  FakeAgent.connect(rooms.hub, agentId, { protocolMinor: PROTOCOL_MINOR, attempts });
const byAgents = () =>
  desk.firings(NAME).flatMap(({ nominalAt, by, state, jobState }) => {
    const minute = (nominalAt - startMs) / MINUTE_MS;
    return by === 'agent' ? [`${minute} ${state} ${jobState ?? '-'}`] : [];
  });

test('another agent of the site cannot give up the times of a schedule before its agent does them', async () => {
  rooms.clock.jump(10 * MINUTE_MS);
  const other = await back('a2', held(9));
  await other.say(told([missed(8), firing(9), missed(10), missed(11)]));
  expect(byAgents()).toEqual([]);
  expect(other.heard('firingsAcknowledged')).toMatchObject([{ count: 4 }]);
  expect(() => rooms.jobs.get(jobOf(9))).toThrow('no job');
});

test('another agent of the site cannot take over what runs at the one of the schedule', async () => {
  const agent = await back();
  await agent.say(told([]));
  rooms.clock.jump(MINUTE_MS);
  rooms.clock.advance(TICK_MAX_MS);
  await settle();
  const { jobId, attempt } = await agent.accept();
  const other = await back('a2', [{ jobId, attempt: 1, state: 'ended' }]);
  await other.say(told([firing(1)]), {
    ...{ type: 'jobEnded', jobId, attempt, outcome: 'succeeded', error: undefined, targets: [] },
  });
  expect(rooms.jobs.get(jobId)).toMatchObject({ state: 'running', agentId: 'a1' });
});

test('only times that the schedule has, and that have come, are believed', async () => {
  rooms.clock.jump(10 * MINUTE_MS);
  const agent = await back('a1', held(5));
  await agent.say(
    told([missed(3.5), missed(-2), missed(0), missed(4), firing(5), missed(12), missed(1e6), firing(2e6)]),
  );
  expect(byAgents()).toEqual(['5 fired -', '4 missed -']);
});

test('of one that was changed since, times of its old plan count too', async () => {
  desk.update(id, spec({ everyMs: HOUR_MS }), { ifEtag: '', validateOnly: false });
  rooms.clock.jump(10 * MINUTE_MS);
  const agent = await back();
  await agent.say(told([missed(4), missed(13)]));
  expect(byAgents()).toEqual(['4 missed -']);
});

test('a reason is one short line without control characters, and the time of a decision is not to come', async () => {
  rooms.clock.jump(10 * MINUTE_MS);
  const agent = await back();
  await agent.say(told([missed(4, { at: 2e14, reason: `\u001b[2J\u202e${'x'.repeat(1_000_000)}` })]));
  const [row] = desk.firings(NAME).filter(({ by }) => by === 'agent');
  expect(row?.reason).toMatch(/^\\x1b\[2J\\u202ex+$/);
  expect(row?.reason).toHaveLength(300);
  expect(row?.at).toBeLessThanOrEqual(rooms.clock.now());
});

test('what the agent fired and holds no more has its end at once: nothing waits for it', async () => {
  rooms.clock.jump(10 * MINUTE_MS);
  const agent = await back('a1', held(4));
  await agent.say(told([firing(3), firing(4)]));
  expect(byAgents()).toEqual(['4 fired -', '3 fired lost']);
  expect(() => rooms.jobs.get(jobOf(3))).toThrow('no job');
  expect(rooms.jobs.get(jobOf(4)).state).toBe('running');
});

test('ten thousand are taken in pages with others served between, and ends that follow find their jobs', async () => {
  const count = 10_000;
  rooms.clock.jump((count + 1) * MINUTE_MS);
  const agent = await back('a1', held(count));
  const jobId = jobOf(count);
  let longestMs = 0;
  const sent = agent.session.agent.send(told(Array.from({ length: count }, (_, i) => firing(i + 1))));
  await agent.session.agent.send({
    ...{ type: 'jobEnded', jobId, attempt: 1, outcome: 'succeeded', error: undefined, targets: [] },
  });
  await sent;
  while (agent.heard('jobEndAcknowledged').length === 0) {
    const before = performance.now();
    await nextTurn();
    longestMs = Math.max(longestMs, performance.now() - before);
  }
  await settle();
  expect(agent.heard('firingsAcknowledged')).toMatchObject([{ count }]);
  expect(desk.firings(NAME).filter(({ by }) => by === 'agent').length).toBeGreaterThanOrEqual(count - 1);
  expect(rooms.jobs.get(jobId)).toMatchObject({ state: 'succeeded', attempt: 1 });
  expect(rooms.jobs.counts().running).toBeLessThanOrEqual(1);
  // All at once it takes seconds.
  expect(longestMs).toBeLessThan(500);
}, 60_000);
