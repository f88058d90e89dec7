/**
 * Schedules of a controller and an agent that lose each other: real rooms on both sides over links in memory. Whatever
 * is cut, killed or set wrong, each nominal time runs at most once, and the history is whole on return.
 */
import Database from 'better-sqlite3';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ALONE_AFTER_MS, Runner, ScheduleKeeper } from '../../agent/jobs/index.ts';
import { FakeDriver } from '../../agent/jobs/testing/fake-driver.ts';
import { AgentSession } from '../../agent/session/index.ts';
import {
  AgentMeta,
  Attempts,
  type Db,
  KeptSchedules,
  Outbox,
  openAgentDatabase,
  Snapshots,
} from '../../agent/store/index.ts';
import { type ScheduleDesk, Schedules } from '../../controller/jobs/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { type FiringView, parseFiringId, type ScheduleSpec } from '../../shared/model/index.ts';
import { LogLevels, ManualClock, seededRandom, silentLog } from '../../shared/runtime/index.ts';
import { createSealingKeys, ready } from '../../shared/seal/index.ts';
import { type MemorySession, memorySession } from '../../shared/transport/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { NO_VAULT } from './support/sync-agent.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PERIOD_MS = 10 * MINUTE_MS;
const STEP_MS = 10_000;

class Agent {
  readonly clock: ManualClock;
  readonly driver: FakeDriver = new FakeDriver();
  db: Db;
  keeper: ScheduleKeeper;
  private runner: Runner;
  private session: AgentSession | undefined;
  private link: MemorySession | undefined;
  private readonly keys = createSealingKeys(seededRandom(11));

  constructor(startMs: number) {
    this.clock = new ManualClock(startMs);
    this.driver.answer = async () => ({ data: null, timings: {} });
    this.db = openAgentDatabase(':memory:');
    [this.runner, this.keeper] = this.open();
  }

  private open(): [Runner, ScheduleKeeper] {
    const { clock, driver, db } = this;
    const random = seededRandom(3);
    const outbox = new Outbox({ db, clock, random, maxBytes: 1e9 });
    const attempts = new Attempts(db, clock);
    const send = (message: Parameters<AgentSession['send']>[0]): void => this.session?.send(message);
    const keeper = new ScheduleKeeper({
      ...{ clock, log: silentLog, attempts, epoch: () => 1, send, runner: () => runner },
      kept: new KeptSchedules({ db, random, keys: this.keys }),
    });
    const runner: Runner = new Runner({
      ...{
        clock,
        log: silentLog,
        drivers: [driver],
        outbox,
        attempts,
        send,
        epoch: () => 1,
        firings: keeper,
      },
      snapshots: new Snapshots({ db, outbox, clock, random }),
      credentials: {
        open: () => ({ username: 'u', password: 'p', enablePassword: undefined, privateKey: undefined }),
      },
      ...{ hostKeys: { check: () => 'known' as const }, targetSlots: 10 },
    });
    keeper.start();
    return [runner, keeper];
  }

  connect({ hub }: TestRooms): void {
    const { clock, db, runner, keeper } = this;
    this.link = memorySession();
    const outbox = new Outbox({ db, clock, random: seededRandom(4), maxBytes: 1e9 });
    this.session = new AgentSession(
      {
        identity: {
          ...{
            agentId: 'a1',
            site: 'ams1',
            bootId: `b${clock.now()}`,
            softwareVersion: '1',
            nodeVersion: 'v',
          },
          ...{ os: 'l', targetSlots: 10 },
        },
        ...{ clock, log: silentLog, runner, outbox, meta: new AgentMeta(db), schedules: keeper, ...NO_VAULT },
        snapshots: new Snapshots({ db, outbox, clock, random: seededRandom(4) }),
        logLevels: new LogLevels({ log: silentLog, clock, configured: 'info' }),
        renewal: { due: async () => undefined, issued: () => undefined, trustChanged: () => undefined },
      },
      this.link.agent,
    );
    void hub.serve('a1', this.link.controller);
    void this.session.run({ number: 1, granted: 0 });
  }

  cut(): void {
    this.link?.cut();
    this.link = undefined;
  }

  /** The power goes, and comes back: what was on disk is there, and the clock may be another one. */
  reboot(clockSetMs = 0): void {
    this.cut();
    this.keeper.stop();
    // Nothing of the old process runs on.
    this.clock.jump(clockSetMs);
    this.db = new Database(this.db.serialize());
    this.session = undefined;
    [this.runner, this.keeper] = this.open();
  }
}

let rooms: TestRooms;
let agent: Agent;
let desk: ScheduleDesk;

beforeAll(ready);

