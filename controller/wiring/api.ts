/** The API over the rooms: a handler for each service, behind access and audit. */

import { declaredPortGuards } from '../../shared/config/index.ts';
import type { Metrics } from '../../shared/runtime/index.ts';
import { OrderedPages, softwareVersion } from '../../shared/runtime/index.ts';
import {
  type ApiHandlers,
  type ApiServer,
  createServer,
  type ServerTls,
} from '../../shared/transport/index.ts';
import {
  AgentLife,
  type ControllerIdentity,
  createJoinToken,
  type ServerCertificate,
} from '../agents/index.ts';
import {
  agentHandlers,
  alertHandlers,
  auditHandlers,
  authHandlers,
  backupHandlers,
  caHandlers,
  changeHandlers,
  conflictHandlers,
  countByCredential,
  credentialHandlers,
  enrolmentHandlers,
  hostKeyHandlers,
  inventoryHandlers,
  jobHandlers,
  levelDesk,
  type PortApiDeps,
  planHandlers,
  portHandlers,
  readDelta,
  readStatus,
  type SystemApiDeps,
  scheduleHandlers,
  sessionHandlers,
  supportHandlers,
  systemHandlers,
  traceHandlers,
  userHandlers,
} from '../api/index.ts';
import { PortWork } from '../plans/index.ts';
import { Backups } from '../store/index.ts';
import { judgedSite, openTracers, type Tracer, type Tracers } from '../trace/index.ts';
import type { Base } from './base.ts';
import type { Ground } from './ground.ts';
import type { Rooms } from './rooms.ts';
import { createSupport } from './support.ts';

/** Counts sources whole, for whoever sees a site in full. */
const COUNTER = { type: 'system', name: 'credentials' } as const;

export function createApi(base: Base, ground: Ground, rooms: Rooms, metrics: Metrics): ApiServer {
  const { clock, log } = base;
  const { access } = rooms.people;
  return createServer({
    tls: tlsOf(ground.identity, ground.identity.server),
    ...{ clock, log, handlers: ground.audit.calls.around(apiHandlers(base, ground, rooms, metrics)) },
    onRefused: ground.audit.calls.refused,
    session: sessionHandlers(rooms.hub).Session,
    resolvePrincipal: (caller) => access.admit(caller),
    follow: (principal, end) => access.follow(principal, end),
    onCall: ({ method, status, elapsedMs }) => {
      metrics.count('wayside_grpc_server_handled_total', { method, code: status });
      metrics.observe('wayside_grpc_server_handling_seconds', { method }, elapsedMs / 1000);
    },
  });
}

function apiHandlers(base: Base, ground: Ground, rooms: Rooms, metrics: Metrics): ApiHandlers {
  const { clock, random, log, config, startedAt } = base;
  const { identity, enrolments: store } = ground;
  const { homes, inventory, enrolment, hub, jobs } = rooms;
  const about = {
    ...{ version: softwareVersion(), meshId: identity.meshId, startedAt, dataDir: config.dataDir },
    ...{ clock, inventory, hub, jobs, alerts: rooms.health.desk, health: rooms.health.health },
  };
  const pages = new OrderedPages(clock, random);
  const tracing = tracersOf(base, rooms, metrics);
  const system: SystemApiDeps = {
    status: (principal) => readStatus(about, inventory.sight(principal)),
    doctor: (principal) => rooms.health.health.doctor(inventory.sight(principal)),
    delta: (id, principal) => readDelta(inventory, id, principal),
    logLevels: levelDesk(rooms.logLevels, rooms.agentLogLevels, hub),
  };
  return {
    AlertService: alertHandlers({ desk: rooms.health.desk, pages, inventory }),
    BackupService: backupHandlers(openBackups(base, ground, rooms)),
    AgentService: agentHandlers({
      ...{ hub, pages },
      life: new AgentLife({ clock, log, store, inventory, hub, bans: ground.bans }),
      tokens: { clock, store },
      sight: (principal) => inventory.sight(principal),
      createJoinToken: (request) => {
        const isHome = (site: string): boolean => homes.isHome(site);
        const { addresses } = rooms;
        return createJoinToken({ clock, random, store, identity, addresses, isHome }, request);
      },
    }),
    AuditService: auditHandlers(ground.audit.reader, pages),
    AuthService: authHandlers(rooms.people),
    CaService: caHandlers(rooms.rotation),
    ChangeService: changeHandlers(rooms.changes, pages),
    ConflictService: conflictHandlers(rooms.conflicts, pages, ground.audit.calls.journal),
    CredentialService: credentialHandlers({
      pages,
      hub,
      desk: rooms.credentials,
      sight: (principal) => inventory.sight(principal),
      countSources: (site) => countByCredential(inventory.all('source', site, {}, COUNTER)),
    }),
    EnrolmentService: enrolmentHandlers({ enrolment, hub, inventory }),
    HostKeyService: hostKeyHandlers({ inventory, hub, pages, agents: rooms.agentHostKeys }),
    InventoryService: inventoryHandlers(inventory, {
      journal: ground.audit.calls.journal,
      plansOnly: config.plans.approval === 'signed' || config.plans.fourEyes,
    }),
    JobService: jobHandlers(jobs, pages, ground.audit.calls.journal),
    PlanService: planHandlers(rooms.plans, pages, ground.audit.calls.journal),
    PortService: portHandlers(portRooms(base, ground, { rooms, tracer: tracing.tracer, pages })),
    ScheduleService: scheduleHandlers(rooms.schedules, pages),
    SupportService: supportHandlers(createSupport(base, ground, { rooms, facts: { ...system, metrics } })),
    SystemService: systemHandlers(system),
    TraceService: traceHandlers(tracing),
    UserService: userHandlers({ ...rooms.people, pages }),
  };
}

function tracersOf({ clock, log, config }: Base, { inventory, jobs }: Rooms, metrics: Metrics): Tracers {
  return openTracers({
    ...{ inventory, jobs, clock, log },
    search: config.trace.search,
    observe: (seconds) => metrics.observe('wayside_mac_trace_duration_seconds', {}, seconds),
  });
}

function portRooms(
  { config, clock }: Base,
  { audit }: Ground,
  on: { readonly rooms: Rooms; readonly tracer: Tracer; readonly pages: OrderedPages },
): PortApiDeps {
  const { inventory, jobs, plans } = on.rooms;
  const { index } = on.tracer;
  const work = new PortWork({
    ...{ inventory, jobs, plans, guards: declaredPortGuards(config.ports.guards) },
    judge: (site) => judgedSite(index, site),
  });
  const list = { inventory, index, clock, pages: on.pages };
  return { work, list, journal: audit.calls.journal };
}

function openBackups({ config, clock }: Base, { identity, incarnation }: Ground, { health }: Rooms): Backups {
  const { meshId, fingerprint, master } = identity;
  return new Backups({
    ...{ dataDir: config.dataDir, clock, master },
    onMade: (atMs) => health.backupMade(atMs),
    about: () => ({ version: softwareVersion(), meshId, fingerprint, origin: incarnation.origin }),
  });
}

export function tlsOf({ authority }: ControllerIdentity, { chainPem, keyPem }: ServerCertificate): ServerTls {
  const clientCas = authority.trusted.map(({ pem }) => pem);
  return { certificateChain: [chainPem], privateKey: keyPem.reveal(), clientCas };
}
