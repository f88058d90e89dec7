/** Schedules over the rooms of a controller, with agents spoken by hand. Clocks stand still unless a test moves them. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ScheduleDesk, Schedules } from '../../controller/jobs/index.ts';
import { firingId, type Principal, type ScheduleSpec } from '../../shared/model/index.ts';
import { seededRandom, silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { type JobOffered, type JobOutcome, PROTOCOL_MINOR } from '../../shared/wire/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { FakeAgent } from './support/fake-agent.ts';
import { healthOf } from './support/health.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const STEP_MS = 15_000;
const STEPS = 3;
const OPERATOR: Principal = {
  ...{ type: 'user', name: 'op', readOnly: false, tokenId: 't' },
  grants: [{ level: 'operator', switchView: 'full', scopes: [{ site: 'ber1' }] }] as never,
};
const VIEWER: Principal = {
  ...{ type: 'user', name: 'see', readOnly: false, tokenId: 't' },
  grants: [{ level: 'viewer', switchView: 'full', scopes: [{ site: 'ams1' }] }] as never,
};

let rooms: TestRooms;
let schedules: Schedules;
let desk: ScheduleDesk;
let online: FakeAgent[] = [];

beforeAll(ready);
beforeEach(() => {
  rooms = openRooms();
  online = [];
  // On the hour.
  rooms.clock.jump(HOUR_MS - (rooms.clock.now() % HOUR_MS));
  addSite(rooms, 'ams1', ['sw1', 'sw2']);
  addSite(rooms, 'ber1', ['sw1']);
  enrol(rooms, 'a1', 'ams1');
  open();
});

function open(): void {
  const { store, inventory, hub, jobs, clock } = rooms;
  schedules = new Schedules({ store, inventory, hub, jobs, clock, random: seededRandom(5), log: silentLog });
  schedules.start();
  desk = schedules.as(ADMIN);
}

const hourly = (more: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  ...{ name: 'nightly', site: 'ams1', targets: [], kind: 'collect', mac: '', cron: '', timeZone: 'UTC' },
  ...{ everyMs: HOUR_MS, phaseMs: 0, jitterMs: 0, overlap: 'skip', catchUpMs: 0, pauseAfter: 5 },
  ...{ timeoutMs: 86_000_000, why: 'test', ...more },
});
async function connect(agentId = 'a1'): Promise<FakeAgent> {
  const agent = await FakeAgent.connect(rooms.hub, agentId);
  online.push(agent);
  return agent;
}

async function cut(agent: FakeAgent): Promise<void> {
  online = online.filter((other) => other !== agent);
  await agent.cut();
}

/** The wall clock is moved most of the way, and timers the rest: agents that are online are heard in between. */
async function advance(ms: number): Promise<void> {
  const { clock } = rooms;
  clock.jump(ms - STEPS * STEP_MS);
  for (let step = 0; step < STEPS; step += 1) {
    clock.advance(STEP_MS);
    const beat = { type: 'heartbeat', time: clock.now(), runningTargets: 0, outboxBytes: 0 } as const;
    for (const agent of online) await agent.say(beat);
    await settle();
  }
}

async function end(
  agent: FakeAgent,
  outcome: JobOutcome,
  offer: JobOffered | undefined = agent.offers.at(-1),
) {
  const { jobId, attempt } = await agent.accept(offer);
  const error =
    outcome === 'failed' ? { code: 'UNREACHABLE' as const, message: 'no', hint: undefined } : undefined;
  await agent.say({ type: 'jobEnded', jobId, attempt, outcome, error, targets: [] });
}

const history = () =>
  desk.firings({ id: 'nightly', site: '' }).map(({ nominalAt, state, by, reason, jobState }) => ({
    ...{ at: new Date(nominalAt).toISOString().slice(11, 16), state, by, reason, jobState },
  }));
const states = () => history().map(({ at, state }) => `${at} ${state}`);

