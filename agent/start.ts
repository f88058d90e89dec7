/** Puts the rooms of the agent together: the one place that knows them all. */
import { mkdirSync } from 'node:fs';
import { platform, release } from 'node:os';
import { join } from 'node:path';
import { type AgentConfig, formatAddress } from '../shared/config/index.ts';
import { WaysideError } from '../shared/errors.ts';
import {
  type Clock,
  Closers,
  type Log,
  LogLevels,
  newId,
  softwareVersion,
  systemClock,
  systemRandom,
} from '../shared/runtime/index.ts';
import { fingerprintHex, parsePattern, ready, signSealKey } from '../shared/seal/index.ts';
import { HttpServer, probeHandler } from '../shared/transport/index.ts';
import type { AgentStatus } from './commands/index.ts';
import { createDriver, guardHost, storeDrivers } from './drivers.ts';
import { type DoctorDeps, fileFindings, hostItems, readLife, STATE_NAME, StateFile } from './health/index.ts';
import { type GuardZone, type HostGuard, Runner, ScheduleKeeper, writeRulesOf } from './jobs/index.ts';
import { agentMetrics } from './metrics.ts';
import {
  type AgentEnrolment,
  type AgentKeys,
  Connection,
  type ConnectionDeps,
  createEnrolTransport,
  loadEnrolment,
  loadOrCreateAgentKeys,
  parseLabels,
  Renewal,
} from './session/index.ts';
import {
  AgentMeta,
  Attempts,
  answerHostKeys,
  CredentialOrders,
  DeviceAlgorithms,
  dropWords,
  KeptSchedules,
  KnownHosts,
  lockAgentStore,
  Outbox,
  openAgentDatabase,
  openVaultLock,
  Snapshots,
  Vault,
  WriteRows,
} from './store/index.ts';
import type { SwitchDriver } from './switch/index.ts';

/** What this process makes is for its own user. */
const PRIVATE_UMASK = 0o077;

/** The seal key has never been another one; its number is for the day when it is. */
const SEAL_KEY_NUMBER = 1;

const clock = systemClock;
const random = systemRandom;

export interface AgentOptions {
  /** `$CREDENTIALS_DIRECTORY`, for `cred:NAME`. */
  readonly credentialsDirectory?: string | undefined;
  /** Asks whoever sits at the terminal for the passphrase of the vault. */
  readonly askPassphrase?: (() => Promise<string>) | undefined;
  /** Where the configuration came from, when commands do not look there by themselves. */
  readonly configFile?: string | undefined;
}

export interface AgentFolders {
  readonly keys: AgentKeys;
  readonly identityDir: string;
  readonly vault: Vault;
  readonly configFile?: string | undefined;
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
  const centralTargets = requirePatterns(config.credentials.targets);
  const { configFile } = options;
  const vault = new Vault({
    ...{ dir: vaultDir, agent: keys.agentId, lock, clock, random, centralTargets, configFile },
  });
  return { keys, identityDir, vault, configFile };
}

/** A list that says less than was meant must not go unseen. */
function requirePatterns(targets: readonly string[]): readonly string[] {
  const violations = targets.flatMap((target, at) => {
    if (parsePattern(target)) return [];
    const message = `"${target.slice(0, 80)}" is no host, host:port, network or *`;
    return [{ field: `credentials.targets[${at}]`, message }];
  });
  if (violations.length === 0) return targets;
  const words = violations.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new WaysideError('INVALID_INPUT', `the configuration is wrong: ${words}`, { violations });
}

/** The pins of device host keys, in the agent's store. */
export function openKnownHosts(config: AgentConfig, { vault, configFile }: AgentFolders): KnownHosts {
  return new KnownHosts({ db: openAgentDatabase(databaseFile(config)), clock, vault, configFile });
}

/** Who this agent is and how it stands, from its own disk alone; a vault that does not open is no hindrance. */
export async function agentStatus(config: AgentConfig): Promise<AgentStatus> {
  process.umask(PRIVATE_UMASK);
  await ready();
  const { dataDir, credentials } = config;
  const identityDir = join(dataDir, 'identity');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const keys = loadOrCreateAgentKeys(identityDir, random);
  const { name, site, addresses } = loadEnrolment(identityDir) ?? {};
  return {
    identity: fingerprintHex(keys.identity.publicKey),
    id: keys.agentId,
    joined: name && site && addresses ? { name, site, addresses } : undefined,
    centralTargets: credentials.targets,
    life: readLife(config),
  };
}

