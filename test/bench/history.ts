/** What the history costs when records change, and what a backup costs against a plain copy of the same file. */
import { closeSync, copyFileSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backups, DATABASE_DEFAULTS, openDatabase, Store } from '../../controller/store/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
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
  return [
    {
      ...{ name: 'apply of 100,000 changed records, history on', unit: 'ms', bar: 1.8 },
      ...{
        value: middle('onMs'),
        baseline: middle('offMs'),
        baselineName: 'the same with a history that keeps nothing',
      },
    },
    {
      ...{
        name: `backup of a store of ${Math.round(middle('mib'))} MiB, copied, checked and hashed`,
        bar: 12,
      },
      // Time for the same bytes, so that more is worse.
      ...{ value: middle('backupMs'), baseline: middle('copyMs'), baselineName: 'copy of the file, synced' },
      ...{ unit: 'ms' },
    },
  ];
}

interface Round {
  readonly onMs: number;
  readonly offMs: number;
  readonly backupMs: number;
  readonly copyMs: number;
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
    const copyMs = timed(() => {
      copyFileSync(join(dir, 'store.db'), join(dir, 'copy.db'));
      const fd = openSync(join(dir, 'copy.db'), 'r');
      fsyncSync(fd);
      closeSync(fd);
    });
    store.close();
    return { onMs, offMs, backupMs, copyMs, mib };
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
  const backups = new Backups({ dataDir: dir, clock: systemClock, about });
  const fd = openSync(join(dir, 'backup.tar'), 'w');
  const startMs = systemClock.monotonic();
  for await (const { bytes } of backups.create(new AbortController().signal)) writeSync(fd, bytes);
  fsyncSync(fd);
  const ms = systemClock.monotonic() - startMs;
  closeSync(fd);
  return ms;
}
