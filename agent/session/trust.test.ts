import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ManualClock, seededRandom, silentLog } from '../../shared/runtime/index.ts';
import {
  agentUri,
  createFirst,
  createIdentityKeys,
  createSealingKeys,
  type IdentityKeys,
  ready,
  rootPin,
  type SignedMembership,
  sha256,
  signMembership,
  toHex,
  utf8,
  withCas,
  withSite,
} from '../../shared/seal/index.ts';
import type { Enrolment, EnrolmentAnswer, Trust } from '../../shared/wire/index.ts';
import { type EnrolTransport, rejoin } from './enrol.ts';
import { type AgentEnrolment, type AgentKeys, loadEnrolment, loadOrCreateAgentKeys } from './identity.ts';
import { createCertificateRequest } from './identity-certificate.ts';
import { Renewal } from './renewal.ts';
import { TestCa } from './testing/ca.ts';

const MESH = '01hx3k9';
const DAY_MS = 86_400_000;
const ADDRESS = '10.0.0.1:7443';
const random = seededRandom(51);

let oldCa: TestCa;
let newCa: TestCa;
let foreignCa: TestCa;
let root: IdentityKeys;
let home: string;
/** Versions of the document: with the site; while two CAs overlap; with the new CA alone. */
let [plain, overlap, retired]: SignedMembership[] = [];
let dir: string;
let keys: AgentKeys;
let clock: ManualClock;

const pin = (ca: TestCa): string => toHex(sha256(ca.der));

beforeAll(async () => {
  await ready();
  [oldCa, newCa, foreignCa] = await Promise.all([TestCa.create(), TestCa.create(), TestCa.create()]);
  root = createIdentityKeys(random);
  const controller = createIdentityKeys(random);
  const member = {
    identityKey: controller.publicKey,
    sealingKey: createSealingKeys(random).publicKey,
    name: 'hq',
  };
  const first = signMembership(
    createFirst({ meshId: MESH, root: root.publicKey, member, issuedAt: 1 }),
    root,
  );
  home = first.body.members[0]?.fingerprint ?? '';
  plain = signMembership(withSite(first, { site: 'ams1', home, issuedAt: 2 }), root);
  const cas = (before: SignedMembership, ...of: TestCa[]): SignedMembership =>
    signMembership(withCas(before, { member: home, cas: of.map(pin), issuedAt: 3 }), root);
  overlap = cas(plain, oldCa, newCa);
  retired = cas(overlap, newCa);
});
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'wayside-trust-')), 'identity');
  keys = loadOrCreateAgentKeys(dir, random);
  clock = new ManualClock(1_800_000_000_000);
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const trust = (membership: SignedMembership | undefined, ...cas: TestCa[]): Trust => ({
  membership: utf8(membership?.text ?? ''),
  caCertificates: cas.map(({ der }) => der),
});

async function certificate(ca: TestCa): Promise<Uint8Array> {
  const uri = agentUri({ meshId: MESH, agentId: keys.agentId });
  return ca.issue(await createCertificateRequest(keys.certificateKey), uri, clock.now());
}

/** As it stood when the agent went into the drawer. */
async function formerEnrolment(): Promise<AgentEnrolment> {
  return {
    ...{ agentId: keys.agentId, name: 'edge-1', site: 'ams1', addresses: [ADDRESS] },
    caPem: oldCa.certificate.toString('pem'),
    chainPem: pemOf(await certificate(oldCa)),
    rootPin: toHex(rootPin(root.publicKey)),
    membership: plain?.text ?? '',
  };
}

const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;

/** A controller whose server shows a certificate of one CA, and that says of its trust what it likes. */
class Server implements EnrolTransport {
  readonly requests: Enrolment[] = [];
  private readonly shows: TestCa;
  private readonly says: Trust;

  constructor(shows: TestCa, says: Trust) {
    this.shows = shows;
    this.says = says;
  }

  async serverChain(): Promise<readonly Uint8Array[]> {
    return [await certificate(this.shows), this.shows.der];
  }

  async trust(): Promise<Trust> {
    return this.says;
  }

  async enrol(_address: string, _caPem: string, request: Enrolment): Promise<EnrolmentAnswer> {
    this.requests.push(request);
    const leaf = await certificate(this.shows);
    return {
      ...{ agentId: keys.agentId, site: 'ams1', certificateChain: [leaf], expireTime: clock.now() + DAY_MS },
      ...{ caCertificate: this.shows.der, ...this.says },
    };
  }
}

async function outcome(server: Server): Promise<string> {
  try {
    const { caPem } = await rejoin(await formerEnrolment(), { keys, dir, transport: server });
    const isNew = caPem.includes(newCa.certificate.toString('base64').slice(0, 40));
    return isNew ? 'trusts the new CA' : 'trusts the old CA';
  } catch (error) {
    return WaysideError.from(error).code;
  }
}

