import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { WaysideError } from '../errors.ts';
import { systemClock } from '../runtime/index.ts';
import { PASSWORD_COST, PASSWORD_QUEUE_MAX, PasswordHasher } from './password.ts';
import { Secret } from './secret.ts';

/** The least that argon2id takes, so that tests are fast. */
const CHEAP = { passes: 1, memoryBytes: 8192 };

const hasher = new PasswordHasher(CHEAP);
afterAll(() => hasher.stop());

const right = new Secret('correct horse battery');

describe('a password', () => {
  it('is known again by its hash, which has its own salt and does not hold it', async () => {
    const hash = await hasher.hash(right);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
    expect(await hasher.hash(right)).not.toBe(hash);
    expect(await hasher.verify(hash, right)).toBe(true);
    expect(await hasher.verify(hash, new Secret('correct horse batterz'))).toBe(false);
    expect(await hasher.verify(hash, new Secret(''))).toBe(false);
    expect(hash).not.toContain('correct');
  });

  it('whose hash was made with a lower cost is to be hashed again', async () => {
    const hash = await hasher.hash(right);
    expect(hasher.needsRehash(hash)).toBe(false);
    expect(new PasswordHasher(PASSWORD_COST).needsRehash(hash)).toBe(true);
  });

  it('of a name that is not there costs the check as much as a wrong one does', async () => {
    const real = new PasswordHasher();
    const elapsed = async (hash: string): Promise<number> => {
      const before = systemClock.monotonic();
      expect(await real.verify(hash, new Secret('a wrong guess'))).toBe(false);
      return systemClock.monotonic() - before;
    };
    const hash = await real.hash(right);
    expect(real.decoy).toHaveLength(hash.length);
    const times = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY };
    for (let turn = 0; turn < 4; turn += 1) {
      times.known = Math.min(times.known, await elapsed(hash));
      times.unknown = Math.min(times.unknown, await elapsed(real.decoy));
    }
    await real.stop();
    expect(times.known).toBeGreaterThan(10);
    expect(times.unknown / times.known).toBeGreaterThan(0.25);
    expect(times.unknown / times.known).toBeLessThan(4);
  });

  it('is never right for a stored hash that is damaged', async () => {
    for (const hash of ['', 'x', '$argon2id$v=19$m=8,t=1,p=1$', '__proto__']) {
      expect(await hasher.verify(hash, right).catch(() => false)).toBe(false);
    }
    expect(await hasher.verify(await hasher.hash(right), right)).toBe(true);
  });
});

describe('the line before the thread', () => {
  it('is bounded: one more is refused and told to come again, and those in line are served', async () => {
    const hash = await hasher.hash(right);
    const checks = Array.from({ length: PASSWORD_QUEUE_MAX + 2 }, () => hasher.verify(hash, right));
    const ends = await Promise.allSettled(checks);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as WaysideError] : []));
    expect(refused.map(({ code, retryable }) => [code, retryable])).toEqual([['QUEUE_FULL', true]]);
    expect(ends.filter((end) => end.status === 'fulfilled' && end.value)).toHaveLength(
      PASSWORD_QUEUE_MAX + 1,
    );
    expect(inspect(refused, { depth: 9 })).not.toContain('correct');
  });

  it('refuses everyone once the process stops, and leaves nobody waiting', async () => {
    const stopping = new PasswordHasher(CHEAP);
    const underWay = [stopping.hash(right), stopping.hash(right)].map((work) =>
      work.then(
        () => 'done',
        (error: WaysideError) => error.code,
      ),
    );
    await stopping.stop();
    const [first, second] = await Promise.all(underWay);
    expect(['done', 'INTERNAL']).toContain(first);
    expect(second).toBe('SHUTTING_DOWN');
    await expect(stopping.hash(right)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
