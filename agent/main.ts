#!/usr/bin/env node
/** The agent: joins once, then keeps a session with its controller and works on the equipment beside it. */
import { mkdirSync } from 'node:fs';
import { hostname, platform, release } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { type AgentConfig, formatAddress, loadConfig } from '../shared/config/index.ts';
import { WaysideError } from '../shared/errors.ts';
import {
  createLog,
  LagMeter,
  type Log,
  Metrics,
  newId,
  ServiceTree,
  softwareVersion,
  systemClock,
  systemRandom,
} from '../shared/runtime/index.ts';
import { loadOrCreateMasterKey, ready } from '../shared/seal/index.ts';
import { credentialCommand, hostKeyCommand } from './commands/index.ts';
import { Gateway } from './gateway/index.ts';
import { Runner } from './jobs/index.ts';
import {
  type AgentKeys,
  Connection,
  createEnrolTransport,
  enrol,
  loadEnrolment,
  loadOrCreateAgentKeys,
  Renewal,
  readJoinTokenFile,
  readJoinTokenStream,
} from './session/index.ts';
import {
  AgentMeta,
  Attempts,
  KnownHosts,
  lockAgentStore,
  Outbox,
  openAgentDatabase,
  Snapshots,
  Vault,
} from './store/index.ts';
import { createSwitchDriver } from './switch/index.ts';

const clock = systemClock;
const random = systemRandom;

interface Folders {
  readonly keys: AgentKeys;
  readonly identityDir: string;
  readonly vault: Vault;
}

/** Keys and vault: what every command needs, made at first use. */
async function openFolders(config: AgentConfig): Promise<Folders> {
  await ready();
  const identityDir = join(config.dataDir, 'identity');
  const vaultDir = join(config.dataDir, 'vault');
  for (const dir of [config.dataDir, identityDir, vaultDir]) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const keys = loadOrCreateAgentKeys(identityDir, random);
  const path = config.secrets.masterKeyFile ?? join(config.dataDir, 'master.key');
  const master = loadOrCreateMasterKey(
    { path, credentialsDirectory: process.env['CREDENTIALS_DIRECTORY'] },
    random,
  );
  return { keys, identityDir, vault: new Vault({ dir: vaultDir, agent: keys.agentId, master, random }) };
}

async function start(config: AgentConfig, log: Log): Promise<{ stop(): Promise<void> }> {
  const { keys, identityDir, vault } = await openFolders(config);
  const joined = loadEnrolment(identityDir);
  if (!joined) {
    throw new WaysideError('JOIN_TOKEN_MISSING', 'this agent has not joined a controller yet', {
      hint: 'On the controller: wayside agent token create --site SITE; here: wayside-agent enrol --token-file FILE',
    });
  }
  let enrolment = joined;
  const lock = lockAgentStore(join(config.dataDir, 'lock.db'));
  const db = openAgentDatabase(join(config.dataDir, 'agent.db'));
  const meta = new AgentMeta(db);
  const outbox = new Outbox({ db, clock, random, maxBytes: config.outbox.maxSizeBytes });
  const snapshots = new Snapshots({ db, outbox, clock, random });
  const driver = createSwitchDriver({
    ...{ clock, log, random, connectTimeoutMs: config.ssh.connectTimeoutMs },
    commandQuietMs: config.ssh.commandTimeoutMs,
    pool: {
      perDeviceMax: config.ssh.perDevice.max,
      sessionsMax: config.ssh.pool.max,
      idleMaxMs: config.ssh.pool.idleMs,
    },
  });
  const runner = new Runner({
    ...{ clock, log, snapshots, outbox, credentials: vault, drivers: [driver] },
    attempts: new Attempts(db, clock),
    hostKeys: new KnownHosts({ db, clock, vault }),
    targetSlots: config.targets.slots,
    epoch: () => meta.controller()?.epoch ?? 0,
    send: (message) => connection.send(message),
  });
  const renewal = await Renewal.create({
    ...{ clock, log, keys, dir: identityDir, enrolment },
    onRenewed: (next) => {
      enrolment = next;
    },
  });
  const version = softwareVersion();
  const connection: Connection = new Connection({
    ...{ clock, random, log, keys, runner, outbox, snapshots, meta, renewal },
    identity: {
      agentId: enrolment.agentId,
      site: enrolment.site,
      bootId: newId(clock, random),
      softwareVersion: version,
      nodeVersion: process.version,
      os: `${platform()} ${release()} ${process.arch}`,
      targetSlots: config.targets.slots,
    },
    enrolment: () => enrolment,
    addresses: config.controller.addresses.map(formatAddress),
  });
  const metrics = new Metrics({ legacyNames: config.metrics.legacyNames });
  const lag = new LagMeter(clock);
  metrics.set('wayside_build_info', { version, program: 'agent' }, 1);
  metrics.onRead(() => {
    const { idle, busy } = driver.stats();
    metrics.set('wayside_ssh_sessions', { state: 'idle' }, idle);
    metrics.set('wayside_ssh_sessions', { state: 'busy' }, busy);
    metrics.set('wayside_targets_running', {}, runner.runningTargets);
    metrics.set('wayside_outbox_bytes', {}, outbox.bytes);
    metrics.set('wayside_session_up', {}, connection.problem === undefined ? 1 : 0);
    metrics.set('wayside_event_loop_lag_seconds', {}, lag.takeWorstMs() / 1000);
  });
  const gateway = new Gateway({
    ...{ host: config.http.listen.host, port: config.http.listen.port, clock, metrics },
    alive: [{ name: 'store', problem: () => (db.open ? undefined : 'the store is closed') }],
    ready: [{ name: 'session', problem: () => connection.problem }],
  });
  const services = new ServiceTree('agent', [gateway, connection]);
  await services.start();
  const http = `http://${formatAddress({ host: config.http.listen.host, port: gateway.port })}`;
  log.info('agent.ready', {
    agent: enrolment.agentId,
    site: enrolment.site,
    http,
    version,
    pid: process.pid,
  });
  return {
    stop: async () => {
      await runner.stop();
      await services.stop();
      lag.stop();
      db.close();
      lock.release();
    },
  };
}

