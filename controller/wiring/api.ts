/** The API over the rooms: a handler for each service, behind access and audit. */

import type { Metrics } from '../../shared/runtime/index.ts';
import { softwareVersion } from '../../shared/runtime/index.ts';
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
  auditHandlers,
  authHandlers,
  backupHandlers,
  caHandlers,
  enrolmentHandlers,
  inventoryHandlers,
  jobHandlers,
  levelSwitch,
  readDelta,
  readStatus,
  runDoctor,
  sessionHandlers,
  systemHandlers,
  traceHandlers,
  userHandlers,
} from '../api/index.ts';
import { Backups } from '../store/index.ts';
import { Tracer } from '../trace/index.ts';
import type { Base } from './base.ts';
import type { Ground } from './ground.ts';
import type { Rooms } from './rooms.ts';

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
    ...{ clock, inventory, hub, jobs },
  };
  const tracer = new Tracer({
    ...{ inventory, jobs, clock, log },
    observe: (seconds) => metrics.observe('wayside_mac_trace_duration_seconds', {}, seconds),
  });
  return {
    BackupService: backupHandlers(openBackups(base, ground)),
    AgentService: agentHandlers({
      hub,
      life: new AgentLife({ clock, log, store, inventory, hub }),
      tokens: { clock, store },
      sight: (principal) => inventory.sight(principal),
      createJoinToken: (request) => {
        const isHome = (site: string): boolean => homes.isHome(site);
        const { addresses } = rooms;
        return createJoinToken({ clock, random, store, identity, addresses, isHome }, request);
      },
    }),
    AuditService: auditHandlers(ground.audit.reader),
    AuthService: authHandlers(rooms.people),
    CaService: caHandlers(rooms.rotation),
    EnrolmentService: enrolmentHandlers({ enrolment, hub, inventory }),
    InventoryService: inventoryHandlers(inventory, ground.audit.calls.journal),
    JobService: jobHandlers(jobs),
    SystemService: systemHandlers({
      status: (principal) => readStatus(about, inventory.sight(principal)),
      doctor: async (principal) => runDoctor(about, inventory.sight(principal)),
      delta: (id, principal) => readDelta(inventory, id, principal),
      setLogLevel: levelSwitch(log, config.log.level),
    }),
    TraceService: traceHandlers(tracer),
    UserService: userHandlers(rooms.people),
  };
}

function openBackups({ config, clock }: Base, { identity, incarnation }: Ground): Backups {
  const { meshId, fingerprint } = identity;
  return new Backups({
    ...{ dataDir: config.dataDir, clock },
    about: () => ({ version: softwareVersion(), meshId, fingerprint, origin: incarnation.origin }),
  });
}

export function tlsOf({ authority }: ControllerIdentity, { chainPem, keyPem }: ServerCertificate): ServerTls {
  const clientCas = authority.trusted.map(({ pem }) => pem);
  return { certificateChain: [chainPem], privateKey: keyPem.reveal(), clientCas };
}
