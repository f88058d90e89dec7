import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { ManualClock, randomInt, seededRandom } from '../../../shared/runtime/index.ts';
import { linkFacts, plainPlatform } from '../../../test/lab/scripted-session.ts';
import { CONFIGURE_IDLE_MS, IDLE_LEARNED_MS, REVALIDATE_AFTER_MS, SESSION_AGE_MAX_MS } from '../limits.ts';
import type { Session } from '../ssh/session.ts';
import { SessionPool } from './pool.ts';
import type { PoolLimits, PoolRequest } from './pool-request.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const lost = (): WaysideError => new WaysideError('CONNECTION_LOST', 'gone');

class FakeSession implements Session {
  readonly platform = plainPlatform;
  readonly facts = { ...linkFacts, prompt: 'sw1#', hostname: 'sw1', loginMs: 1 };
  readonly ended: Promise<void>;
  alive = true;
  checks = 0;
  logouts = 0;
  /** The device is gone, and nobody knows yet. */
  halfOpen = false;
  private end: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  ask(): never {
    throw lost();
  }

  async check(): Promise<number> {
    this.checks += 1;
    await turn();
    if (!this.halfOpen) return 1;
    this.destroy();
    throw new WaysideError('TIMEOUT', 'no prompt');
  }

  async close(): Promise<void> {
    this.logouts += 1;
    await turn();
    this.destroy();
  }

  destroy(): void {
    this.alive = false;
    this.end();
  }
}

/** A pool over fake devices, which counts what each of them sees. */
function bench(limits: PoolLimits = {}): {
  clock: ManualClock;
  pool: SessionPool;
  sessions: FakeSession[];
  openMost: () => number;
  request: (changes?: Partial<PoolRequest>) => PoolRequest;
  take: (changes?: Partial<PoolRequest>) => Promise<Session>;
} {
  const clock = new ManualClock();
  const pool = new SessionPool(clock, limits);
  const sessions: FakeSession[] = [];
  let most = 0;
  const open = async (): Promise<Session> => {
    await turn();
    const session = new FakeSession();
    sessions.push(session);
    most = Math.max(most, sessions.filter(({ alive }) => alive).length);
    return session;
  };
  const request = (changes: Partial<PoolRequest> = {}): PoolRequest => ({
    device: '10.0.0.1:22',
    identity: 'a',
    signal: new AbortController().signal,
    open,
    ...changes,
  });
  const take = (changes?: Partial<PoolRequest>): Promise<Session> =>
    pool.use(request(changes), (loan) => Promise.resolve(loan.session));
  return { clock, pool, sessions, request, take, openMost: () => most };
}

/** Holds the device's session until `free` is called. */
function hold(pool: SessionPool, request: PoolRequest): { done: Promise<void>; free: () => void } {
  let free = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    free = resolve;
  });
  return { done: pool.use(request, () => held), free: () => free() };
}