async function run(options: { config?: string; check?: boolean }): Promise<void> {
  const config = load(options);
  if (options.check) {
    process.stdout.write('the configuration is valid\n');
    return;
  }
  const log = createLog({ component: 'agent', level: config.log.level, file: config.log.file });
  const running = await start(config, log);
  const stop = (signal: string): void => {
    log.info('agent.stopping', { signal });
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('agent.stop-failed', { error });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}

async function joinController(options: {
  config?: string;
  tokenFile?: string;
  name?: string;
}): Promise<void> {
  const config = load(options);
  const { keys, identityDir } = await openFolders(config);
  const token = options.tokenFile
    ? readJoinTokenFile(options.tokenFile)
    : await readJoinTokenStream(process.stdin);
  const name = options.name ?? config.name ?? hostname();
  const done = await enrol(token, { keys, dir: identityDir, name, transport: createEnrolTransport(clock) });
  process.stdout.write(`joined site ${done.site} as ${name} (${done.agentId})\n`);
}

function load(options: { config?: string }): AgentConfig {
  return loadConfig('agent', { env: process.env, file: options.config }).values;
}

const program = new Command('wayside-agent')
  .description('Works on the equipment beside it for one controller. Runs in the foreground until SIGTERM.')
  .version(softwareVersion());

program
  .command('run', { isDefault: true })
  .description('keep a session with the controller and do its jobs')
  .option('--config <file>', 'configuration file (default: /etc/wayside/agent.yaml)')
  .option('--check', 'check the configuration and exit')
  .action(run);

program
  .command('enrol')
  .description('join a controller with a join token, read from a file of mode 0600 or from stdin')
  .option('--config <file>', 'configuration file')
  .option('--token-file <file>', 'file that holds the token; stdin when absent')
  .option('--name <name>', 'name that people see; the host name by default')
  .action(joinController);

const commands = {
  vault: async (file: string | undefined) =>
    (await openFolders(load({ ...(file && { config: file }) }))).vault,
  knownHosts: async (file: string | undefined) => {
    const config = load({ ...(file && { config: file }) });
    const { vault } = await openFolders(config);
    return new KnownHosts({ db: openAgentDatabase(join(config.dataDir, 'agent.db')), clock, vault });
  },
  stdin: process.stdin,
  print: (line: string) => void process.stdout.write(`${line}\n`),
};
program.addCommand(credentialCommand(commands));
program.addCommand(hostKeyCommand(commands));

program.parseAsync().catch((error: unknown) => {
  const { code, message, hint, violations } = WaysideError.from(error);
  process.stderr.write(`wayside-agent: ${message} [${code}]\n`);
  for (const { field, message: why } of violations) process.stderr.write(`  ${field}: ${why}\n`);
  if (hint) process.stderr.write(`  ${hint}\n`);
  process.exit(code === 'INVALID_INPUT' || code === 'UNKNOWN_KEY' ? 2 : 1);
});
