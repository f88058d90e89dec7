/** The ground floor: who this controller is, and what it holds on disk. */
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { formatOrigin } from '../../shared/seal/index.ts';
import { type Audit, openAudit } from '../access/index.ts';
import { type ControllerIdentity, openControllerIdentity } from '../agents/index.ts';
import { Incarnation } from '../inventory/index.ts';
import { EnrolmentStore, lockStore, openStoreIn, Store, settleFolder } from '../store/index.ts';
import type { Base } from './base.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** What lies on disk: who this controller is, and its store. */
export interface Ground {
  readonly identity: ControllerIdentity;
  readonly store: Store;
  readonly incarnation: Incarnation;
  readonly audit: Audit;
  readonly enrolments: EnrolmentStore;
  readonly caFile: string;
  readonly tokenFile: string;
  readonly credentialsDirectory: string | undefined;
}

export async function openGround(
  base: Base,
  { credentialsDirectory }: { readonly credentialsDirectory?: string | undefined },
): Promise<Ground> {
  const { config, log, clock, random, closers } = base;
  const { dataDir } = config;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockStore(join(dataDir, 'lock.db'));
  closers.add(() => lock.release());
  settleFolder(dataDir, log);
  const identity = await openControllerIdentity(dataDir, {
    ...{ clock, random, credentialsDirectory },
    hosts: [...new Set([hostname(), ...LOOPBACK, ...config.api.names])],
    masterKeyFile: config.secrets.masterKeyFile,
  });
  const { busyTimeoutMs, cacheSizeBytes: cacheBytes, checkMaxSizeBytes: checkMaxBytes } = config.store;
  const db = openStoreIn(dataDir, { busyTimeoutMs, cacheBytes, checkMaxBytes }, log);
  closers.add(() => db.close());
  const store = new Store(db);
  const { fingerprint } = identity;
  const incarnation = new Incarnation({
    ...{ store, log, highWaterFile: join(dataDir, 'high-water.json') },
    formatOrigin: (number) => formatOrigin({ fingerprint, incarnation: String(number) }),
  });
  closers.add(() => incarnation.saveMark());
  const audit = openAudit({
    ...{ store, clock, log, dataDir, retentionMs: config.audit.retentionMs },
    origin: () => incarnation.origin,
  });
  closers.add(() => audit.calls.stop());
  const tokenFile = join(dataDir, 'admin.token');
  const caFile = join(dataDir, 'identity', 'ca.crt');
  const enrolments = new EnrolmentStore(db);
  return { identity, store, incarnation, audit, enrolments, caFile, tokenFile, credentialsDirectory };
}
