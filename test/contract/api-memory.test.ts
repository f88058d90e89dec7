/** Backups over the API and back again, single changes, and the past: spoken to from outside. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupHandlers } from '../../controller/api/index.ts';
import { removeWorlds, testWorld } from '../../controller/cli/testing/test-host.ts';
import { restoreController } from '../../controller/offline.ts';
import { startController } from '../../controller/start.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import { type CallContext, createClient } from '../../shared/transport/index.ts';
import {
  readBackup,
  recordFromWire,
  structFromWire,
  structToWire,
  timestampToWire,
} from '../../shared/wire/index.ts';
import { sample } from '../house/sample.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

let live: Live;
beforeAll(async () => {
  live = await Live.start();
  await live.addSite('ams1');
  await write({ create: { site: 'ams1', kind: 'switch', id: 'sw1', fields: structToWire({ name: 'sw1' }) } });
});
afterAll(() => live.stop());
afterAll(removeWorlds);

const REF = { site: 'ams1', kind: 'switch', id: 'sw1' };

async function write(operation: object): Promise<void> {
  await live.admin.unary('InventoryService.WriteRecords', { operations: [operation], why: 'test' });
}

const rename = (name: string): Promise<void> =>
  write({ update: { ref: REF, fields: structToWire({ name }) } });

async function backup(): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const { data } of live.admin.stream('BackupService.CreateBackup', {})) parts.push(data);
  return Buffer.concat(parts);
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe('BackupService.CreateBackup', () => {
  test('streams a whole archive to an admin of every site, and to no other', async () => {
    const names: string[] = [];
    const manifest = await readBackup(once(await backup()), async ({ name }, body) => {
      names.push(name);
      for await (const _part of body);
    });
    expect(names).toEqual(expect.arrayContaining(['store.db', 'identity/ca.key', 'identity/identity.json']));
    expect(manifest.position).toBeGreaterThan(0);
    const stranger = live.client();
    const refused = errorFrom(
      (async () => {
        for await (const _part of stranger.stream('BackupService.CreateBackup', {}));
      })(),
    );
    expect((await refused).code).toBe('UNAUTHENTICATED');
  });

  test('is not for an admin of some sites: it would hold the others too', async () => {
    const create = (): never => {
      throw new Error('nothing of it may be made');
    };
    const grants = [{ level: 'admin', switchView: 'full', scopes: [{ site: 'ams1' }] }] as const;
    const principal = { type: 'user', name: 'amy', grants, readOnly: false, tokenId: 't' } as const;
    const call = { principal, signal: new AbortController().signal } as unknown as CallContext;
    const answers = backupHandlers({ create }).CreateBackup({}, call);
    const [refused] = await Promise.allSettled([answers[Symbol.asyncIterator]().next()]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'FORBIDDEN' } });
  });

  test('is what another machine goes on from, under a new incarnation: with the same agents, tokens and records', async () => {
    const archive = join(live.dir, 'b.tar');
    writeFileSync(archive, await backup());
    const dataDir = join(live.dir, 'elsewhere');
    mkdirSync(dataDir, { mode: 0o700 });
    const env = {
      ...{
        WAYSIDE_DATA_DIR: dataDir,
        WAYSIDE_API__LISTEN: '127.0.0.1:0',
        WAYSIDE_HTTP__LISTEN: '127.0.0.1:0',
      },
    };
    const config = loadConfig('controller', { env, file: undefined }).values;
    // It proves the backup, and no backup holds it.
    await expect(restoreController(config, archive)).rejects.toMatchObject({
      ...{ code: 'WRONG_IDENTITY', hint: expect.stringContaining(`Put the master key into ${dataDir}`) },
    });
    cpSync(join(live.dir, 'controller', 'master.key'), join(dataDir, 'master.key'));
    const lines = (await restoreController(config, archive)).join('\n');
    expect(lines).toContain('The master key proves that this controller made it');
    expect(lines).toContain('there is no store to compare with');
    const second = await startController(config, silentLog);
    try {
      const ca = [readFileSync(second.caFile, 'utf8')];
      expect(ca).toEqual([live.caPem]);
      const client = createClient({ address: second.address, clock: systemClock, ca, token: live.token });
      const { record } = await client.unary('InventoryService.GetRecord', { ref: REF });
      expect(record && recordFromWire(record).fields).toEqual({ name: 'sw1' });
      const [was, is] = await Promise.all(
        [live.admin, client].map(async (api) =>
          (await api.unary('SystemService.GetStatus', {})).origin.split('.'),
        ),
      );
      expect(is?.[0]).toBe(was?.[0]);
      expect(Number(is?.[1])).toBeGreaterThan(Number(was?.[1]));
      client.close();
      await expect(restoreController(config, archive)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    } finally {
      await second.stop();
    }
    expect(existsSync(join(dataDir, 'restore.new'))).toBe(false);
  });

  test('the guide: made and verified by the command line', async () => {
    const world = await testWorld({ api: { ...apiOf(live) } });
    mkdirSync(join(world.folder, 'backups'));
    for (const command of sample('backup').commands) {
      const [made = ''] = readdirSync(join(world.folder, 'backups'));
      const [program, ...args] = command.replace('*.tar', made).split(' ');
      expect(program).toBe('wayside');
      expect(await world.run(...args)).toBe(0);
    }
    expect(world.out()).toContain('Master key:  not in it');
  });
});

function apiOf({ admin }: Live): Pick<typeof admin, 'unary' | 'stream' | 'toJson' | 'close'> {
  return {
    unary: admin.unary.bind(admin),
    stream: admin.stream.bind(admin),
    toJson: admin.toJson.bind(admin),
    close: () => undefined,
  };
}

describe('the past', () => {
  test('InventoryService.GetChange shows one change, and what was before', async () => {
    await rename('core-1');
    const { changes } = await live.admin.unary('InventoryService.ListHistory', { ref: REF });
    const position = changes[0]?.position ?? '';
    const answer = await live.admin.unary('InventoryService.GetChange', { position });
    expect(answer).toMatchObject({ beforeKnown: true, change: { writtenBy: 'user:admin', position } });
    expect(structFromWire(answer.before)).toEqual({ name: 'sw1' });
    expect(
      (await errorFrom(live.admin.unary('InventoryService.GetChange', { position: '999999' }))).code,
    ).toBe('NOT_FOUND');
  });

  test('InventoryService.GetRecord and InventoryService.ListRecords answer as of a time', async () => {
    const { record } = await live.admin.unary('InventoryService.GetRecord', { ref: REF });
    const before = timestampToWire(Number(record?.updateTime?.seconds) * 1000 - 60_000);
    const then = errorFrom(live.admin.unary('InventoryService.GetRecord', { ref: REF, atTime: before }));
    expect((await then).message).toContain('it was first written at');
    await rename('core-2');
    const atTime = record?.updateTime ?? null;
    const past = await live.admin.unary('InventoryService.GetRecord', { ref: REF, atTime });
    expect(past.record?.position).toBe(record?.position);
    const { records } = await live.admin.unary('InventoryService.ListRecords', { kind: 'switch', atTime });
    expect(records.map(({ position }) => position)).toEqual([record?.position]);
    const later = timestampToWire(systemClock.now() + 3_600_000);
    const refused = errorFrom(
      live.admin.unary('InventoryService.ListRecords', { kind: 'switch', atTime: later }),
    );
    expect((await refused).violations).toMatchObject([{ field: 'at_time' }]);
  });

  test('SystemService.GetStatus tells what the history takes', async () => {
    const { history } = await live.admin.unary('SystemService.GetStatus', {});
    expect(history.map(({ kind }) => kind)).toContain('sighting');
    expect(history.find(({ kind }) => kind === 'switch')).toMatchObject({ versionsMax: '200000' });
  });
});
