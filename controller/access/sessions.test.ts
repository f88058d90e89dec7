import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import type { UserPrincipal } from '../../shared/model/index.ts';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import { PasswordHasher, Secret } from '../../shared/seal/index.ts';
import { type Db, openDatabase, PeopleStore, SessionStore } from '../store/index.ts';
import { type AccessRoom, openAccess } from './open.ts';
import { SESSIONS_OF_USER_MAX } from './sessions.ts';

const HERE = '10.0.0.7:50123';
const HOUR_MS = 3_600_000;
const GOOD = 'correct horse battery';

const hasher = new PasswordHasher({ passes: 1, memoryBytes: 8192 });
afterAll(() => hasher.stop());

let clock: ManualClock;
let db: Db;
let room: AccessRoom;

function open(over: PasswordHasher): AccessRoom {
  return openAccess({
    ...{ clock, random: seededRandom(5), db, hasher: over },
    exists: () => true,
    authenticateAgent: () => {
      throw new WaysideError('UNAUTHENTICATED', 'no agents here');
    },
    session: { idleMs: HOUR_MS, lifetimeMs: 4 * HOUR_MS },
    login: { freeFailures: 3, delayMs: 1000, delayMaxMs: 60_000, forgetMs: HOUR_MS },
    principalTtlMs: 60_000,
    rateLimit: { principal: 600, method: 60, address: 60, methods: new Map() },
  });
}

beforeEach(async () => {
  clock = new ManualClock();
  db = openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 1_048_576 });
  room = open(hasher);
  room.users.create('ann', { fullName: 'Ann', roles: ['operator'], disabled: false });
  await room.users.setPassword('ann', new Secret(GOOD));
});

const login = (user: string, password: string, address = HERE) =>
  room.sessions.login({ user, password: new Secret(password), address });

async function failureOf(work: Promise<unknown>): Promise<WaysideError> {
  const thrown = await work.then(
    () => new Error('it passed'),
    (error: unknown) => error,
  );
  if (thrown instanceof WaysideError) return thrown;
  throw thrown;
}

const codeOf = (token: Secret<string>): string => {
  try {
    room.principals.verify(token, HERE);
    return 'open';
  } catch (error) {
    return (error as WaysideError).code;
  }
};

