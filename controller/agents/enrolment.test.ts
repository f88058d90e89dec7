import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import type { ManualClock, Random } from '../../shared/runtime/index.ts';
import {
  createIdentityKeys,
  createSealingKeys,
  fingerprint,
  parseJoinToken,
  rootPin,
  Secret,
  verifyMembership,
} from '../../shared/seal/index.ts';
import type { EnrolmentStore } from '../store/index.ts';
import type { Enrolment } from './enrolment.ts';
import type { ControllerIdentity } from './identity.ts';
import { JOIN_TOKEN_TTL_MAX_MS } from './join-token.ts';
import { createKeyPem } from './pki.ts';
import {
  type EnrolmentGround,
  EnrolmentRig,
  HOUR_MS,
  LIFETIME_MS,
  openGround,
} from './testing/enrolment-rig.ts';
import { newCertificateRequest } from './testing/request.ts';

let ground: EnrolmentGround;
let identity: ControllerIdentity;
let rig: EnrolmentRig;
let clock: ManualClock;
let store: EnrolmentStore;
let enrolment: Enrolment;
let random: Random;

beforeAll(async () => {
  ground = await openGround(11);
  ({ identity, random } = ground);
});
afterAll(() => ground.remove());

beforeEach(() => {
  rig = new EnrolmentRig(ground);
  ({ clock, store, enrolment } = rig);
});

describe('enrolment', () => {
  it('gives a new agent its id, a certificate, the CA and the signed membership', async () => {
    const keys = createIdentityKeys(random);
    const token = rig.newToken();
    const enrolled = await enrolment.enrol(await rig.makeRequest({ keys, joinToken: token }));
    expect(enrolled).toMatchObject({ agentId: fingerprint(keys.publicKey), site: 'ams1' });
    const pins = parseJoinToken(token);
    expect(
      verifyMembership(new TextDecoder().decode(enrolled.membership), { rootPin: pins.rootPin }).body.version,
    ).toBe(1);
    const [leaf, ca] = enrolled.certificateChain.map((der) => new X509Certificate(der));
    expect(leaf?.subjectAltName).toBe(`URI:wayside://${identity.meshId}/agent/${enrolled.agentId}`);
    expect(leaf?.verify(identity.authority.serving.certificate.publicKey)).toBe(true);
    expect(ca?.fingerprint256).toBe(identity.authority.serving.certificate.fingerprint256);
    expect(enrolled.expireTime).toBe(clock.now() + LIFETIME_MS);
    expect(store.agent(enrolled.agentId)).toMatchObject({
      name: 'edge-1',
      site: 'ams1',
      enrolledAt: clock.now(),
    });
    expect(store.certificates(enrolled.agentId)).toHaveLength(1);
  });

  it('lets the certificate in as that agent', async () => {
    const enrolled = await enrolment.enrol(await rig.makeRequest());
    const der = enrolled.certificateChain[0] ?? new Uint8Array();
    expect(enrolment.authenticate(der)).toEqual({
      type: 'agent',
      agentId: enrolled.agentId,
      site: 'ams1',
      serial: store.certificates(enrolled.agentId)[0]?.serial,
    });
    clock.advance(LIFETIME_MS);
    expect(() => enrolment.authenticate(der)).toThrowError(/expired/);
  });

  it('succeeds again with the same agent id for the same token and key, after a lost reply', async () => {
    const keys = createIdentityKeys(random);
    const joinToken = rig.newToken();
    const first = await enrolment.enrol(await rig.makeRequest({ keys, joinToken }));
    clock.advance(HOUR_MS - 1000);
    const again = await enrolment.enrol(await rig.makeRequest({ keys, joinToken, agentName: 'edge-1' }));
    expect(again.agentId).toBe(first.agentId);
    expect(store.agents({ site: '', name: '', limit: 9 })).toHaveLength(1);
    clock.advance(1000);
    expect(await rig.refusal(await rig.makeRequest({ keys, joinToken }))).toBe('JOIN_TOKEN_USED');
  });

  it('lets one in when two come with one token at the same moment', async () => {
    const joinToken = rig.newToken();
    const requests = await Promise.all([
      rig.makeRequest({ joinToken }),
      rig.makeRequest({ joinToken, agentName: 'edge-2' }),
    ]);
    const outcomes = await Promise.all(requests.map((request) => rig.refusal(request)));
    expect(outcomes.sort()).toEqual(['JOIN_TOKEN_USED', 'enrolled']);
    expect(store.agents({ site: '', name: '', limit: 9 })).toHaveLength(1);
  });
});

