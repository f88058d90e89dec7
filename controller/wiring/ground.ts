/** The ground floor: who this controller is, and what it holds on disk. */
import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { hlcToMs } from '../../shared/model/index.ts';
import { type Clock, SteadyClock } from '../../shared/runtime/index.ts';
import { formatOrigin } from '../../shared/seal/index.ts';
import { type Audit, openAudit } from '../access/index.ts';
import { type ControllerIdentity, openControllerIdentity } from '../agents/index.ts';
import { Incarnation } from '../inventory/index.ts';
import {
  BANS_NAME,
  BanFile,
  type Db,
  EnrolmentStore,
  lockStore,
  openStoreIn,
  Store,
  settleFolder,
} from '../store/index.ts';
import { tellRestore } from './after-restore.ts';
import type { Base } from './base.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** What lies on disk: who this controller is, and its store. */
export interface Ground {
  readonly identity: ControllerIdentity;
  readonly store: Store;
  readonly incarnation: Incarnation;
  readonly audit: Audit;
  readonly enrolments: EnrolmentStore;
  readonly bans: BanFile;
  readonly caFile: string;
  readonly tokenFile: string;
  readonly credentialsDirectory: string | undefined;
  /** The clock of all above: one that was set wrong does not move it. */
  readonly time: SteadyClock;
}

/** Fact of the store: the last time that was believed, epoch milliseconds. */
const CLOCK_MARK = 'clockMark';

/** A store of before the mark has its newest stamp for it; a new one nothing. */
function openTime({ clock, log }: Base, store: Store): SteadyClock {
  const stamp = store.counters.newestHlc;
  const mark = store.meta.get(CLOCK_MARK);
  const stampMs = stamp > 0 ? hlcToMs(stamp) : undefined;
  const time = new SteadyClock(clock, mark === undefined ? stampMs : Number(mark));
  if (time.jump) log.error('clock.jumped', { ...time.jump });
  else if (!time.mayForget) log.info('upkeep.rests', { forMs: time.restMs, why: 'the controller was off' });
  return time;
}

/** For the next start to compare its clock with. */
export function saveClockMark({ store, time }: Pick<Ground, 'store' | 'time'>): void {
  if (time.mayForget) store.write(() => store.meta.set(CLOCK_MARK, String(time.now())));
}

export async function openGround(
  base: Base,
  { credentialsDirectory }: { readonly credentialsDirectory?: string | undefined },
): Promise<Ground> {
  const { config, log, clock: wallClock, random, closers } = base;
  const { dataDir } = config;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockStore(join(dataDir, 'lock.db'));
  closers.add(() => lock.release());
  settleFolder(dataDir, log);
  const openStore = (): Db => {
    const { busyTimeoutMs, cacheSizeBytes: cacheBytes, checkMaxSizeBytes: checkMaxBytes } = config.store;
    const opened = openStoreIn(dataDir, { busyTimeoutMs, cacheBytes, checkMaxBytes }, log);
    closers.add(() => opened.close());
    return opened;
  };
  // At first start the store comes before the keys: from then on keys without a store prove that it was lost.
  const first = existsSync(join(dataDir, 'identity')) ? undefined : openStore();
  // Which needs the store, which is opened once the keys are there.
  let believed: Pick<Clock, 'now'> = wallClock;
  const opened = await openControllerIdentity(dataDir, {
    ...{ clock: { now: () => believed.now() }, random, credentialsDirectory },
    hosts: [...new Set([hostname(), ...LOOPBACK, ...config.api.names])],
    masterKeyFile: config.secrets.masterKeyFile,
    onNotWritten: (error) => log.warn('server-certificate.not-written', { error }),
  });
  const db = first ?? openStore();
  const store = new Store(db);
  closers.add(() => store.flushSoon());
  const time = openTime(base, store);
  believed = time;
  // With a certificate of a wrong time nobody would come in who could see what is wrong.
  const identity = time.jump ? { ...opened, server: await opened.renewServer() } : opened;
  const { fingerprint } = identity;
  const incarnation = new Incarnation({
    ...{ store, log, highWaterFile: join(dataDir, 'high-water.json') },
    formatOrigin: (number) => formatOrigin({ fingerprint, incarnation: String(number) }),
  });
  closers.add(() => incarnation.saveMark());
  const audit = openAudit({
    ...{ store, clock: time, log, dataDir, retentionMs: config.audit.retentionMs },
    origin: () => incarnation.origin,
  });
  closers.add(() => audit.calls.stop());
  const [tokenFile, caFile] = [join(dataDir, 'admin.token'), join(dataDir, 'identity', 'ca.crt')];
  const enrolments = new EnrolmentStore(db);
  const bans = new BanFile(join(dataDir, BANS_NAME));
  tellRestore({ dataDir, log, clock: time, audit, bans, enrolments });
  return {
    ...{ identity, store, incarnation, audit, enrolments, bans },
    ...{ caFile, tokenFile, credentialsDirectory, time },
  };
}