describe('a schedule with its agent online', () => {
  test('S0.29 fires at each nominal time under the id schedule@time, and its history says how it ended', async () => {
    const agent = await connect();
    const { id } = desk.create(hourly(), false);
    await advance(HOUR_MS - MINUTE_MS);
    expect(agent.offers).toEqual([]);
    await advance(MINUTE_MS);
    expect(agent.offers.map(({ jobId }) => jobId)).toEqual([firingId(id, rooms.clock.now())]);
    await end(agent, 'succeeded');
    await advance(HOUR_MS);
    await end(agent, 'failed');
    expect(history()).toMatchObject([
      { state: 'fired', by: 'controller', reason: '', jobState: 'failed' },
      { state: 'fired', by: 'controller', reason: '', jobState: 'succeeded' },
    ]);
    expect(desk.get({ id: 'nightly', site: '' })).toMatchObject({
      ...{ agentId: 'a1', failures: 1, nextAt: rooms.clock.now() + HOUR_MS },
      last: { jobState: 'failed' },
    });
  });

  test('S2.29 runs by interval and by hand, and a run by hand has an id of its own', async () => {
    const agent = await connect();
    desk.create(hourly(), false);
    const { id } = desk.run({ id: 'nightly', site: '' });
    await settle();
    expect(id).toMatch(/\.run$/);
    expect(agent.offers.map(({ jobId }) => jobId)).toEqual([id]);
    expect(rooms.jobs.get(id)).toMatchObject({ createdBy: 'system:schedule', rank: 'schedule' });
    await end(agent, 'succeeded');
    await advance(HOUR_MS);
    expect(agent.offers).toHaveLength(2);
  });

  test('jitter delays it, the same each time it is computed, and names it by the nominal time', async () => {
    const agent = await connect();
    const { id } = desk.create(hourly({ jitterMs: 10 * MINUTE_MS }), false);
    const nominal = rooms.clock.now() + HOUR_MS;
    await advance(HOUR_MS + 10 * MINUTE_MS);
    expect(agent.offers.map(({ jobId }) => jobId)).toEqual([firingId(id, nominal)]);
    expect(desk.firings({ id, site: '' })[0]?.at).toBeGreaterThan(nominal);
  });
});

describe('while the job of an earlier time runs', () => {
  const runInto = async (overlap: ScheduleSpec['overlap']): Promise<FakeAgent> => {
    const agent = await connect();
    desk.create(hourly({ overlap }), false);
    await advance(HOUR_MS);
    await agent.accept();
    await advance(HOUR_MS);
    await advance(HOUR_MS);
    return agent;
  };

  test('skip: the times after it are skipped, with the job that stood in the way', async () => {
    const agent = await runInto('skip');
    expect(states()).toEqual(['11:00 skipped', '10:00 skipped', '09:00 fired'].map(shifted));
    expect(history()[0]?.reason).toMatch(/^job \S+@\S+Z still runs$/);
    expect(agent.offers).toHaveLength(1);
  });

  test('buffer: one waits and fires when the other has ended, the next is skipped', async () => {
    const agent = await runInto('buffer');
    expect(states()).toEqual(['11:00 skipped', '10:00 waiting', '09:00 fired'].map(shifted));
    await end(agent, 'succeeded', agent.offers[0]);
    await settle();
    expect(states()).toEqual(['11:00 skipped', '10:00 fired', '09:00 fired'].map(shifted));
  });

  test('cancel: the earlier job is asked to end', async () => {
    const agent = await runInto('cancel');
    expect(agent.heard('jobCancelled')[0]).toMatchObject({ jobId: agent.offers[0]?.jobId });
    expect(states().every((line) => line.endsWith('fired'))).toBe(true);
  });

  test('allow: all of them are made', async () => {
    await runInto('allow');
    expect(states().every((line) => line.endsWith('fired'))).toBe(true);
    expect(states()).toHaveLength(3);
  });
});

/** Hours of the table count from the first firing. */
function shifted(line: string): string {
  const first = new Date(rooms.clock.now() - 2 * HOUR_MS).getUTCHours();
  const hour = (Number(line.slice(0, 2)) - 9 + first) % 24;
  return `${String(hour).padStart(2, '0')}${line.slice(2)}`;
}

