import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type ControllerConfig, loadConfig } from '../shared/config/index.ts';
import { ManualClock, makeBundle, readBundle } from '../shared/runtime/index.ts';
import { offlineBundle, offlineParts } from './offline-bundle.ts';
import { lockStore, openDatabase } from './store/index.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-offline-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'logs'));
  writeFileSync(join(dir, 'logs', 'controller.log'), '{"msg":"controller.ready"}\n');
});

function load(): ControllerConfig {
  const env = { WAYSIDE_DATA_DIR: dir, WAYSIDE_LOG__FILE: join(dir, 'logs', 'controller.log') };
  return loadConfig('controller', { env, file: undefined }).values;
}

function openStore(): ReturnType<typeof openDatabase> {
  return openDatabase({ file: join(dir, 'store.db'), busyTimeoutMs: 0, cacheBytes: 4_194_304 });
}

async function bundle(from = load): Promise<ReadonlyMap<string, string>> {
  const bytes = await makeBundle(offlineBundle(from), {
    ...{ program: 'controller', version: '1', clock: new ManualClock() },
  });
  const { contents } = await readBundle(
    (async function* () {
      yield bytes;
    })(),
  );
  return new Map([...contents].map(([name, content]) => [name, content.toString()]));
}

describe('the support bundle of a controller that does not run', () => {
  test('S0.62 is read from its folder, and leaves what is there as it is', async () => {
    openStore().close();
    const bytes = readFileSync(join(dir, 'store.db'));
    const found = await bundle();
    expect([...found.keys()]).toEqual(['manifest.json', ...Object.keys(offlineParts)]);
    expect(found.get('integrity.txt')).toBe('it reads through without damage\n');
    expect(JSON.parse(found.get('store.json') ?? '')).toMatchObject({ schema: expect.any(Number) });
    expect(found.get('log.jsonl')).toContain('controller.ready');
    expect(JSON.parse(found.get('lock.json') ?? '')).toEqual({ isRunning: false });
    // SQLite leaves an empty log of a store that it may only read.
    expect(readdirSync(dir).filter((name) => !/^store\.db-(wal|shm)$/.test(name))).toEqual([
      'logs',
      'store.db',
    ]);
    expect(statSync(join(dir, 'store.db-wal')).size).toBe(0);
    expect(readFileSync(join(dir, 'store.db')).equals(bytes)).toBe(true);
  });

  test('tells of a damaged store and of a controller that runs after all, and holds the rest', async () => {
    const db = openStore();
    db.exec("INSERT INTO meta (key, value) VALUES ('a', 'b')");
    db.close();
    const file = openSync(join(dir, 'store.db'), 'r+');
    for (let page = 1; page < 40; page += 1) writeSync(file, Buffer.alloc(4000, 'x'), 0, 4000, page * 4096);
    const lock = lockStore(join(dir, 'lock.db'));
    onTestFinished(() => lock.release());
    const found = await bundle();
    expect(found.get('errors.txt')).toMatch(
      /^integrity\.txt: .*\[STORE_CORRUPT\]; hint: Nothing was written/m,
    );
    expect(JSON.parse(found.get('lock.json') ?? '')).toEqual({ isRunning: true });
    expect(found.get('files.json')).toContain('store.db');
  });

  test('is there for a broken configuration too, with what is wrong in it', async () => {
    const found = await bundle(() => {
      const env = { WAYSIDE_LOG__LEVEL: 'loud' };
      return loadConfig('controller', { env, file: undefined }).values;
    });
    expect([...found.keys()]).toEqual(['manifest.json', 'about.json', 'errors.txt']);
    expect(found.get('errors.txt')).toMatch(/config\.json: .*WAYSIDE_LOG__LEVEL/);
  });
});
