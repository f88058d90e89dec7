/**
 * A controller that was taken over and wants the switches' passwords: it names a server of its own as the target of a
 * credential. The agent sends nothing there, whatever it is told, and pins no key of it.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openKnownHosts } from '../../agent/start.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { isTerminal, type JobView } from '../../shared/model/index.ts';
import { jobFromWire, structToWire } from '../../shared/wire/index.ts';
import { generateCampus, type RunningCampus, startCampus } from '../lab/index.ts';
import { Live } from './support/live.ts';

const SITE = 'ams1';
const AGENT = 'beside';

let live: Live;
let campus: RunningCampus;
/** One that the credential is for, and one that belongs to whoever has the controller. */
let ours: string;
let rogue: string;
beforeAll(async () => {
  campus = await startCampus(generateCampus({ seed: 11, switches: 3, deskPorts: 4 }));
  [ours = '', rogue = ''] = campus.switches.keys();
  live = await Live.start();
  await live.addSite(SITE);
  const fields = { name: ours, driver: 'switch', address: '127.0.0.1', credential: 'campus' };
  const create = { site: SITE, kind: 'source', id: ours.toLowerCase(), fields: structToWire(fields) };
  await live.admin.unary('InventoryService.WriteRecords', { operations: [{ create }] });
  await live.startAgent(SITE, AGENT);
  const { vault } = await live.newFolders(AGENT);
  const login = { username: 'admin', password: 'lab-password' };
  vault.set('campus', login, [`127.0.0.1:${campus.switch(ours).port}`]);
  // Listed for the rogue's network, but by another name: it must not vouch for the first.
  vault.set('other', login, ['192.0.2.0/24']);
});
afterAll(async () => {
  await live.stop();
  await campus.stop();
});

const ref = (name: string) => ({ site: SITE, kind: 'source', id: name.toLowerCase() });

async function point(fields: Parameters<typeof structToWire>[0]): Promise<void> {
  const update = { ref: ref(ours), fields: structToWire(fields) };
  await live.admin.unary('InventoryService.WriteRecords', { operations: [{ update }] });
}

/** What the one target of such a job ended with; empty: it worked. */
async function outcome(kind: string, name: string): Promise<string> {
  const request = { kind, targets: [ref(name)], ...(kind === 'lookup' && { mac: '02:00:00:00:00:01' }) };
  const { job } = await live.admin.unary('JobService.SubmitJob', request);
  let last: JobView | undefined;
  for await (const view of live.admin.stream('JobService.WatchJob', { id: job?.id ?? '' })) {
    last = view.job ? jobFromWire(view.job) : last;
    if (last && isTerminal(last.state)) break;
  }
  return last?.results[0]?.error?.code ?? '';
}

async function pins(): Promise<readonly string[]> {
  const env = { WAYSIDE_DATA_DIR: join(live.dir, AGENT) };
  const config = loadConfig('agent', { env, file: undefined }).values;
  const pinned = openKnownHosts(config, await live.newFolders(AGENT)).list();
  return pinned.map(({ place }) => place);
}

describe('a controller that names a foreign target for a credential (S0.32)', () => {
  beforeEach(() => point({ address: '127.0.0.1', port: campus.switch(ours).port, credential: 'campus' }));

  test.each(['collect', 'lookup', 'probe'])('gets nothing sent there by a %s', async (kind) => {
    expect(await outcome(kind, ours)).toBe('');
    await point({ port: campus.switch(rogue).port });
    expect(await outcome(kind, ours)).toBe('CREDENTIAL_TARGET');
    // Not even a session that is kept open to the switch of that name is taken for the other.
    await point({ credential: 'other' });
    expect(await outcome(kind, ours)).toBe('CREDENTIAL_TARGET');
    const { connections, authAttempts } = campus.switch(rogue).counters;
    expect({ connections, authAttempts }).toEqual({ connections: 0, authAttempts: 0 });
  });

  test.each(['localhost', '127.0.0.2', '::1', '0.0.0.0', 'LOCALHOST.'])(
    'gets nothing sent to %s, where the same port may be another’s',
    async (address) => {
      const before = campus.switch(ours).counters.connections;
      await point({ address });
      expect(await outcome('probe', ours)).toBe('CREDENTIAL_TARGET');
      expect(campus.switch(ours).counters.connections).toBe(before);
    },
  );

  test('gets no host key pinned but that of the listed switch', async () => {
    expect(await outcome('probe', ours)).toBe('');
    expect(await pins()).toEqual([`127.0.0.1:${campus.switch(ours).port}`]);
  });
});
