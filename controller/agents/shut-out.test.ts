/** Agents that may not come in, or not with what they hold; and join tokens that were taken back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import type { ManualClock, Random } from '../../shared/runtime/index.ts';
import { createIdentityKeys, Secret } from '../../shared/seal/index.ts';
import type { EnrolmentStore } from '../store/index.ts';
import type { Enrolment } from './enrolment.ts';
import { listJoinTokens, revokeJoinToken } from './join-token.ts';
import { createKeyPem } from './pki.ts';
import { type EnrolmentGround, EnrolmentRig, openGround } from './testing/enrolment-rig.ts';
import { newCertificateRequest } from './testing/request.ts';

let ground: EnrolmentGround;
let rig: EnrolmentRig;
let clock: ManualClock;
let store: EnrolmentStore;
let enrolment: Enrolment;
let random: Random;

beforeAll(async () => {
  ground = await openGround(12);
  ({ random } = ground);
});
afterAll(() => ground.remove());

beforeEach(() => {
  rig = new EnrolmentRig(ground);
  ({ clock, store, enrolment } = rig);
});

describe('an agent that was shut out', () => {
  const der = (answer: { certificateChain: readonly Uint8Array[] }) =>
    answer.certificateChain[0] ?? new Uint8Array();
  const evict = (agent: string) =>
    store.evict({ agent, at: clock.now(), why: 'evicted by user:ann: copied' });
  const ban = (agent: string) => store.ban({ agent, at: clock.now(), by: 'user:ann', why: 'stolen' });

  it('is refused by its revoked certificate with the reason, and joins again with its bound key', async () => {
    const keys = createIdentityKeys(random);
    const pair = createKeyPem();
    const request = async () =>
      rig.makeRequest({ keys, certificateRequest: await newCertificateRequest(pair) });
    const first = await enrolment.enrol(await request());
    evict(first.agentId);
    expect(() => enrolment.authenticate(der(first))).toThrowError(/revoked: evicted by user:ann: copied/);
    const bound = { keys, certificateRequest: await newCertificateRequest(pair), joinToken: new Secret('') };
    const again = await enrolment.enrol(await rig.makeRequest(bound));
    expect(enrolment.authenticate(der(again)).agentId).toBe(first.agentId);
    // The same key is in both: the serial is what counts.
    expect(() => enrolment.authenticate(der(first))).toThrowError(/revoked/);
  });

  it('gets no certificate that was being signed when it was evicted', async () => {
    const pair = createKeyPem();
    const { agentId } = await enrolment.enrol(
      await rig.makeRequest({ certificateRequest: await newCertificateRequest(pair) }),
    );
    const renewal = enrolment.renew(agentId, await newCertificateRequest(pair));
    evict(agentId);
    await expect(renewal).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(store.certificates(agentId).filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
  });

  it('is refused by its key while it is banned, and no token is used up by it', async () => {
    const keys = createIdentityKeys(random);
    const first = await enrolment.enrol(await rig.makeRequest({ keys }));
    ban(first.agentId);
    expect(() => enrolment.authenticate(der(first))).toThrowError(/banned by user:ann at .*: stolen/);
    const joinToken = rig.newToken();
    expect(await rig.refusal(await rig.makeRequest({ keys, joinToken }))).toBe('AGENT_BANNED');
    expect(await rig.refusal(await rig.makeRequest({ keys, joinToken: new Secret('') }))).toBe(
      'AGENT_BANNED',
    );
    await expect(
      enrolment.renew(first.agentId, await newCertificateRequest(createKeyPem())),
    ).rejects.toMatchObject({
      code: 'AGENT_BANNED',
    });
    expect(await rig.refusal(await rig.makeRequest({ joinToken, agentName: 'other' }))).toBe('enrolled');
    store.unban(first.agentId);
    expect(await rig.refusal(await rig.makeRequest({ keys, joinToken: new Secret('') }))).toBe('enrolled');
  });

  it('that shows a certificate the store does not know, as after a restore, is sent to join again', async () => {
    const answer = await enrolment.enrol(await rig.makeRequest());
    store.purgeCertificates(Number.MAX_SAFE_INTEGER);
    expect(() => enrolment.authenticate(der(answer))).toThrowError(/no note of it/);
  });
});

describe('a join token that was taken back', () => {
  it('lets nobody in, not even the agent that used it', async () => {
    const keys = createIdentityKeys(random);
    const [unused, used] = [rig.newToken(), rig.newToken()];
    await enrolment.enrol(await rig.makeRequest({ keys, joinToken: used }));
    for (const { id } of listJoinTokens(
      { store, clock },
      { site: '', pageSize: 0, pageToken: '' },
      () => true,
    ).tokens)
      expect(revokeJoinToken({ store, clock }, id, 'user:ann')).toMatchObject({
        state: 'revoked',
        revokedBy: 'user:ann',
      });
    expect(await rig.refusal(await rig.makeRequest({ joinToken: unused, agentName: 'x' }))).toBe(
      'JOIN_TOKEN_REVOKED',
    );
    expect(await rig.refusal(await rig.makeRequest({ keys, joinToken: used }))).toBe('JOIN_TOKEN_REVOKED');
  });

  it('is found by the beginning of its id, when that is of one token only', () => {
    const hash = (start: string): string => start.padEnd(64, '0');
    const times = { createdAt: 1, createdBy: 'user:ann', expiresAt: clock.now() + 1, ca: '' };
    for (const start of ['abcd1', 'abcd2']) store.addToken({ hash: hash(start), site: 'ams1', ...times });
    const code = (id: string): string => {
      try {
        return revokeJoinToken({ store, clock }, id, 'user:ann').id;
      } catch (error) {
        return (error as WaysideError).code;
      }
    };
    expect(['abcd', 'abc', 'abce', 'ABCD1', "abcd' OR 1"].map(code)).toEqual([
      'AMBIGUOUS_NAME',
      'INVALID_INPUT',
      'NOT_FOUND',
      hash('abcd1').slice(0, 16),
      'INVALID_INPUT',
    ]);
  });
});
