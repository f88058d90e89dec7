import { createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WaysideError } from '../errors.ts';
import { canonicalJson, type JsonObject } from '../model/index.ts';
import { toHex } from './bytes.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdentityKeys, identityKeysFromSeed, sealingKeysFromSecret } from './keys.ts';
import {
  createFirst,
  isExpired,
  type Membership,
  rootPin,
  type SignedMembership,
  signMembership,
  verifyMembership,
  withSite,
} from './membership.ts';
import { Secret } from './secret.ts';
import { ready } from './sodium.ts';

const seed = (byte: number) => new Secret(new Uint8Array(32).fill(byte));
const AT = 1_800_000_000_000;

let root: IdentityKeys;
let identity: IdentityKeys;
let first: SignedMembership;
let pin: Uint8Array;
let home: string;

beforeAll(async () => {
  await ready();
  root = identityKeysFromSeed(seed(1));
  identity = identityKeysFromSeed(seed(2));
  pin = rootPin(root.publicKey);
  home = fingerprint(identity.publicKey);
  const sealing = sealingKeysFromSecret(seed(3));
  const member = { identityKey: identity.publicKey, sealingKey: sealing.publicKey, name: 'hq' };
  first = signMembership(
    createFirst({ meshId: '01hx3k9', root: root.publicKey, member, issuedAt: AT }),
    root,
  );
});

/** Signs anything: what a thief of the root key, or a newer version with other rules, could send. */
function signRaw(body: object): string {
  const { text } = signMembership(first.body, root);
  const { signatures } = JSON.parse(text) as JsonObject;
  return canonicalJson({ body: body as JsonObject, signatures });
}

function refusal(text: string, held?: SignedMembership): string {
  try {
    verifyMembership(text, { rootPin: pin, held });
  } catch (error) {
    expect((error as WaysideError).code).toBe('MEMBERSHIP_REFUSED');
    return (error as Error).message;
  }
  return 'accepted';
}

describe('the first membership document', () => {
  it('has the recorded bytes, hash and signature for fixed keys', () => {
    expect(first.text).toBe(
      '{"body":{"format":"wayside/membership/1","grants":[],"horizonDays":30,"issuedAt":1800000000000,"members":[{"ed25519":"8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394","fingerprint":"0hpma1typy3zzaqnyw17x7kfrc","name":"hq","state":"active","x25519":"5dfedd3b6bd47f6fa28ee15d969d5bb0ea53774d488bdaf9df1c6e0124b3ef22"}],"meshId":"01hx3k9","previous":null,"root":"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c","sites":[{"cuts":[],"epoch":1,"home":"0hpma1typy3zzaqnyw17x7kfrc","site":"mesh"}],"version":1},"signatures":[{"key":"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c","signature":"49395e71ea16ef275bef8d2b510c4dc982b7a6e9108c5ab8eebb983883d089c9aaf4b6cd2bc4271c08f6f0661b4413d0b8548a598ba7cd19cc9821ecdb371e0d"}]}',
    );
    expect(first.hash).toBe('6465cc4b239572f88761839a1e5afe1e340e99643a41ab97ed773360d9e39071');
    expect(toHex(pin)).toBe('7cca1008f76a65c92773667cef9b813d05647f09af911bfc25bdf96d9ecc8599');
  });

  it('is signed as any Ed25519 implementation would check it', () => {
    const { body, signatures } = JSON.parse(first.text) as {
      body: JsonObject;
      signatures: { signature: string }[];
    };
    const x = Buffer.from(root.publicKey).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const message = Buffer.from(`wayside/membership/1\n${canonicalJson(body)}`);
    expect(verify(null, message, key, Buffer.from(signatures[0]?.signature ?? '', 'hex'))).toBe(true);
  });

  it('is accepted by who pinned the root, with the very text that was sent', () => {
    const read = verifyMembership(first.text, { rootPin: pin });
    expect(read).toEqual(first);
    expect(read.body.sites).toEqual([{ site: 'mesh', home, epoch: 1, cuts: [] }]);
  });
});

