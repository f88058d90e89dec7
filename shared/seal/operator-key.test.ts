import { beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../runtime/index.ts';
import { createIdentityKeys, type IdentityKeys, seedOf } from './keys.ts';
import { openOperatorKey, peekOperatorKey, sealOperatorKey } from './operator-key.ts';
import { Secret } from './secret.ts';
import { ready } from './sodium.ts';

const random = seededRandom(3);
/** Cheap: what is tested is not the cost. */
const cost = { passes: 1, memoryBytes: 8192 };
const passphrase = new Secret('six random words make a key');

let keys: IdentityKeys;
beforeAll(async () => {
  await ready();
  keys = createIdentityKeys(random);
});

function never(): Promise<Secret<string>> {
  throw new Error('nobody is asked');
}

it('an open key is read back as it was, and asks nobody', async () => {
  const bytes = await sealOperatorKey(keys, random);
  expect(peekOperatorKey(bytes, 'it')).toEqual({ publicKey: keys.publicKey, lock: 'none' });
  const opened = await openOperatorKey(bytes, 'it', never);
  expect(seedOf(opened).reveal()).toEqual(seedOf(keys).reveal());
});

it('a sealed key opens with its passphrase alone, and holds nothing of the seed in the clear', async () => {
  const bytes = await sealOperatorKey(keys, random, { passphrase, cost });
  expect(peekOperatorKey(bytes, 'it')).toEqual({ publicKey: keys.publicKey, lock: 'passphrase' });
  expect(Buffer.from(bytes).includes(Buffer.from(seedOf(keys).reveal()))).toBe(false);
  expect(Buffer.from(bytes).toString('latin1')).not.toContain(
    Buffer.from(seedOf(keys).reveal()).toString('base64url'),
  );
  const opened = await openOperatorKey(bytes, 'it', async () => passphrase);
  expect(opened.publicKey).toEqual(keys.publicKey);
  const wrong = openOperatorKey(bytes, 'it', async () => new Secret('six other words'));
  await expect(wrong).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
});

it('a file that was damaged or changed opens nothing, wherever it was', async () => {
  for (const lock of [undefined, { passphrase, cost }]) {
    const bytes = await sealOperatorKey(keys, random, lock);
    const ends = bytes.length - (lock ? 0 : 1);
    for (let at = 0; at < ends; at += lock ? 61 : 7) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      await expect(
        openOperatorKey(damaged, 'it', async () => passphrase),
        `byte ${at}`,
      ).rejects.toMatchObject({
        code: expect.stringMatching(/^(DECRYPT_FAILED|VAULT_LOCKED|UNSUPPORTED)$/),
      });
    }
  }
});

it('a key of a later version is told from damage', async () => {
  const bytes = Buffer.from('wayside/operator-key/2 {"x":1}\nabc');
  expect(() => peekOperatorKey(bytes, 'it')).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
});
