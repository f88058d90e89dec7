import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ManualClock, seededRandom } from '../shared/runtime/index.ts';
import { createMasterKey, formatMasterKey, writeSecretFile } from '../shared/seal/index.ts';
import { checkController, restoreController } from './offline.ts';
import { Backups, DATABASE_DEFAULTS, openDatabase } from './store/index.ts';

const secrets = { masterKeyFile: undefined };

/** A folder with a store and a master key, and a backup of it by a version of that name. */
async function made(version: string): Promise<{ readonly dataDir: string; readonly file: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-offline-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const dataDir = join(dir, 'data');
  mkdirSync(dataDir);
  const master = createMasterKey(seededRandom(3));
  writeSecretFile(join(dataDir, 'master.key'), `${formatMasterKey(master).reveal()}\n`);
  const db = openDatabase({ file: join(dataDir, 'store.db'), ...DATABASE_DEFAULTS });
  const about = () => ({ version, meshId: 'm', fingerprint: 'me', origin: 'me.1' });
  const parts: Uint8Array[] = [];
  for await (const { bytes } of new Backups({ dataDir, clock: new ManualClock(), master, about }).create(
    new AbortController().signal,
  ))
    parts.push(bytes);
  db.close();
  const file = join(dir, 'b.tar');
  writeFileSync(file, Buffer.concat(parts));
  return { dataDir, file };
}

test('a restore shows what would steer the terminal, and sends none of it', async () => {
  const { dataDir, file } = await made('1\u001b[2J\u202e');
  for (const check of [true, false]) {
    const text = (await restoreController({ dataDir, secrets }, file, { check })).join('\n');
    expect(text).toContain('1\\x1b[2J\\u202e');
    expect([...'\u001b\u202e'].filter((steering) => text.includes(steering))).toEqual([]);
    expect(text).toContain('The master key proves');
  }
});

test('a restore without the master key asks for it, and says loudly when a person vouches instead', async () => {
  const { dataDir, file } = await made('1.0.0');
  rmSync(join(dataDir, 'master.key'));
  await expect(restoreController({ dataDir, secrets }, file)).rejects.toMatchObject({
    ...{ code: 'WRONG_IDENTITY', message: expect.stringContaining(file) },
    hint: expect.stringContaining('add --unsigned'),
  });
  const lines = await restoreController({ dataDir, secrets }, file, { unsigned: true });
  expect(lines.join('\n')).toContain('NOTHING PROVES WHO MADE IT');
  expect(lines.join('\n')).toContain('No token, user, password, role or agent came back');
});

test('a check and a restore of a folder whose store is gone say so, and the restore keeps its log', async () => {
  const { dataDir, file } = await made('1.0.0');
  rmSync(join(dataDir, 'store.db'));
  writeFileSync(join(dataDir, 'store.db-wal'), 'the last changes');
  await expect(checkController({ dataDir })).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  const lines = (await restoreController({ dataDir, secrets }, file)).join('\n');
  expect(lines).toMatch(/is kept in .*replaced-/);
  expect(lines).toContain('the store that was there cannot be compared');
  expect(lines).toContain('Look through exports of the audit trail');
});
