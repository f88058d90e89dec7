import { describe, expect, it } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import { ManualClock } from '../../shared/runtime/index.ts';
import type { Target } from '../jobs/driver.ts';
import { openAgentDatabase } from './database.ts';
import { answerHostKeys } from './host-keys-told.ts';
import { hostKeyFingerprint, KnownHosts } from './known-hosts.ts';

const target = (address: string, port = 22): Target => ({
  source: { site: 'ams1', kind: 'source', id: 's1' },
  name: 'sw1',
  address,
  port,
  platform: undefined,
  credential: 'lab',
});
const key = (byte: number): Uint8Array => new Uint8Array(51).fill(byte);

function setUp(): { hosts: KnownHosts; clock: ManualClock; listed: Set<string> } {
  const clock = new ManualClock();
  const listed = new Set(['10.0.0.1', '10.0.0.2', '2001:db8::1']);
  const vault = {
    lists: (name: string, { address }: { address: string }) => name === 'lab' && listed.has(address),
  };
  return { hosts: new KnownHosts({ db: openAgentDatabase(':memory:'), clock, vault }), clock, listed };
}

describe('pinned host keys (S1.21)', () => {
  it('are pinned at first use and known from then on', () => {
    const { hosts, clock } = setUp();
    expect(hosts.check(target('10.0.0.1'), 'ssh-ed25519', key(1))).toBe('pinned-now');
    expect(hosts.check(target('10.0.0.1'), 'ssh-ed25519', key(1))).toBe('known');
    expect(hosts.list()).toEqual([
      {
        place: '10.0.0.1:22',
        keyType: 'ssh-ed25519',
        fingerprint: hostKeyFingerprint(key(1)),
        pinnedAt: clock.now(),
      },
    ]);
  });

  it('stay known when the list of targets shrinks, for they are a memory and not a permission', () => {
    const { hosts, listed } = setUp();
    hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    listed.clear();
    expect(hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1))).toBe('known');
  });

  it('make any other key a mismatch, also one of another type, and nothing new is pinned', () => {
    const { hosts } = setUp();
    hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    expect(hosts.check(target('10.0.0.1'), 'ssh-rsa', key(2))).toBe('mismatch');
    expect(hosts.check(target('10.0.0.1'), 'ssh-ed25519', key(3))).toBe('mismatch');
    expect(hosts.list()).toHaveLength(1);
  });

  it('are not made for a target that no credential of this agent lists', () => {
    const { hosts } = setUp();
    expect(hosts.check(target('10.9.9.9'), 'ssh-rsa', key(1))).toBe('not-listed');
    expect(hosts.check({ ...target('10.0.0.1'), credential: 'other' }, 'ssh-rsa', key(1))).toBe('not-listed');
    expect(hosts.list()).toEqual([]);
  });

  it('are kept by address and port, IPv6 in brackets', () => {
    const { hosts } = setUp();
    hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    expect(hosts.check(target('10.0.0.1', 2222), 'ssh-rsa', key(2))).toBe('pinned-now');
    hosts.check(target('2001:db8::1'), 'ssh-rsa', key(3));
    expect(hosts.list().map(({ place }) => place)).toEqual([
      '10.0.0.1:22',
      '10.0.0.1:2222',
      '[2001:db8::1]:22',
    ]);
  });

  it('are kept by jump host, too: the same address behind another one is another device', () => {
    const { hosts, listed } = setUp();
    for (const jump of ['10.9.9.1', '10.9.9.2']) listed.add(jump);
    const behind = (jump: string): Target => ({
      ...target('10.0.0.1'),
      jump: { address: jump, port: 22, credential: 'bastion' },
    });
    expect(hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1))).toBe('pinned-now');
    expect(hosts.check(behind('10.9.9.1'), 'ssh-rsa', key(2))).toBe('pinned-now');
    expect(hosts.check(behind('10.9.9.2'), 'ssh-rsa', key(3))).toBe('pinned-now');
    expect(hosts.check(behind('10.9.9.1'), 'ssh-rsa', key(3))).toBe('mismatch');
    const place = { address: '10.0.0.1', port: 22, jump: { address: '10.9.9.1', port: 22 } };
    expect(hosts.held(place)).toMatchObject([
      { place: '10.0.0.1:22 by 10.9.9.1:22', offered: { fingerprint: hostKeyFingerprint(key(3)) } },
    ]);
    hosts.accept(place, hostKeyFingerprint(key(3)));
    expect(hosts.check(behind('10.9.9.1'), 'ssh-rsa', key(3))).toBe('known');
    expect(hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1))).toBe('known');
  });

  it('are not made by a way that only the job names, for an address that is known by another', () => {
    const { hosts } = setUp();
    const behind = (address: string, jump: string): Target => ({
      ...target(address),
      jump: { address: jump, port: 22, credential: 'bastion' },
    });
    hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    expect(hosts.check(behind('10.0.0.1', '10.9.9.1'), 'ssh-rsa', key(2))).toBe('not-listed');
    expect(hosts.check(behind('10.0.0.2', '10.9.9.1'), 'ssh-rsa', key(2))).toBe('pinned-now');
    expect(hosts.check(behind('10.0.0.2', '10.9.9.2'), 'ssh-rsa', key(2))).toBe('not-listed');
  });

  it('change only when somebody accepts the fingerprint of the new key', () => {
    const { hosts } = setUp();
    const place = { address: '10.0.0.1', port: 22 };
    hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    hosts.accept(place, hostKeyFingerprint(key(2)));
    expect(hosts.check(target('10.0.0.1'), 'ssh-ed25519', key(2))).toBe('known');
    expect(hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1))).toBe('mismatch');
    expect(hosts.forget(place)).toBe(true);
    expect(hosts.forget(place)).toBe(false);
    expect(hosts.check(target('10.0.0.1'), 'ssh-rsa', key(3))).toBe('pinned-now');
  });

  it('are not accepted from text that is no fingerprint', () => {
    const { hosts } = setUp();
    for (const bad of ['', 'SHA256:short', `MD5:${'a'.repeat(43)}`, `SHA256:${'a'.repeat(44)}`]) {
      try {
        hosts.accept({ address: 'h', port: 22 }, bad);
        expect.unreachable(bad);
      } catch (error) {
        expect((error as WaysideError).code).toBe('INVALID_INPUT');
      }
    }
  });

  it('have the fingerprint that OpenSSH prints', () => {
    // ssh-keygen -lf of this public key.
    const blob = Buffer.from(
      'AAAAC3NzaC1lZDI1NTE5AAAAIDVYuw7uzfeUUeivaj7P0RmNnTRbKFrPrQHvzSxHjG1k',
      'base64',
    );
    expect(hostKeyFingerprint(blob)).toBe('SHA256:r4j0SCJUmt3ifp7kDTYdCc1J9NETHbpxgFbu3X1zfIY');
  });

  it('remember what was refused last, until it is accepted or the pinned key is back', () => {
    const { hosts, clock } = setUp();
    const place = { address: '10.0.0.1', port: 22 };
    hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    hosts.check(target('10.0.0.1'), 'ssh-ed25519', key(2));
    const [one, two] = [hostKeyFingerprint(key(1)), hostKeyFingerprint(key(2))];
    const shown = { keyType: 'ssh-ed25519', fingerprint: two, at: clock.now() };
    expect(hosts.held(place)).toMatchObject([{ pinned: { fingerprint: one }, offered: shown }]);
    hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    expect(hosts.held()).toMatchObject([{ place: '10.0.0.1:22', offered: undefined }]);
    hosts.check(target('10.9.9.9'), 'ssh-rsa', key(3));
    expect(hosts.held({ address: '10.9.9.9', port: 22 })).toMatchObject([{ pinned: undefined, offered: {} }]);
    hosts.check(target('10.0.0.1'), 'ssh-ed25519', key(2));
    const told = answerHostKeys(hosts, { type: 'hostKeysAsked', questionId: 'q', place, accept: two });
    expect(told).toMatchObject({
      questionId: 'q',
      refusal: undefined,
      keys: [{ pinned: { fingerprint: two } }],
    });
    expect(told.keys[0]?.offered).toBeUndefined();
  });

  it('remember what was refused over a restart, so that the alarm goes on', () => {
    const clock = new ManualClock();
    const deps = { db: openAgentDatabase(':memory:'), clock, vault: { lists: () => true } };
    const before = new KnownHosts(deps);
    before.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    before.check(target('10.0.0.1'), 'ssh-rsa', key(2));
    const after = new KnownHosts(deps);
    const offered = { keyType: 'ssh-rsa', fingerprint: hostKeyFingerprint(key(2)), at: clock.now() };
    expect(after.held()).toMatchObject([{ place: '10.0.0.1:22', offered }]);
    after.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    expect(new KnownHosts(deps).held()).toMatchObject([{ offered: undefined }]);
  });

  it('are accepted by name of one place and with a whole fingerprint alone', () => {
    const { hosts } = setUp();
    hosts.check(target('10.0.0.1'), 'ssh-rsa', key(1));
    const ask = (place: { address: string; port: number } | undefined, accept: string) =>
      answerHostKeys(hosts, { type: 'hostKeysAsked', questionId: 'q', place, accept }).refusal?.code;
    expect(ask(undefined, hostKeyFingerprint(key(2)))).toBe('INVALID_INPUT');
    expect(ask({ address: '10.0.0.1', port: 22 }, 'MD5:aa')).toBe('INVALID_INPUT');
    expect(ask({ address: '10.7.7.7', port: 22 }, hostKeyFingerprint(key(2)))).toBeUndefined();
    expect(hosts.list()).toMatchObject([{ fingerprint: hostKeyFingerprint(key(1)) }]);
  });
});
