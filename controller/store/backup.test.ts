import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock, seededRandom, tarEnd, tarHeader, tarPadding } from '../../shared/runtime/index.ts';
import { createMasterKey } from '../../shared/seal/index.ts';
import { type BackupManifest, readBackup } from '../../shared/wire/index.ts';
import { requireTrusted } from './backup-trust.ts';
import { type BackupPiece, Backups } from './backups.ts';
import { DATABASE_DEFAULTS, openDatabase, SCHEMA_VERSION } from './database.ts';
import type { Db } from './db.ts';
import { judgeHighWater, placeOf, readHighWater, writeHighWater } from './high-water.ts';
import { checkBackup, finishRestore, restoreStore } from './restore.ts';

const NOW_MS = 1_800_000_000_000;
const never = new AbortController().signal;
const random = seededRandom(1);
const [master, otherMaster] = [createMasterKey(random), createMasterKey(random)];
const trust = { master, masterKeyFile: '/m/master.key', unsigned: false };
const trusted = (manifest: BackupManifest): boolean => requireTrusted(manifest, trust);
const options = { nowMs: NOW_MS, requireTrusted: trusted };

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-backup-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

interface House {
  readonly dir: string;
  readonly db: Db;
  readonly backups: Backups;
}

/** A store with some facts, and keys beside it. */
function house(fingerprint = 'me'): House {
  const dir = folder();
  const db = openDatabase({ file: join(dir, 'store.db'), ...DATABASE_DEFAULTS });
  onTestFinished(() => void db.close());
  db.exec("INSERT INTO counters VALUES ('pos', 7)");
  mkdirSync(join(dir, 'identity'));
  writeFileSync(join(dir, 'identity', 'identity.json'), JSON.stringify({ fingerprint }));
  writeFileSync(join(dir, 'identity', 'ca.key'), 'sealed');
  writeFileSync(join(dir, 'identity', 'ca.key.new'), 'half');
  writeFileSync(join(dir, 'master.key'), 'THE MASTER KEY');
  const about = () => ({ version: '1.2.3', meshId: 'm1', fingerprint, origin: `${fingerprint}.1` });
  return { dir, db, backups: new Backups({ dataDir: dir, clock: new ManualClock(NOW_MS), master, about }) };
}

function fact(db: Db, key: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, value);
}

function factOf(dir: string, key: string): unknown {
  const db = new Database(join(dir, 'store.db'), { readonly: true });
  try {
    return db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key);
  } finally {
    db.close();
  }
}

async function whole(pieces: AsyncIterable<BackupPiece>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let told = 0;
  for await (const { bytes, totalBytes } of pieces) {
    parts.push(bytes);
    told = totalBytes;
  }
  const all = Buffer.concat(parts);
  expect(all.length).toBe(told);
  return all;
}

