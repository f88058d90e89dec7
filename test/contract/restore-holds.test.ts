/** A restore goes back in time; what was taken from an agent since does not. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { restoreController } from '../../controller/offline.ts';
import { startController } from '../../controller/start.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import { createClient } from '../../shared/transport/index.ts';
import { Live } from './support/live.ts';

let live: Live;
beforeAll(async () => {
  live = await Live.start();
  await live.addSite('ams1');
});
afterAll(() => live.stop());

async function backup(): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const { data } of live.admin.stream('BackupService.CreateBackup', {})) parts.push(data);
  return Buffer.concat(parts);
}

test('an agent that was banned after the backup stays banned, also one that joined after it; a token that came back is named', async () => {
  const { admin } = live;
  await live.joinAgent('ams1', 'early');
  const { apiToken: made } = await admin.unary('UserService.CreateApiToken', {
    ...{ name: 'for the script', ttlSeconds: 3600 },
  });
  const archive = join(live.dir, 'before.tar');
  writeFileSync(archive, await backup());
  await live.joinAgent('ams1', 'late');
  for (const id of ['early', 'late'])
    await admin.unary('AgentService.BanAgent', { id, why: 'host was stolen' });
  await admin.unary('UserService.DeleteApiToken', { id: made?.id ?? '' });
  await live.controller.stop();

  const env = {
    ...{ WAYSIDE_DATA_DIR: join(live.dir, 'controller'), WAYSIDE_API__LISTEN: '127.0.0.1:0' },
    WAYSIDE_HTTP__LISTEN: '127.0.0.1:0',
  };
  const config = loadConfig('controller', { env, file: undefined }).values;
  const lines = await restoreController(config, archive);
  expect(lines.join('\n')).toContain('is there again. Take it away once more');
  expect(lines).toContain(`  token ${made?.id} of admin`);
  expect(lines.join('\n')).not.toContain('early');
  const running = await startController(config, silentLog);
  onTestFinished(() => running.stop());
  const client = createClient({
    ...{ address: running.address, clock: systemClock, ca: [live.caPem], token: live.token },
  });
  onTestFinished(() => client.close());
  for (const id of ['early', 'late']) {
    const { agent } = await client.unary('AgentService.GetAgent', { id });
    expect(agent).toMatchObject({
      ...{ state: 'AGENT_STATE_BANNED', reason: expect.stringContaining('host was stolen') },
    });
  }
  const { entries } = await client.unary('AuditService.ListAudit', { pageSize: 100 });
  const methods = entries.map(({ method }) => method);
  expect(methods.filter((method) => method === 'agent.ban-kept')).toHaveLength(2);
  const told = entries.find(({ method }) => method === 'store.restored');
  expect(told?.detail).toMatchObject({
    proved: 'true',
    cameBack: expect.stringContaining(`token ${made?.id}`),
  });
  await client.unary('AgentService.UnbanAgent', { id: 'late' });
});
