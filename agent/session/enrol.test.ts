import 'reflect-metadata';
import { createPublicKey, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ManualClock, seededRandom, silentLog } from '../../shared/runtime/index.ts';
import {
  agentUri,
  createFirst,
  createIdentityKeys,
  createSealingKeys,
  enrolProof,
  formatJoinToken,
  ready,
  rootPin,
  Secret,
  type SignedMembership,
  sha256,
  signMembership,
  utf8,
  verifySignature,
  withSite,
} from '../../shared/seal/index.ts';
import type { Enrolment, EnrolmentAnswer, Trust } from '../../shared/wire/index.ts';
import { type EnrolTransport, enrol, nameToJoinWith, rejoin } from './enrol.ts';
import { type AgentKeys, loadEnrolment, loadOrCreateAgentKeys } from './identity.ts';
import { nextRenewal, Renewal } from './renewal.ts';
import { TestCa } from './testing/ca.ts';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const MESH = '01hx3k9';
const HOUR_MS = 3_600_000;
const random = seededRandom(21);

let ca: TestCa;
let otherCa: TestCa;
let dir: string;
let keys: AgentKeys;
let membership: SignedMembership;
const root = () => createIdentityKeys(seededRandom(31));

beforeAll(async () => {
  await ready();
  [ca, otherCa] = await Promise.all([TestCa.create(), TestCa.create()]);
  const controller = createIdentityKeys(seededRandom(32));
  const sealingKey = createSealingKeys(random).publicKey;
  const member = { identityKey: controller.publicKey, sealingKey, name: 'hq' };
  membership = signMembership(
    createFirst({ meshId: MESH, root: root().publicKey, member, issuedAt: 1 }),
    root(),
  );
});
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'wayside-agent-')), 'identity');
  keys = loadOrCreateAgentKeys(dir, random);
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const token = (over: object = {}): Secret<string> =>
  formatJoinToken({
    addresses: ['10.0.0.1:7443'],
    site: 'ams1',
    secret: new Secret('canary-secret'),
    caPin: sha256(ca.der),
    rootPin: rootPin(root().publicKey),
    expiresAt: 1_800_000_000_000,
    ...over,
  });

/** A controller that answers well unless told otherwise, and remembers what it was sent. */
class FakeController implements EnrolTransport {
  readonly requests: Enrolment[] = [];
  readonly dialled: string[] = [];
  chainCa: TestCa = ca;
  change: Partial<EnrolmentAnswer> = {};
  refusal: WaysideError | undefined;
  dead: readonly string[] = [];
  uri: string = agentUri({ meshId: MESH, agentId: keys.agentId });
  issuedAt = 1_800_000_000_000;

  async serverChain(address: string): Promise<readonly Uint8Array[]> {
    this.dialled.push(address);
    if (this.dead.includes(address)) throw new WaysideError('UNAVAILABLE', 'refused');
    const { certificateRequest } = await this.someRequest();
    return [await this.chainCa.issue(certificateRequest, 'wayside://x/controller/y', 0), this.chainCa.der];
  }

  /** What it says of its CAs, to whoever asks. */
  trusted: () => Trust = () => ({ caCertificates: [this.chainCa.der], membership: utf8(membership.text) });
  trustsAsked = 0;

  async trust(): Promise<Trust> {
    this.trustsAsked += 1;
    return this.trusted();
  }

  async enrol(_address: string, caPem: string, request: Enrolment): Promise<EnrolmentAnswer> {
    expect(new Uint8Array(new X509Certificate(caPem).raw)).toEqual(ca.der);
    this.requests.push(request);
    if (this.refusal) throw this.refusal;
    const leaf = await ca.issue(request.certificateRequest, this.uri, this.issuedAt);
    return {
      agentId: keys.agentId,
      site: 'ams1',
      certificateChain: [leaf, ca.der],
      caCertificate: ca.der,
      expireTime: this.issuedAt + 24 * HOUR_MS,
      membership: utf8(membership.text),
      caCertificates: [],
      ...this.change,
    };
  }

  async someRequest(): Promise<{ certificateRequest: Uint8Array }> {
    const pair = await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
    const request = await x509.Pkcs10CertificateRequestGenerator.create(
      { keys: pair, signingAlgorithm: ECDSA },
      webcrypto,
    );
    return { certificateRequest: new Uint8Array(request.rawData) };
  }
}

const options = (transport: EnrolTransport) => ({ keys, dir, name: 'edge-1', transport });

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain('canary');
    return (error as WaysideError).code;
  }
  return 'joined';
}

