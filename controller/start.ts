/** Puts the rooms of the controller together: the one place that knows them all. */
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type ControllerConfig, formatAddress } from '../shared/config/index.ts';
import {
  type Clock,
  Closers,
  LagMeter,
  type Log,
  Metrics,
  type Random,
  softwareVersion,
  systemClock,
  systemRandom,
} from '../shared/runtime/index.ts';
import { createFirst, formatOrigin, PasswordHasher, ready } from '../shared/seal/index.ts';
import {
  type ApiHandlers,
  type ApiServer,
  createServer,
  HttpServer,
  type ServerTls,
} from '../shared/transport/index.ts';
import { type AccessRoom, type Audit, accessSettings, openAccess, openAudit } from './access/index.ts';
import {
  AgentHub,
  AgentLife,
  CaRotation,
  type ControllerIdentity,
  createJoinToken,
  Enrolment,
  openControllerIdentity,
  type ServerCertificate,
  ServerCertificateKeeper,
} from './agents/index.ts';
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
  setRoomMetrics,
  systemHandlers,
  traceHandlers,
  userHandlers,
} from './api/index.ts';
import { gatewayHandler } from './gateway/index.ts';
import { Homes, historyKeeping, Incarnation, Inventory } from './inventory/index.ts';
import { Jobs } from './jobs/index.ts';
import { Backups, EnrolmentStore, lockStore, openStoreIn, Store, settleFolder } from './store/index.ts';
import { Tracer } from './trace/index.ts';

/** What this process makes is for its own user. */
const PRIVATE_UMASK = 0o077;
const SHUTDOWN_GRACE_MS = 2000;
const DUE_EVERY_MS = 30_000;
const STREAMS_EVERY_MS = 30_000;
const HISTORY_EVERY_MS = 60_000;
const UPKEEP_EVERY_MS = 3_600_000;
const AUDIT_EVERY_MS = 30_000;
const LOST_AFTER_MS = 600_000;
const DELTA_WINDOW_BYTES = 4_194_304;
const READER = { type: 'system', name: 'access' } as const;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

export interface ControllerOptions {
  /** `$CREDENTIALS_DIRECTORY`, for `cred:NAME`. */
  readonly credentialsDirectory?: string | undefined;
  readonly clock?: Clock;
  readonly random?: Random;
}

export interface RunningController {
  /** Where agents and people reach it first, `host:port`. */
  readonly address: string;
  readonly port: number;
  /** Of /metrics, /healthz and /readyz. */
  readonly httpUrl: string;
  readonly caFile: string;
  /** Holds the admin's token. */
  readonly tokenFile: string;
  stop(): Promise<void>;
}

