/** What the pool must not do twice, and what it must not wait for. */
import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { linkFacts, plainPlatform } from '../../../test/lab/scripted-session.ts';
import type { Session } from '../ssh/session.ts';
import { SessionPool } from './pool.ts';
import type { PoolRequest } from './pool-request.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const lost = (): WaysideError => new WaysideError('CONNECTION_LOST', 'gone');

class FakeSession implements Session {
  readonly platform = plainPlatform;
  readonly facts = { ...linkFacts, prompt: 'sw1#', hostname: 'sw1', loginMs: 1 };
  readonly ended: Promise<void>;
  /** As of a real session: only once it has died. */
  readonly gone: Promise<void>;
  alive = true;
  checks = 0;
  private end: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    this.gone = this.ended;
  }

  ask(): never {
    throw lost();
  }

  check(): Promise<number> {
    this.checks += 1;
    return Promise.resolve(1);
  }

  close(): Promise<void> {
    this.destroy();
    return this.gone;
  }

  destroy(): void {
    this.alive = false;
    this.end();
  }
}

interface Bench {
  readonly clock: ManualClock;
  readonly pool: SessionPool;
  readonly sessions: FakeSession[];
  readonly request: (changes?: Partial<PoolRequest>) => PoolRequest;
}

function bench(): Bench {
  const clock = new ManualClock();
  const sessions: FakeSession[] = [];
  const open = (): Promise<Session> => {
    const session = new FakeSession();
    sessions.push(session);
    return Promise.resolve(session);
  };
  const request = (changes: Partial<PoolRequest> = {}): PoolRequest => ({
    ...{ device: '10.0.0.1:22', identity: 'a', signal: new AbortController().signal, open },
    ...changes,
  });
  return { clock, pool: new SessionPool(clock), sessions, request };
}

describe('the pool', () => {
  it('does once what configures, and only on a session that has just shown its prompt', async () => {
    const { pool, sessions, request } = bench();
    const purpose = 'configure';
    let runs = 0;
    await pool.use(request({ purpose }), () => Promise.resolve());
    const checks = sessions[0]?.checks ?? 0;
    const work = (): Promise<never> => {
      runs += 1;
      sessions[0]?.destroy();
      return Promise.reject(lost());
    };
    await expect(pool.use(request({ purpose }), work)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect([runs, sessions.length, sessions[0]?.checks]).toEqual([1, 1, checks + 1]);
  });

  it('waits for no session to die that lives, whatever the work says', async () => {
    const { pool, request } = bench();
    await pool.use(request(), () => Promise.resolve());
    const work = (): Promise<never> => Promise.reject(lost());
    await expect(pool.use(request(), work)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(pool.stats()).toMatchObject({ idle: 1, busy: 0 });
  });

  it('counts the second connection that a device with outdated algorithms needs (S1.26)', async () => {
    const { clock, pool, request } = bench();
    const meter = { key: 'd', words: 'sw1 takes 1 a minute', max: 1, windowMs: 60_000, strict: true };
    const told: string[] = [];
    const begun: number[] = [];
    const session = new FakeSession();
    const open: PoolRequest['open'] = async (_signal, redial) => {
      begun.push(clock.monotonic());
      await redial();
      begun.push(clock.monotonic());
      return session;
    };
    const tell = (status: string): void => void told.push(status);
    const done = pool.use(request({ open, tell, meters: () => [meter] }), () => Promise.resolve());
    for (let second = 0; second < 60; second += 1) {
      await turn();
      clock.advance(1_000);
    }
    await done;
    expect(begun).toEqual([0, 60_000]);
    expect(told).toContain('next in line to connect: sw1 takes 1 a minute');
  });
});