describe('enrolment is refused', () => {
  it('without a token', async () => {
    expect(await rig.refusal(await rig.makeRequest({ joinToken: new Secret('') }))).toBe(
      'JOIN_TOKEN_MISSING',
    );
    expect(await rig.refusal(await rig.makeRequest({ joinToken: new Secret(''), agentName: 'x' }))).toBe(
      'JOIN_TOKEN_MISSING',
    );
  });

  it('with a token that this controller never made, or one that was changed', async () => {
    const token = rig.newToken().reveal();
    const fields = JSON.parse(Buffer.from(token.slice(4), 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...fields, s: 'ber1' })).toString('base64url');
    expect(await rig.refusal(await rig.makeRequest({ joinToken: new Secret(`wj1.${changed}`) }))).toBe(
      'JOIN_TOKEN_UNKNOWN',
    );
  });

  it('with text that is no token', async () => {
    const good = await rig.makeRequest();
    expect(await rig.refusal({ ...good, joinToken: new Secret('hello') })).toBe('INVALID_TOKEN_FORMAT');
  });

  it('with a token that another key has used', async () => {
    const joinToken = rig.newToken();
    await enrolment.enrol(await rig.makeRequest({ joinToken }));
    expect(await rig.refusal(await rig.makeRequest({ joinToken, agentName: 'other' }))).toBe(
      'JOIN_TOKEN_USED',
    );
  });

  it('from the second on which the token ends', async () => {
    const joinToken = rig.newToken('ams1', 60_000);
    const request = await rig.makeRequest({ joinToken });
    clock.advance(60_000);
    expect(await rig.refusal(request)).toBe('JOIN_TOKEN_EXPIRED');
    expect(store.agents({ site: '', name: '', limit: 9 })).toHaveLength(0);
  });

  it('with a proof by another key, or over another token, sealing key or request', async () => {
    const good = await rig.makeRequest();
    const other = createIdentityKeys(random);
    for (const changed of [
      { identityKey: other.publicKey },
      { sealingKey: createSealingKeys(random).publicKey },
      { certificateRequest: await newCertificateRequest(createKeyPem()) },
      { joinToken: rig.newToken() },
      { proof: new Uint8Array(64) },
    ]) {
      expect(await rig.refusal({ ...good, ...changed }), Object.keys(changed)[0]).toBe('WRONG_IDENTITY');
    }
    expect(await rig.refusal(good)).toBe('enrolled');
  });

  it('with a certificate request that its own key did not sign', async () => {
    const certificateRequest = await newCertificateRequest(createKeyPem());
    certificateRequest[certificateRequest.byteLength - 1] = (certificateRequest.at(-1) ?? 0) ^ 1;
    expect(await rig.refusal(await rig.makeRequest({ certificateRequest }))).toBe('WRONG_IDENTITY');
  });

  it('with all wrong fields named at once', async () => {
    const good = await rig.makeRequest();
    const bad = { ...good, agentName: '-x y', identityKey: new Uint8Array(3), proof: new Uint8Array() };
    const error = await enrolment.enrol(bad).catch((thrown: WaysideError) => thrown);
    expect((error as WaysideError).code).toBe('INVALID_INPUT');
    expect((error as WaysideError).violations.map(({ field }) => field)).toEqual([
      'agent_name',
      'identity_key',
      'proof',
    ]);
    expect(await rig.refusal({ ...good, certificateRequest: new Uint8Array([1]) })).toBe('INVALID_INPUT');
  });

  it('under a name that the site already has, and the token stays good', async () => {
    await enrolment.enrol(await rig.makeRequest());
    const joinToken = rig.newToken();
    const keys = createIdentityKeys(random);
    expect(await rig.refusal(await rig.makeRequest({ joinToken, keys }))).toBe('ALREADY_EXISTS');
    expect(await rig.refusal(await rig.makeRequest({ joinToken, keys, agentName: 'edge-2' }))).toBe(
      'enrolled',
    );
    expect(await rig.refusal(await rig.makeRequest({ joinToken: rig.newToken('ber1') }))).toBe('enrolled');
  });

  it('at another site for a key that has one', async () => {
    const keys = createIdentityKeys(random);
    await enrolment.enrol(await rig.makeRequest({ keys }));
    expect(await rig.refusal(await rig.makeRequest({ keys, joinToken: rig.newToken('ber1') }))).toBe(
      'ALREADY_EXISTS',
    );
  });
});