async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function drained(archive: Uint8Array): Promise<unknown> {
  return readBackup(inPieces(archive), async (_file, body) => {
    for await (const part of body) expect(part.length).toBeGreaterThan(0);
  });
}

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe('a backup', () => {
  it('holds the store of one moment and the sealed keys, says what it is, and has no master key', async () => {
    const { dir, db, backups } = house();
    fact(db, 'a', '1');
    const archive = await whole(backups.create(never));
    const names: string[] = [];
    const manifest = await readBackup(inPieces(archive), async ({ name }, body) => {
      names.push(name);
      for await (const _part of body);
    });
    expect(names).toEqual(['store.db', 'identity/ca.key', 'identity/identity.json']);
    expect(manifest).toMatchObject({
      ...{ version: '1.2.3', schema: SCHEMA_VERSION, meshId: 'm1', fingerprint: 'me', origin: 'me.1' },
      ...{ position: 7, createdAt: NOW_MS },
    });
    expect(archive.includes('THE MASTER KEY')).toBe(false);
    expect(existsSync(join(dir, 'backup.new'))).toBe(false);
  });

  it('is of the moment when it began, and writes go on while it is made', async () => {
    const { dir, db, backups } = house();
    fact(db, 'filler', 'x'.repeat(20_000_000));
    fact(db, 'a', 'before');
    const making = whole(backups.create(never));
    let writes = 0;
    let done = false;
    void making.finally(() => {
      done = true;
    });
    while (!done) {
      fact(db, 'a', `during ${writes}`);
      fact(db, 'b', `during ${writes}`);
      writes += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(writes).toBeGreaterThan(5);
    const archive = await making;
    db.close();
    await restoreStore(dir, inPieces(archive, 65_536), options);
    const [a, b] = [factOf(dir, 'a'), factOf(dir, 'b')];
    // Whole transactions alone: the second of a pair is there at most one turn late.
    const turn = (value: unknown): number =>
      value === undefined || value === 'before' ? -1 : Number(String(value).slice(7));
    expect([0, 1]).toContain(turn(a) - turn(b));
  });

  it('is made one at a time, and one that is broken off leaves nothing', async () => {
    const { dir, backups } = house();
    const first = backups.create(never);
    await first.next();
    await expect(backups.create(never).next()).rejects.toEqual(code('QUEUE_FULL'));
    expect(existsSync(join(dir, 'backup.new', 'store.db'))).toBe(true);
    await first.return(undefined);
    expect(existsSync(join(dir, 'backup.new'))).toBe(false);
    expect((await whole(backups.create(never))).length).toBeGreaterThan(1000);
  });

  it('of a damaged store is refused, for it would be damaged too', async () => {
    const { dir, db } = house();
    fact(db, 'filler', 'x'.repeat(200_000));
    db.close();
    const file = join(dir, 'store.db');
    writeFileSync(file, damagedIn(readFileSync(file)));
    const about = () => ({ version: '1', meshId: 'm', fingerprint: 'me', origin: 'me.1' });
    const backups = new Backups({ dataDir: dir, clock: new ManualClock(), master, about });
    await expect(whole(backups.create(never))).rejects.toEqual(code('STORE_CORRUPT'));
  });

  it('cut anywhere or changed anywhere is refused', async () => {
    const { backups } = house();
    const archive = await whole(backups.create(never));
    await drained(archive);
    for (const length of [0, 100, 511, 512, 700, 5000, archive.length - 1500])
      await expect(drained(archive.subarray(0, length))).rejects.toEqual(code('BACKUP_DAMAGED'));
    for (const at of [0, 300, 600, 3000, archive.length - 3000]) {
      const changed = Buffer.from(archive);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(drained(changed)).rejects.toEqual(code('BACKUP_DAMAGED'));
    }
  });

  it('whose manifest names a file outside of its folder is refused', async () => {
    const { backups } = house();
    const archive = await whole(backups.create(never));
    for (const name of ['../../etc/pwd', '/etc/passwd//', 'identity/../x.ky']) {
      const evil = Buffer.from(
        archive.toString('latin1').replaceAll('identity/ca.key', name.padEnd(15, 'x')),
        'latin1',
      );
      await expect(drained(evil)).rejects.toEqual(code('BACKUP_DAMAGED'));
    }
  });
});

describe('a restore', () => {
  it('puts the backup in place and keeps what was there aside', async () => {
    const { dir, db, backups } = house();
    fact(db, 'a', 'old');
    const archive = await whole(backups.create(never));
    fact(db, 'a', 'new');
    db.close();
    const { aside, tookIdentity } = await restoreStore(dir, inPieces(archive), options);
    expect(factOf(dir, 'a')).toBe('old');
    expect(factOf(String(aside), 'a')).toBe('new');
    expect(tookIdentity).toBe(false);
    expect(readFileSync(join(dir, 'identity', 'ca.key'), 'utf8')).toBe('sealed');
  });

  it('onto an empty folder brings the keys along', async () => {
    const { backups } = house();
    const archive = await whole(backups.create(never));
    const dir = folder();
    expect(await restoreStore(dir, inPieces(archive), options)).toMatchObject({
      aside: undefined,
      tookIdentity: true,
    });
    expect(readdirSync(join(dir, 'identity')).sort()).toEqual(['ca.key', 'identity.json']);
    expect(readdirSync(dir).sort()).toEqual(['high-water.json', 'identity', 'restored.json', 'store.db']);
  });

  it('counts as a step back even when nothing was written since the backup', async () => {
    const { dir, db, backups } = house();
    const mark = join(dir, 'high-water.json');
    writeHighWater(mark, { pos: 7, incarnation: 3, place: placeOf(mark) });
    const archive = await whole(backups.create(never));
    db.close();
    await restoreStore(dir, inPieces(archive), options);
    expect(readHighWater(mark)?.incarnation).toBe(3);
    expect(judgeHighWater(readHighWater(mark), { pos: 7, place: placeOf(mark) })).toBe('restored');
  });

  it('of a newer schema, a damaged file or another controller changes nothing', async () => {
    const { dir, db, backups } = house();
    const good = await whole(backups.create(never));
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    const newer = await whole(backups.create(never));
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
    fact(db, 'a', 'stays');
    const before = readdirSync(dir).sort();
    const foreign = await whole(house('other').backups.create(never));
    const refusals: [string, Uint8Array][] = [
      ['STORE_NEWER', newer],
      ['BACKUP_DAMAGED', good.subarray(0, good.length - 5000)],
      ['WRONG_IDENTITY', foreign],
    ];
    for (const [expected, archive] of refusals) {
      await expect(restoreStore(dir, inPieces(archive), options)).rejects.toEqual(code(expected));
      await expect(checkBackup(dir, inPieces(archive), trusted)).rejects.toEqual(code(expected));
      expect(readdirSync(dir).sort()).toEqual(before);
      expect(factOf(dir, 'a')).toBe('stays');
    }
    expect((await checkBackup(dir, inPieces(good), trusted)).manifest.position).toBe(7);
    expect(readdirSync(dir).sort()).toEqual(before);
  });

  it('that was broken off after any of its steps is finished by the next start', async () => {
    const { dir, db, backups } = house();
    fact(db, 'a', 'old');
    const archive = await whole(backups.create(never));
    fact(db, 'a', 'new');
    db.close();
    const stage = join(dir, 'restore.new');
    // As a process that died right after the plan was written leaves it.
    await restoreStore(folder(), inPieces(archive), options);
    mkdirSync(join(stage, 'identity'), { recursive: true });
    await readBackup(inPieces(archive), async ({ name }, body) => {
      const parts: Uint8Array[] = [];
      for await (const part of body) parts.push(part);
      writeFileSync(join(stage, name), Buffer.concat(parts));
    });
    expect(finishRestore(dir)).toBe(false);
    writeFileSync(join(stage, 'plan.json'), JSON.stringify({ aside: 'replaced-x', position: 7 }));
    // … and had begun to move the old store.
    mkdirSync(join(dir, 'replaced-x'));
    expect(finishRestore(dir)).toBe(true);
    expect(factOf(dir, 'a')).toBe('old');
    expect(factOf(join(dir, 'replaced-x'), 'a')).toBe('new');
    expect(finishRestore(dir)).toBe(false);
    expect(existsSync(stage)).toBe(false);
  });
});

describe('whose backup it is', () => {
  /** What somebody does who can write to the place where backups lie: other files, the sums put right. */
  async function forged(
    archive: Uint8Array,
    change: (manifest: BackupManifest) => BackupManifest,
    sql = '',
  ): Promise<Buffer> {
    const files = new Map<string, Buffer>();
    const manifest = await readBackup(inPieces(archive), async ({ name }, body) => {
      const parts: Uint8Array[] = [];
      for await (const part of body) parts.push(part);
      files.set(name, Buffer.concat(parts));
    });
    const db = new Database(files.get('store.db') ?? Buffer.alloc(0));
    db.exec(sql);
    files.set('store.db', db.serialize());
    db.close();
    const told = change({
      ...manifest,
      files: [...files].map(([name, bytes]) => ({
        ...{ name, sizeBytes: bytes.length },
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })),
    });
    const all = [['manifest.json', Buffer.from(JSON.stringify(told))] as const, ...files];
    const parts = all.flatMap(([name, bytes]) => [
      ...[tarHeader({ name, sizeBytes: bytes.length }, 0), bytes, tarPadding(bytes.length)],
    ]);
    return Buffer.concat([...parts, tarEnd()]);
  }
  const same = (manifest: BackupManifest): BackupManifest => manifest;
  const unsealed = ({ seal: _seal, ...manifest }: BackupManifest): BackupManifest => manifest;
  const refusal = (
    archive: Uint8Array,
    over: Partial<typeof trust> | { master: undefined } = {},
  ): Promise<unknown> => {
    const judge = (manifest: BackupManifest): boolean => requireTrusted(manifest, { ...trust, ...over });
    return restoreStore(folder(), inPieces(archive), { nowMs: NOW_MS, requireTrusted: judge }).then(
      ({ proved }) => ({ proved }),
      (error: unknown) => error,
    );
  };

  it('is proved by the master key: one with a planted token and right sums is refused, whatever a person says', async () => {
    const { backups } = house();
    const archive = await whole(backups.create(never));
    const planted = await forged(
      archive,
      same,
      "INSERT INTO api_tokens (id, name, role, hash, created_at) VALUES ('x', 'admin', 'admin', 'h', 0)",
    );
    await drained(planted);
    expect(await refusal(archive)).toEqual({ proved: true });
    for (const unsigned of [false, true])
      expect(await refusal(planted, { unsigned })).toMatchObject({
        ...{ code: 'BACKUP_DAMAGED', message: expect.stringContaining('its signature is wrong') },
      });
  });

  it('is asked of a person when there is no signature, no master key, or another one', async () => {
    const { dir, backups } = house();
    const archive = await whole(backups.create(never));
    const unsigned = await forged(archive, unsealed);
    for (const [bytes, over, words] of [
      [unsigned, {}, 'it has no signature'],
      [archive, { master: undefined }, '/m/master.key, which proves it, is missing'],
      [archive, { master: otherMaster }, 'another master key than that in /m/master.key'],
    ] as const) {
      expect(await refusal(bytes, over)).toMatchObject({
        ...{ code: 'WRONG_IDENTITY', message: expect.stringContaining(words) },
        hint: expect.stringContaining('--unsigned'),
      });
      expect(await refusal(bytes, { ...over, unsigned: true })).toEqual({ proved: false });
    }
    await expect(checkBackup(dir, inPieces(unsigned), trusted)).rejects.toEqual(code('WRONG_IDENTITY'));
  });

  it.each<[string, Partial<BackupManifest>]>([
    ['another position', { position: 8 }],
    ['a position below zero', { position: -1 }],
    ['a position that no controller reaches', { position: Number.MAX_SAFE_INTEGER }],
    ['another schema', { schema: 1 }],
    ['an origin of another controller', { origin: 'other.1' }],
    ['an incarnation that none reaches', { origin: `me.${Number.MAX_SAFE_INTEGER}` }],
    ['an incarnation that is no number', { origin: 'me.x' }],
    ['a time below zero', { createdAt: -1 }],
  ])('does not matter when its manifest says %s than its store', async (_what, lie) => {
    const { backups } = house();
    const archive = await whole(backups.create(never));
    const lying = await forged(archive, (manifest) => unsealed({ ...manifest, ...lie }));
    expect(await refusal(lying, { unsigned: true })).toEqual(code('BACKUP_DAMAGED'));
  });
});

/** Some page in the middle is overwritten. */
function damagedIn(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xa5, 8 * 4096, 9 * 4096);
  return copy;
}