describe('with its agent away', () => {
  test('it waits, and makes up for the newest time alone; the others are missed with the reason', async () => {
    const first = await connect();
    desk.create(hourly(), false);
    await cut(first);
    await advance(3 * HOUR_MS + 10 * MINUTE_MS);
    expect(history()).toEqual([]);
    const agent = await connect();
    expect(agent.offers).toHaveLength(1);
    expect(history()).toMatchObject([
      { state: 'fired', reason: expect.stringContaining('made up for') },
      { state: 'missed', reason: 'its agent was away' },
      { state: 'missed' },
    ]);
  });

  test('a catch-up window that is over makes up for nothing', async () => {
    await cut(await connect());
    desk.create(hourly({ catchUpMs: 5 * MINUTE_MS }), false);
    await advance(HOUR_MS + 10 * MINUTE_MS);
    const agent = await connect();
    expect(agent.offers).toEqual([]);
    expect(history()).toMatchObject([
      { state: 'missed', reason: expect.stringContaining('catch-up window') },
    ]);
  });

  test('another agent of the site does not do it: the one that is away may be firing alone', async () => {
    const one = await connect();
    desk.create(hourly(), false);
    await cut(one);
    enrol(rooms, 'a2', 'ams1');
    const two = await connect('a2');
    await advance(HOUR_MS);
    expect(two.offers).toEqual([]);
    const back = await connect();
    expect([back.offers.length, two.offers.length]).toEqual([1, 0]);
  });

  test('one that keeps schedules speaks first, and nothing that it fired alone is fired again', async () => {
    const first = await connect();
    const { id } = desk.create(hourly(), false);
    await cut(first);
    const nominal = rooms.clock.now() + HOUR_MS;
    await advance(HOUR_MS + MINUTE_MS);
    const agent = await FakeAgent.connect(rooms.hub, 'a1', {
      protocolMinor: PROTOCOL_MINOR,
      attempts: [{ jobId: firingId(id, nominal), attempt: 1, state: 'ended' }],
    });
    expect(agent.offers).toEqual([]);
    const firings = [
      { scheduleId: id, nominalAt: nominal, at: nominal + 5, state: 'fired', reason: 'alone' },
    ] as const;
    await agent.say({ type: 'firingsTold', firings, dropped: 0, scheduleRevision: 'none' });
    const ended = {
      type: 'jobEnded',
      jobId: firingId(id, nominal),
      attempt: 1,
      outcome: 'succeeded',
    } as const;
    await agent.say({ ...ended, error: undefined, targets: [] });
    expect(agent.offers).toEqual([]);
    expect(agent.heard('firingsAcknowledged')).toMatchObject([{ count: 1 }]);
    expect(history()).toMatchObject([
      { state: 'fired', by: 'agent', jobState: 'succeeded', reason: 'alone' },
    ]);
    expect(agent.heard('schedulesCopied')).toHaveLength(1);
    const copy = JSON.parse(Buffer.from(agent.heard('schedulesCopied')[0]?.document ?? []).toString());
    expect(copy.schedules).toMatchObject([
      { id, name: 'nightly', targets: [{ name: 'sw1' }, { name: 'sw2' }] },
    ]);
  });
});

test('an offer that may have died on its way and a firing alone are one job: the attempt that was begun alone counts', async () => {
  const first = await connect();
  const { id } = desk.create(hourly(), false);
  await advance(HOUR_MS);
  const jobId = first.offers[0]?.jobId ?? '';
  const nominalAt = desk.firings({ id, site: '' })[0]?.nominalAt ?? 0;
  await cut(first);
  const agent = await FakeAgent.connect(rooms.hub, 'a1', { protocolMinor: PROTOCOL_MINOR });
  // It did not name the attempt, so another one was offered before it said what it fired alone.
  expect(agent.offers).toMatchObject([{ jobId, attempt: 2 }]);
  const firing = { scheduleId: id, nominalAt, at: nominalAt, state: 'fired', reason: 'alone' } as const;
  await agent.say(
    { type: 'firingsTold', firings: [firing], dropped: 0, scheduleRevision: 'none' },
    { type: 'jobRejected', jobId, attempt: 2, code: 'UNAVAILABLE', message: 'begun alone' },
    { type: 'jobEnded', jobId, attempt: 1, outcome: 'succeeded', error: undefined, targets: [] },
  );
  expect(rooms.jobs.get(jobId)).toMatchObject({ attempt: 1, state: 'succeeded' });
  expect(history()).toMatchObject([{ state: 'fired', by: 'agent', jobState: 'succeeded' }]);
  expect(agent.offers).toHaveLength(1);
});