describe('SessionPool', () => {
  it('keeps a session warm and lends it again (S1.19)', async () => {
    const { pool, sessions, take } = bench();
    const first = await take();
    expect(await take()).toBe(first);
    expect(sessions).toHaveLength(1);
    expect(pool.stats()).toEqual({ open: 1, idle: 1, busy: 0, waiting: 0, opened: 1, reused: 1 });
  });

  it('asks a session for its prompt only after it was idle for long (S1.19)', async () => {
    const { clock, sessions, take } = bench();
    await take();
    clock.advance(REVALIDATE_AFTER_MS);
    await take();
    expect(sessions[0]?.checks).toBe(0);
    clock.advance(REVALIDATE_AFTER_MS + 1);
    await take();
    expect(sessions[0]?.checks).toBe(1);
    expect(sessions).toHaveLength(1);
  });

  it('replaces a session that turns out dead when it is asked for its prompt (S1.19)', async () => {
    const { clock, sessions, take } = bench();
    const first = await take();
    Object.assign(first, { halfOpen: true });
    clock.advance(REVALIDATE_AFTER_MS + 1);
    expect(await take()).not.toBe(first);
    expect(sessions).toHaveLength(2);
  });

  it('forgets a session that the device closes while it is idle', async () => {
    const { pool, take, clock } = bench();
    const first = await take();
    first.destroy(lost());
    await turn();
    expect(pool.stats()).toMatchObject({ open: 0, idle: 0 });
    expect(await take()).not.toBe(first);
    clock.advance(plainPlatform.idleMs * 2);
    await turn();
    expect(pool.stats().open).toBe(0);
  });

  it('runs the work once more on a new session when a warm one was lost, and never twice more', async () => {
    const { pool, sessions, request, take } = bench();
    await take();
    let runs = 0;
    const work = async (): Promise<never> => {
      runs += 1;
      sessions.at(-1)?.destroy();
      await turn();
      throw lost();
    };
    await expect(pool.use(request(), work)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(runs).toBe(2);
    runs = 0;
    await expect(pool.use(request(), work)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(runs).toBe(1);
  });

  it('retires an idle session before the device would, with a logout', async () => {
    const { clock, pool, sessions, take } = bench();
    await take();
    clock.advance(plainPlatform.idleMs);
    await turn();
    await turn();
    expect(sessions[0]).toMatchObject({ alive: false, logouts: 1 });
    expect(pool.stats()).toMatchObject({ open: 0, idle: 0, busy: 0 });
  });

  it('learns from a device that closes idle sessions sooner than its platform, and is sooner itself', async () => {
    const { clock, sessions, take } = bench({ revalidateAfterMs: SESSION_AGE_MAX_MS });
    (await take()).destroy(lost());
    await turn();
    await take();
    clock.advance(100_000);
    sessions[1]?.destroy();
    await turn();
    await take();
    clock.advance(79_999);
    await turn();
    expect(sessions[2]?.logouts).toBe(0);
    clock.advance(1);
    await turn();
    expect(sessions[2]?.logouts).toBe(1);
    clock.advance(IDLE_LEARNED_MS);
    await take();
    clock.advance(80_000);
    await turn();
    expect(sessions[3]?.logouts).toBe(0);
  });

  it('has a second session while something is configured, checks its prompt, and gives it up soon (S1.4)', async () => {
    const { clock, pool, sessions, request, take, openMost } = bench();
    const reader = hold(pool, request());
    await turn();
    await turn();
    const configurer = await take({ purpose: 'configure' });
    await turn();
    expect(openMost()).toBe(2);
    expect(sessions[1]).toMatchObject({ checks: 1, alive: true });
    expect(await take({ purpose: 'configure' })).toBe(configurer);
    await turn();
    clock.advance(CONFIGURE_IDLE_MS);
    await turn();
    await turn();
    expect(sessions[1]).toMatchObject({ alive: false, logouts: 1 });
    reader.free();
    await reader.done;
    expect(sessions[0]?.alive).toBe(true);
  });

  it('throws a session away that was left within configuration mode', async () => {
    const { sessions, take, pool } = bench();
    const configurer = await take({ purpose: 'configure' });
    Object.assign(configurer, { halfOpen: true });
    await turn();
    await turn();
    expect(sessions[0]?.alive).toBe(false);
    expect(pool.stats()).toMatchObject({ open: 0, busy: 0 });
  });

  it('leaves one line to people on a switch that has few (S1.4)', async () => {
    const { pool, request, openMost } = bench({ perDeviceMax: 8 });
    await Promise.all(Array.from({ length: 10 }, () => pool.use(request({ sessionsMax: 4 }), turn)));
    expect(openMost()).toBe(3);
  });

  it('replaces a session at its maximum age', async () => {
    const { clock, sessions, take } = bench({ revalidateAfterMs: SESSION_AGE_MAX_MS * 2 });
    await take();
    for (let spent = 0; spent <= SESSION_AGE_MAX_MS; spent += plainPlatform.idleMs - 1) {
      clock.advance(plainPlatform.idleMs - 1);
      await take();
    }
    expect(sessions).toHaveLength(2);
    expect(sessions[0]?.logouts).toBe(1);
  });

  it('never lends a session to another identity, and never has both open', async () => {
    const { sessions, take, openMost } = bench();
    const first = await take({ identity: 'a' });
    expect(await take({ identity: 'b' })).not.toBe(first);
    expect(sessions[0]?.logouts).toBe(1);
    expect(openMost()).toBe(1);
  });

  it('opens anew when the request asks for it', async () => {
    const { take, openMost } = bench();
    const first = await take();
    expect(await take({ fresh: true })).not.toBe(first);
    expect(openMost()).toBe(1);
  });

  it('serves one device in order of arrival, one request at a time (S1.4)', async () => {
    const { pool, request, openMost } = bench();
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        pool.use(request(), async () => {
          order.push(at);
          await turn();
        }),
      ),
    );
    expect(order).toEqual(Array.from({ length: 20 }, (_, at) => at));
    expect(openMost()).toBe(1);
  });

  it('(f) never exceeds the limit per device in a race of 200 with deaths and identities mixed (S1.4)', async () => {
    const seed = Number(process.env['SEED'] ?? 20_261_121);
    console.info(`SEED=${seed}`);
    const random = seededRandom(seed);
    for (const perDeviceMax of [1, 2]) {
      const { pool, sessions, request, openMost } = bench({ perDeviceMax });
      const outcomes = await Promise.allSettled(
        Array.from({ length: 200 }, () =>
          pool.use(request({ identity: 'ab'.charAt(randomInt(random, 2)) }), async (loan) => {
            await turn();
            if (randomInt(random, 10) > 0) return;
            loan.session.destroy(lost());
            throw lost();
          }),
        ),
      );
      expect(outcomes).toHaveLength(200);
      expect(openMost()).toBeLessThanOrEqual(perDeviceMax);
      await turn();
      await turn();
      expect(pool.stats()).toMatchObject({
        busy: 0,
        waiting: 0,
        open: sessions.filter(({ alive }) => alive).length,
      });
    }
  });

  it('refuses with QUEUE_FULL when too many wait for one device', async () => {
    const { pool, request } = bench({ waitingMax: 2 });
    const holder = hold(pool, request());
    const waiting = [pool.use(request(), turn), pool.use(request(), turn)];
    await expect(pool.use(request(), turn)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    expect(pool.stats().waiting).toBe(2);
    holder.free();
    await Promise.all([holder.done, ...waiting]);
  });

  it('lets a waiting request be cancelled without touching the device (S0.13)', async () => {
    const { pool, request, sessions } = bench();
    const holder = hold(pool, request());
    const abort = new AbortController();
    const waiting = pool.use(request({ signal: abort.signal }), turn);
    abort.abort(new WaysideError('CANCELLED', 'no longer wanted'));
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    holder.free();
    await holder.done;
    expect(sessions).toHaveLength(1);
  });

  it('makes room under the limit of all sessions by closing the one that is idle longest', async () => {
    const { clock, pool, sessions, take, openMost } = bench({ sessionsMax: 2 });
    await take({ device: 'a:22' });
    clock.advance(1);
    await take({ device: 'b:22' });
    clock.advance(1);
    await take({ device: 'c:22' });
    expect(sessions.map(({ alive }) => alive)).toEqual([false, true, true]);
    expect(openMost()).toBe(2);
    expect(pool.stats().open).toBe(2);
  });

  it('lets a request wait for a place when all sessions are busy, and then gives it one', async () => {
    const { pool, request, take, openMost } = bench({ sessionsMax: 1 });
    const holder = hold(pool, request({ device: 'a:22' }));
    await turn();
    const waiting = take({ device: 'b:22' });
    await turn();
    holder.free();
    await holder.done;
    expect((await waiting).alive).toBe(true);
    expect(openMost()).toBe(1);
  });

  it('gives the place back when opening fails, and the next request tries anew', async () => {
    const { pool, request, take } = bench({ sessionsMax: 1 });
    const refused = (): Promise<never> => Promise.reject(new WaysideError('UNREACHABLE', 'no route'));
    await expect(pool.use(request({ open: refused }), turn)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect((await take()).alive).toBe(true);
  });

  it('stops: cuts what is busy, logs out of what is idle, refuses what comes', async () => {
    const { pool, sessions, request, take } = bench();
    await take({ device: 'idle:22' });
    const holder = hold(pool, request());
    await turn();
    await turn();
    await pool.stop();
    expect(sessions.map(({ alive, logouts }) => [alive, logouts])).toEqual([
      [false, 1],
      [false, 0],
    ]);
    await expect(take()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    holder.free();
    await holder.done;
    expect(pool.stats()).toMatchObject({ open: 0, idle: 0, busy: 0, waiting: 0 });
  });
});