describe('an enrolled agent whose certificate has expired', () => {
  it('joins again with its bound key alone, as the same agent under the same name', async () => {
    const keys = createIdentityKeys(random);
    const first = await enrolment.enrol(await rig.makeRequest({ keys }));
    clock.advance(90 * 24 * HOUR_MS);
    const again = await enrolment.enrol(
      await rig.makeRequest({ keys, joinToken: new Secret(''), agentName: 'renamed' }),
    );
    expect(again.agentId).toBe(first.agentId);
    expect(store.agent(first.agentId)?.name).toBe('edge-1');
    expect(enrolment.authenticate(again.certificateChain[0] ?? new Uint8Array()).agentId).toBe(first.agentId);
  });

  it('makes certificates of its former key worthless when it comes with a new one', async () => {
    const keys = createIdentityKeys(random);
    const first = await enrolment.enrol(await rig.makeRequest({ keys }));
    await enrolment.enrol(await rig.makeRequest({ keys, joinToken: new Secret('') }));
    expect(() => enrolment.authenticate(first.certificateChain[0] ?? new Uint8Array())).toThrowError(
      /another key/,
    );
  });

  it('is a stranger once it was removed, even with the token it used', async () => {
    const keys = createIdentityKeys(random);
    const joinToken = rig.newToken();
    const first = await enrolment.enrol(await rig.makeRequest({ keys, joinToken }));
    store.removeAgent(first.agentId);
    expect(() => enrolment.authenticate(first.certificateChain[0] ?? new Uint8Array())).toThrowError(
      /not enrolled/,
    );
    expect(await rig.refusal(await rig.makeRequest({ keys, joinToken: new Secret('') }))).toBe(
      'JOIN_TOKEN_MISSING',
    );
    expect(await rig.refusal(await rig.makeRequest({ keys, joinToken }))).toBe('JOIN_TOKEN_USED');
  });
});

describe('renewal', () => {
  it('gives a fresh certificate for the key in use', async () => {
    const pair = createKeyPem();
    const enrolled = await enrolment.enrol(
      await rig.makeRequest({ certificateRequest: await newCertificateRequest(pair) }),
    );
    clock.advance(16 * HOUR_MS);
    const renewed = await enrolment.renew(enrolled.agentId, await newCertificateRequest(pair));
    expect(renewed.expiresAt).toBe(clock.now() + LIFETIME_MS);
    expect(enrolment.authenticate(renewed.chain[0] ?? new Uint8Array()).agentId).toBe(enrolled.agentId);
    expect(store.agent(enrolled.agentId)?.certificateExpiresAt).toBe(renewed.expiresAt);
  });

  it('is refused for another key, a removed agent and a malformed request', async () => {
    const pair = createKeyPem();
    const { agentId } = await enrolment.enrol(
      await rig.makeRequest({ certificateRequest: await newCertificateRequest(pair) }),
    );
    const code = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'renewed',
        (error: WaysideError) => error.code,
      );
    expect(await code(enrolment.renew(agentId, await newCertificateRequest(createKeyPem())))).toBe(
      'WRONG_IDENTITY',
    );
    expect(await code(enrolment.renew(agentId, new Uint8Array([0])))).toBe('INVALID_INPUT');
    store.removeAgent(agentId);
    expect(await code(enrolment.renew(agentId, await newCertificateRequest(pair)))).toBe('UNAUTHENTICATED');
  });
});

describe('a join token', () => {
  it('is stored as a hash only, and pins the CA and the mesh root', () => {
    const token = rig.newToken('ams1', 0);
    const read = parseJoinToken(token);
    expect(read).toMatchObject({
      addresses: ['127.0.0.1:7443'],
      site: 'ams1',
      expiresAt: clock.now() + HOUR_MS,
    });
    expect(read.caPin).toEqual(identity.authority.serving.pin);
    expect(read.rootPin).toEqual(rootPin(identity.root.publicKey));
  });

  it('lives from one second to 30 days, for a site that has its home here', () => {
    const code = (site: string, ttlMs: number): string => {
      try {
        rig.newToken(site, ttlMs);
      } catch (error) {
        return (error as WaysideError).code;
      }
      return 'made';
    };
    expect(code('ams1', JOIN_TOKEN_TTL_MAX_MS)).toBe('made');
    expect(code('ams1', JOIN_TOKEN_TTL_MAX_MS + 1)).toBe('INVALID_INPUT');
    expect(code('ams1', -1)).toBe('INVALID_INPUT');
    expect(code('ams1', Number.NaN)).toBe('INVALID_INPUT');
    expect(code('nowhere', HOUR_MS)).toBe('NOT_FOUND');
  });
});
