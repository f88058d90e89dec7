/** Applying observed changes against bare upserts of the very same rows, in the same batches, on the same disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Homes, Incarnation, Inventory } from '../../controller/inventory/index.ts';
import { DATABASE_DEFAULTS, openDatabase, Store } from '../../controller/store/index.ts';
import { encodeObserved, type ObservedItem, type ScanInfo } from '../../shared/delta/index.ts';
import { canonicalJson, type RecordRef } from '../../shared/model/index.ts';
import { silentLog, systemClock, systemRandom } from '../../shared/runtime/index.ts';
import {
  createFirst,
  createIdentityKeys,
  createSealingKeys,
  fingerprint,
  formatOrigin,
  ready,
} from '../../shared/seal/index.ts';
import { type Figure, median } from './figure.ts';

const CHANGES = 100_000;
const BATCH = 1000;
/** The middle one counts. */
const ROUNDS = 3;
export const SITE = 'bench';

export async function benchApply(): Promise<Figure[]> {
  await ready();
  const frames = makeFrames();
  const rounds = Array.from({ length: ROUNDS }, () => measure(frames));
  const middle = (name: keyof Round): number => median(rounds.map((round) => round[name]));
  return [
    figure('apply of 100,000 new records', middle('newMs'), middle('bareNewMs')),
    figure('apply of 100,000 changed records', middle('changedMs'), middle('bareChangedMs')),
  ];
}

interface Round {
  readonly newMs: number;
  readonly changedMs: number;
  readonly bareNewMs: number;
  readonly bareChangedMs: number;
}

/** Both ways into fresh files on the same disk, one after the other. */
function measure(frames: { first: readonly Buffer[]; second: readonly Buffer[] }): Round {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-bench-'));
  try {
    const store = new Store(openDatabase({ file: join(dir, 'apply.db'), ...DATABASE_DEFAULTS }));
    const inventory = openInventory(store);
    const newMs = timed(() => applyAll(inventory, frames.first, 0));
    const changedMs = timed(() => applyAll(inventory, frames.second, frames.first.length));
    const bare = bareUpserts(store, join(dir, 'bare.db'));
    store.close();
    return { newMs, changedMs, bareNewMs: bare.insertMs, bareChangedMs: bare.updateMs };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function figure(name: string, valueMs: number, baselineMs: number): Figure {
  return {
    name,
    value: valueMs,
    unit: 'ms',
    baseline: baselineMs,
    baselineName: 'bare upsert of the same rows',
    bar: 2,
  };
}

export function openInventory(store: Store): Inventory {
  const keys = createIdentityKeys(systemRandom);
  const root = createIdentityKeys(systemRandom);
  const print = fingerprint(keys.publicKey);
  const homes = new Homes({
    store,
    root,
    fingerprint: print,
    first: () =>
      createFirst({
        meshId: 'bench',
        root: root.publicKey,
        member: {
          identityKey: keys.publicKey,
          sealingKey: createSealingKeys(systemRandom).publicKey,
          name: 'bench',
        },
        issuedAt: systemClock.now(),
      }),
  });
  const incarnation = new Incarnation({
    store,
    highWaterFile: undefined,
    formatOrigin: (number) => formatOrigin({ fingerprint: print, incarnation: String(number) }),
    log: silentLog,
  });
  const inventory = new Inventory({ store, homes, incarnation, clock: systemClock, random: systemRandom });
  const create = { type: 'create', site: '', kind: 'site', id: SITE, fields: { name: 'Bench' } } as const;
  inventory.write(
    { operations: [create], why: 'bench', requestId: '', validateOnly: false },
    { type: 'system', name: 'bench' },
  );
  return inventory;
}

/** Two looks at one source: the second changes every record of the first. */
export function makeFrames(): { first: Buffer[]; second: Buffer[] } {
  const source: RecordRef = { site: SITE, kind: 'source', id: 'sw1' };
  const frames = (type: string): Buffer[] => {
    const items: ObservedItem[] = Array.from({ length: CHANGES }, (_, i) => {
      const mac = `02:00:00:${hex(i >> 16)}:${hex(i >> 8)}:${hex(i)}`;
      const port = `Gi1/0/${(i % 48) + 1}`;
      const body = { mac, port, switch: `${SITE}/switch/sw1`, type, vlan: 100 + (i % 20) };
      return {
        kind: 'sighting',
        nativeKey: `${mac}|${body.vlan}|${port}`,
        section: 'fdb',
        op: 'put',
        bodyText: canonicalJson(body),
      };
    });
    const batches = Array.from({ length: CHANGES / BATCH }, (_, i) =>
      items.slice(i * BATCH, (i + 1) * BATCH),
    );
    return batches.flatMap((batch) => encodeObserved(scanOf(source), batch));
  };
  return { first: frames('dynamic'), second: frames('static') };
}

function scanOf(source: RecordRef): ScanInfo {
  return {
    ...{ id: 'scan', source, group: 'net', epoch: 1, completeness: 'complete', code: '', reason: '' },
    ...{
      coverage: ['sighting'],
      counts: { sighting: CHANGES },
      full: false,
      startedAtMs: 1,
      finishedAtMs: 2,
    },
  };
}

export function applyAll(inventory: Inventory, frames: readonly Buffer[], seqBefore: number): void {
  frames.forEach((frame, i) => {
    inventory.applyDelta({
      ...{ agentId: 'agent', site: SITE, outboxId: 'outbox', seq: seqBefore + i + 1, frame },
      ...{ spooledAtMs: 1, sentAtMs: 1, receivedAtMs: 1 },
    });
  });
}

/** The same rows into the same table with the same indexes, by the primary key of a record's section. */
function bareUpserts(store: Store, file: string): { insertMs: number; updateMs: number } {
  const columns = store.db
    .prepare("SELECT name FROM pragma_table_info('versions')")
    .pluck()
    .all() as string[];
  const rows = store.db
    .prepare('SELECT * FROM versions WHERE pos > 10 ORDER BY pos')
    .raw()
    .all() as unknown[][];
  const bare = openDatabase({ file, ...DATABASE_DEFAULTS });
  const set = columns.map((name) => `${name} = excluded.${name}`).join(', ');
  const upsert = bare.prepare(
    `INSERT INTO versions (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (lane, kind, id, section, origin, held) DO UPDATE SET ${set}`,
  );
  const write = bare.transaction((batch: readonly unknown[][]) => {
    for (const row of batch) upsert.run(...row);
  });
  const run = (all: readonly unknown[][]): number =>
    timed(() => {
      for (let i = 0; i < all.length; i += BATCH) write(all.slice(i, i + BATCH));
    });
  const [posAt, seqAt] = [columns.indexOf('pos'), columns.indexOf('seq')];
  const moved = rows.map((row) =>
    row.map((value, i) => (i === posAt || i === seqAt ? Number(value) + CHANGES * 4 : value)),
  );
  const result = { insertMs: run(rows), updateMs: run(moved) };
  bare.close();
  return result;
}

export function timed(work: () => void): number {
  const startMs = systemClock.monotonic();
  work();
  return systemClock.monotonic() - startMs;
}

function hex(value: number): string {
  return (value & 255).toString(16).padStart(2, '0');
}