/** Runs the controller until `stop`. Errors: STORE_LOCKED, STORE_NEWER, those of its identity, UNAVAILABLE for a port. */
export async function startController(
  config: ControllerConfig,
  log: Log,
  options: ControllerOptions = {},
): Promise<RunningController> {
  process.umask(PRIVATE_UMASK);
  const { clock = systemClock, random = systemRandom } = options;
  const closers = new Closers();
  try {
    await ready();
    const base: Base = { config, log, clock, random, closers, startedAt: clock.now() };
    return await start(base, options);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

interface Base {
  readonly config: ControllerConfig;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly closers: Closers;
  readonly startedAt: number;
}

async function start(base: Base, options: ControllerOptions): Promise<RunningController> {
  const { config, log, clock, closers } = base;
  const ground = await openGround(base, options);
  const rooms = openRooms(base, ground);
  const metrics = controllerMetrics(base, rooms);
  let serving = false;
  const gateway = gatewayHandler({
    ...{ clock, log, metrics },
    alive: [{ name: 'store', problem: () => ground.store.problem() }],
    ready: [{ name: 'api', problem: () => (serving ? undefined : 'the API is not listening') }],
  });
  const http = new HttpServer({ ...config.http.listen, fetch: gateway });
  await http.start();
  closers.add(() => http.stop());
  const server = createApi(base, ground, rooms, metrics);
  closers.add(() => server.stop({ graceMs: SHUTDOWN_GRACE_MS }));
  const port = await server.listen(config.api.listen.host, config.api.listen.port);
  rooms.addresses = joinAddresses(config, port);
  // Before the server: agents are told when to come back, while they still can be told.
  closers.add(() => rooms.hub.stop());
  keepUp(base, ground, rooms, server);
  serving = true;
  closers.add(() => {
    serving = false;
  });
  const httpUrl = `http://${formatAddress({ host: config.http.listen.host, port: http.port })}`;
  const { caFile, tokenFile } = ground;
  const [address = ''] = rooms.addresses;
  const about = { origin: rooms.inventory.origin, version: softwareVersion(), pid: process.pid };
  log.info('controller.ready', { address, http: httpUrl, caFile, tokenFile, ...about });
  return { address, port, httpUrl, caFile, tokenFile, stop: () => closers.close() };
}

/** What lies on disk: who this controller is, and its store. */
interface Ground {
  readonly identity: ControllerIdentity;
  readonly store: Store;
  readonly incarnation: Incarnation;
  readonly audit: Audit;
  readonly enrolments: EnrolmentStore;
  readonly caFile: string;
  readonly tokenFile: string;
}

async function openGround(base: Base, { credentialsDirectory }: ControllerOptions): Promise<Ground> {
  const { config, log, clock, random, closers } = base;
  const { dataDir } = config;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockStore(join(dataDir, 'lock.db'));
  closers.add(() => lock.release());
  settleFolder(dataDir, log);
  const identity = await openControllerIdentity(dataDir, {
    ...{ clock, random, credentialsDirectory },
    hosts: [...new Set([hostname(), ...LOOPBACK, ...config.api.names])],
    masterKeyFile: config.secrets.masterKeyFile,
  });
  const { busyTimeoutMs, cacheSizeBytes: cacheBytes, checkMaxSizeBytes: checkMaxBytes } = config.store;
  const db = openStoreIn(dataDir, { busyTimeoutMs, cacheBytes, checkMaxBytes }, log);
  closers.add(() => db.close());
  const store = new Store(db);
  const { fingerprint } = identity;
  const incarnation = new Incarnation({
    ...{ store, log, highWaterFile: join(dataDir, 'high-water.json') },
    formatOrigin: (number) => formatOrigin({ fingerprint, incarnation: String(number) }),
  });
  closers.add(() => incarnation.saveMark());
  const audit = openAudit({
    ...{ store, clock, log, dataDir, retentionMs: config.audit.retentionMs },
    origin: () => incarnation.origin,
  });
  closers.add(() => audit.calls.stop());
  const tokenFile = join(dataDir, 'admin.token');
  const caFile = join(dataDir, 'identity', 'ca.crt');
  return { identity, store, incarnation, audit, enrolments: new EnrolmentStore(db), caFile, tokenFile };
}

interface Rooms {
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

function openRooms(base: Base, ground: Ground): Rooms {
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

function createApi(base: Base, ground: Ground, rooms: Rooms, metrics: Metrics): ApiServer {
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

function controllerMetrics({ config, clock, closers }: Base, rooms: Rooms): Metrics {
  const metrics = new Metrics({ legacyNames: config.metrics.legacyNames });
  const lag = new LagMeter(clock);
  closers.add(() => lag.stop());
  metrics.set('wayside_build_info', { version: softwareVersion(), program: 'controller' }, 1);
  metrics.onRead(() => {
    setRoomMetrics(metrics, rooms);
    metrics.set('wayside_event_loop_lag_seconds', {}, lag.takeWorstMs() / 1000);
  });
  return metrics;
}

/** Work that comes round by the clock. */
function keepUp(base: Base, { identity, audit }: Ground, rooms: Rooms, server: ApiServer): void {
  const { people, inventory, jobs } = rooms;
  const { clock, log, closers } = base;
  const certificate = new ServerCertificateKeeper({
    ...{ clock, log, identity },
    onRenewed: (next) => server.setTls(tlsOf(identity, next)),
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
      guarded(log, 'tombstones', () => inventory.collectTombstones());
      guarded(log, 'sessions', () => people.sessions.purge());
      void certificate.tick();
    }),
  ];
  closers.add(() => {
    for (const timer of timers) timer.cancel();
  });
}

function tlsOf({ authority }: ControllerIdentity, { chainPem, keyPem }: ServerCertificate): ServerTls {
  const clientCas = authority.trusted.map(({ pem }) => pem);
  return { certificateChain: [chainPem], privateKey: keyPem.reveal(), clientCas };
}

/** Where agents and people reach this controller: named addresses first, else the one it listens on. */
function joinAddresses(config: ControllerConfig, port: number): string[] {
  const { host } = config.api.listen;
  const anyHost = host === '0.0.0.0' || host === '::';
  const names = config.api.names.length > 0 ? config.api.names : [anyHost ? hostname() : host];
  return names.map((name) => formatAddress({ host: name, port }));
}

/** A timer's work: its failure is logged, the next tick tries again. */
function guarded(log: Log, what: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    log.error('maintenance.failed', { what, error });
  }
}
