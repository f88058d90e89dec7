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
  type LogLevel,
  Metrics,
  type Random,
  softwareVersion,
  systemClock,
  systemRandom,
} from '../shared/runtime/index.ts';
import { createFirst, formatOrigin, ready } from '../shared/seal/index.ts';
import {
  type ApiHandlers,
  type ApiServer,
  createServer,
  HttpServer,
  type ServerTls,
} from '../shared/transport/index.ts';
import { Access, Tokens } from './access/index.ts';
import {
  AgentHub,
  type ControllerIdentity,
  createJoinToken,
  Enrolment,
  openControllerIdentity,
  type ServerCertificate,
  ServerCertificateKeeper,
} from './agents/index.ts';
import {
  agentHandlers,
  enrolmentHandlers,
  inventoryHandlers,
  jobHandlers,
  readDelta,
  readStatus,
  runDoctor,
  sessionHandlers,
  systemHandlers,
  traceHandlers,
} from './api/index.ts';
import { gatewayHandler } from './gateway/index.ts';
import { Homes, Incarnation, Inventory } from './inventory/index.ts';
import { Jobs } from './jobs/index.ts';
import { AccessStore, EnrolmentStore, lockStore, openDatabase, Store } from './store/index.ts';
import { Tracer } from './trace/index.ts';

/** What this process makes is for its own user. */
const PRIVATE_UMASK = 0o077;
const SHUTDOWN_GRACE_MS = 2000;
const DUE_EVERY_MS = 30_000;
const HISTORY_EVERY_MS = 60_000;
const UPKEEP_EVERY_MS = 3_600_000;
const LOST_AFTER_MS = 600_000;
const DELTA_WINDOW_BYTES = 4_194_304;
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
  readonly enrolments: EnrolmentStore;
  readonly tokens: Tokens;
  readonly caFile: string;
  readonly tokenFile: string;
}

async function openGround(base: Base, { credentialsDirectory }: ControllerOptions): Promise<Ground> {
  const { config, log, clock, random, closers } = base;
  const { dataDir } = config;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockStore(join(dataDir, 'lock.db'));
  closers.add(() => lock.release());
  const identity = await openControllerIdentity(dataDir, {
    ...{ clock, random, credentialsDirectory },
    hosts: [...new Set([hostname(), ...LOOPBACK, ...config.api.names])],
    masterKeyFile: config.secrets.masterKeyFile,
  });
  const db = openDatabase({
    file: join(dataDir, 'store.db'),
    busyTimeoutMs: config.store.busyTimeoutMs,
    cacheBytes: config.store.cacheSizeBytes,
  });
  closers.add(() => db.close());
  const store = new Store(db);
  const { fingerprint } = identity;
  const incarnation = new Incarnation({
    ...{ store, log, highWaterFile: join(dataDir, 'high-water.json') },
    formatOrigin: (number) => formatOrigin({ fingerprint, incarnation: String(number) }),
  });
  closers.add(() => incarnation.saveMark());
  const tokens = new Tokens({ clock, random, store: new AccessStore(db) });
  const tokenFile = join(dataDir, 'admin.token');
  tokens.ensureAdmin(tokenFile);
  const caFile = join(dataDir, 'identity', 'ca.crt');
  return { identity, store, incarnation, enrolments: new EnrolmentStore(db), tokens, caFile, tokenFile };
}

interface Rooms {
  readonly homes: Homes;
  readonly inventory: Inventory;
  readonly enrolment: Enrolment;
  readonly hub: AgentHub;
  readonly jobs: Jobs;
  /** Where agents reach this controller; known once it listens. */
  addresses: readonly string[];
}

function openRooms({ config, log, clock, random, closers, startedAt }: Base, ground: Ground): Rooms {
  const { identity, store, incarnation, enrolments } = ground;
  const { meshId, root, fingerprint, keys, sealing } = identity;
  const member = { identityKey: keys.publicKey, sealingKey: sealing.publicKey, name: hostname() };
  const homes = new Homes({
    ...{ store, root, fingerprint },
    first: () => createFirst({ meshId, root: root.publicKey, member, issuedAt: startedAt }),
  });
  const inventory = new Inventory({ store, homes, incarnation, clock, random });
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
  });
  const jobs = new Jobs({
    ...{ store, inventory, hub, clock, random, log },
    settings: { leaseMs: config.jobs.leaseMs, queueMax: config.jobs.queueMax, lostAfterMs: LOST_AFTER_MS },
  });
  closers.add(() => jobs.stop());
  return { homes, inventory, enrolment, hub, jobs, addresses: [] };
}

