/** Enrolment over a store in memory and a clock that stands still, with a real identity on disk; and agents' requests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { WaysideError } from '../../../shared/errors.ts';
import { ManualClock, type Random, seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import {
  createFirst,
  createIdentityKeys,
  createSealingKeys,
  enrolProof,
  type IdentityKeys,
  ready,
  type Secret,
  type SignedMembership,
  sign,
  signMembership,
  trimJoinToken,
} from '../../../shared/seal/index.ts';
import { EnrolmentStore, openDatabase } from '../../store/index.ts';
import { Enrolment } from '../enrolment.ts';
import type { EnrolRequest } from '../enrolment-request.ts';
import { type ControllerIdentity, openControllerIdentity } from '../identity.ts';
import { createJoinToken } from '../join-token.ts';
import { createKeyPem } from '../pki.ts';
import { newCertificateRequest } from './request.ts';

export const HOUR_MS = 3_600_000;
export const LIFETIME_MS: number = 24 * HOUR_MS;

/** Keys and membership: slow to make, so made once for all tests of a file. */
export interface EnrolmentGround {
  readonly random: Random;
  readonly identity: ControllerIdentity;
  readonly membership: SignedMembership;
  remove(): void;
}

export async function openGround(seed: number): Promise<EnrolmentGround> {
  await ready();
  const random = seededRandom(seed);
  const dir = mkdtempSync(join(tmpdir(), 'wayside-enrolment-'));
  const identity = await openControllerIdentity(dir, { clock: new ManualClock(), random, hosts: [] });
  const { meshId, keys, sealing, root } = identity;
  const member = { identityKey: keys.publicKey, sealingKey: sealing.publicKey, name: 'hq' };
  const first = createFirst({ meshId, root: root.publicKey, member, issuedAt: 1 });
  const membership = signMembership(first, root);
  return { random, identity, membership, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export class EnrolmentRig {
  readonly clock: ManualClock = new ManualClock();
  readonly store: EnrolmentStore;
  readonly enrolment: Enrolment;
  private readonly ground: EnrolmentGround;

  constructor(ground: EnrolmentGround) {
    this.ground = ground;
    const { random, identity, membership } = ground;
    const { clock } = this;
    this.store = new EnrolmentStore(
      openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 1_048_576 }),
    );
    this.enrolment = new Enrolment({
      ...{ clock, random, identity, log: silentLog, store: this.store },
      membership: () => membership,
      certificateLifetimeMs: LIFETIME_MS,
    });
  }

  newToken(site = 'ams1', ttlMs: number = HOUR_MS): Secret<string> {
    const { random, identity } = this.ground;
    const isHome = (name: string): boolean => ['ams1', 'ber1'].includes(name);
    const { clock, store } = this;
    const deps = { clock, random, store, identity, addresses: ['127.0.0.1:7443'], isHome };
    return createJoinToken(deps, { site, ttlMs, createdBy: 'user:admin' }).token;
  }

  async makeRequest(over: Partial<EnrolRequest> & { keys?: IdentityKeys } = {}): Promise<EnrolRequest> {
    const { random } = this.ground;
    const keys = over.keys ?? createIdentityKeys(random);
    const joinToken = over.joinToken ?? this.newToken();
    const certificateRequest = over.certificateRequest ?? (await newCertificateRequest(createKeyPem()));
    const sealingKey = over.sealingKey ?? createSealingKeys(random).publicKey;
    const trimmed = joinToken.reveal() === '' ? joinToken : trimJoinToken(joinToken);
    const proof = sign(keys, enrolProof({ joinToken: trimmed, sealingKey, certificateRequest }));
    const { keys: _keys, ...fields } = over;
    return {
      ...{ joinToken, certificateRequest, sealingKey, proof, agentName: 'edge-1' },
      identityKey: keys.publicKey,
      ...fields,
    };
  }

  /** The code of the refusal; no secret of the request may be in what anybody prints of it. */
  async refusal(request: EnrolRequest): Promise<string> {
    try {
      await this.enrolment.enrol(request);
    } catch (thrown) {
      const error = WaysideError.from(thrown);
      const printed = inspect(error, { depth: 9 }) + JSON.stringify(error) + inspect(request);
      const token = request.joinToken.reveal();
      if (token !== '' && printed.includes(token.slice(0, 40))) throw new Error('a join token was printed');
      return error.code;
    }
    return 'enrolled';
  }
}
