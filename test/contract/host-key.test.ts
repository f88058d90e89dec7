/** A switch that shows another host key than the pinned one: nothing is sent, all are told, and one person decides. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { structToWire } from '../../shared/wire/index.ts';
import { generateCampus } from '../lab/index.ts';
import { type SimulatedSwitch, startSwitch } from '../lab/ssh-switch.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

const SITE = 'ams1';
const OTHER = `SHA256:${'A'.repeat(43)}`;

let live: Live;
let simulated: SimulatedSwitch;

beforeAll(async () => {
  live = await Live.start();
  await live.addSite(SITE);
  const [device] = generateCampus({ seed: 5 }).devices;
  if (!device) throw new Error('an empty campus');
  simulated = await startSwitch(device);
  const { host: address, port } = simulated;
  const fields = { name: 'sw1', driver: 'switch', address, port, credential: 'campus' };
  const create = { site: SITE, kind: 'source', id: 'sw1', fields: structToWire(fields) };
  const both = [{ create }, { create: { ...create, kind: 'switch', fields: structToWire({ name: 'sw1' }) } }];
  await live.admin.unary('InventoryService.WriteRecords', { operations: both });
  await live.startAgent(SITE, 'ams1-a');
});
afterAll(async () => {
  await simulated.stop();
  await live.stop();
});

/** Collects, and says how the one target ended. */
async function collect(): Promise<string> {
  const targets = [{ site: SITE, kind: 'switch', id: 'sw1' }];
  const { job } = await live.admin.unary('JobService.SubmitJob', { kind: 'collect', targets });
  const states = live.admin.stream('JobService.WatchJob', { id: job?.id ?? '' });
  for await (const { job: now } of states)
    if (now && now.endTime !== null) return now.error?.code ?? now.state;
  return '';
}

const listed = async () =>
  (await live.admin.unary('HostKeyService.ListHostKeys', { source: 'sw1' })).hostKeys;
const accept = (fingerprint: string, validateOnly = false) =>
  live.admin.unary('HostKeyService.AcceptHostKey', { source: 'sw1', site: SITE, fingerprint, validateOnly });
const reasons = async (): Promise<readonly string[]> =>
  (await live.admin.unary('SystemService.RunDoctor', {})).findings.map(({ reason }) => reason);

describe('a changed host key (S1.21)', () => {
  test('HostKeyService.ListHostKeys and HostKeyService.AcceptHostKey: refused, told, shown beside the pinned one, accepted by a person, at work again', async () => {
    await collect();
    const pinned = simulated.fingerprint;
    const known = (await listed()).find(({ fingerprint }) => fingerprint === pinned);
    expect(known).toMatchObject({
      ...{ site: SITE, source: 'sw1', place: `127.0.0.1:${simulated.port}`, state: 'HOST_KEY_STATE_PINNED' },
      offeredFingerprint: '',
    });
    expect(await reasons()).not.toContain('source-host-key');

    simulated.changeHostKey();
    simulated.dropConnections();
    const { authAttempts } = simulated.counters;
    expect(await collect()).toBe('HOST_KEY_MISMATCH');
    expect(await listed()).toMatchObject([
      {
        ...{ state: 'HOST_KEY_STATE_CHANGED', fingerprint: pinned },
        offeredFingerprint: simulated.fingerprint,
      },
    ]);
    expect(simulated.counters.authAttempts).toBe(authAttempts);
    expect(await reasons()).toContain('source-host-key');

    await live.startAgent(SITE, 'ams1-b');
    expect(await errorFrom(accept(OTHER))).toMatchObject({
      code: 'HOST_KEY_MISMATCH',
      message: expect.stringContaining(simulated.fingerprint),
    });
    await accept(simulated.fingerprint, true);
    expect((await listed()).some(({ state }) => state === 'HOST_KEY_STATE_CHANGED')).toBe(true);
    const { hostKeys, silentAgents } = await accept(simulated.fingerprint);
    expect(silentAgents).toEqual([]);
    for (const key of hostKeys)
      expect(key).toMatchObject({ state: 'HOST_KEY_STATE_PINNED', fingerprint: simulated.fingerprint });
    for (let tries = 0; tries < 4; tries += 1) await collect();
    expect((await listed()).every(({ fingerprint }) => fingerprint === simulated.fingerprint)).toBe(true);
    expect(await reasons()).not.toContain('source-host-key');
  });

  test('what was never shown is not accepted, and what is no fingerprint is said so', async () => {
    expect((await errorFrom(accept('MD5:aa'))).code).toBe('INVALID_INPUT');
    expect((await errorFrom(accept(OTHER))).message).toContain('no agent was shown another key');
    expect((await errorFrom(live.admin.unary('HostKeyService.ListHostKeys', {}))).code).toBe('INVALID_INPUT');
    const { hostKeys } = await live.admin.unary('HostKeyService.ListHostKeys', { site: SITE, pageSize: 1 });
    expect(hostKeys).toHaveLength(1);
  });
});
