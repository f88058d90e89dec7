/** Makes the drivers as the configuration says, and the guard that holds them back while the host is busy. */
import type { AgentConfig } from '../shared/config/index.ts';
import type { Clock, Closers, Log, Random } from '../shared/runtime/index.ts';
import {
  changingStores,
  type Driver,
  GUARD_SHARES,
  type GuardZone,
  HostGuard,
  type Runner,
} from './jobs/index.ts';
import { createSqlDriver } from './sql/index.ts';
import { type AlgorithmMemory, createSwitchDriver, type SwitchDriver } from './switch/index.ts';

interface DriverTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly memory: AlgorithmMemory;
}

interface GuardTools {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: AgentConfig['guard'];
  readonly closers: Closers;
  /** Told beside the log. */
  readonly onZone: (zone: GuardZone) => void;
}

/** The driver of switches, with the care that the configuration asks for. */
export function createDriver(config: AgentConfig, { clock, random, log, memory }: DriverTools): SwitchDriver {
  const { connectTimeoutMs, commandTimeoutMs, perDevice, pool, perSite, loginsPerSecond } = config.ssh;
  const { ttl, entries } = config.cache;
  const [vlans, lags] = [ttl.defaultMs, ttl.defaultMs];
  const { systemMs: system, configsMs: configs, neighboursMs: neighbours, portsMs: ports, arpMs: arp } = ttl;
  return createSwitchDriver({
    ...{ clock, log, random, memory, connectTimeoutMs, commandQuietMs: commandTimeoutMs },
    connects: {
      perDeviceMinute: perDevice.connectsPerMinute,
      perSiteMinute: perSite.connectsPerMinute,
      perLoginServerSecond: loginsPerSecond,
      loginServers: config.ssh.loginServers,
    },
    cacheTimes: { vlans, lags, system, configs, neighbours, ports, arp },
    cacheEntriesMax: entries,
    pool: { perDeviceMax: perDevice.max, sessionsMax: pool.max, idleMaxMs: pool.idleMs },
  });
}

/** Undefined: it is switched off. */
export function guardHost(
  { clock, log, limits, closers, onZone }: GuardTools,
  runner: Runner,
): HostGuard | undefined {
  if (!limits.enabled) return undefined;
  const guard = new HostGuard({
    ...{ clock, limits },
    onZone: (zone, percent) => {
      log.info('guard.zone', { zone, percent: Math.round(percent) });
      runner.limitTargets(GUARD_SHARES[zone]);
      onZone(zone);
    },
  });
  closers.add(() => guard.stop());
  return guard;
}

/** Each of them where the configuration of this agent has something for it. */
export function storeDrivers({ sql, dataDir }: AgentConfig, clock: Clock): readonly Driver[] {
  const { folders } = sql;
  return folders.length === 0 ? [] : [changingStores(createSqlDriver({ clock, folders, closed: [dataDir] }))];
}
