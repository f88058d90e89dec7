/** The switch driver against a real OpenSSH server, so that it does not only understand its own kind. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DriverContext, HostKeyVerdict, Target, TargetOutcome, Task } from '../../agent/jobs/driver.ts';
import { createSwitchDriver, type SwitchDriver } from '../../agent/switch/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { macFromHex } from '../../shared/model/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import { plainPlatform } from '../lab/scripted-session.ts';
import { hasSshd, type OpensshOptions, OpensshServer, TABLE_ROWS } from './openssh-server.ts';

/** The primality test that ssh2 would do costs at least twice as much on any machine of today. */
const HANDSHAKE_CPU_MAX_MS = 800;

const mac = macFromHex('001122334455');
const collect: Task = { kind: 'collect', driver: 'switch' };
const lookup: Task = { kind: 'lookup', driver: 'switch', mac };
const probe: Task = { kind: 'probe', driver: 'switch' };

const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one.stop();
});

interface Rig {
  readonly server: OpensshServer;
  readonly driver: SwitchDriver;
  readonly run: (task: Task, changes?: Partial<DriverContext>) => Promise<TargetOutcome>;
}

async function rig(options: OpensshOptions = {}, verdict: HostKeyVerdict = 'known'): Promise<Rig> {
  const server = await OpensshServer.start(options);
  const driver = createSwitchDriver({
    clock: systemClock,
    log: silentLog,
    platforms: { find: () => plainPlatform, detect: () => plainPlatform },
  });
  running.push(server, driver);
  const { host: address, port, username, privateKey } = server;
  const context: DriverContext = {
    clock: systemClock,
    log: silentLog,
    signal: new AbortController().signal,
    credentials: { open: () => ({ username, password: '', enablePassword: undefined, privateKey }) },
    hostKeys: { check: () => verdict },
    progress: () => undefined,
  };
  const target: Target = {
    source: { site: 'ams1', kind: 'source', id: '01hx' },
    name: 'openssh',
    address,
    port,
    platform: 'plain',
    credential: 'switches',
  };
  return {
    server,
    driver,
    run: (task, changes = {}) => driver.run(task, target, { ...context, ...changes }),
  };
}

const suite = hasSshd
  ? 'a real OpenSSH server'
  : 'a real OpenSSH server (skipped: apt-get install openssh-server)';

describe.skipIf(!hasSshd)(suite, () => {
  it('lets the driver in by key, and all is read (S1.1, S1.23)', async () => {
    const { run, server } = await rig();
    const { scan, data } = await run(collect);
    expect(data).toMatchObject({ hostname: 'sw1', counts: { fdb: TABLE_ROWS } });
    expect(scan?.completeness).toEqual({ state: 'complete' });
    expect(server.log).toContain('Accepted publickey');
  });

  it('serves many lookups on one connection (S1.19)', async () => {
    const { run, server } = await rig();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => run(lookup)));
    for (const { data } of outcomes) expect(data).toMatchObject({ rows: [{ mac, port: 'Gi1/0/1' }] });
    expect((await run(lookup)).timings).toMatchObject({ connectMs: 0 });
    expect(server.connections).toBe(1);
  });

  it.each([
    ['mismatch', 'HOST_KEY_MISMATCH'],
    ['not-listed', 'HOST_KEY_NOT_PINNED'],
  ] as const)('gets no login try when its key is judged %s (S1.21)', async (verdict, code) => {
    const { run, server } = await rig({}, verdict);
    await expect(run(probe)).rejects.toMatchObject({ code });
    expect(server.log).not.toMatch(/Accepted|Failed|Postponed|Invalid user/);
  });

  it('sees a wrong password once (S1.22)', async () => {
    const { run, server } = await rig();
    const { username } = server;
    const open = () => ({
      username,
      password: 'wrong-password',
      enablePassword: undefined,
      privateKey: undefined,
    });
    await expect(run(probe, { credentials: { open } })).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
    await server.stop();
    expect(server.log.match(/Failed password/g)).toHaveLength(1);
    expect(server.log).not.toMatch(/Failed (?!password)/);
  });

  it('may cut an idle connection: the next lookup has a new one', async () => {
    const { run, server } = await rig();
    await run(lookup);
    server.cutConnections();
    expect((await run(lookup)).data).toMatchObject({ rows: [{ mac }] });
    expect(server.connections).toBe(2);
  });

  it('may cut a connection at work: what was being read is read again on a new one', async () => {
    const { run, server } = await rig();
    const progress = (status: string): void => {
      if (status === 'reading the MAC table' && server.connections === 1) server.cutConnections();
    };
    expect((await run(collect, { progress })).data).toMatchObject({ counts: { fdb: TABLE_ROWS } });
    expect(server.connections).toBe(2);
  });

  it('is left alone at once when the work is cancelled (S0.13)', async () => {
    const { run, server, driver } = await rig();
    const abort = new AbortController();
    const progress = (status: string): void => {
      if (status === 'reading the MAC table') abort.abort(new WaysideError('CANCELLED', 'enough'));
    };
    await expect(run(collect, { signal: abort.signal, progress })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await driver.stop();
    await server.stop();
    expect(server.serving).toBe(0);
    expect(server.connections).toBe(1);
  });

  it.each([
    'curve25519-sha256',
    'ecdh-sha2-nistp256',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group-exchange-sha256',
  ])('may offer %s alone, and the handshake stays cheap', async (kex) => {
    const { run } = await rig({ kex });
    const before = process.cpuUsage();
    expect((await run(probe)).data).toMatchObject({ algorithms: { kex } });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(HANDSHAKE_CPU_MAX_MS);
  });

  it.each([
    ['diffie-hellman-group-exchange-sha256', 3072],
    ['diffie-hellman-group-exchange-sha256', 8192],
    ['diffie-hellman-group-exchange-sha1', 3072],
  ] as const)('may know %s and one group of %i bits alone', async (kex, groupBits) => {
    const { run, server } = await rig({ kex, groupBits });
    expect((await run(probe)).data).toMatchObject({ algorithms: { kex } });
    expect(server.log).toContain('Accepted publickey');
  });

  it('is read with outdated algorithms when it has no others: told, remembered, dialled twice once', async () => {
    const { run, server } = await rig({ kex: 'diffie-hellman-group14-sha1' });
    const legacy = ['diffie-hellman-group14-sha1'];
    expect((await run(probe)).data).toMatchObject({ algorithms: { kex: legacy[0] }, legacy });
    expect(server.connections).toBe(2);
    server.cutConnections();
    expect((await run(lookup)).data).toMatchObject({ rows: [{ mac }] });
    expect(server.connections).toBe(3);
  });
});
