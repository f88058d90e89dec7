#!/usr/bin/env node
/** The controller: reads its configuration, opens its store, starts its rooms in order, and stops them on a signal. */
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { type ControllerConfig, formatAddress, loadConfig } from '../shared/config/index.ts';
import { WaysideError } from '../shared/errors.ts';
import {
  createLog,
  LagMeter,
  type Log,
  type LogLevel,
  Metrics,
  softwareVersion,
  systemClock,
  systemRandom,
} from '../shared/runtime/index.ts';
import { createFirst, formatOrigin, ready } from '../shared/seal/index.ts';
import { type ApiServer, createServer } from '../shared/transport/index.ts';
import { Access, Tokens } from './access/index.ts';
import { AgentHub, createJoinToken, Enrolment, openControllerIdentity } from './agents/index.ts';
import {
  agentHandlers,
  enrolmentHandlers,
  inventoryHandlers,
  jobHandlers,
  readDelta,
  readStatus,
  runDoctor,
  sessionHandler,
  systemHandlers,
  traceHandlers,
} from './api/index.ts';
import { Gateway } from './gateway/index.ts';
import { Homes, Incarnation, Inventory } from './inventory/index.ts';
import { Jobs } from './jobs/index.ts';
import { AccessStore, EnrolmentStore, lockStore, openDatabase, Store } from './store/index.ts';
import { Tracer } from './trace/index.ts';

const SHUTDOWN_GRACE_MS = 2000;
const DUE_EVERY_MS = 30_000;
const PRUNE_EVERY_MS = 3_600_000;
const LOST_AFTER_MS = 600_000;
const DELTA_WINDOW_BYTES = 4_194_304;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

interface Running {
  stop(): Promise<void>;
}