describe('a session', () => {
  it('idles by the time of now when the clock was set back since it was used', async () => {
    const { token } = await login('ann', GOOD);
    clock.jump(-30 * 24 * HOUR_MS);
    expect(codeOf(token)).toBe('open');
    clock.advance(HOUR_MS);
    expect(codeOf(token)).toBe('UNAUTHENTICATED');
  });

  it('is given for a name and its password, stored as a hash, and ends with its logout (S0.25, S1.18, S4.32)', async () => {
    const { token, expiresAt } = await login('ann', GOOD);
    expect(token.reveal()).toMatch(/^ws1\.[0-9a-z]{26}\.[\w-]{43}$/);
    expect(expiresAt).toBe(clock.now() + 4 * HOUR_MS);
    const principal = room.principals.verify(token, HERE);
    expect(principal).toMatchObject({ name: 'ann', grants: [{ level: 'operator' }], readOnly: false });
    expect(room.principals.whoAmI(principal)).toMatchObject({
      signedIn: 'session',
      fullName: 'Ann',
      expiresAt,
    });
    expect(JSON.stringify(new SessionStore(db).session(principal.tokenId))).not.toContain(
      token.reveal().slice(-43),
    );
    expect(room.sessions.end(principal.tokenId)).toBe(true);
    expect(codeOf(token)).toBe('UNAUTHENTICATED');
    expect(room.sessions.end(principal.tokenId)).toBe(false);
  });

  it('ends when it is not used for too long, and at the latest with its lifetime', async () => {
    const [used, unused] = [(await login('ann', GOOD)).token, (await login('ann', GOOD)).token];
    for (let minutes = 0; minutes < 239; minutes += 59) {
      expect(codeOf(used)).toBe('open');
      clock.advance(59 * 60_000);
    }
    expect(codeOf(unused)).toBe('UNAUTHENTICATED');
    expect(codeOf(used)).toBe('UNAUTHENTICATED');
    expect(room.sessions.purge()).toBe(2);
  });

  it('stays in use across a restart, as exactly as its use was written', async () => {
    const { token } = await login('ann', GOOD);
    clock.advance(HOUR_MS - 60_000);
    expect(codeOf(token)).toBe('open');
    room = open(hasher);
    clock.advance(HOUR_MS - 60_000);
    expect(codeOf(token)).toBe('open');
    clock.advance(HOUR_MS);
    expect(codeOf(token)).toBe('UNAUTHENTICATED');
  });

  it('lies in the store, where the next process finds it, and is remembered by the one that read it (S0.7)', async () => {
    const { token } = await login('ann', GOOD);
    const reads = (): number => {
      const before = room.principals.reads;
      expect(codeOf(token)).toBe('open');
      return room.principals.reads - before;
    };
    expect([reads(), reads(), reads()]).toEqual([1, 0, 0]);
    room = open(hasher);
    expect([reads(), reads()]).toEqual([1, 0]);
    clock.advance(60_000);
    expect([reads(), reads()]).toEqual([1, 0]);
  });

  it('goes on when its use cannot be written, as with a full disk', async () => {
    const { token } = await login('ann', GOOD);
    db.pragma('query_only = ON');
    for (let n = 0; n < 3; n += 1) {
      clock.advance(HOUR_MS - 1);
      expect(codeOf(token)).toBe('open');
    }
  });

  it('is one of so many: one more ends the oldest', async () => {
    const { token: first } = await login('ann', GOOD);
    for (let n = 1; n < SESSIONS_OF_USER_MAX; n += 1) {
      clock.advance(1);
      await login('ann', GOOD);
    }
    expect(codeOf(first)).toBe('open');
    clock.advance(1);
    await login('ann', GOOD);
    expect(codeOf(first)).toBe('UNAUTHENTICATED');
  });

  it('ends, as do its open streams, with a new password, when the user is locked or goes, or by its time', async () => {
    const ends: Record<string, () => unknown> = {
      password: () => room.users.setPassword('ann', new Secret('another long password')),
      locked: () => room.users.update('ann', { disabled: true }, ''),
      gone: () => room.users.delete('ann', ''),
      logout: () => room.sessions.end(current.tokenId),
    };
    let current: UserPrincipal;
    for (const [how, end] of Object.entries(ends)) {
      db = openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 1_048_576 });
      room = open(hasher);
      room.users.create('ann', { fullName: 'Ann', roles: ['operator'], disabled: false });
      room.users.create('bob', { fullName: 'Bob', roles: ['operator'], disabled: false });
      for (const name of ['ann', 'bob']) await room.users.setPassword(name, new Secret(GOOD));
      const [ann, bob] = [(await login('ann', GOOD)).token, (await login('bob', GOOD)).token];
      current = room.principals.verify(ann, HERE);
      const ended: string[] = [];
      room.access.follow(current, (reason) => ended.push(`ann ${reason.code}`));
      room.access.follow(room.principals.verify(bob, HERE), () => ended.push('bob'));
      const over = room.access.follow(current, () => ended.push('one that was over'));
      over();
      await end();
      expect([how, codeOf(ann), codeOf(bob), ended]).toEqual([
        how,
        'UNAUTHENTICATED',
        'open',
        ['ann UNAUTHENTICATED'],
      ]);
      clock.advance(5 * HOUR_MS);
      room.access.endExpired();
      expect(ended).toEqual(['ann UNAUTHENTICATED', 'bob']);
    }
  });
});

