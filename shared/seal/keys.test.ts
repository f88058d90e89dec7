import sodium from 'libsodium-wrappers-sumo';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../runtime/index.ts';
import { toHex, utf8 } from './bytes.ts';
import { fingerprint, fingerprintHex, formatOrigin, isFingerprint, parseOrigin } from './fingerprint.ts';
import {
  createIdentityKeys,
  createSealingKeys,
  identityKeysFromSeed,
  openSealed,
  sealTo,
  seedOf,
  sign,
  verifySignature,
} from './keys.ts';
import { Secret } from './secret.ts';
import { ready } from './sodium.ts';

beforeAll(ready);

const seed = new Secret(new Uint8Array(32).fill(7));

describe('identity keys', () => {
  it('give the recorded public key and signature for a fixed seed', () => {
    const keys = identityKeysFromSeed(seed);
    expect(toHex(keys.publicKey)).toBe('ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c');
    expect(toHex(sign(keys, utf8('wayside/test/1\nhello')))).toBe(
      'f8ddbbf93d7433d3a2a3df08224e4ca4fb44521cdc87acc5a2c55cfd1c09a224d50c50896db2d58530ac0f5eea5bb3076c9875a6854bfbe505b54ade20771a0e',
    );
  });

  it('verify their own signature and no changed message, key or length', () => {
    const keys = createIdentityKeys(seededRandom(1));
    const message = utf8('wayside/test/1\nhello');
    const signature = sign(keys, message);
    expect(verifySignature(keys.publicKey, message, signature)).toBe(true);
    expect(verifySignature(keys.publicKey, utf8('wayside/test/1\nhellO'), signature)).toBe(false);
    expect(verifySignature(createIdentityKeys(seededRandom(2)).publicKey, message, signature)).toBe(false);
    expect(verifySignature(keys.publicKey, message, signature.subarray(1))).toBe(false);
    expect(verifySignature(keys.publicKey.subarray(1), message, signature)).toBe(false);
  });

  it('come back whole from the seed that is stored', () => {
    const keys = createIdentityKeys(seededRandom(3));
    const again = identityKeysFromSeed(seedOf(keys));
    expect(again.publicKey).toEqual(keys.publicKey);
    expect(again.secretKey.reveal()).toEqual(keys.secretKey.reveal());
  });
});

describe('sealed boxes', () => {
  const plain = utf8('enable secret of rack 7');

  it('open for the owner of the key and for nobody else', () => {
    const owner = createSealingKeys(seededRandom(4));
    const other = createSealingKeys(seededRandom(5));
    const sealed = sealTo(owner.publicKey, plain, seededRandom(6));
    expect(openSealed(owner, sealed)).toEqual(plain);
    expect(openSealed(other, sealed)).toBeUndefined();
    expect(openSealed(owner, sealed.fill(1, 40, 41))).toBeUndefined();
    expect(openSealed(owner, sealed.subarray(0, 10))).toBeUndefined();
  });

  it('are those of libsodium in both directions', () => {
    const owner = createSealingKeys(seededRandom(7));
    const ours = sealTo(owner.publicKey, plain, seededRandom(8));
    expect(sodium.crypto_box_seal_open(ours, owner.publicKey, owner.secretKey.reveal())).toEqual(plain);
    expect(openSealed(owner, sodium.crypto_box_seal(plain, owner.publicKey))).toEqual(plain);
  });

  it('refuse a public key of the wrong length with a typed error', () => {
    expect(() => sealTo(new Uint8Array(31), plain, seededRandom(9))).toThrowError(/31 bytes/);
  });
});

describe('fingerprints and origins', () => {
  it('have the recorded text for a fixed key', () => {
    const { publicKey } = identityKeysFromSeed(seed);
    expect(fingerprintHex(publicKey)).toBe('afdc820b14ea5dc0e994f07be78fa5aa');
    expect(fingerprint(publicKey)).toBe('nze842rmx9ew1tcmy1xyf3x5n8');
    expect(formatOrigin({ fingerprint: fingerprint(publicKey), incarnation: '1' })).toBe(
      'nze842rmx9ew1tcmy1xyf3x5n8.1',
    );
  });

  it('read back, and refuse what is not one', () => {
    const print = fingerprint(identityKeysFromSeed(seed).publicKey);
    const origin = { fingerprint: print, incarnation: '01hx3k9' };
    expect(parseOrigin(formatOrigin(origin))).toEqual(origin);
    expect(isFingerprint(`${print}0`)).toBe(false);
    for (const bad of ['', print, `${print}.`, `${print}.A`, `${print}.1.2`, `${print.slice(1)}.1`]) {
      expect(() => parseOrigin(bad)).toThrowError(/is not an origin/);
    }
  });
});