function createApi(base: Base, ground: Ground, rooms: Rooms, metrics: Metrics): ApiServer {
  const { clock, log } = base;
  const access = new Access({
    tokens: ground.tokens,
    authenticateAgent: (certificate) => rooms.enrolment.authenticate(certificate),
  });
  return createServer({
    tls: tlsOf(ground.identity, ground.identity.server),
    ...{ clock, log, handlers: apiHandlers(base, ground, rooms, metrics) },
    session: sessionHandlers(rooms.hub).Session,
    resolvePrincipal: (caller) => access.admit(caller),
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
    AgentService: agentHandlers({
      hub,
      createJoinToken: (request) => {
        const isHome = (site: string): boolean => homes.isHome(site);
        const { addresses } = rooms;
        return createJoinToken({ clock, random, store, identity, addresses, isHome }, request);
      },
    }),
    EnrolmentService: enrolmentHandlers({ enrolment, hub, inventory }),
    InventoryService: inventoryHandlers(inventory),
    JobService: jobHandlers(jobs),
    SystemService: systemHandlers({
      status: () => readStatus(about),
      doctor: async () => runDoctor(about),
      delta: (id) => readDelta(inventory, id),
      setLogLevel: levelSwitch(log, config.log.level),
    }),
    TraceService: traceHandlers(tracer),
  };
}

function controllerMetrics({ config, clock, closers }: Base, { hub, jobs, inventory }: Rooms): Metrics {
  const metrics = new Metrics({ legacyNames: config.metrics.legacyNames });
  const lag = new LagMeter(clock);
  closers.add(() => lag.stop());
  metrics.set('wayside_build_info', { version: softwareVersion(), program: 'controller' }, 1);
  metrics.onRead(() => {
    const agents = hub.counts();
    const counts = jobs.counts();
    metrics.set('wayside_agents', { state: 'online' }, agents.online);
    metrics.set('wayside_agents', { state: 'away' }, agents.total - agents.online);
    metrics.set('wayside_jobs', { state: 'queued' }, counts.queued);
    metrics.set('wayside_jobs', { state: 'running' }, counts.running);
    metrics.set('wayside_feed_position', {}, inventory.position);
    metrics.set('wayside_store_bytes', {}, inventory.storeBytes);
    metrics.set('wayside_sources_stale', {}, inventory.staleSources().length);
    metrics.set('wayside_event_loop_lag_seconds', {}, lag.takeWorstMs() / 1000);
  });
  return metrics;
}

/** Work that comes round by the clock. */
function keepUp(base: Base, { identity }: Ground, { inventory, jobs }: Rooms, server: ApiServer): void {
  const { clock, log, closers } = base;
  const certificate = new ServerCertificateKeeper({
    ...{ clock, log, identity },
    onRenewed: (next) => server.setTls(tlsOf(identity, next)),
  });
  const timers = [
    clock.every(DUE_EVERY_MS, () => guarded(log, 'due', () => inventory.runDue())),
    clock.every(HISTORY_EVERY_MS, () => guarded(log, 'history', () => inventory.pruneHistory())),
    clock.every(UPKEEP_EVERY_MS, () => {
      guarded(log, 'prune', () => jobs.prune());
      void certificate.tick();
    }),
  ];
  closers.add(() => {
    for (const timer of timers) timer.cancel();
  });
}

function tlsOf({ ca }: ControllerIdentity, { chainPem, keyPem }: ServerCertificate): ServerTls {
  return { certificateChain: [chainPem], privateKey: keyPem.reveal(), clientCas: [ca.pem] };
}

/** Where agents and people reach this controller: named addresses first, else the one it listens on. */
function joinAddresses(config: ControllerConfig, port: number): string[] {
  const { host } = config.api.listen;
  const anyHost = host === '0.0.0.0' || host === '::';
  const names = config.api.names.length > 0 ? config.api.names : [anyHost ? hostname() : host];
  return names.map((name) => formatAddress({ host: name, port }));
}

function levelSwitch(log: Log, first: LogLevel): (level: LogLevel) => LogLevel {
  let current = first;
  return (level) => {
    const previous = current;
    log.setLevel(level);
    current = level;
    return previous;
  };
}

/** A timer's work: its failure is logged, the next tick tries again. */
function guarded(log: Log, what: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    log.error('maintenance.failed', { what, error });
  }
}