/** `skewMs`: how much the clock of the agent is ahead. */
function begin(skewMs = 0): void {
  rooms = openRooms();
  rooms.clock.jump(HOUR_MS - (rooms.clock.now() % HOUR_MS));
  addSite(rooms, 'ams1', ['sw1']);
  enrol(rooms, 'a1', 'ams1');
  const { store, inventory, hub, jobs, clock } = rooms;
  const schedules = new Schedules({
    store,
    inventory,
    hub,
    jobs,
    clock,
    random: seededRandom(5),
    log: silentLog,
  });
  schedules.start();
  desk = schedules.as(ADMIN);
  agent = new Agent(rooms.clock.now() + skewMs);
}

const spec = (more: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  ...{ name: 'often', site: 'ams1', targets: [], kind: 'probe', mac: '', cron: '', timeZone: 'UTC' },
  ...{ everyMs: PERIOD_MS, phaseMs: 0, jitterMs: 0, overlap: 'skip', catchUpMs: 0, pauseAfter: 5 },
  ...{ timeoutMs: 0, why: '', ...more },
});

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= STEP_MS) {
    rooms.clock.advance(STEP_MS);
    agent.clock.advance(STEP_MS);
    await settle();
  }
  await settle();
}

/** Connected, with one schedule whose copy has arrived. */
async function together(more: Partial<ScheduleSpec> = {}): Promise<void> {
  agent.connect(rooms);
  await pass(STEP_MS);
  desk.create(spec(more), false);
  await pass(STEP_MS);
}

const history = (): readonly FiringView[] => desk.firings({ id: 'often', site: '' }).toReversed();
const lines = () => history().map(({ state, by, jobState }) => `${state} ${by} ${jobState ?? '-'}`);

/** Every time from the first to the last is there once, and each that fired was worked on once. */
function checkWhole(): void {
  const times = history().map(({ id }) => parseFiringId(id)?.nominalAt ?? 0);
  expect(times).toEqual(times.map((_, i) => (times[0] ?? 0) + i * PERIOD_MS));
  expect(history().filter(({ state }) => state === 'fired')).toHaveLength(agent.driver.calls.length);
}

describe('S4.48 schedules go on without a controller', () => {
  beforeEach(() => begin());

  test('the agent fires from its copy once it was alone for long enough, and tells all on return', async () => {
    await together();
    await pass(PERIOD_MS);
    expect(lines()).toEqual(['fired controller succeeded']);
    agent.cut();
    await pass(3 * PERIOD_MS);
    expect(agent.driver.calls).toHaveLength(4);
    // Nobody told the controller yet, and it has not fired for it.
    expect(lines()).toEqual(['fired controller succeeded']);
    agent.connect(rooms);
    await pass(PERIOD_MS);
    expect(lines()).toEqual([
      'fired controller succeeded',
      ...['fired agent succeeded', 'fired agent succeeded', 'fired agent succeeded'],
      'fired controller succeeded',
    ]);
    checkWhole();
  });

  test('a short break is no reason: the controller makes up for what fell into it', async () => {
    await together();
    await pass(PERIOD_MS - MINUTE_MS);
    agent.cut();
    await pass(ALONE_AFTER_MS - 30_000);
    expect(agent.driver.calls).toHaveLength(0);
    agent.connect(rooms);
    await pass(MINUTE_MS);
    expect(lines()).toEqual(['fired controller succeeded']);
    checkWhole();
  });

  test('after a start without a controller it makes up for the newest time alone', async () => {
    await together();
    await pass(PERIOD_MS);
    agent.cut();
    await settle();
    const off = 3 * PERIOD_MS + MINUTE_MS;
    rooms.clock.advance(off);
    agent.reboot(off);
    await pass(PERIOD_MS);
    agent.connect(rooms);
    await pass(MINUTE_MS);
    expect(
      history()
        .slice(1)
        .map(({ state, by }) => `${state} ${by}`),
    ).toEqual([...['missed agent', 'missed agent', 'fired agent', 'fired agent']]);
    checkWhole();
  });

  test('what it fires alone is interrupted by the end of the process, told so, and tried again by the controller', async () => {
    await together({ overlap: 'allow' });
    agent.cut();
    agent.driver.answer = () => new Promise(() => undefined);
    await pass(PERIOD_MS + MINUTE_MS);
    expect(agent.driver.calls).toHaveLength(1);
    agent.reboot();
    agent.driver.answer = async () => ({ data: null, timings: {} });
    agent.connect(rooms);
    await pass(MINUTE_MS);
    expect(lines()).toEqual(['fired agent succeeded']);
    // The second attempt of the same firing, with the first one told as interrupted.
    expect(rooms.jobs.get(history()[0]?.id ?? '').attempt).toBe(2);
  });

  test('a paused schedule does not fire there, and what fails always is stopped there too', async () => {
    await together({ pauseAfter: 2 });
    agent.driver.answer = () => Promise.reject(new Error('no'));
    agent.cut();
    await pass(4 * PERIOD_MS);
    expect(agent.driver.calls).toHaveLength(2);
    agent.connect(rooms);
    await pass(MINUTE_MS);
    expect(lines()).toEqual([
      'fired agent failed',
      'fired agent failed',
      'skipped agent -',
      'skipped agent -',
    ]);
    expect(desk.list('')[0]?.pausedWhy).toMatch(/^failed 2 times in a row/);
    agent.cut();
    await pass(3 * PERIOD_MS);
    expect(agent.driver.calls).toHaveLength(2);
  });
});

