import { beforeAll, describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { seededRandom } from '../runtime/index.ts';
import { utf8 } from './bytes.ts';
import { fingerprint } from './fingerprint.ts';
import {
  createIdentityKeys,
  createSealingKeys,
  type IdentityKeys,
  type SealingKeys,
  sealTo,
} from './keys.ts';
import {
  type CredentialOrder,
  isSealKeyOf,
  openOrder,
  type SignedSealKey,
  sealOrder,
  signSealKey,
} from './sealed-credential.ts';
import { Secret } from './secret.ts';
import { ready } from './sodium.ts';

const random = seededRandom(4);
let identity: IdentityKeys;
let keys: SealingKeys;
let signed: SignedSealKey;
beforeAll(async () => {
  await ready();
  identity = createIdentityKeys(random);
  keys = createSealingKeys(random);
  signed = signSealKey(identity, keys, 1);
});

const order = (more: Partial<CredentialOrder> = {}): CredentialOrder => ({
  ...{ agent: signed.agentId, name: 'core', version: 3, expiresAt: 1000, targets: ['10.0.0.0/8'] },
  secret: new Secret({ username: 'u', password: 'geheim', enablePassword: 'e', privateKey: 'k' }),
  ...more,
});
const seal = (more: Partial<CredentialOrder> = {}): Uint8Array => sealOrder(order(more), signed, random);
const open = (sealed: Uint8Array): CredentialOrder => openOrder(sealed, new Map([[1, keys]]));
const codeOf = (sealed: Uint8Array): string => {
  try {
    open(sealed);
    return '';
  } catch (error) {
    expect(JSON.stringify([WaysideError.from(error), String(error)])).not.toContain('geheim');
    return WaysideError.from(error).code;
  }
};

describe('the key to seal to', () => {
  it('is vouched for by the identity of the agent, number and all', () => {
    expect(isSealKeyOf(identity.publicKey, signed)).toBe(true);
    const other = createIdentityKeys(random);
    const forged = [
      { ...signed, key: createSealingKeys(random).publicKey },
      { ...signed, number: 2 },
      { ...signed, agentId: fingerprint(other.publicKey) },
      { ...signed, key: signed.key.subarray(1) },
      { ...signed, signature: signed.signature.map((byte, at) => (at === 0 ? byte ^ 1 : byte)) },
      { ...signSealKey(other, keys, 1), agentId: signed.agentId },
    ];
    for (const one of forged) expect(isSealKeyOf(identity.publicKey, one)).toBe(false);
    expect(isSealKeyOf(other.publicKey, signed)).toBe(false);
    expect(isSealKeyOf(new Uint8Array(), signed)).toBe(false);
  });
});

describe('a sealed order', () => {
  it('opens to what was sealed, with and without a secret', () => {
    const { secret, ...rest } = open(seal());
    expect(rest).toEqual({
      agent: signed.agentId,
      name: 'core',
      version: 3,
      expiresAt: 1000,
      targets: ['10.0.0.0/8'],
    });
    expect(secret?.reveal()).toEqual(order().secret?.reveal());
    expect(open(seal({ secret: undefined, targets: [] })).secret).toBeUndefined();
  });

  it('shows nothing but its format and the number of the key', () => {
    const text = Buffer.from(seal()).toString('latin1');
    for (const word of ['geheim', 'core', '10.0.0.0', signed.agentId]) expect(text).not.toContain(word);
    expect(text.split('\n')[0]).toBe('wayside/sealed-credential/1 1');
  });

  it('does not open when any byte of it is another one', () => {
    const sealed = seal();
    for (let at = 0; at < sealed.byteLength; at += 7) {
      const edited = sealed.map((byte, i) => (i === at ? byte ^ 0x20 : byte));
      expect(codeOf(edited), `byte ${at}`).toMatch(/^(DECRYPT_FAILED|UNSUPPORTED)$/);
    }
    expect(codeOf(sealed.subarray(0, -1))).toBe('DECRYPT_FAILED');
    expect(codeOf(new Uint8Array())).toBe('UNSUPPORTED');
  });

  it('does not open for another agent, or under another number', () => {
    const other = createSealingKeys(random);
    expect(() => openOrder(seal(), new Map([[1, other]]))).toThrow(/another key/);
    expect(() => openOrder(seal(), new Map([[2, keys]]))).toThrow(/sealed to key 1/);
    // The number stands inside too: the readable line is nobody's word.
    const renumbered = Buffer.from(seal()).toString('latin1').replace('/1 1\n', '/1 2\n');
    expect(() => openOrder(Buffer.from(renumbered, 'latin1'), new Map([[2, keys]]))).toThrow(/does not open/);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', 'null'],
    ['a version of no size', { version: 1e12 }],
    ['a version that is none', { version: '1' }],
    ['targets that are none', { targets: [1] }],
    ['no time', { expiresAt: 'soon' }],
    ['a secret that is none', { secret: 'geheim' }],
    ['a secret with a foreign field', { secret: { username: 'u', password: 'geheim', uid: '0' } }],
  ])('is refused when whoever sealed it wrote %s', (_what, more) => {
    const whole = {
      agent: signed.agentId,
      name: 'core',
      version: 1,
      expiresAt: 1,
      number: 1,
      targets: ['*'],
    };
    const plain = typeof more === 'string' ? more : JSON.stringify({ ...whole, ...more });
    const box = sealTo(signed.key, utf8(plain), random);
    expect(codeOf(Buffer.concat([Buffer.from('wayside/sealed-credential/1 1\n'), box]))).toBe(
      'DECRYPT_FAILED',
    );
    const good = sealTo(signed.key, utf8(JSON.stringify(whole)), random);
    expect(codeOf(Buffer.concat([Buffer.from('wayside/sealed-credential/1 1\n'), good]))).toBe('');
  });
});
