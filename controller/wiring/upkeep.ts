/** What goes on beside the calls: figures, and work that comes round by the clock. */
import { LagMeter, type Log, Metrics, softwareVersion } from '../../shared/runtime/index.ts';
import type { ApiServer } from '../../shared/transport/index.ts';
import { ServerCertificateKeeper } from '../agents/index.ts';
import { setRoomMetrics } from '../api/index.ts';
import { pruneChangeSets } from '../plans/index.ts';
import { tlsOf } from './api.ts';
import type { Base } from './base.ts';
import { type Ground, saveClockMark } from './ground.ts';
import type { Rooms } from './rooms.ts';

const DUE_EVERY_MS = 30_000;
const STREAMS_EVERY_MS = 30_000;
const HISTORY_EVERY_MS = 60_000;
const UPKEEP_EVERY_MS = 3_600_000;
const AUDIT_EVERY_MS = 30_000;
const CLOCK_EVERY_MS = 600_000;
const CONFLICTS_EVERY_MS = 30_000;
/** Between two pieces of the index of `find`, so that calls come through. */
const INDEX_PAUSE_MS = 20;
/** After a piece that failed. */
const INDEX_RETRY_MS = 30_000;

export function controllerMetrics({ config, clock, closers }: Base, rooms: Rooms): Metrics {
  const metrics = new Metrics({ legacyNames: config.metrics.legacyNames });
  const lag = new LagMeter(clock);
  closers.add(() => lag.stop());
  metrics.set('wayside_build_info', { version: softwareVersion(), program: 'controller' }, 1);
  metrics.onRead(() => {
    setRoomMetrics(metrics, rooms);
    rooms.health.health.setMetrics(metrics);
    metrics.set('wayside_event_loop_lag_seconds', {}, lag.takeWorstMs() / 1000);
  });
  return metrics;
}

/** Work that comes round by the clock. What forgets by age waits while the clock is not believed: see `SteadyClock`. */
export function keepUp(base: Base, ground: Ground, rooms: Rooms, server: Pick<ApiServer, 'setTls'>): void {
  const { identity, audit, time } = ground;
  const { people, inventory, jobs } = rooms;
  const { clock, log, closers } = base;
  const { keepMs } = base.config.plans;
  const certificate = new ServerCertificateKeeper({
    ...{ clock, log, identity },
    onRenewed: (next) => {
      rooms.serverEndsAt = next.expiresAt;
      server.setTls(tlsOf(identity, next));
    },
  });
  rooms.refreshServer = () => certificate.renew();
  const forget = (what: string, work: () => unknown): void => {
    if (time.mayForget) guarded(log, what, work);
  };
  let wasJumped = time.jump !== undefined;
  /** A certificate that was made by a wrong clock begins far from now. */
  const followClock = (): void => {
    const isJumped = time.jump !== undefined;
    if (isJumped !== wasJumped) log.warn(isJumped ? 'clock.jumped' : 'clock.steady', { ...time.jump });
    if (wasJumped && !isJumped)
      void certificate
        .renew()
        .catch((error: unknown) => log.error('server-certificate.not-renewed', { error }));
    wasJumped = isJumped;
  };
  const pruneSets = (): number => pruneChangeSets(ground.store, { nowMs: clock.now(), keepMs });
  const saveMark = (): void => guarded(log, 'clock', () => saveClockMark(ground));
  saveMark();
  const timers = [
    clock.every(CLOCK_EVERY_MS, saveMark),
    clock.every(DUE_EVERY_MS, followClock),
    clock.every(DUE_EVERY_MS, () => guarded(log, 'due', () => time.jump === undefined && inventory.runDue())),
    clock.every(STREAMS_EVERY_MS, () => guarded(log, 'streams', () => people.access.endExpired())),
    clock.every(HISTORY_EVERY_MS, () => forget('history', () => inventory.pruneHistory())),
    clock.every(HISTORY_EVERY_MS, () => forget('change sets', pruneSets)),
    clock.every(CONFLICTS_EVERY_MS, () => void (time.jump === undefined && rooms.automatic.run())),
    clock.every(AUDIT_EVERY_MS, () => guarded(log, 'audit', () => audit.calls.tick())),
    clock.every(UPKEEP_EVERY_MS, () => {
      guarded(log, 'audit', () => audit.trail.cutOld());
      guarded(log, 'prune', () => jobs.prune());
      guarded(log, 'schedules', () => rooms.schedules.prune());
      if (time.mayForget) void rooms.plans.prune();
      guarded(log, 'credentials', () => rooms.credentials.expire());
      guarded(log, 'tombstones', () => inventory.collectTombstones());
      guarded(log, 'sessions', () => people.sessions.purge());
      void certificate.tick();
      void replaceEndedCa(base, ground, rooms);
    }),
  ];
  closers.add(() => {
    for (const timer of timers) timer.cancel();
    saveMark();
  });
  buildIndex(base, rooms);
  rooms.schedules.start();
  rooms.plans.start();
  rooms.health.health.start();
}

/** Of a CA that has ended no agent could come in, nor anybody who could change that. */
export async function replaceEndedCa({ log }: Base, { audit }: Ground, { rotation }: Rooms): Promise<void> {
  try {
    if (await rotation.replaceEnded()) audit.trail.event({ method: 'ca.replaced', why: 'the CA had ended' });
  } catch (error) {
    log.error('maintenance.failed', { what: 'ca', error });
  }
}

/** Of a store that was there before its index. */
function buildIndex({ clock, log, closers }: Base, { inventory }: Rooms): void {
  const build = (): void => {
    try {
      if (inventory.indexMore()) timer = clock.after(INDEX_PAUSE_MS, build);
    } catch (error) {
      log.error('maintenance.failed', { what: 'index', error });
      timer = clock.after(INDEX_RETRY_MS, build);
    }
  };
  let timer = clock.after(INDEX_PAUSE_MS, build);
  closers.add(() => timer.cancel());
}

/** A timer's work: its failure is logged, the next tick tries again. */
function guarded(log: Log, what: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    log.error('maintenance.failed', { what, error });
  }
}
