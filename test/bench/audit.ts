/** What the audit trail costs: managed writes with their entry in the same transaction against the same writes without, and its check against bare hashing. */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audit, openAudit } from '../../controller/access/index.ts';
import type { Inventory } from '../../controller/inventory/index.ts';
import { AuditStore, DATABASE_DEFAULTS, openDatabase, Store } from '../../controller/store/index.ts';
import { ADMIN_GRANT, formatRef, type Principal } from '../../shared/model/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { CallContext } from '../../shared/transport/index.ts';
import { openInventory, SITE } from './apply.ts';
import { type Figure, median } from './figure.ts';

const WRITES = 1000;
/** The middle one counts. */
const ROUNDS = 3;
const ENTRIES = 100_000;
const RETENTION_MS = 86_400_000;

const ADMIN: Principal = {
  ...{ type: 'user', name: 'admin', grants: [ADMIN_GRANT], readOnly: false, tokenId: 't1' },
};

export async function benchAudit(): Promise<Figure[]> {
  await ready();
  const rounds = Array.from({ length: ROUNDS }, () => ({ on: measure('on'), off: measure('off') }));
  const middle = (which: 'on' | 'off', what: keyof Cost): number =>
    median(rounds.map((round) => round[which][what]));
  return [
    {
      ...{ name: `${WRITES} managed writes with audit`, value: middle('on', 'ms'), unit: 'ms' },
      ...{ baseline: middle('off', 'ms'), baselineName: 'the same without audit', bar: 1.5 },
    },
    {
      ...{ name: 'bytes written by a managed write with audit', unit: 'bytes' },
      ...{ value: middle('on', 'bytes') / WRITES, baseline: middle('off', 'bytes') / WRITES },
      ...{ baselineName: 'the same without audit', bar: 1.5 },
    },
    verifyFigure(),
  ];
}

interface Cost {
  readonly ms: number;
  /** Written to the log of the store. */
  readonly bytes: number;
}

function measure(audit: 'on' | 'off'): Cost {
  return inFolder((dir) => {
    const file = join(dir, 'store.db');
    const store = new Store(openDatabase({ file, ...DATABASE_DEFAULTS }));
    const inventory = openInventory(store);
    const trail = audit === 'on' ? auditOver(store, dir) : undefined;
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    store.db.pragma('wal_autocheckpoint = 0');
    const startMs = systemClock.monotonic();
    for (let n = 0; n < WRITES; n += 1) write(inventory, n, trail);
    const ms = systemClock.monotonic() - startMs;
    const bytes = statSync(`${file}-wal`).size;
    store.close();
    return { ms, bytes };
  });
}

function write(inventory: Inventory, n: number, audit: Audit | undefined): void {
  const fields = { name: `Floor ${n}`, description: 'of the bench' };
  const create = { type: 'create', site: SITE, kind: 'floor', id: `f${n}`, fields } as const;
  const call: CallContext = {
    ...{ method: 'InventoryService.WriteRecords', callId: n, principal: ADMIN, address: '10.0.0.7:50123' },
    ...{ certificate: undefined, deadlineAt: undefined, signal: new AbortController().signal },
  };
  const question = {
    operations: [create],
    why: 'a reason of some words',
    requestId: '',
    validateOnly: false,
  };
  if (!audit) {
    inventory.write(question, ADMIN);
    return;
  }
  const journal = ({ records, changeSet }: ReturnType<Inventory['write']>): void =>
    audit.calls.journal(call, {
      sites: [SITE],
      targets: records.map(({ ref }) => formatRef(ref)),
      detail: { changeSet },
    });
  inventory.write({ ...question, journal }, ADMIN);
  audit.trail.saveMark();
}

/** The whole check, against the same bytes read in the same order and hashed once. */
function verifyFigure(): Figure {
  return inFolder((dir) => {
    const store = new Store(openDatabase({ file: join(dir, 'store.db'), ...DATABASE_DEFAULTS }));
    const { trail, reader } = auditOver(store, dir);
    store.write(() => {
      const fact = { who: 'user:ann', via: 't1', address: '10.0.0.7:50123', method: 'JobService.SubmitJob' };
      const about = { sites: ['ams1'], targets: ['ams1/switch/sw1'], why: '', detail: { kind: 'collect' } };
      for (let at = 0; at < ENTRIES; at += 1) trail.append({ ...fact, ...about, at, result: 'OK', count: 1 });
    });
    const entries = new AuditStore(store.db);
    const bareMs = timed(() => {
      for (const { body } of entries.range(0, ENTRIES, ENTRIES)) hash('sha256', body, 'hex');
    });
    const ms = timed(() => {
      let pageToken = '';
      do {
        const piece = reader.verify(pageToken, ADMIN);
        if (piece.bad) throw new Error(piece.bad.problem);
        pageToken = piece.nextPageToken;
      } while (pageToken !== '');
    });
    store.close();
    const name = 'check of 100,000 audit entries';
    return {
      name,
      value: ms,
      unit: 'ms',
      baseline: bareMs,
      baselineName: 'reading and hashing them',
      bar: 5,
    };
  });
}

function auditOver(store: Store, dataDir: string): Audit {
  const origin = (): string => 'bench';
  return openAudit({ store, clock: systemClock, log: silentLog, dataDir, retentionMs: RETENTION_MS, origin });
}

function inFolder<T>(work: (dir: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-bench-'));
  try {
    return work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function timed(work: () => void): number {
  const startMs = systemClock.monotonic();
  work();
  return systemClock.monotonic() - startMs;
}
