/** Agents that somebody took out of work: what they get, when they go, and what a restart remembers. The clock stands still. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DUTY_AGAIN_MS, INTERRUPT_MAX_MS } from '../../controller/agents/duties.ts';
import { AgentLife } from '../../controller/agents/index.ts';
import { silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { type Heartbeat, PROTOCOL_MINOR } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import {
  ADMIN,
  addSite,
  enrol,
  HEARTBEAT_MS,
  openRooms,
  settle,
  type TestRooms,
} from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';
import { healthOf } from './support/health.ts';

const MINUTE_MS = 60_000;
const DEED = { principal: ADMIN, why: 'new disk' };
const beat = (more: Partial<Heartbeat> = {}): Heartbeat => ({
  ...{ type: 'heartbeat', time: 0, runningTargets: 0, outboxBytes: 0 },
  ...more,
});

let rooms: TestRooms;
let life: AgentLife;
beforeAll(ready);
beforeEach(() => {
  rooms = openRooms();
  addSite(rooms, 'ams1', ['sw1']);
  enrol(rooms, 'a1', 'ams1');
  life = lifeOf(rooms);
});

function lifeOf({ clock, directory: store, inventory, hub }: TestRooms): AgentLife {
  return new AgentLife({ clock, log: silentLog, store, inventory, hub });
}
const connect = (hello: Parameters<typeof FakeAgent.connect>[2] = {}): Promise<FakeAgent> =>
  FakeAgent.connect(rooms.hub, 'a1', hello);
const collect = async (): Promise<void> => {
  const question = {
    kind: 'collect',
    site: 'ams1',
    targets: [],
    mac: '',
    timeoutMs: 0,
    requestId: '',
    validateOnly: false,
  } as const;
  rooms.jobs.submit(question, ADMIN);
  await settle();
};
const stateOf = (): string => rooms.hub.get('a1').state;
const reasons = async (): Promise<string[]> =>
  (await healthOf(rooms).health.doctor(rooms.inventory.sight(ADMIN)))
    .map(({ reason }) => reason ?? '')
    .filter((reason) => reason.startsWith('agent-'));

describe('a drain', () => {
  test('gives no new work, lets running work end and its deltas come, then says goodbye for long', async () => {
    const agent = await connect();
    await collect();
    const offer = await agent.accept();
    life.drain('a1', 0, DEED);
    expect(stateOf()).toBe('draining');
    expect(rooms.hub.capable('ams1', 'switch.collect')).toEqual([]);
    await agent.say(beat());
    expect(agent.heard('goAway')).toEqual([]);
    await agent.say(endOf(offer));
    await agent.say(beat({ outboxBytes: 1 }));
    expect([stateOf(), agent.heard('goAway')]).toEqual(['draining', []]);
    await agent.say(beat());
    await agent.served;
    expect(agent.heard('goAway')).toMatchObject([
      { code: 'AGENT_DRAINED', retryAfterMs: 300_000, message: 'drained by user:admin: new disk' },
    ]);
    expect(rooms.hub.get('a1')).toMatchObject({
      state: 'drained',
      reason: 'drained by user:admin: new disk',
    });
  });

  test('ends at its deadline, whatever runs; and an agent that is drained is not let in', async () => {
    const agent = await connect();
    await collect();
    await agent.accept();
    life.drain('a1', 2 * MINUTE_MS, DEED);
    rooms.clock.advance(2 * MINUTE_MS - 1);
    expect(stateOf()).toBe('draining');
    rooms.clock.advance(1);
    await agent.served;
    // Of an older version: it would take that for the end of the job.
    expect([stateOf(), agent.heard('jobCancelled')]).toEqual(['drained', []]);
    const again = await connect({ bootId: 'b2' });
    await again.served;
    expect(again.heard('goAway')).toMatchObject([{ code: 'AGENT_DRAINED', retryAfterMs: 300_000 }]);
    expect(again.heard('welcome')).toEqual([]);
    expect(stateOf()).toBe('drained');
    expect(await reasons()).toEqual(['agent-drained']);
  });

  test('at its deadline asks for what is read to be left off, and another agent reads it', async () => {
    enrol(rooms, 'a2', 'ams1');
    const agent = await connect({ protocolMinor: PROTOCOL_MINOR });
    await collect();
    const offer = await agent.accept();
    life.drain('a1', HEARTBEAT_MS, DEED);
    rooms.clock.advance(HEARTBEAT_MS);
    await settle();
    const { jobId, attempt } = offer;
    expect(agent.heard('jobCancelled')).toMatchObject([{ jobId, attempt, interrupt: true }]);
    expect([stateOf(), rooms.jobs.get(jobId).state]).toEqual(['draining', 'running']);
    const error = { code: 'INTERRUPTED', message: 'left off', hint: undefined } as const;
    await agent.say(endOf(offer, 'failed', { error, targets: [] }));
    expect(rooms.jobs.get(jobId)).toMatchObject({ state: 'queued', attempt: 1 });
    rooms.clock.advance(INTERRUPT_MAX_MS / 10);
    await agent.served;
    expect([stateOf(), agent.heard('goAway').length]).toEqual(['drained', 1]);
    const other = await FakeAgent.connect(rooms.hub, 'a2', {});
    await other.accept();
    await other.say(endOf(other.offers[0] ?? expect.unreachable()));
    expect(rooms.jobs.get(jobId)).toMatchObject({ state: 'succeeded', attempt: 2 });
  });

  test('does not wait for long for one that does not leave off', async () => {
    const agent = await connect({ protocolMinor: PROTOCOL_MINOR });
    await collect();
    await agent.accept();
    life.drain('a1', HEARTBEAT_MS, DEED);
    rooms.clock.advance(HEARTBEAT_MS);
    await agent.say(beat({ runningTargets: 1 }));
    rooms.clock.advance(INTERRUPT_MAX_MS - 1000);
    expect(stateOf()).toBe('draining');
    rooms.clock.advance(2000);
    await agent.served;
    expect(stateOf()).toBe('drained');
  });

  test('of an agent that is away goes on when it comes, and outlives a restart of the controller', async () => {
    life.drain('a1', 10 * MINUTE_MS, DEED);
    expect(rooms.hub.get('a1')).toMatchObject({
      state: 'draining',
      reason: expect.stringContaining('; it is never-seen'),
    });
    rooms = openRooms({ after: rooms });
    const agent = await connect();
    expect([stateOf(), agent.heard('welcome').length]).toEqual(['draining', 1]);
    await agent.say(beat());
    await agent.served;
    rooms = openRooms({ after: rooms });
    expect(rooms.hub.get('a1')).toMatchObject({
      state: 'drained',
      duty: { kind: 'drain', by: 'user:admin', why: 'new disk' },
    });
    expect((await connect()).heard('welcome')).toEqual([]);
  });

  test('is over with a resume: the agent is let in and gets what waits', async () => {
    await (await connect()).say(beat());
    life.drain('a1', 0, DEED);
    life.resume('a1');
    expect(stateOf()).toBe('online');
    expect((await errorFrom(Promise.resolve().then(() => life.resume('a1')))).code).toBe('NOT_FOUND');
    const agent = await connect({ bootId: 'b2' });
    await collect();
    expect(agent.offers).toHaveLength(1);
  });

  test('of an agent that is removed is forgotten with it', async () => {
    life.drain('a1', 0, DEED);
    await life.remove('a1', DEED);
    enrol(rooms, 'a1', 'ams1');
    expect((await connect()).heard('welcome')).toHaveLength(1);
    expect(openRooms({ after: rooms }).hub.get('a1').duty).toBeUndefined();
  });
});

describe('a maintenance', () => {
  test('keeps the session, offers nothing, raises nothing, and ends by itself', async () => {
    const agent = await connect();
    life.maintain('a1', 2 * HEARTBEAT_MS, DEED);
    expect(rooms.hub.get('a1')).toMatchObject({
      state: 'online',
      reason: expect.stringMatching(/^in maintenance by user:admin until .*: new disk$/),
    });
    expect(rooms.hub.capable('ams1', 'switch.collect')).toEqual([]);
    await agent.say(beat());
    await agent.cut();
    expect(await reasons()).toEqual(['agent-maintenance']);
    expect(stateOf()).toBe('unreachable');
    const back = await connect();
    rooms.clock.advance(2 * HEARTBEAT_MS);
    expect(rooms.hub.get('a1').duty).toBeUndefined();
    expect(rooms.hub.capable('ams1', 'switch.collect')).toEqual(['a1']);
    expect(back.heard('goAway')).toEqual([]);
  });

  test('that was over while the controller was down is over', async () => {
    life.maintain('a1', MINUTE_MS, DEED);
    rooms.clock.advance(MINUTE_MS - 1);
    const next = openRooms({ after: rooms });
    expect(next.hub.get('a1').duty).toMatchObject({ kind: 'maintenance' });
    next.clock.advance(1);
    expect(openRooms({ after: next }).hub.get('a1').duty).toBeUndefined();
  });

  test.each<[string, () => unknown]>([
    ['no time', () => life.maintain('a1', 0, DEED)],
    ['a time beyond 14 days', () => life.maintain('a1', 15 * 86_400_000, DEED)],
    ['a deadline beyond a day', () => life.drain('a1', 2 * 86_400_000, DEED)],
    ['a reason of two lines', () => life.drain('a1', 0, { ...DEED, why: 'a\nb' })],
  ])('and a drain with %s are refused, and change nothing', async (_what, ask) => {
    expect((await errorFrom(Promise.resolve().then(ask))).code).toBe('INVALID_INPUT');
    expect(rooms.hub.get('a1').duty).toBeUndefined();
  });
});

test('labels of an agent are shown as it told them last, and the clock is told back to it', async () => {
  const now = rooms.clock.now();
  const agent = await connect({ protocolMinor: 7, labels: { rack: 'r4' }, time: now + 3_600_000 });
  expect(rooms.hub.get('a1').labels).toEqual({ rack: 'r4' });
  expect(agent.heard('welcome')).toMatchObject([{ protocolMinor: PROTOCOL_MINOR, clockAheadMs: 3_600_000 }]);
  await agent.cut();
  expect(rooms.hub.get('a1').labels).toEqual({ rack: 'r4' });
  await connect();
  expect(rooms.hub.get('a1').labels).toBeUndefined();
});

describe('the end of a duty on a full disk', () => {
  const fullDisk = (deed: string): void => {
    rooms.db.exec(`CREATE TEMP TRIGGER full BEFORE ${deed} ON agent_duties
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`);
  };

  test.each([
    ['maintenance', 'DELETE', 'online'],
    ['drain', 'INSERT', 'drained'],
  ] as const)('comes later: of a %s', async (kind, deed, after) => {
    const agent = await connect();
    const since = rooms.clock.now();
    rooms.hub.takeOut('a1', { kind, by: 'user:admin', why: 'x', since, until: since + HEARTBEAT_MS / 2 });
    const before = stateOf();
    fullDisk(deed);
    rooms.clock.advance(HEARTBEAT_MS);
    expect(stateOf()).toBe(before);
    rooms.db.exec('DROP TRIGGER full');
    if (kind === 'maintenance') await agent.say(beat());
    rooms.clock.advance(DUTY_AGAIN_MS / 2);
    expect(stateOf()).toBe(before);
    if (kind === 'maintenance') await agent.say(beat());
    rooms.clock.advance(DUTY_AGAIN_MS / 2);
    await settle();
    expect(stateOf()).toBe(after);
  });
});

describe('three ways to be alive', () => {
  test('are told apart: the link, the heartbeat, and what the agent reaches', async () => {
    const of = () => rooms.hub.get('a1').liveness;
    expect(of()).toMatchObject({
      transport: { state: 'unknown' },
      heartbeat: { state: 'unknown' },
      drivers: { state: 'unknown' },
    });
    const agent = await connect();
    expect(of()).toMatchObject({ transport: { state: 'well' }, heartbeat: { state: 'well' } });
    await collect();
    const offer = await agent.accept();
    const target = offer.targets[0] ?? expect.unreachable();
    const failed = { ...{ source: target.source, name: 'sw1', data: null, timingsMs: {} } };
    const error = { code: 'UNREACHABLE', message: 'no answer', hint: undefined } as const;
    await agent.say(endOf(offer, 'failed', { targets: [{ ...failed, error }] }));
    expect(of()?.drivers).toMatchObject({
      state: 'failing',
      since: rooms.clock.now(),
      cause: 'it reaches 0 of 1; sw1: UNREACHABLE',
    });
    rooms.clock.advance(2 * HEARTBEAT_MS + 1);
    expect(of()).toMatchObject({ transport: { state: 'well' }, heartbeat: { state: 'failing' } });
    await agent.cut();
    expect(of()).toMatchObject({ transport: { state: 'failing' }, heartbeat: { state: 'failing' } });
  });

  test('cost the store nothing: a thousand heartbeats write nothing', async () => {
    const agent = await connect();
    const writes = (): number => Number(rooms.db.prepare('SELECT total_changes()').pluck().get());
    const before = writes();
    for (let i = 0; i < 1000; i += 1) await agent.session.agent.send(beat({ runningTargets: i % 7 }));
    await settle();
    expect(rooms.hub.get('a1').runningJobs).toBe(999 % 7);
    expect(writes() - before).toBe(0);
  });
});
