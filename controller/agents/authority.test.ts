import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import { ready, toHex } from '../../shared/seal/index.ts';
import { type ControllerIdentity, openControllerIdentity } from './identity.ts';
import { createKeyPem, issueAgentCertificate } from './pki.ts';
import { verifyAgentCertificate } from './pki-peer.ts';
import { readCertificateRequest } from './pki-request.ts';
import { newCertificateRequest } from './testing/request.ts';

beforeAll(ready);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-authority-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const clock = new ManualClock(1_800_000_000_000);
const tools = { clock, random: seededRandom(41) };
const open = (): Promise<ControllerIdentity> => openControllerIdentity(dir, { ...tools, hosts: [] });
const file = (name: string): string => join(dir, 'identity', name);
const keep = (as: string): void => cpSync(join(dir, 'identity'), join(dir, as), { recursive: true });
const put = (from: string, name: string): void => cpSync(join(dir, from, name), file(name));
const pins = ({ authority }: ControllerIdentity): string[] => authority.trusted.map(({ pin }) => toHex(pin));

describe('a CA and its successor', () => {
  it('overlap: the old one serves, the new one issues, both are trusted, also after a restart', async () => {
    const identity = await open();
    const old = identity.authority.serving;
    await identity.authority.rotate();
    for (const one of [identity, await open()]) {
      expect(pins(one)).toEqual(pins(identity));
      expect(toHex(one.authority.serving.pin)).toBe(toHex(old.pin));
      expect(toHex(one.authority.issuing.pin)).not.toBe(toHex(old.pin));
      expect((await one.renewServer()).chainPem).toContain(old.pem);
    }
    await expect(identity.authority.rotate()).rejects.toMatchObject({ code: 'IN_USE' });
  });

  it('vouch for certificates of each while they overlap, and of the new one alone afterwards', async () => {
    const identity = await open();
    const { authority, meshId } = identity;
    const { publicKey } = await readCertificateRequest(await newCertificateRequest(createKeyPem()));
    const issue = () =>
      issueAgentCertificate(
        authority.issuing,
        { meshId, agentId: 'a1', publicKey, lifetimeMs: 3_600_000 },
        tools,
      );
    const isGood = (der: Uint8Array): boolean => {
      try {
        return (
          verifyAgentCertificate(der, { cas: authority.trusted, meshId, nowMs: clock.now() }).agentId === 'a1'
        );
      } catch (error) {
        expect((error as WaysideError).message).toContain('not issued by the CA');
        return false;
      }
    };
    const former = await issue();
    await authority.rotate();
    const later = await issue();
    expect([isGood(former.der), isGood(later.der)]).toEqual([true, true]);
    authority.retire();
    expect([isGood(former.der), isGood(later.der)]).toEqual([false, true]);
    const server = await identity.renewServer();
    expect(server.chainPem).toContain(authority.serving.pem);
    expect(readFileSync(file('ca.crt'), 'utf8')).toBe(authority.serving.pem);
    expect([existsSync(file('ca-next.crt')), existsSync(file('ca-next.key'))]).toEqual([false, false]);
    expect(() => authority.retire()).toThrowError(/nothing to retire/);
  });

  it('come out whole wherever a rotation or a retirement was cut', async () => {
    const identity = await open();
    keep('before');
    await identity.authority.rotate();
    const [old, next] = pins(identity);
    keep('overlap');
    identity.authority.retire();
    keep('after');
    const back = (from: string): void => {
      rmSync(join(dir, 'identity'), { recursive: true });
      cpSync(join(dir, from), join(dir, 'identity'), { recursive: true });
    };
    // Rotation: the key was there, the certificate not yet.
    back('before');
    put('overlap', 'ca-next.key');
    const again = await open();
    expect(pins(again)).toEqual([old]);
    await again.authority.rotate();
    expect(pins(await open())).toHaveLength(2);
    // Retirement: before the point of no return nothing has changed; behind it, it is finished.
    back('overlap');
    expect(pins(await open())).toEqual([old, next]);
    put('after', 'ca.key');
    expect(pins(await open())).toEqual([next]);
    back('overlap');
    for (const name of ['ca.key', 'ca.crt']) put('after', name);
    expect(pins(await open())).toEqual([next]);
    expect(existsSync(file('ca-next.crt'))).toBe(false);
  });
});
