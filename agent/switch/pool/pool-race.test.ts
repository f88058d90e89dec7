/**
 * Thousands of requests over a few switches that fail, hang, hang up, get busy and calm again, with people who lose
 * patience: whatever comes together, no limit is ever exceeded, and every request ends. The seed's limiter, which looks
 * and then counts, goes through the same and is caught.
 */
import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import {
  type Clock,
  delay,
  ManualClock,
  type Random,
  randomInt,
  seededRandom,
} from '../../../shared/runtime/index.ts';
import { linkFacts, plainPlatform } from '../../../test/lab/scripted-session.ts';
import type { Session } from '../ssh/session.ts';
import type { MeterRule } from './connects.ts';
import type { Loan } from './loan.ts';
import { SessionPool } from './pool.ts';
import type { PoolRequest } from './pool-request.ts';
import type { Zone } from './zones.ts';

const seed = Number(process.env['SEED'] ?? 20_261_122);
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const lost = (): WaysideError => new WaysideError('CONNECTION_LOST', 'gone');

const REQUESTS = 3_000;
/** Enough for the worse one to be caught. */
const REQUESTS_CAUGHT = 300;
const DEVICES = 6;
const SESSIONS_MAX = 5;
const PER_DEVICE_MINUTE = 6;
const PER_SITE_MINUTE = 20;
const PER_SERVER_SECOND = 2;
const PATIENCE_TURNS_MAX = 20_000;

/** What is lent: the pool, or something worse. */
interface Lender {
  use(request: PoolRequest, work: (loan: Loan) => Promise<void>): Promise<void>;
  zoneOf(device: string): Zone;
}

/** One switch as it would count by itself, and all breaches that it saw. */
class Watched {
  readonly openNow = { read: 0, configure: 0 };
  readonly connects: number[] = [];
  readonly working = new Set<object>();
  cpu = 20;
  isDead = false;
}

class World {
  readonly clock = new ManualClock();
  readonly breaches: string[] = [];
  readonly random: Random;
  readonly devices: readonly Watched[] = Array.from({ length: DEVICES }, () => new Watched());
  readonly siteConnects: number[] = [];
  readonly serverConnects: number[][] = [[], []];
  openNow = 0;
  ended = 0;
  worked = 0;
  samples = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  chance(percent: number): boolean {
    return randomInt(this.random, 100) < percent;
  }

  breach(what: string, isBroken: boolean): void {
    if (isBroken && !this.breaches.includes(what)) this.breaches.push(what);
  }

  /** A connection begins now; more than `max` within the window is a breach. */
  began(what: string, times: number[], { max, windowMs }: { max: number; windowMs: number }): void {
    const nowMs = this.clock.monotonic();
    times.push(nowMs);
    this.breach(what, times.filter((time) => time > nowMs - windowMs).length > max);
  }
}

class FakeSession implements Session {
  readonly platform = plainPlatform;
  readonly facts = { ...linkFacts, prompt: 'sw1#', hostname: 'sw1', loginMs: 1 };
  readonly ended: Promise<void>;
  readonly gone: Promise<void>;
  alive = true;
  private readonly clock: Clock;
  private end: () => void = () => undefined;

  constructor(clock: Clock, onGone: () => void) {
    this.clock = clock;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    // The line of the terminal is free a little later than we are told.
    this.gone = this.ended.then(() => delay(clock, 5)).then(onGone);
  }

  ask(): never {
    throw lost();
  }

  async check(): Promise<number> {
    await delay(this.clock, 1);
    if (!this.alive) throw lost();
    return 1;
  }

  async close(): Promise<void> {
    await delay(this.clock, 20);
    this.destroy();
    await this.gone;
  }

  destroy(): void {
    this.alive = false;
    this.end();
  }
}

function metersOf(at: number): readonly MeterRule[] {
  const [minute, second] = [60_000, 1_000];
  return [
    { key: `device ${at}`, words: '', max: PER_DEVICE_MINUTE, windowMs: minute, strict: true },
    { key: 'site', words: '', max: PER_SITE_MINUTE, windowMs: minute, strict: false },
    { key: `server ${at % 2}`, words: '', max: PER_SERVER_SECOND, windowMs: second, strict: false },
  ];
}

async function open(world: World, at: number, { purpose, signal }: Opening): Promise<Session> {
  const device = world.devices[at] as Watched;
  world.began('connects of a device', device.connects, { max: PER_DEVICE_MINUTE, windowMs: 60_000 });
  world.began('connects of a site', world.siteConnects, { max: PER_SITE_MINUTE, windowMs: 60_000 });
  const server = world.serverConnects[at % 2] as number[];
  world.began('logins of a server', server, { max: PER_SERVER_SECOND, windowMs: 1_000 });
  device.openNow[purpose] += 1;
  world.openNow += 1;
  world.breach('sessions for reading', device.openNow.read > 1);
  world.breach('sessions for configuring', device.openNow.configure > 1);
  world.breach('sessions in all', world.openNow > SESSIONS_MAX);
  const leave = (): void => {
    device.openNow[purpose] -= 1;
    world.openNow -= 1;
  };
  try {
    await delay(world.clock, 1 + randomInt(world.random, 200), signal);
    if (device.isDead) await delay(world.clock, 15_000, signal);
    if (device.isDead || world.chance(3)) throw new WaysideError('UNREACHABLE', 'no answer');
  } catch (error) {
    leave();
    throw error;
  }
  return new FakeSession(world.clock, leave);
}

interface Opening {
  readonly purpose: 'read' | 'configure';
  readonly signal: AbortSignal;
}

