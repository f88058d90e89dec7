/** Puts the rooms of the agent together: the one place that knows them all. */
import { mkdirSync } from 'node:fs';
import { platform, release } from 'node:os';
import { join } from 'node:path';
import { type AgentConfig, formatAddress } from '../shared/config/index.ts';
import { WaysideError } from '../shared/errors.ts';
import {
  Closers,
  LagMeter,
  type Log,
  Metrics,
  newId,
  softwareVersion,
  systemClock,
  systemRandom,
} from '../shared/runtime/index.ts';
import { ready } from '../shared/seal/index.ts';
import { HttpServer, probeHandler } from '../shared/transport/index.ts';
import { Runner } from './jobs/index.ts';
import {
  type AgentEnrolment,
  type AgentKeys,
  Connection,
  createEnrolTransport,
  loadEnrolment,
  loadOrCreateAgentKeys,
  Renewal,
} from './session/index.ts';
import {
  AgentMeta,
  Attempts,
  KnownHosts,
  lockAgentStore,
  Outbox,
  openAgentDatabase,
  openVaultLock,
  Snapshots,
  Vault,
} from './store/index.ts';
import { createSwitchDriver, type SwitchDriver } from './switch/index.ts';

/** What this process makes is for its own user. */
const PRIVATE_UMASK = 0o077;

const clock = systemClock;
const random = systemRandom;

export interface AgentOptions {
  /** `$CREDENTIALS_DIRECTORY`, for `cred:NAME`. */
  readonly credentialsDirectory?: string | undefined;
  /** Asks whoever sits at the terminal for the passphrase of the vault. */
  readonly askPassphrase?: (() => Promise<string>) | undefined;
}

export interface AgentFolders {
  readonly keys: AgentKeys;
  readonly identityDir: string;
  readonly vault: Vault;
}

export interface RunningAgent {
  readonly agentId: string;
  /** Of /metrics, /healthz and /readyz. */
  readonly httpUrl: string;
  stop(): Promise<void>;
}

/** Keys and vault: what every command needs, made at first use. */
export async function openAgentFolders(
  config: AgentConfig,
  options: AgentOptions = {},
): Promise<AgentFolders> {
  process.umask(PRIVATE_UMASK);
  await ready();
  const identityDir = join(config.dataDir, 'identity');
  const vaultDir = join(config.dataDir, 'vault');
  for (const dir of [config.dataDir, identityDir, vaultDir]) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const keys = loadOrCreateAgentKeys(identityDir, random);
  const { masterKeyFile = join(config.dataDir, 'master.key'), passphraseFile } = config.secrets;
  const lock = await openVaultLock(vaultDir, { ...options, masterKeyFile, passphraseFile, random });
  const vault = new Vault({ dir: vaultDir, agent: keys.agentId, lock, clock, random });
  return { keys, identityDir, vault };
}

/** The pins of device host keys, in the agent's store. */
export function openKnownHosts(config: AgentConfig, { vault }: AgentFolders): KnownHosts {
  return new KnownHosts({ db: openAgentDatabase(databaseFile(config)), clock, vault });
}

/** Runs the agent until `stop`. Errors: JOIN_TOKEN_MISSING when it has not joined, STORE_LOCKED, those of the folders. */
export async function startAgent(
  config: AgentConfig,
  log: Log,
  options: AgentOptions = {},
): Promise<RunningAgent> {
  const folders = await openAgentFolders(config, options);
  const enrolment = loadEnrolment(folders.identityDir);
  if (!enrolment) {
    throw new WaysideError('JOIN_TOKEN_MISSING', 'this agent has not joined a controller yet', {
      hint: 'On the controller: wayside agent token create --site SITE; here: wayside-agent enrol --token-file FILE',
    });
  }
  const closers = new Closers();
  closers.add(() => folders.vault.close());
  try {
    return await start({ config, log, closers, folders, enrolment });
  } catch (error) {
    await closers.close();
    throw error;
  }
}

interface Base {
  readonly config: AgentConfig;
  readonly log: Log;
  readonly closers: Closers;
  readonly folders: AgentFolders;
  readonly enrolment: AgentEnrolment;
}