/** As it was given, when a start would take it. Error: INVALID_INPUT. */
export function checkedConfig(config: AgentConfig): AgentConfig {
  writeRulesOf(config.writes);
  return config;
}

/** What `wayside-agent doctor` asks with. */
export function doctorOf(load: () => AgentConfig, options: AgentOptions): DoctorDeps {
  return {
    ...{ clock, load: () => checkedConfig(load()), credentialsDirectory: options.credentialsDirectory },
    vault: async (config) => {
      const { vault } = await openAgentFolders(config, options);
      try {
        vault.list();
        return vault.status();
      } finally {
        vault.close();
      }
    },
  };
}

/** Runs the agent until `stop`. Errors: JOIN_TOKEN_MISSING when it has not joined, STORE_LOCKED, those of the folders. */
export async function startAgent(
  config: AgentConfig,
  log: Log,
  options: AgentOptions = {},
): Promise<RunningAgent> {
  const folders = await openAgentFolders(config, options);
  const { credentialsDirectory } = options;
  const enrolment = loadEnrolment(folders.identityDir);
  if (!enrolment) {
    throw new WaysideError('JOIN_TOKEN_MISSING', 'this agent has not joined a controller yet', {
      hint: 'On the controller: wayside agent token create --site SITE; here: wayside-agent enrol --token-file FILE',
    });
  }
  const closers = new Closers();
  closers.add(() => folders.vault.close());
  try {
    const state = new StateFile(join(config.dataDir, STATE_NAME), log);
    for (const { message, hint } of fileFindings({ config, credentialsDirectory }))
      log.warn('secret-file.open', { message, hint });
    return await start({ config, log, closers, folders, enrolment, state, credentialsDirectory });
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
  readonly state: StateFile;
  readonly credentialsDirectory: string | undefined;
}

async function start(base: Base): Promise<RunningAgent> {
  const { config, log, closers, folders, enrolment } = base;
  const store = openStore(base);
  const { db, outbox, snapshots, attempts, meta } = store;
  const driver = createDriver(config, { clock, random, log, memory: new DeviceAlgorithms(db, clock) });
  const schedules = new ScheduleKeeper({
    ...{ clock, log, attempts, epoch: () => meta.controller()?.epoch ?? 0, runner: () => runner },
    kept: new KeptSchedules({ db, random, keys: folders.keys.sealing }),
    send: (message) => connection.send(message),
  });
  const hostKeys = new KnownHosts({ db, clock, vault: folders.vault, configFile: folders.configFile });
  const runner: Runner = new Runner({
    firings: schedules,
    ...{
      clock,
      log,
      snapshots,
      outbox,
      attempts,
      drivers: [driver, ...storeDrivers(config, clock)],
      writes: new WriteRows(db),
    },
    ...{ credentials: folders.vault, hostKeys },
    targetSlots: config.targets.slots,
    writeRules: writeRulesOf(config.writes),
    origin: () => meta.controller()?.incarnation,
    epoch: () => meta.controller()?.epoch ?? 0,
    send: (message) => connection.send(message),
  });
  const guard = guardHost(
    { clock, log, limits: config.guard, closers, onZone: (zone) => base.state.guard(zone) },
    runner,
  );
  const logLevels = new LogLevels({ log, clock, configured: config.log.level });
  closers.add(() => logLevels.stop());
  const connection: Connection = await connect(base, store, {
    ...{ runner, logLevels, schedules },
    hostKeys: (asked) => answerHostKeys(hostKeys, asked),
    guard: () => guard?.zone,
  });
  const httpUrl = await serveHttp(base, store, { driver, runner, guard, connection });
  const version = softwareVersion();
  base.state.started({ pid: process.pid, version, startedAt: clock.now(), http: httpUrl });
  schedules.start();
  closers.add(() => schedules.stop());
  await connection.start();
  closers.add(() => connection.stop());
  // The first to stop: ends are journaled, and told while the session stands.
  closers.add(() => runner.stop());
  const { agentId, site } = enrolment;
  const identity = fingerprintHex(folders.keys.identity.publicKey);
  log.info('agent.ready', { agent: agentId, identity, site, http: httpUrl, version, pid: process.pid });
  return { agentId, httpUrl, stop: () => closers.close() };
}

/** /metrics, /healthz and /readyz; resolves to where they are. */
async function serveHttp(
  { config, log, closers }: Base,
  { db, outbox }: AgentStore,
  { driver, runner, guard, connection }: Served,
): Promise<string> {
  const probes = probeHandler({
    ...{ clock, log },
    metrics: agentMetrics({ clock, closers, legacyNames: config.metrics.legacyNames }, () => ({
      ...{ sessions: driver.stats(), care: driver.care(), guard: guard?.zone ?? 'green' },
      runningTargets: runner.runningTargets,
      outboxBytes: outbox.bytes,
      droppedDeltas: outbox.dropped.reduce((sum, { deltas }) => sum + deltas, 0),
      isUp: connection.problem === undefined,
    })),
    alive: [{ name: 'store', problem: () => (db.open ? undefined : 'the store is closed') }],
    ready: [{ name: 'session', problem: () => connection.problem }],
  });
  const http = new HttpServer({ ...config.http.listen, fetch: probes });
  await http.start();
  closers.add(() => http.stop());
  return `http://${formatAddress({ host: config.http.listen.host, port: http.port })}`;
}

interface Served {
  readonly driver: SwitchDriver;
  readonly runner: Runner;
  readonly guard: HostGuard | undefined;
  readonly connection: Connection;
}

interface AgentStore {
  readonly db: ReturnType<typeof openAgentDatabase>;
  readonly meta: AgentMeta;
  readonly outbox: Outbox;
  readonly snapshots: Snapshots;
  readonly attempts: Attempts;
}

function openStore({ config, closers, log }: Base): AgentStore {
  const lock = lockAgentStore(join(config.dataDir, 'lock.db'));
  closers.add(() => lock.release());
  const db = openAgentDatabase(databaseFile(config), (event) => log.info('store.migrating', { ...event }));
  closers.add(() => db.close());
  const { maxSizeBytes: maxBytes, maxAgeMs } = config.outbox;
  const outbox = new Outbox({ db, clock, random, maxBytes, maxAgeMs });
  const snapshots = new Snapshots({ db, outbox, clock, random });
  return { db, outbox, snapshots, meta: new AgentMeta(db), attempts: new Attempts(db, clock) };
}

async function connect(
  base: Base,
  store: AgentStore,
  {
    guard,
    ...rooms
  }: Pick<ConnectionDeps, 'runner' | 'logLevels' | 'schedules' | 'hostKeys'> & {
    readonly guard: () => GuardZone | undefined;
  },
): Promise<Connection> {
  const { config, log, folders, credentialsDirectory } = base;
  const { keys, identityDir: dir, vault } = folders;
  const { db, outbox, snapshots, meta } = store;
  const credentials = new CredentialOrders({
    ...{ db, vault, clock, agentId: keys.agentId, allowed: config.credentials.targets },
    configFile: folders.configFile,
    keys: new Map([[SEAL_KEY_NUMBER, keys.sealing]]),
  });
  const sealKey = signSealKey(keys.identity, keys.sealing, SEAL_KEY_NUMBER);
  let { enrolment } = base;
  const renewal = new Renewal({
    ...{ clock, log, keys, dir, enrolment },
    onRenewed: (next) => {
      enrolment = next;
    },
  });
  return new Connection({
    ...{ clock, random, log, keys, outbox, snapshots, meta, renewal },
    ...{ ...rooms, credentials, sealKey },
    identity: {
      agentId: enrolment.agentId,
      site: enrolment.site,
      bootId: newId(clock, random),
      ...bootNumber(meta, { clock, log }),
      softwareVersion: softwareVersion(),
      nodeVersion: process.version,
      os: `${platform()} ${release()} ${process.arch}`,
      targetSlots: config.targets.slots,
      ...(config.labels.length > 0 && { labels: parseLabels(config.labels) }),
    },
    enrolment: () => enrolment,
    addresses: config.controller.addresses.map(formatAddress),
    certificateExpired: () => renewal.expired,
    rejoin: () => renewal.rejoin(createEnrolTransport(clock)),
    onState: (session) => base.state.session(session),
    health: () => {
      const host = { config, credentialsDirectory, guard: guard() };
      return hostItems(host, outbox.bytes, dropWords(outbox.dropped));
    },
  });
}

function databaseFile(config: AgentConfig): string {
  return join(config.dataDir, 'agent.db');
}

/** A full disk must not keep the agent from its work: it then says that it keeps none. */
function bootNumber(
  meta: AgentMeta,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): { readonly bootNumber?: number } {
  try {
    return { bootNumber: meta.nextBoot(clock.now()) };
  } catch (error) {
    log.warn('boot-number.not-kept', { error });
    return {};
  }
}