function request(world: World, at: number, signal: AbortSignal): PoolRequest {
  const purpose = world.chance(15) ? 'configure' : 'read';
  return {
    ...{ device: `sw${at}`, signal, purpose },
    weight: purpose === 'read' && world.chance(30) ? 'table' : 'single',
    identity: world.chance(3) ? 'b' : 'a',
    fresh: world.chance(1),
    rank: () => (at % 3 === 0 ? 'schedule' : 'person'),
    meters: () => metersOf(at),
    open: (openSignal) => open(world, at, { purpose, signal: openSignal }),
    askLoad: async () => {
      world.samples += 1;
      await delay(world.clock, 2);
      if (world.chance(5)) throw lost();
      return world.devices[at]?.cpu;
    },
  };
}

/** Commands of one request; before each, what the zone of the switch demands is checked. */
async function work(world: World, lender: Lender, { asked, loan, at }: Working): Promise<void> {
  const device = world.devices[at] as Watched;
  const { signal, weight, device: name } = asked;
  const me = {};
  const isTable = weight === 'table';
  for (let left = 1 + randomInt(world.random, isTable ? 5 : 1); left > 0; left -= 1) {
    if (isTable) {
      device.working.delete(me);
      await loan.giveWay();
    }
    const zone = lender.zoneOf(name);
    device.working.add(me);
    world.worked += 1;
    world.breach('a second one at work on a busy switch', zone !== 'normal' && device.working.size > 1);
    world.breach('a table from a very busy switch', zone === 'single' && isTable);
    world.breach('work on a switch that is held', zone === 'deferred');
    try {
      await delay(world.clock, 1 + randomInt(world.random, 400), signal);
      if (world.chance(1)) {
        loan.session.destroy(lost());
        throw lost();
      }
      if (world.chance(2)) throw new WaysideError('COMMAND_REJECTED', 'not known');
    } finally {
      device.working.delete(me);
    }
  }
}

interface Working {
  readonly asked: PoolRequest;
  readonly loan: Loan;
  readonly at: number;
}

/** Asks for all, some in crowds, and lets time pass until every request has ended. */
async function race(requests: number, lenderOf: (clock: Clock) => Lender): Promise<World> {
  const world = new World(seed);
  const lender = lenderOf(world.clock);
  const { clock, random } = world;
  const ask = async (): Promise<void> => {
    const at = randomInt(random, DEVICES);
    const abort = new AbortController();
    const patience = clock.after(randomInt(random, 400_000), () =>
      abort.abort(new WaysideError(world.chance(50) ? 'CANCELLED' : 'TIMEOUT', 'left')),
    );
    const asked = request(world, at, abort.signal);
    try {
      await lender.use(asked, (loan) => work(world, lender, { asked, loan, at }));
    } catch (error) {
      const { code } = WaysideError.from(error);
      world.breach(`an error of ${code}`, code === 'INTERNAL');
    } finally {
      patience.cancel();
      world.ended += 1;
    }
  };
  let asked = 0;
  for (let turns = 0; world.ended < requests && turns < PATIENCE_TURNS_MAX; turns += 1) {
    const crowd = world.chance(10) ? randomInt(random, 40) : 0;
    for (let i = 0; i < crowd && asked < requests; i += 1, asked += 1) void ask();
    for (const device of world.devices) {
      if (world.chance(2)) device.cpu = randomInt(random, world.chance(50) ? 60 : 101);
      if (world.chance(device.isDead ? 4 : 1)) device.isDead = !device.isDead;
    }
    await turn();
    clock.advance(randomInt(random, world.chance(10) ? 20_000 : 300));
    await turn();
  }
  return world;
}

describe('a race for old switches', () => {
  it('exceeds no limit of sessions, connections, logins or zones, and loses no request (S1.4, S1.19, S1.26)', async () => {
    console.info(`SEED=${seed}`);
    let pool: SessionPool | undefined;
    const world = await race(REQUESTS, (clock) => {
      pool = new SessionPool(clock, { sessionsMax: SESSIONS_MAX, waitingMax: 100 });
      return pool;
    });
    expect(world.breaches).toEqual([]);
    expect(world.ended).toBe(REQUESTS);
    expect(world.worked).toBeGreaterThan(REQUESTS / 4);
    expect(world.samples).toBeGreaterThan(0);
    expect(world.devices.flatMap(({ connects }) => connects).length).toBeGreaterThan(50);
    const stats = pool?.stats();
    expect(stats).toMatchObject({ waiting: 0, open: world.openNow });
    expect(stats?.reused).toBeGreaterThan(0);
  });

  it('catches a limiter that looks and counts at different times, as that of the seed does', async () => {
    const world = await race(REQUESTS_CAUGHT, (clock) => new CheckThenCount(clock));
    expect(world.breaches).toContain('sessions for reading');
    expect(world.breaches).toContain('connects of a device');
  });
});

/** Looks whether there is room, does something else, and counts then. */
class CheckThenCount implements Lender {
  private readonly clock: Clock;
  private readonly counts = new Map<string, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  zoneOf(): Zone {
    return 'normal';
  }

  async use(asked: PoolRequest, job: (loan: Loan) => Promise<void>): Promise<void> {
    const { device, signal } = asked;
    while ((this.counts.get(device) ?? 0) >= 1) await delay(this.clock, 50, signal);
    await delay(this.clock, 1, signal);
    this.counts.set(device, (this.counts.get(device) ?? 0) + 1);
    try {
      const session = await asked.open(signal, () => Promise.resolve());
      const renew = (): Promise<Session> => Promise.resolve(session);
      try {
        await job({ session, reused: false, renew, giveWay: () => Promise.resolve() });
      } finally {
        void session.close();
      }
    } finally {
      this.counts.set(device, (this.counts.get(device) ?? 1) - 1);
    }
  }
}