async function start(config: ControllerConfig, log: Log): Promise<Running> {
  const clock = systemClock;
  const random = systemRandom;
  const version = softwareVersion();
  const startedAt = clock.now();
  await ready();
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const lock = lockStore(join(config.dataDir, 'lock.db'));
  const hosts = [...new Set([hostname(), ...LOOPBACK, ...config.api.names])];
  const identity = await openControllerIdentity(config.dataDir, {
    clock,
    random,
    hosts,
    masterKeyFile: config.secrets.masterKeyFile,
  });
  const file = join(config.dataDir, 'store.db');
  const db = openDatabase({
    file,
    busyTimeoutMs: config.store.busyTimeoutMs,
    cacheBytes: config.store.cacheSizeBytes,
  });
  const store = new Store(db);
  const incarnation = new Incarnation({
    store,
    highWaterFile: join(config.dataDir, 'high-water.json'),
    formatOrigin: (number) =>
      formatOrigin({ fingerprint: identity.fingerprint, incarnation: String(number) }),
    log,
  });
  const homes = new Homes({
    store,
    root: identity.root,
    fingerprint: identity.fingerprint,
    first: () =>
      createFirst({
        meshId: identity.meshId,
        root: identity.root.publicKey,
        member: {
          identityKey: identity.keys.publicKey,
          sealingKey: identity.sealing.publicKey,
          name: hostname(),
        },
        issuedAt: clock.now(),
      }),
  });
  const inventory = new Inventory({ store, homes, incarnation, clock, random });
  const enrolments = new EnrolmentStore(db);
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
      softwareVersion: version,
    },
    renew: (agentId, request) => enrolment.renew(agentId, request),
  });
  const jobs = new Jobs({
    ...{ store, inventory, hub, clock, random, log },
    settings: { leaseMs: config.jobs.leaseMs, queueMax: config.jobs.queueMax, lostAfterMs: LOST_AFTER_MS },
  });
  const metrics = new Metrics({ legacyNames: config.metrics.legacyNames });
  const tracer = new Tracer({
    ...{ inventory, jobs, clock, log },
    observe: (seconds) => metrics.observe('wayside_mac_trace_duration_seconds', {}, seconds),
  });
  const tokens = new Tokens({ clock, random, store: new AccessStore(db) });
  const tokenFile = join(config.dataDir, 'admin.token');
  tokens.ensureAdmin(tokenFile);
  const access = new Access({
    tokens,
    authenticateAgent: (certificate) => enrolment.authenticate(certificate),
  });
  const about = {
    version,
    meshId: identity.meshId,
    startedAt,
    dataDir: config.dataDir,
    clock,
    inventory,
    hub,
    jobs,
  };
  let addresses: readonly string[] = [];
  const server = createServer({
    tls: {
      certificateChain: [identity.server.chainPem],
      privateKey: identity.server.keyPem.reveal(),
      clientCas: [identity.ca.pem],
    },
    ...{ clock, log },
    handlers: {
      AgentService: agentHandlers({
        hub,
        createJoinToken: (request) =>
          createJoinToken(
            { clock, random, store: enrolments, identity, addresses, isHome: (site) => homes.isHome(site) },
            request,
          ),
      }),
      EnrolmentService: enrolmentHandlers(enrolment, inventory),
      InventoryService: inventoryHandlers(inventory),
      JobService: jobHandlers(jobs),
      SystemService: systemHandlers({
        status: () => readStatus(about),
        doctor: async () => runDoctor(about),
        delta: (id) => readDelta(inventory, id),
        setLogLevel: levelSwitch(log, config.log.level),
      }),
      TraceService: traceHandlers(tracer),
    },
    session: sessionHandler(hub),
    resolvePrincipal: (caller) => access.admit(caller),
    onCall: ({ method, status, elapsedMs }) => {
      metrics.count('wayside_grpc_server_handled_total', { method, code: status });
      metrics.observe('wayside_grpc_server_handling_seconds', { method }, elapsedMs / 1000);
    },
  });
  const lag = new LagMeter(clock);
  metrics.set('wayside_build_info', { version, program: 'controller' }, 1);
  metrics.onRead(() => {
    const agents = hub.counts();
    const counts = jobs.counts();
    metrics.set('wayside_agents', { state: 'online' }, agents.online);
    metrics.set('wayside_agents', { state: 'away' }, agents.total - agents.online);
    metrics.set('wayside_jobs', { state: 'queued' }, counts.queued);
    metrics.set('wayside_jobs', { state: 'running' }, counts.running);
    metrics.set('wayside_feed_position', {}, inventory.position);
    metrics.set('wayside_store_bytes', {}, store.sizeBytes());
    metrics.set('wayside_sources_stale', {}, inventory.staleSources().length);
    metrics.set('wayside_event_loop_lag_seconds', {}, lag.takeWorstMs() / 1000);
  });
  let serving = false;
  const gateway = new Gateway({
    ...{ host: config.http.listen.host, port: config.http.listen.port, clock, metrics },
    alive: [{ name: 'store', problem: () => (db.open ? undefined : 'the store is closed') }],
    ready: [{ name: 'api', problem: () => (serving ? undefined : 'the API is not listening') }],
  });
  const port = await server.listen(config.api.listen.host, config.api.listen.port);
  addresses = joinAddresses(config, port);
  serving = true;
  await gateway.start();
  const timers = [
    clock.every(DUE_EVERY_MS, () => guarded(log, 'due', () => inventory.runDue())),
    clock.every(PRUNE_EVERY_MS, () => guarded(log, 'prune', () => jobs.prune())),
  ];
  log.info('controller.ready', {
    address: addresses[0],
    http: `http://${formatAddress({ host: config.http.listen.host, port: gateway.port })}`,
    origin: inventory.origin,
    caFile: join(config.dataDir, 'identity', 'ca.crt'),
    tokenFile,
    version,
    pid: process.pid,
  });
  return {
    stop: async () => {
      for (const timer of timers) timer.cancel();
      serving = false;
      await hub.stop();
      await stopServer(server);
      await gateway.stop();
      jobs.stop();
      lag.stop();
      incarnation.saveMark();
      store.close();
      lock.release();
    },
  };
}

async function stopServer(server: ApiServer): Promise<void> {
  await server.stop({ graceMs: SHUTDOWN_GRACE_MS });
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

async function run(options: { config?: string; check?: boolean }): Promise<void> {
  const { values } = loadConfig('controller', { env: process.env, file: options.config });
  if (options.check) {
    process.stdout.write('the configuration is valid\n');
    return;
  }
  const log = createLog({ component: 'controller', level: values.log.level, file: values.log.file });
  const running = await start(values, log);
  const stop = (signal: string): void => {
    log.info('controller.stopping', { signal });
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('controller.stop-failed', { error });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}

const program = new Command('wayside-controller')
  .description('Schedules, remembers and decides. Runs in the foreground until SIGTERM.')
  .version(softwareVersion())
  .option('--config <file>', 'configuration file (default: /etc/wayside/controller.yaml)')
  .option('--check', 'check the configuration and exit')
  .action(run);

program.parseAsync().catch((error: unknown) => {
  const { code, message, hint, violations } = WaysideError.from(error);
  process.stderr.write(`wayside-controller: ${message} [${code}]\n`);
  for (const { field, message: why } of violations) process.stderr.write(`  ${field}: ${why}\n`);
  if (hint) process.stderr.write(`  ${hint}\n`);
  process.exit(code === 'INVALID_INPUT' || code === 'UNKNOWN_KEY' ? 2 : 1);
});
