import { format, inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../runtime/index.ts';
import { formatJoinToken } from './join-token.ts';
import { createIdentityKeys, createSealingKeys } from './keys.ts';
import { createMasterKey } from './master-key.ts';
import { Secret } from './secret.ts';
import { ready } from './sodium.ts';
import { hashToken, newTokenSecret, sameHash } from './token.ts';

beforeAll(ready);

/** Every way in which a value gets into a log, an error or a screen by accident. */
function printed(value: unknown): string {
  return [
    JSON.stringify({ value }),
    inspect(value, { depth: 10, showHidden: true }),
    format('%s %o %O %j', value, value, value, value),
    `${value instanceof Secret ? value : ''}`,
    JSON.stringify({ ...(value as object) }),
  ].join('\n');
}

describe('a secret', () => {
  it('prints as [sealed] in every way and shows itself only by reveal', () => {
    const secret = new Secret('canary-1234');
    expect(printed(secret)).not.toContain('canary');
    expect(`${secret}`).toBe('[sealed]');
    expect(inspect({ deep: { secret } })).toContain('[sealed]');
    expect(secret.reveal()).toBe('canary-1234');
  });

  it('keeps every private key and token of this room out of print', () => {
    const random = seededRandom(1);
    const identity = createIdentityKeys(random);
    const sealing = createSealingKeys(random);
    const master = createMasterKey(random);
    const secret = newTokenSecret(random);
    const pin = random.bytes(32);
    const token = { addresses: ['h:1'], site: 's', secret, caPin: pin, rootPin: pin, expiresAt: 0 };
    const text = printed({ identity, sealing, master, secret, token, formatted: formatJoinToken(token) });
    for (const bytes of [identity.secretKey.reveal(), sealing.secretKey.reveal(), master.reveal()]) {
      expect(text).not.toContain(Buffer.from(bytes).toString('hex').slice(0, 16));
      expect(text).not.toContain([...bytes.subarray(0, 4)].join(', '));
    }
    expect(text).not.toContain(secret.reveal());
    expect(text).not.toContain('wj1.');
  });
});

describe('a bearer token', () => {
  it('is stored as the recorded hash', () => {
    expect(hashToken(new Secret('wt1.id.secret'))).toBe(
      'e4ab97204a7afeea9ec6a29a637fd77913f398c7e8d84e342078f3150278b1a7',
    );
  });

  it('compares by hash, whole and in length', () => {
    const hash = hashToken(new Secret('a'));
    expect(sameHash(hash, hashToken(new Secret('a')))).toBe(true);
    expect(sameHash(hash, hashToken(new Secret('b')))).toBe(false);
    expect(sameHash(hash, hash.slice(1))).toBe(false);
  });
});