describe('an agent that was in a drawer for a year', () => {
  it('joins again with its bound key when the CA is the one it knows, and asks nobody whom to trust', async () => {
    clock.advance(365 * DAY_MS);
    const server = new Server(oldCa, trust(plain, oldCa));
    server.trust = () => Promise.reject(new Error('not expected'));
    expect(await outcome(server)).toBe('trusts the old CA');
    expect(server.requests[0]?.joinToken).toBe('');
  });

  it('finds the CA that replaced the one it knew, vouched for by the mesh root', async () => {
    clock.advance(365 * DAY_MS);
    expect(await outcome(new Server(newCa, trust(retired, newCa)))).toBe('trusts the new CA');
    expect(loadEnrolment(dir)?.membership).toBe(retired?.text);
  });

  it.each<[string, () => Server]>([
    [
      'shows a CA of its own and repeats what the mesh root signed',
      () => new Server(foreignCa, trust(retired, newCa)),
    ],
    [
      'adds its CA to what the mesh root signed',
      () => new Server(foreignCa, trust(retired, newCa, foreignCa)),
    ],
    ['names its CA while the document names none', () => new Server(foreignCa, trust(plain, foreignCa))],
    [
      'signs a document with a root of its own',
      () => {
        const other = createIdentityKeys(random);
        const body = { ...(retired ?? expect.unreachable()).body, root: toHex(other.publicKey) };
        return new Server(foreignCa, trust(signMembership(body, other), foreignCa));
      },
    ],
    ['says nothing', () => new Server(foreignCa, trust(undefined))],
  ])('sends nothing to one in between who %s', async (_how, make) => {
    const server = make();
    expect(await outcome(server)).toBe('WRONG_CA');
    expect(server.requests).toEqual([]);
    expect(loadEnrolment(dir)).toBeUndefined();
  });

  it('does not go back to a CA that was retired, once it has seen that', async () => {
    const server = new Server(oldCa, trust(overlap, oldCa, newCa));
    const seen = {
      ...(await formerEnrolment()),
      caPem: newCa.certificate.toString('pem'),
      membership: retired?.text ?? '',
    };
    await expect(rejoin(seen, { keys, dir, transport: server })).rejects.toMatchObject({ code: 'WRONG_CA' });
    expect(server.requests).toEqual([]);
  });
});

describe('an agent that is told of another CA over its session', () => {
  const renewal = async (): Promise<Renewal> => {
    const enrolment = await formerEnrolment();
    return new Renewal({ clock, log: silentLog, keys, dir, enrolment, onRenewed: () => undefined });
  };

  it('trusts both, asks for a certificate of the new one at once, and later drops the old one', async () => {
    const made = await renewal();
    expect(await made.due()).toBeUndefined();
    made.trustChanged(trust(overlap, oldCa, newCa));
    expect(loadEnrolment(dir)?.caPem.match(/BEGIN/g)).toHaveLength(2);
    expect(await made.due()).toBeInstanceOf(Uint8Array);
    expect(await made.due()).toBeUndefined();
    made.issued({ certificateChain: [await certificate(newCa)] });
    clock.advance(120_000);
    expect(await made.due()).toBeUndefined();
    made.trustChanged(trust(retired, newCa));
    expect(loadEnrolment(dir)?.caPem.match(/BEGIN/g)).toHaveLength(1);
    expect(await made.due()).toBeUndefined();
  });

  it('keeps what it trusts when nobody vouches for the other one', async () => {
    const made = await renewal();
    made.trustChanged(trust(overlap, oldCa, newCa));
    const before = loadEnrolment(dir);
    const wrong = [
      trust(overlap, oldCa, foreignCa),
      trust(plain, oldCa),
      trust(retired),
      trust(undefined, newCa),
    ];
    for (const message of wrong) made.trustChanged(message);
    expect(loadEnrolment(dir)).toEqual(before);
  });

  it('asks at once even when it has just asked for another reason', async () => {
    const made = await renewal();
    clock.advance(DAY_MS);
    expect(await made.due()).toBeDefined();
    expect(await made.due()).toBeUndefined();
    made.trustChanged(trust(overlap, oldCa, newCa));
    expect(await made.due()).toBeDefined();
  });

  it('does nothing when it hears again what it knows', async () => {
    const made = await renewal();
    made.trustChanged(trust(overlap, oldCa, newCa));
    expect(await made.due()).toBeDefined();
    made.trustChanged(trust(overlap, oldCa, newCa));
    expect(await made.due()).toBeUndefined();
  });
});
