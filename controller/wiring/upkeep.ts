/** What goes on beside the calls: figures, and work that comes round by the clock. */
import { LagMeter, type Log, Metrics, softwareVersion } from '../../shared/runtime/index.ts';
import type { ApiServer } from '../../shared/transport/index.ts';
import { ServerCertificateKeeper } from '../agents/index.ts';
import { setRoomMetrics } from '../api/index.ts';
import { tlsOf } from './api.ts';
import type { Base } from './base.ts';
import type { Ground } from './ground.ts';
import type { Rooms } from './rooms.ts';

const DUE_EVERY_MS = 30_000;
const STREAMS_EVERY_MS = 30_000;
const HISTORY_EVERY_MS = 60_000;
const UPKEEP_EVERY_MS = 3_600_000;
const AUDIT_EVERY_MS = 30_000;
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

/** Work that comes round by the clock. */
export function keepUp(base: Base, { identity, audit }: Ground, rooms: Rooms, server: ApiServer): void {
  const { people, inventory, jobs } = rooms;
  const { clock, log, closers } = base;
  const certificate = new ServerCertificateKeeper({
    ...{ clock, log, identity },
    onRenewed: (next) => {
      rooms.serverEndsAt = next.expiresAt;
      server.setTls(tlsOf(identity, next));
    },
  });
  rooms.refreshServer = () => certificate.renew();
  const timers = [
    clock.every(DUE_EVERY_MS, () => guarded(log, 'due', () => inventory.runDue())),
    clock.every(STREAMS_EVERY_MS, () => guarded(log, 'streams', () => people.access.endExpired())),
    clock.every(HISTORY_EVERY_MS, () => guarded(log, 'history', () => inventory.pruneHistory())),
    clock.every(AUDIT_EVERY_MS, () => guarded(log, 'audit', () => audit.calls.tick())),
    clock.every(UPKEEP_EVERY_MS, () => {
      guarded(log, 'audit', () => audit.trail.cutOld());
      guarded(log, 'prune', () => jobs.prune());
      guarded(log, 'credentials', () => rooms.credentials.expire());
      guarded(log, 'tombstones', () => inventory.collectTombstones());
      guarded(log, 'sessions', () => people.sessions.purge());
      void certificate.tick();
    }),
  ];
  closers.add(() => {
    for (const timer of timers) timer.cancel();
  });
  buildIndex(base, rooms);
  rooms.health.health.start();
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