describe('joining', () => {
  it('sends the token with a proof that binds all keys, and stores what came back', async () => {
    const controller = new FakeController();
    const enrolment = await enrol(token(), options(controller));
    const [request] = controller.requests;
    const joinToken = new Secret(request?.joinToken ?? '');
    const { certificateRequest, sealingKey, proof } = request ?? expect.unreachable();
    const signed = enrolProof({ joinToken, sealingKey, certificateRequest });
    expect(verifySignature(keys.identity.publicKey, signed, proof)).toBe(true);
    expect(request?.agentName).toBe('edge-1');
    expect(joinToken.reveal()).toBe(token().reveal());
    expect(loadEnrolment(dir)).toMatchObject(enrolment);
    expect(enrolment).toMatchObject({ agentId: keys.agentId, site: 'ams1', addresses: ['10.0.0.1:7443'] });
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777, name).toBe(0o600);
  });

  it('never lets the token out to a server that does not show the pinned CA', async () => {
    const controller = new FakeController();
    controller.chainCa = otherCa;
    expect(await codeOf(enrol(token(), options(controller)))).toBe('WRONG_CA');
    controller.serverChain = async () => [];
    expect(await codeOf(enrol(token(), options(controller)))).toBe('WRONG_CA');
    // The CA itself is public: whoever shows it must have a certificate from it.
    const foreign = await otherCa.issue(
      (await controller.someRequest()).certificateRequest,
      'wayside://x/y',
      0,
    );
    controller.serverChain = async () => [foreign, ca.der];
    expect(await codeOf(enrol(token(), options(controller)))).toBe('WRONG_CA');
    expect(controller.requests).toEqual([]);
    expect(existsSync(join(dir, 'enrolment.json'))).toBe(false);
  });

  it('tries the next address when one does not answer, and takes a refusal as an answer', async () => {
    const controller = new FakeController();
    const two = token({ addresses: ['10.0.0.1:7443', '10.0.0.2:7443'] });
    controller.dead = ['10.0.0.1:7443'];
    expect(await codeOf(enrol(two, options(controller)))).toBe('joined');
    expect(controller.dialled).toEqual(['10.0.0.1:7443', '10.0.0.2:7443']);
    controller.dead = ['10.0.0.1:7443', '10.0.0.2:7443'];
    expect(await codeOf(enrol(two, options(controller)))).toBe('UNAVAILABLE');
    controller.dead = [];
    controller.refusal = new WaysideError('JOIN_TOKEN_USED', 'the join token was used before');
    controller.dialled.length = 0;
    expect(await codeOf(enrol(two, options(controller)))).toBe('JOIN_TOKEN_USED');
    expect(controller.dialled).toHaveLength(1);
  });

  it('refuses an answer that does not fit the pins and keys, and keeps the former enrolment', async () => {
    const controller = new FakeController();
    await enrol(token(), options(controller));
    const before = readFileSync(join(dir, 'enrolment.json'));
    const otherRoot = createIdentityKeys(seededRandom(77));
    const forged = signMembership(
      { ...membership.body, root: Buffer.from(otherRoot.publicKey).toString('hex') },
      otherRoot,
    );
    const foreignLeaf = await otherCa.issue(
      (await controller.someRequest()).certificateRequest,
      controller.uri,
      0,
    );
    const otherLeaf = await ca.issue((await controller.someRequest()).certificateRequest, controller.uri, 0);
    const cases: [Partial<EnrolmentAnswer>, string][] = [
      [{ caCertificate: otherCa.der }, 'WRONG_CA'],
      [{ agentId: 'someone' }, 'WRONG_IDENTITY'],
      [{ site: 'ber1' }, 'WRONG_IDENTITY'],
      [{ membership: utf8(forged.text) }, 'MEMBERSHIP_REFUSED'],
      [{ membership: utf8('{}') }, 'MEMBERSHIP_REFUSED'],
      [{ certificateChain: [] }, 'WRONG_IDENTITY'],
      [{ certificateChain: [utf8('junk')] }, 'WRONG_IDENTITY'],
      [{ certificateChain: [foreignLeaf] }, 'WRONG_CA'],
      [{ certificateChain: [otherLeaf] }, 'WRONG_IDENTITY'],
    ];
    for (const [change, code] of cases) {
      controller.change = change;
      expect(await codeOf(enrol(token(), options(controller))), Object.keys(change)[0]).toBe(code);
    }
    controller.change = {};
    controller.uri = agentUri({ meshId: 'other', agentId: keys.agentId });
    expect(await codeOf(enrol(token(), options(controller)))).toBe('WRONG_IDENTITY');
    expect(readFileSync(join(dir, 'enrolment.json'))).toEqual(before);
  });

  it('again under the name that the agent has, unless it is told another', async () => {
    const name = (told?: string): string => nameToJoinWith(dir, told, 'host-7');
    expect([name(), name('edge-1')]).toEqual(['host-7', 'edge-1']);
    await enrol(token(), options(new FakeController()));
    expect([name(), name('edge-2')]).toEqual(['edge-1', 'edge-2']);
  });

  it('again with the bound key sends no token, and refuses a membership that turned back', async () => {
    const controller = new FakeController();
    const home = membership.body.members[0]?.fingerprint ?? '';
    const next = signMembership(withSite(membership, { site: 'ams1', home, issuedAt: 2 }), root());
    controller.change = { membership: utf8(next.text) };
    const first = await enrol(token(), options(controller));
    const again = await rejoin(first, options(controller));
    expect(controller.requests[1]?.joinToken).toBe('');
    expect(again).toMatchObject({ caPem: first.caPem, membership: next.text });
    controller.change = {};
    expect(await codeOf(rejoin(again, options(controller)))).toBe('MEMBERSHIP_REFUSED');
  });
});