describe('a login', () => {
  it('says the same of a wrong password, an unknown name, a locked user and one without a password', async () => {
    room.users.create('new', { fullName: '', roles: ['viewer'], disabled: false });
    room.users.create('lou', { fullName: '', roles: ['viewer'], disabled: false });
    await room.users.setPassword('lou', new Secret(GOOD));
    room.users.update('lou', { disabled: true }, '');
    const names = ['ann', 'nobody', 'new', 'lou', '__proto__', 'constructor', 'АNN', 'a\nb', ''];
    const said = [];
    for (const [at, name] of names.entries()) {
      const { code, message, hint } = await failureOf(
        login(name, name === 'lou' ? GOOD : 'wrong', `10.0.${at}.1:1`),
      );
      said.push(JSON.stringify({ code, message, hint }));
      // What is no name at all shares one count.
      clock.advance(HOUR_MS);
    }
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toContain('the name or the password is wrong');
  });

  it('costs one check of a hash of the same price, whether or not there is such a user', async () => {
    const checked: string[] = [];
    class Watched extends PasswordHasher {
      override verify(hash: string, password: Secret<string>): Promise<boolean> {
        checked.push(`${hash.slice(0, hash.indexOf('p=1$'))} ${hash.length}`);
        return super.verify(hash, password);
      }
    }
    const watched = new Watched({ passes: 1, memoryBytes: 8192 });
    room = open(watched);
    room.users.create('new', { fullName: '', roles: ['viewer'], disabled: false });
    const names = ['ann', 'nobody', 'new', '__proto__', 'ann'];
    for (const [at, name] of names.entries())
      await failureOf(login(name, at === 4 ? 'x'.repeat(2000) : 'wrong', `10.0.${at}.1:1`));
    await watched.stop();
    expect(checked).toHaveLength(names.length);
    expect(new Set(checked).size).toBe(1);
  });

  it('is slowed down by name, for unknown ones alike, the more the oftener it fails; the right one forgives', async () => {
    const waits = async (user: string): Promise<(number | string)[]> => {
      const seen: (number | string)[] = [];
      for (let n = 0; n < 9; n += 1) {
        const error = await failureOf(login(user, 'wrong', `10.1.${n}.1:1`));
        seen.push(error.code === 'RATE_LIMITED' ? Number(error.details['retryAfterMs']) : error.code);
        if (error.code === 'RATE_LIMITED') clock.advance(Number(error.details['retryAfterMs']));
      }
      return seen;
    };
    const slower = ['UNAUTHENTICATED', 1000, 'UNAUTHENTICATED', 2000, 'UNAUTHENTICATED', 4000];
    expect(await waits('ann')).toEqual([...Array(3).fill('UNAUTHENTICATED'), ...slower]);
    expect(await waits('nobody')).toEqual([...Array(3).fill('UNAUTHENTICATED'), ...slower]);
    await login('ann', GOOD, '10.2.0.1:1');
    expect((await failureOf(login('ann', 'wrong'))).code).toBe('UNAUTHENTICATED');
    expect((await failureOf(login('ann', 'wrong'))).code).toBe('UNAUTHENTICATED');
  });

  it('is slowed down by address, whichever names are tried, and forgotten after a while', async () => {
    const from = (n: number) => failureOf(login(`user${n}`, 'wrong', '[2001:db8::5]:1'));
    for (let n = 0; n < 13; n += 1) expect((await from(n)).code).toBe('UNAUTHENTICATED');
    const { code, retryable, details } = await from(99);
    expect([code, retryable, details['retryAfterMs']]).toEqual(['RATE_LIMITED', true, '1000']);
    expect((await failureOf(login('ann', GOOD, '[2001:db8::6]:9'))).code).toBe('RATE_LIMITED');
    await login('ann', GOOD, '[2001:db8:1::5]:1');
    clock.advance(HOUR_MS);
    expect((await from(99)).code).toBe('UNAUTHENTICATED');
  });

  it('counts guesses at the same time, so that many at once are no way around', async () => {
    const guesses = await Promise.all(Array.from({ length: 20 }, () => failureOf(login('ann', 'wrong'))));
    const codes = guesses.map(({ code }) => code);
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(4);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(16);
  });

  it('hashes the password anew when it costs more today', async () => {
    const people = new PeopleStore(db);
    const before = people.user('ann')?.password ?? '';
    const dearer = new PasswordHasher({ passes: 2, memoryBytes: 8192 });
    room = open(dearer);
    await login('ann', GOOD);
    const after = people.user('ann')?.password ?? '';
    expect([dearer.needsRehash(before), dearer.needsRehash(after)]).toEqual([true, false]);
    await login('ann', GOOD);
    expect(people.user('ann')?.password).toBe(after);
    await dearer.stop();
  });

  it('is refused when the user changed while the password was checked', async () => {
    const underWay = failureOf(login('ann', GOOD));
    room.users.update('ann', { disabled: true }, '');
    expect((await underWay).code).toBe('UNAUTHENTICATED');
    expect(new SessionStore(db).ofUser('ann')).toEqual([]);
  });
});