async function start(base: Base): Promise<RunningAgent> {
  const { config, log, closers, folders, enrolment } = base;
  const store = openStore(base);
  const { db, outbox, snapshots, attempts, meta } = store;
  const driver = createDriver(base);
  const runner = new Runner({
    ...{ clock, log, snapshots, outbox, attempts, drivers: [driver] },
    ...{ credentials: folders.vault, hostKeys: new KnownHosts({ db, clock, vault: folders.vault }) },
    targetSlots: config.targets.slots,
    epoch: () => meta.controller()?.epoch ?? 0,
    send: (message) => connection.send(message),
  });
  const connection: Connection = await connect(base, store, runner);
  const probes = probeHandler({
    ...{ clock, log },
    metrics: agentMetrics(base, () => ({
      sessions: driver.stats(),
      runningTargets: runner.runningTargets,
      outboxBytes: outbox.bytes,
      isUp: connection.problem === undefined,
    })),
    alive: [{ name: 'store', problem: () => (db.open ? undefined : 'the store is closed') }],
    ready: [{ name: 'session', problem: () => connection.problem }],
  });
  const http = new HttpServer({ ...config.http.listen, fetch: probes });
  await http.start();
  closers.add(() => http.stop());
  await connection.start();
  closers.add(() => connection.stop());
  // The first to stop: ends are journaled, and told while the session stands.
  closers.add(() => runner.stop());
  const httpUrl = `http://${formatAddress({ host: config.http.listen.host, port: http.port })}`;
  const { agentId, site } = enrolment;
  const version = softwareVersion();
  log.info('agent.ready', { agent: agentId, site, http: httpUrl, version, pid: process.pid });
  return { agentId, httpUrl, stop: () => closers.close() };
}

interface AgentStore {
  readonly db: ReturnType<typeof openAgentDatabase>;
  readonly meta: AgentMeta;
  readonly outbox: Outbox;
  readonly snapshots: Snapshots;
  readonly attempts: Attempts;
}

function openStore({ config, closers }: Base): AgentStore {
  const lock = lockAgentStore(join(config.dataDir, 'lock.db'));
  closers.add(() => lock.release());
  const db = openAgentDatabase(databaseFile(config));
  closers.add(() => db.close());
  const outbox = new Outbox({ db, clock, random, maxBytes: config.outbox.maxSizeBytes });
  const snapshots = new Snapshots({ db, outbox, clock, random });
  return { db, outbox, snapshots, meta: new AgentMeta(db), attempts: new Attempts(db, clock) };
}

function createDriver({ config, log }: Base): SwitchDriver {
  const { connectTimeoutMs, commandTimeoutMs, perDevice, pool } = config.ssh;
  return createSwitchDriver({
    ...{ clock, log, random, connectTimeoutMs, commandQuietMs: commandTimeoutMs },
    pool: { perDeviceMax: perDevice.max, sessionsMax: pool.max, idleMaxMs: pool.idleMs },
  });
}

async function connect(base: Base, store: AgentStore, runner: Runner): Promise<Connection> {
  const { config, log, folders } = base;
  const { keys, identityDir: dir } = folders;
  const { outbox, snapshots, meta } = store;
  let { enrolment } = base;
  const renewal = await Renewal.create({
    ...{ clock, log, keys, dir, enrolment },
    onRenewed: (next) => {
      enrolment = next;
    },
  });
  return new Connection({
    ...{ clock, random, log, keys, runner, outbox, snapshots, meta, renewal },
    identity: {
      agentId: enrolment.agentId,
      site: enrolment.site,
      bootId: newId(clock, random),
      softwareVersion: softwareVersion(),
      nodeVersion: process.version,
      os: `${platform()} ${release()} ${process.arch}`,
      targetSlots: config.targets.slots,
    },
    enrolment: () => enrolment,
    addresses: config.controller.addresses.map(formatAddress),
    certificateExpired: () => renewal.expired,
    rejoin: () => renewal.rejoin(createEnrolTransport(clock)),
  });
}

interface AgentFigures {
  readonly sessions: ReturnType<SwitchDriver['stats']>;
  readonly runningTargets: number;
  readonly outboxBytes: number;
  readonly isUp: boolean;
}

function agentMetrics({ config, closers }: Base, read: () => AgentFigures): Metrics {
  const metrics = new Metrics({ legacyNames: config.metrics.legacyNames });
  const lag = new LagMeter(clock);
  closers.add(() => lag.stop());
  metrics.set('wayside_build_info', { version: softwareVersion(), program: 'agent' }, 1);
  metrics.onRead(() => {
    const { sessions, runningTargets, outboxBytes, isUp } = read();
    metrics.set('wayside_ssh_sessions', { state: 'idle' }, sessions.idle);
    metrics.set('wayside_ssh_sessions', { state: 'busy' }, sessions.busy);
    metrics.set('wayside_targets_running', {}, runningTargets);
    metrics.set('wayside_outbox_bytes', {}, outboxBytes);
    metrics.set('wayside_session_up', {}, isUp ? 1 : 0);
    metrics.set('wayside_event_loop_lag_seconds', {}, lag.takeWorstMs() / 1000);
  });
  return metrics;
}

function databaseFile(config: AgentConfig): string {
  return join(config.dataDir, 'agent.db');
}