describe('an agent that the controller has sent home', () => {
  const workedAlone = async (ms: number): Promise<number> => {
    const before = agent.driver.calls.length;
    await pass(ms);
    return agent.driver.calls.length - before;
  };
  const DRAIN = { kind: 'drain', by: 'user:admin', why: 'new disk' } as const;
  beforeEach(() => begin());

  test('logs in nowhere while it is drained, also after a restart, and tells what it left out when it is back', async () => {
    await together();
    const since = rooms.clock.now();
    rooms.hub.takeOut('a1', { ...DRAIN, since, until: since + 1 });
    await pass(MINUTE_MS);
    expect(await workedAlone(2 * PERIOD_MS)).toBe(0);
    agent.reboot();
    expect(await workedAlone(2 * PERIOD_MS)).toBe(0);
    // It may not be let in, and the controller may be gone by then.
    agent.connect(rooms);
    await pass(MINUTE_MS);
    expect(rooms.hub.isOnline('a1')).toBe(false);
    expect(await workedAlone(PERIOD_MS)).toBe(0);
    rooms.hub.putBack('a1');
    agent.connect(rooms);
    await pass(MINUTE_MS);
    expect(lines().filter((line) => line !== 'missed agent -')).toEqual([]);
    expect(history().length).toBeGreaterThan(3);
    for (const { reason } of history())
      expect(reason).toBe('the controller had sent the agent home: AGENT_DRAINED');
    agent.cut();
    expect(await workedAlone(2 * PERIOD_MS)).toBe(2);
  });

  test('logs in nowhere once it is banned', async () => {
    await together();
    rooms.directory.ban({ agent: 'a1', at: rooms.clock.now(), by: 'user:admin', why: 'stolen' });
    await rooms.hub.dismiss('a1', new WaysideError('AGENT_BANNED', 'stolen'), 1);
    expect(await workedAlone(3 * PERIOD_MS)).toBe(0);
    agent.reboot();
    expect(await workedAlone(3 * PERIOD_MS)).toBe(0);
  });
});

test.each([4, 2400])(
  'a clock that was %i h ahead, alone, takes no times away once it is right',
  async (hours) => {
    begin();
    await together();
    await pass(PERIOD_MS);
    agent.cut();
    await pass(MINUTE_MS);
    agent.reboot(hours * HOUR_MS);
    await pass(4 * MINUTE_MS);
    agent.reboot(-hours * HOUR_MS);
    agent.connect(rooms);
    await pass(3 * PERIOD_MS);
    const controllers = history().filter(({ by, state }) => by === 'controller' && state === 'fired');
    expect(controllers.length).toBeGreaterThanOrEqual(4);
    expect(history().every(({ nominalAt }) => nominalAt <= rooms.clock.now())).toBe(true);
    agent.cut();
    const before = agent.driver.calls.length;
    await pass(3 * PERIOD_MS);
    expect(agent.driver.calls.length - before).toBe(3);
  },
);

test('the clock of the controller is set while they are connected: the agent goes on by that one', async () => {
  begin();
  await together();
  await pass(PERIOD_MS);
  rooms.clock.jump(HOUR_MS);
  await pass(MINUTE_MS);
  agent.cut();
  const cutAt = rooms.clock.now();
  await pass(2 * PERIOD_MS);
  agent.connect(rooms);
  await pass(MINUTE_MS);
  const alone = history().filter(({ by }) => by === 'agent');
  expect(alone.map(({ state }) => state)).toEqual(['fired', 'fired']);
  for (const { at } of alone) {
    expect(at).toBeGreaterThan(cutAt);
    expect(at).toBeLessThan(cutAt + 2 * PERIOD_MS + MINUTE_MS);
  }
});

describe.each([HOUR_MS, -HOUR_MS])('with a clock that is off by %i ms', (skewMs) => {
  test('it decides by the controller’s time: nothing fires twice or in the past, and the reason says so', async () => {
    begin(skewMs);
    await together();
    await pass(PERIOD_MS);
    agent.cut();
    await pass(2 * PERIOD_MS);
    agent.reboot();
    await pass(2 * PERIOD_MS);
    agent.connect(rooms);
    await pass(PERIOD_MS);
    checkWhole();
    expect(lines()).toHaveLength(6);
    const alone = history().filter(({ by }) => by === 'agent');
    expect(alone).toHaveLength(4);
    for (const { at, nominalAt, reason } of alone) {
      expect(at - nominalAt).toBeGreaterThanOrEqual(0);
      expect(at - nominalAt).toBeLessThan(3 * MINUTE_MS);
      expect(reason).toContain('its clock was off by');
    }
  });
});