describe('renewal', () => {
  it('is due at two thirds of the life of a certificate', () => {
    expect(nextRenewal(0, 24 * HOUR_MS)).toBe(16 * HOUR_MS);
    expect(nextRenewal(1000, 1003)).toBe(1002);
  });

  async function setUp() {
    const clock = new ManualClock(1_800_000_000_000);
    const enrolment = await enrol(token(), options(new FakeController()));
    const renewed: string[] = [];
    const onRenewed = ({ chainPem }: { chainPem: string }): void => void renewed.push(chainPem);
    const renewal = new Renewal({ clock, log: silentLog, keys, dir, enrolment, onRenewed });
    return { clock, enrolment, renewal, renewed };
  }
  const uri = (): string => agentUri({ meshId: MESH, agentId: keys.agentId });

  it('asks from then on once a minute, for the same key, until the certificate comes', async () => {
    const { clock, renewal, renewed } = await setUp();
    clock.advance(16 * HOUR_MS - 1);
    expect(await renewal.due()).toBeUndefined();
    clock.advance(1);
    const request = (await renewal.due()) ?? expect.unreachable();
    const shown = new x509.Pkcs10CertificateRequest(request).publicKey.rawData;
    const own = createPublicKey(keys.certificateKey.reveal()).export({ type: 'spki', format: 'der' });
    expect(new Uint8Array(shown)).toEqual(new Uint8Array(own));
    expect(await renewal.due()).toBeUndefined();
    clock.advance(60_000);
    expect(await renewal.due()).toEqual(request);
    expect(renewal.expired).toBe(false);

    renewal.issued({ certificateChain: [await ca.issue(request, uri(), clock.now()), ca.der] });
    expect(renewed).toHaveLength(1);
    expect(loadEnrolment(dir)?.chainPem).toBe(renewed[0]);
    clock.advance(8 * HOUR_MS);
    expect(renewal.expired).toBe(false);
    expect(await renewal.due()).toBeUndefined();
  });

  it('joins again once the certificate has expired, and goes on from there', async () => {
    const { clock, renewal, renewed } = await setUp();
    clock.advance(24 * HOUR_MS);
    expect(renewal.expired).toBe(true);
    const transport = new FakeController();
    transport.issuedAt = clock.now();
    await renewal.rejoin(transport);
    expect(transport.requests[0]).toMatchObject({ joinToken: '', agentName: 'edge-1' });
    expect(renewal.expired).toBe(false);
    expect(renewed).toEqual([loadEnrolment(dir)?.chainPem]);
  });

  it('keeps the present certificate when what comes is not ours', async () => {
    const { clock, enrolment, renewal, renewed } = await setUp();
    clock.advance(20 * HOUR_MS);
    const request = (await renewal.due()) ?? expect.unreachable();
    renewal.issued({ certificateChain: [await otherCa.issue(request, uri(), clock.now())] });
    renewal.issued({ certificateChain: [utf8('junk')] });
    expect(renewed).toEqual([]);
    expect(loadEnrolment(dir)?.chainPem).toBe(enrolment.chainPem);
  });
});