describe('failures, pauses and restarts', () => {
  test('after so many failures in a row it pauses by itself and says why; resume begins anew', async () => {
    const agent = await connect();
    desk.create(hourly({ pauseAfter: 2 }), false);
    for (let i = 0; i < 2; i += 1) {
      await advance(HOUR_MS);
      await end(agent, 'failed');
    }
    expect(desk.get({ id: 'nightly', site: '' })).toMatchObject({
      ...{
        failures: 2,
        nextAt: undefined,
        pausedWhy: expect.stringMatching(/^failed 2 times in a row, last job /),
      },
    });
    const room = healthOf(rooms, { pausedSchedules: () => schedules.paused() });
    const found = await room.health.doctor(rooms.inventory.sight(ADMIN));
    expect(found).toContainEqual(
      expect.objectContaining({
        level: 'problem',
        message: expect.stringContaining('at site ams1 paused by itself: nightly (2 failures'),
      }),
    );
    await advance(3 * HOUR_MS);
    expect(agent.offers).toHaveLength(2);
    desk.resume({ id: 'nightly', site: '' });
    await advance(HOUR_MS);
    expect(agent.offers).toHaveLength(3);
    expect(states()).toHaveLength(3);
  });

  test('a disk that is full between a job and its row makes no time missed: the history says that it fired', async () => {
    const agent = await connect();
    desk.create(hourly({ overlap: 'allow' }), false);
    rooms.db.exec(`CREATE TEMP TRIGGER full BEFORE INSERT ON firings
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`);
    await advance(HOUR_MS);
    expect(agent.offers).toHaveLength(1);
    expect(history()).toEqual([]);
    rooms.db.exec('DROP TRIGGER full');
    await end(agent, 'succeeded');
    await advance(HOUR_MS);
    expect(agent.offers).toHaveLength(2);
    expect(history()).toMatchObject([{ state: 'fired' }, { state: 'fired', jobState: 'succeeded' }]);
  });

  test('a restart in between fires nothing twice and follows what runs', async () => {
    const agent = await connect();
    desk.create(hourly(), false);
    await advance(HOUR_MS);
    await agent.accept();
    schedules.stop();
    open();
    await settle();
    await end(agent, 'succeeded', agent.offers[0]);
    await settle();
    expect(agent.offers).toHaveLength(1);
    expect(history()).toMatchObject([{ state: 'fired', jobState: 'succeeded' }]);
  });
});

describe('people', () => {
  test('see schedules of their sites, manage them where they are operators, and others are not there', async () => {
    await connect();
    const { id, etag } = desk.create(hourly(), false);
    expect(schedules.as(VIEWER).list('')).toHaveLength(1);
    expect(() => schedules.as(VIEWER).pause({ id, site: '' }, 'x')).toThrow(/may not manage/);
    expect(schedules.as(OPERATOR).list('')).toEqual([]);
    expect(() => schedules.as(OPERATOR).get({ id, site: '' })).toThrow(/there is no schedule/);
    expect(() => schedules.as(OPERATOR).create(hourly(), false)).toThrow();
    schedules.as(OPERATOR).create(hourly({ site: 'ber1' }), false);
    expect(() => desk.get({ id: 'nightly', site: '' })).toThrow(/2 sites have/);
    desk.pause({ id, site: '' }, 'moving house');
    expect(() => desk.update(id, hourly(), { ifEtag: etag, validateOnly: false })).toThrow(
      /changed by user:admin/,
    );
    expect(desk.remove({ id, site: '' }, '').pausedWhy).toBe('moving house');
    expect(desk.list('ams1')).toEqual([]);
  });

  test('are told all that is wrong at once', () => {
    const spec = hourly({ name: 'No Name', everyMs: 1000, jitterMs: 9e9, pauseAfter: -5, mac: 'zz' });
    const caught = (() => {
      try {
        desk.create(spec, true);
      } catch (error) {
        return error as { violations: { field: string }[] };
      }
      return undefined;
    })();
    expect(caught?.violations.map(({ field }) => field).sort()).toEqual([
      'spec.every_seconds',
      'spec.jitter_seconds',
      'spec.mac',
      'spec.name',
      'spec.pause_after',
    ]);
  });
});
