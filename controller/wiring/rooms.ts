/** The rooms above it: inventory, agents, jobs and people, each given what it needs of the others. */
import { hostname } from 'node:os';
import { LogLevels, softwareVersion } from '../../shared/runtime/index.ts';
import { createFirst, PasswordHasher } from '../../shared/seal/index.ts';
import { type AccessRoom, accessSettings, openAccess } from '../access/index.ts';
import {
  AgentHostKeys,
  AgentHub,
  AgentLogLevels,
  CaRotation,
  CredentialDesk,
  Enrolment,
} from '../agents/index.ts';
import type { HealthRoom } from '../health/index.ts';
import { Homes, historyKeeping, Inventory } from '../inventory/index.ts';
import type { Jobs, Schedules } from '../jobs/index.ts';
import { CredentialStore } from '../store/index.ts';
import type { Base } from './base.ts';
import type { Ground } from './ground.ts';
import { openHealthRoom } from './health.ts';
import { openJobs } from './jobs.ts';
import { openPlans, type PlanRooms } from './plans.ts';

const DELTA_WINDOW_BYTES = 4_194_304;
const READER = { type: 'system', name: 'access' } as const;

export interface Rooms {
  readonly people: AccessRoom;
  readonly homes: Homes;
  readonly inventory: Inventory;
  readonly enrolment: Enrolment;
  readonly hub: AgentHub;
  readonly jobs: Jobs;
  readonly schedules: Schedules;
  readonly plans: PlanRooms['plans'];
  readonly changes: PlanRooms['changes'];
  readonly conflicts: PlanRooms['conflicts'];
  /** Resolves what rules decide. */
  readonly automatic: PlanRooms['automatic'];
  readonly rotation: CaRotation;
  readonly credentials: CredentialDesk;
  readonly logLevels: LogLevels;
  readonly agentLogLevels: AgentLogLevels;
  readonly agentHostKeys: AgentHostKeys;
  readonly health: HealthRoom;
  /** End of the certificate that the server shows, epoch milliseconds. */
  serverEndsAt: number;
  /** Where agents reach this controller; known once it listens. */
  addresses: readonly string[];
  /** Shows new connections a server certificate and trust of now; there once the server is. */
  refreshServer: () => Promise<void>;
}

export function openRooms(base: Base, ground: Ground): Rooms {
  const { config, log, clock, random, startedAt } = base;
  const { identity, store, incarnation, enrolments } = ground;
  const { meshId, root, fingerprint, keys, sealing } = identity;
  const member = { identityKey: keys.publicKey, sealingKey: sealing.publicKey, name: hostname() };
  const homes = new Homes({
    ...{ store, root, fingerprint },
    first: () => createFirst({ meshId, root: root.publicKey, member, issuedAt: startedAt }),
  });
  const keeping = historyKeeping(config.history);
  const inventory = new Inventory({ store, homes, incarnation, clock, random, keeping });
  const enrolment = new Enrolment({
    ...{ clock, random, log, store: enrolments, identity },
    membership: () => homes.current,
    certificateLifetimeMs: config.agents.certificateLifetimeMs,
  });
  const hub = new AgentHub({
    ...{ clock, log, inventory, directory: enrolments },
    settings: {
      heartbeatMs: config.agents.heartbeatMs,
      deltaWindowBytes: DELTA_WINDOW_BYTES,
      softwareVersion: softwareVersion(),
    },
    jobsPerAgent: config.jobs.workers,
    renew: (agentId, request) => enrolment.renew(agentId, request),
    trust: () => rotation.trust,
    onAlarm: ({ agentId, site, count, boots }) =>
      ground.audit.trail.event({
        ...{ method: 'agent.cloned', sites: [site], targets: [`agent:${agentId}`] },
        detail: { boots: boots.join(' '), count: String(count) },
      }),
  });
  const rotation = new CaRotation({
    ...{ clock, log, homes, authority: identity.authority, store: enrolments },
    hub: () => hub,
    refreshServer: () => rooms.refreshServer(),
  });
  const { jobs, schedules } = openJobs(base, ground, { inventory, hub });
  const credentials = openCredentials(base, ground, hub);
  const people = openPeople(base, ground, { inventory, enrolment });
  const { plans, changes, conflicts, automatic } = openPlans(base, ground, {
    ...{ homes, inventory, jobs, people },
  });
  const refreshServer = (): Promise<void> => Promise.resolve();
  const health = openHealthRoom(base, ground, {
    ...{ inventory, hub, rotation, pausedSchedules: () => schedules.paused() },
    serverEndsAt: () => rooms.serverEndsAt,
  });
  const rooms: Rooms = {
    ...{ people, homes, inventory, enrolment, hub, jobs, schedules, rotation, credentials, health },
    ...{ plans, changes, conflicts, automatic },
    ...{ addresses: [], refreshServer, serverEndsAt: identity.server.expiresAt },
    ...openQuestions(base, hub),
  };
  return rooms;
}

/** What agents are asked while somebody waits for the answer; and our own log level beside theirs. */
function openQuestions(
  { config, log, clock, closers }: Base,
  hub: AgentHub,
): Pick<Rooms, 'logLevels' | 'agentLogLevels' | 'agentHostKeys'> {
  const logLevels = new LogLevels({ log, clock, configured: config.log.level });
  closers.add(() => logLevels.stop());
  return {
    logLevels,
    agentLogLevels: new AgentLogLevels({ clock, hub }),
    agentHostKeys: new AgentHostKeys({ clock, hub }),
  };
}

function openPeople(
  { config, clock, random, log, closers, passwordCost }: Base,
  { store, tokenFile }: Ground,
  { inventory, enrolment }: Pick<Rooms, 'inventory' | 'enrolment'>,
): AccessRoom {
  const hasher = new PasswordHasher(passwordCost);
  closers.add(() => hasher.stop());
  const people = openAccess({
    ...{ clock, random, db: store.db, hasher, ...accessSettings(config) },
    exists: (ref) => inventory.peek(ref, READER)?.deleted === false,
    authenticateAgent: (certificate) => enrolment.authenticate(certificate),
  });
  if (people.tokens.ensureAdmin(tokenFile, store.counters.position === 0) === 'kept') {
    const hint = `the store has no token; for a new one of the admin move ${tokenFile} away and start again`;
    log.warn('admin-token.kept', { file: tokenFile, hint });
  }
  return people;
}

/** The agents' answers go into the trail: that of the order itself may be older by days. */
function openCredentials(
  { clock, random, log, closers }: Base,
  ground: Ground,
  hub: AgentHub,
): CredentialDesk {
  const { store, enrolments: directory, audit } = ground;
  const desk = new CredentialDesk({
    ...{ clock, random, log, directory, hub, store: new CredentialStore(store.db) },
    onAnswered: ({ name, agentId, site, state, orderedVersion, error }, other) =>
      audit.trail.event({
        ...{ method: `credential.${state}`, who: `agent:${agentId}`, sites: [site] },
        ...{ targets: [`agent:${agentId}`, `credential:${name}`], result: error?.code ?? 'OK' },
        detail: {
          version: String(orderedVersion),
          // The one who typed it said one thing, and sealed another.
          ...(other && {
            sealedFor: `credential:${other.name}`,
            sealedVersion: String(other.version),
            sealedTo: other.isRemoval ? 'remove' : 'set',
          }),
        },
      }),
  });
  closers.add(() => desk.stop());
  return desk;
}
