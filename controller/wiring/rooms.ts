/** The rooms above it: inventory, agents, jobs and people, each given what it needs of the others. */
import { hostname } from 'node:os';
import { softwareVersion } from '../../shared/runtime/index.ts';
import { createFirst, PasswordHasher } from '../../shared/seal/index.ts';
import { type AccessRoom, accessSettings, openAccess } from '../access/index.ts';
import { AgentHub, CaRotation, Enrolment } from '../agents/index.ts';
import { Homes, historyKeeping, Inventory } from '../inventory/index.ts';
import { Jobs } from '../jobs/index.ts';
import type { Base } from './base.ts';
import type { Ground } from './ground.ts';

const LOST_AFTER_MS = 600_000;
const DELTA_WINDOW_BYTES = 4_194_304;
const READER = { type: 'system', name: 'access' } as const;

export interface Rooms {
  readonly people: AccessRoom;
  readonly homes: Homes;
  readonly inventory: Inventory;
  readonly enrolment: Enrolment;
  readonly hub: AgentHub;
  readonly jobs: Jobs;
  readonly rotation: CaRotation;
  /** Where agents reach this controller; known once it listens. */
  addresses: readonly string[];
  /** Shows new connections a server certificate and trust of now; there once the server is. */
  refreshServer: () => Promise<void>;
}

export function openRooms(base: Base, ground: Ground): Rooms {
  const { config, log, clock, random, closers, startedAt } = base;
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
  const jobs = new Jobs({
    ...{ store, inventory, hub, clock, random, log },
    settings: { leaseMs: config.jobs.leaseMs, queueMax: config.jobs.queueMax, lostAfterMs: LOST_AFTER_MS },
    onAttemptEnded: (job, results) => ground.audit.attemptEnded(job, results),
  });
  closers.add(() => jobs.stop());
  const hasher = new PasswordHasher();
  closers.add(() => hasher.stop());
  const people = openAccess({
    ...{ clock, random, db: store.db, hasher, ...accessSettings(config) },
    exists: (ref) => inventory.peek(ref, READER)?.deleted === false,
    authenticateAgent: (certificate) => enrolment.authenticate(certificate),
  });
  people.tokens.ensureAdmin(ground.tokenFile);
  const refreshServer = (): Promise<void> => Promise.resolve();
  const rooms: Rooms = {
    ...{ people, homes, inventory, enrolment, hub, jobs, rotation },
    ...{ addresses: [], refreshServer },
  };
  return rooms;
}
