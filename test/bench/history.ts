/** What the history costs when records change, and what a backup costs against a plain copy of the same file. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Backups, DATABASE_DEFAULTS, openDatabase, Store } from '../../controller/store/index.ts';
import { systemClock, systemRandom } from '../../shared/runtime/index.ts';
import { createMasterKey, ready } from '../../shared/seal/index.ts';
import { applyAll, makeFrames, openInventory, timed } from './apply.ts';
import { type Figure, median } from './figure.ts';

/** The middle one counts. */
const ROUNDS = 3;

export async function benchHistory(): Promise<Figure[]> {
  await ready();
  const frames = makeFrames();
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(frames));
  const middle = (name: keyof Round): number => median(rounds.map((round) => round[name]));
  const backupName = `backup of a store of ${Math.round(middle('mib'))} MiB`;
  return [
    {
      ...{ name: 'apply of 100,000 changed records, history on', unit: 'ms', bar: 1.8 },
      ...{
        value: middle('onMs'),
        baseline: middle('offMs'),
        baselineName: 'the same with a history that keeps nothing',
      },
    },
    // Time for the same bytes, so that more is worse. SQLite's check of every index entry against its row takes as long
    // as five to seven copies of the file, and no backup is given out without it.
    {
      ...{ name: `${backupName}, copied, checked and hashed`, value: middle('backupMs'), unit: 'ms' },
      ...{ baseline: middle('copyMs'), baselineName: 'copy of the file, synced', bar: 20 },
    },
    {
      ...{ name: `${backupName}, until it is a file elsewhere`, value: middle('backupMs'), unit: 'ms' },
      ...{
        baseline: middle('bareMs'),
        baselineName: "SQLite's own copy and check, a hash, a copy",
        bar: 1.5,
      },
    },
  ];
}

interface Round {
  readonly onMs: number;
  readonly offMs: number;
  readonly backupMs: number;
  readonly copyMs: number;
  readonly bareMs: number;
  readonly mib: number;
}

type Frames = ReturnType<typeof makeFrames>;

async function measure(frames: Frames): Promise<Round> {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-bench-'));
  try {
    const offMs = changed(join(dir, 'off.db'), frames, 'off').ms;
    const { ms: onMs, store } = changed(join(dir, 'store.db'), frames, 'on');
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    const mib = store.sizeBytes() / 2 ** 20;
    const backupMs = await backup(dir);
    const copyMs = timed(() => copySynced(join(dir, 'store.db'), join(dir, 'copy.db')));
    const bareMs = await bareBackup(dir);
    store.close();
    return { onMs, offMs, backupMs, copyMs, bareMs, mib };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function changed(file: string, frames: Frames, history: 'on' | 'off'): { ms: number; store: Store } {
  const db = openDatabase({ file, ...DATABASE_DEFAULTS });
  if (history === 'off') {
    db.exec(`DROP INDEX history_key; DROP INDEX history_ended; ALTER TABLE history RENAME TO kept;
      CREATE VIEW history AS SELECT * FROM kept;
      CREATE TRIGGER forget INSTEAD OF INSERT ON history BEGIN SELECT 1; END;`);
  }
  const store = new Store(db);
  const inventory = openInventory(store);
  applyAll(inventory, frames.first, 0);
  const ms = timed(() => applyAll(inventory, frames.second, frames.first.length));
  if (history === 'off') store.close();
  return { ms, store };
}

/** Until the last byte of the archive is on disk. */
async function backup(dir: string): Promise<number> {
  const about = () => ({ version: '0', meshId: 'bench', fingerprint: 'bench', origin: 'bench.1' });
  const master = createMasterKey(systemRandom);
  const backups = new Backups({ dataDir: dir, clock: systemClock, master, about });
  const fd = openSync(join(dir, 'backup.tar'), 'w');
  const startMs = systemClock.monotonic();
  for await (const { bytes } of backups.create(new AbortController().signal)) writeSync(fd, bytes);
  fsyncSync(fd);
  const ms = systemClock.monotonic() - startMs;
  closeSync(fd);
  return ms;
}

/** The same steps one after the other in this thread, with nothing around them. */
async function bareBackup(dir: string): Promise<number> {
  const file = join(dir, 'bare.db');
  const startMs = systemClock.monotonic();
  const source = new Database(join(dir, 'store.db'), { readonly: true });
  await source.backup(file);
  source.close();
  const copy = new Database(file);
  copy.pragma('journal_mode = DELETE');
  copy.pragma('integrity_check(3)');
  copy.close();
  createHash('sha256').update(readFileSync(file)).digest('hex');
  copySynced(file, join(dir, 'elsewhere.db'));
  return systemClock.monotonic() - startMs;
}

function copySynced(from: string, to: string): void {
  copyFileSync(from, to);
  const fd = openSync(to, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
