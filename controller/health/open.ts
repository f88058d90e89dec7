/** The parts of the health room, put together over the rooms that they look at. A room adds its check here. */
import type { CaView, Principal } from '../../shared/model/index.ts';
import type { Clock, Log, Random, SteadyClock } from '../../shared/runtime/index.ts';
import type { AuditReader } from '../access/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { EnrolmentStore, Store } from '../store/index.ts';
import { AlertBook } from './alert-book.ts';
import { AlertDesk } from './alert-desk.ts';
import { agentsCheck } from './checks/agents.ts';
import { auditCheck } from './checks/audit.ts';
import { conflictsCheck } from './checks/conflicts.ts';
import {
  backupCheck,
  certificatesCheck,
  clockCheck,
  diskCheck,
  filesCheck,
  gcCheck,
  historyCheck,
  storeCheck,
} from './checks/controller.ts';
import { platformsCheck } from './checks/platforms.ts';
import { type PausedSchedule, schedulesCheck } from './checks/schedules.ts';
import { sourcesCheck } from './checks/sources.ts';
import { Health } from './health.ts';
import { SourceWatch } from './source-watch.ts';

export interface HealthRoomDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly store: Store;
  readonly inventory: Inventory;
  readonly hub: AgentHub;
  readonly directory: EnrolmentStore;
  readonly auditReader: Pick<AuditReader, 'verify'>;
  readonly dataDir: string;
  /** Files and folders that are for their owner alone. */
  readonly secretFiles: readonly string[];
  readonly cas: () => readonly CaView[];
  readonly serverEndsAt: () => number;
  /** Those that do not run now; absent: there are none. */
  readonly pausedSchedules?: () => readonly PausedSchedule[];
  readonly softwareVersion: string;
  readonly certificateLifetimeMs: number;
  /** Whether the clock of this host is believed; absent: it always is. */
  readonly time?: Pick<SteadyClock, 'jump' | 'gap'>;
  /** Free bytes of the disk that holds the folder; of the real one when absent. */
  readonly freeBytes?: (dir: string) => number;
}

export interface HealthRoom {
  readonly health: Health;
  readonly desk: AlertDesk;
  /** A backup was given out whole. */
  backupMade(atMs: number): void;
}

/** Fact of the store: when the last backup was made. */
const BACKUP_AT = 'lastBackupAt';
const SELF: Principal = { type: 'system', name: 'health' };

export function openHealth(deps: HealthRoomDeps): HealthRoom {
  const { clock, log, random, store, inventory, hub, directory, dataDir, freeBytes } = deps;
  const now = (): number => clock.now();
  const sources = new SourceWatch(inventory);
  const book = new AlertBook({ store, log });
  const checks = [
    diskCheck(dataDir, freeBytes),
    storeCheck(store),
    historyCheck(dataDir, () => inventory.retention.read(), freeBytes),
    filesCheck(() => deps.secretFiles),
    certificatesCheck({ now, cas: deps.cas, serverEndsAt: deps.serverEndsAt }),
    backupCheck({
      now,
      madeAt: () => numberOf(store.meta.get(BACKUP_AT)),
      holdsData: () => (inventory.counts()['site'] ?? 0) > 0,
    }),
    auditCheck({ now, reader: deps.auditReader }),
    gcCheck(() => inventory.stuckLanes()),
    ...(deps.time ? [clockCheck(deps.time)] : []),
    agentsCheck({
      ...{ now, roster: () => hub.roster(), softwareVersion: deps.softwareVersion },
      sourcesAt: (isWanted) => inventory.sourcesAt(isWanted),
      certificateLifetimeMs: deps.certificateLifetimeMs,
      certificateOf: (agentId) => directory.certificates(agentId).at(-1),
    }),
    sourcesCheck(sources),
    platformsCheck(() => inventory.unprovenSwitches()),
    schedulesCheck(deps.pausedSchedules ?? (() => [])),
    conflictsCheck(store, inventory),
  ];
  const health = new Health({ clock, log, checks, sources, book });
  const look = (): void => health.look();
  hub.listen({ online: look, offline: look, message: () => undefined });
  return {
    health,
    desk: new AlertDesk({ book, clock, random, hasSite: (site) => hasSite(inventory, site) }),
    backupMade: (atMs) => store.write(() => store.meta.set(BACKUP_AT, String(atMs))),
  };
}

function hasSite(inventory: Inventory, site: string): boolean {
  return inventory.peek({ site, kind: 'site', id: site }, SELF) !== undefined;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
