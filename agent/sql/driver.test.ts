import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, silentLog } from '../../shared/runtime/index.ts';
import type { DriverContext, StoreDriver, Target } from '../jobs/driver.ts';
import { createSqlDriver } from './driver.ts';

/** Pieces of work in which a timer must have come to its turn. */
const STEPS_MAX = 1000;

let root: string;
let driver: StoreDriver;

const context: DriverContext = {
  ...{ clock: new ManualClock(), log: silentLog, signal: new AbortController().signal },
  credentials: {
    open: () => {
      throw new Error('a database has no login');
    },
  },
  hostKeys: { check: () => 'mismatch' },
  progress: () => undefined,
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wayside-sql-'));
  for (const folder of ['open', 'open/deep', 'open/agent', 'opened-too', 'closed'])
    mkdirSync(join(root, folder));
  for (const file of [
    'open/a.db',
    'open/deep/a.db',
    'open/agent/agent.db',
    'opened-too/a.db',
    'closed/a.db',
  ]) {
    new Database(join(root, file))
      .exec('CREATE TABLE b (id TEXT PRIMARY KEY); CREATE TABLE a (id TEXT PRIMARY KEY)')
      .close();
  }
  driver = createSqlDriver({
    clock: context.clock,
    folders: [join(root, 'open')],
    closed: [join(root, 'open/agent')],
  });
});

afterEach(() => rmSync(root, { recursive: true }));

function target(address: string): Target {
  return {
    source: { site: 'ams1', kind: 'source', id: 'db' },
    ...{ name: 'db', address, port: 22, platform: undefined, credential: 'default' },
  };
}

function probe(address: string): ReturnType<StoreDriver['run']> {
  return driver.run({ kind: 'probe', driver: 'sql' }, target(address), context);
}

describe('the driver for databases', () => {
  it('tests a source by opening it, and names its tables', async () => {
    const { data } = await probe(join(root, 'open/a.db'));
    expect(data).toEqual({ tables: 2, names: ['a', 'b'] });
    expect((await probe(join(root, 'open/deep/a.db'))).data).toMatchObject({ tables: 2 });
  });

  it('opens nothing outside of the folders that its host names, wherever links lead, and nothing of the agent', async () => {
    symlinkSync(join(root, 'closed/a.db'), join(root, 'open/link.db'));
    symlinkSync(join(root, 'closed'), join(root, 'open/way'));
    const outside = [
      'closed/a.db',
      'closed/none.db',
      'opened-too/a.db',
      'open/agent/agent.db',
      'open/link.db',
      'open/way/a.db',
    ];
    for (const file of [...outside, 'open/../closed/a.db'])
      await expect(probe(join(root, file)), file).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(probe(`${root}/open/../closed/a.db`)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(driver.open(target(join(root, 'closed/a.db')), context)).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
  });

  it('says of what is not there that it is not, and refuses what is no path', async () => {
    await expect(probe(join(root, 'open/none.db'))).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(probe(join(root, 'open/deep'))).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(probe('open/a.db')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('lets everything else happen between two pieces of work, however many there are', async () => {
    const there = target(join(root, 'open/a.db'));
    let turns = 0;
    const other = setInterval(() => {
      turns += 1;
    }, 0);
    for (let step = 0; step < 50 || turns === 0; step += 1) {
      if (step > STEPS_MAX) throw new Error('nothing else came to its turn');
      (await driver.open(there, context)).close();
    }
    clearInterval(other);
    expect(turns).toBeGreaterThan(0);
  });

  it('reads no database whole, and begins nothing once it is told to stop', async () => {
    const there = target(join(root, 'open/a.db'));
    await expect(driver.run({ kind: 'collect', driver: 'sql' }, there, context)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    });
    const stopped = { ...context, signal: AbortSignal.abort(new Error('stop')) };
    await expect(driver.open(there, stopped)).rejects.toThrow('stop');
    expect(driver.capabilities).toEqual(['sql.probe']);
  });
});