describe('the next document', () => {
  const next = (site: string, current = first): SignedMembership =>
    signMembership(withSite(current, { site, home, issuedAt: AT + 1 }), root);

  it('adds a site at epoch 1 and follows the one held', () => {
    const second = next('ams1');
    expect(second.body).toMatchObject({ version: 2, previous: first.hash });
    expect(second.body.sites.at(-1)).toEqual({ site: 'ams1', home, epoch: 1, cuts: [] });
    expect(refusal(second.text, first)).toBe('accepted');
    expect(refusal(second.text, second)).toBe('accepted');
  });

  it('is refused when it turns back, forks, leaves one out or follows another', () => {
    const second = next('ams1');
    const fork = next('ber1');
    expect(refusal(first.text, second)).toContain('older');
    expect(refusal(fork.text, second)).toContain('two versions');
    expect(refusal(next('ams2', second).text, first)).toContain('missing');
    expect(refusal(next('ams2', fork).text, second)).toContain('does not follow');
  });

  it('may skip versions for whoever keeps the newest only, but not turn back', () => {
    const third = next('ams2', next('ams1'));
    const trust = { rootPin: pin, gaps: 'allowed' } as const;
    expect(verifyMembership(third.text, { ...trust, held: first })).toEqual(third);
    expect(() => verifyMembership(first.text, { ...trust, held: third })).toThrowError(/older/);
  });

  it('keeps fields that this version does not know', () => {
    const newer = { ...first.body, keepers: ['k1'] } as Membership;
    const second = next('ams1', signMembership(newer, root));
    expect(verifyMembership(second.text, { rootPin: pin }).body).toMatchObject({ keepers: ['k1'] });
  });

  it('takes a site id that is well formed and new', () => {
    const code = (site: string): string => {
      try {
        withSite(first, { site, home, issuedAt: AT });
      } catch (error) {
        return (error as WaysideError).code;
      }
      return 'added';
    };
    expect(code('mesh')).toBe('ALREADY_EXISTS');
    expect(code('Ams 1')).toBe('INVALID_INPUT');
    expect(code('ams1')).toBe('added');
  });
});

describe('a membership document is refused', () => {
  it('under another root key, by whoever signs it', () => {
    const stranger = identityKeysFromSeed(seed(9));
    const forged = signMembership({ ...first.body, root: toHex(stranger.publicKey) }, stranger);
    expect(refusal(forged.text)).toContain('another root key');
    expect(() => signMembership(first.body, stranger)).toThrowError(/another root key/);
  });

  it('when any of its content was changed after signing', () => {
    expect(refusal(signRaw({ ...first.body, name: 'x' }))).toContain('did not sign');
    expect(refusal(signRaw({ ...first.body, horizonDays: 3650 }))).toContain('did not sign');
    expect(refusal(first.text.replace('"signature":"', '"signature":"00'))).toContain('did not sign');
  });

  it('when it is not canonical, not JSON, too long or has no body', () => {
    expect(refusal(` ${first.text}`)).toContain('not canonical');
    expect(refusal('{')).toContain('not JSON');
    expect(refusal('null')).toContain('no body');
    expect(refusal('{"body":{},"signatures":{}}')).toContain('no body');
    expect(refusal(`"${'x'.repeat(1_048_577)}"`)).toContain('too long');
  });

  it.each<[string, (body: Membership) => object]>([
    ['format', (body) => ({ ...body, format: 'wayside/membership/2' })],
    ['version', (body) => ({ ...body, version: 0 })],
    ['version before', (body) => ({ ...body, version: 2 })],
    ['version before', (body) => ({ ...body, previous: 'ab'.repeat(32) })],
    ['mesh id', (body) => ({ ...body, meshId: 'A b' })],
    ['horizon', (body) => ({ ...body, horizonDays: 0 })],
    ['expiry', (body) => ({ ...body, expiresAt: 'never' })],
    ['grants', (body) => ({ ...body, grants: {} })],
    ['members', (body) => ({ ...body, members: 7 })],
    ['fingerprint', (body) => ({ ...body, members: [{ ...body.members[0], ed25519: 'ab'.repeat(32) }] })],
    ['state', (body) => ({ ...body, members: [{ ...body.members[0], state: 'gone' }] })],
    ['twice', (body) => ({ ...body, members: [body.members[0], body.members[0]] })],
    ['not a member', (body) => ({ ...body, sites: [{ ...body.sites[0], home: 'nobody' }] })],
    ['epoch', (body) => ({ ...body, sites: [{ ...body.sites[0], epoch: 0 }] })],
    ['site is malformed', (body) => ({ ...body, sites: [body.sites[0], body.sites[0]] })],
  ])('for a bad %s, even by the root itself', (reason, change) => {
    expect(() => signMembership(change(first.body) as Membership, root)).toThrowError(new RegExp(reason));
  });
});

describe('the expiry', () => {
  it('is an alarm and not a refusal', () => {
    const body = { ...first.body, expiresAt: AT + 10 };
    expect(isExpired(body, AT + 9)).toBe(false);
    expect(isExpired(body, AT + 10)).toBe(true);
    expect(isExpired(first.body, Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(refusal(signMembership(body, root).text)).toBe('accepted');
  });
});
