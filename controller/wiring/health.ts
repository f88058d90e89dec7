/** The health room over all others. */
import { dirname, join, resolve } from 'node:path';
import { softwareVersion } from '../../shared/runtime/index.ts';
import type { CaRotation } from '../agents/index.ts';
import { type HealthRoom, type HealthRoomDeps, openHealth } from '../health/index.ts';
import { STORE_NAME } from '../store/index.ts';
import type { Base } from './base.ts';
import type { Ground } from './ground.ts';

interface Watched extends Pick<HealthRoomDeps, 'inventory' | 'hub' | 'serverEndsAt' | 'pausedSchedules'> {
  readonly rotation: CaRotation;
}

export function openHealthRoom(base: Base, ground: Ground, watched: Watched): HealthRoom {
  const { clock, log, random, config, closers } = base;
  const { store, enrolments: directory, audit } = ground;
  const { inventory, hub, rotation, serverEndsAt } = watched;
  const room = openHealth({
    ...{ clock, log, random, store, inventory, hub, directory, auditReader: audit.reader },
    ...{ dataDir: config.dataDir, secretFiles: secretFiles(base, ground), time: ground.time },
    cas: () => rotation.list(),
    serverEndsAt,
    ...(watched.pausedSchedules && { pausedSchedules: watched.pausedSchedules }),
    softwareVersion: softwareVersion(),
    certificateLifetimeMs: config.agents.certificateLifetimeMs,
  });
  closers.add(() => room.health.stop());
  return room;
}

function secretFiles({ config }: Base, { tokenFile, credentialsDirectory }: Ground): readonly string[] {
  const { dataDir, secrets } = config;
  const master = secrets.masterKeyFile ?? join(dataDir, 'master.key');
  // systemd guards the folder of its credentials itself.
  const isGuarded =
    credentialsDirectory !== undefined && dirname(resolve(master)) === resolve(credentialsDirectory);
  const all = [dataDir, join(dataDir, 'identity'), join(dataDir, STORE_NAME), tokenFile];
  return isGuarded ? all : [...all, master];
}
