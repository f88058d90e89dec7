/** A whole controller in this process, on free ports, in a folder of its own; and agents that join it, beside a campus. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEnrolTransport, enrol, loadEnrolment, rejoin } from '../../../agent/session/index.ts';
import { type AgentFolders, openAgentFolders, type RunningAgent, startAgent } from '../../../agent/start.ts';
import { type RunningController, startController } from '../../../controller/start.ts';
import { loadConfig } from '../../../shared/config/index.ts';
import { type Log, type LogTail, silentLog, systemClock } from '../../../shared/runtime/index.ts';
import { CONTROLLER_TLS_NAME, Secret } from '../../../shared/seal/index.ts';
import { type ApiClient, type ApiClientOptions, createClient } from '../../../shared/transport/index.ts';
import { structToWire } from '../../../shared/wire/index.ts';
import type { RunningCampus } from '../../lab/index.ts';

const CREDENTIAL = 'campus';
/** The least that argon2id takes: what it costs people is not what these tests ask. */
const CHEAP = { passes: 1, memoryBytes: 8192 };

export interface LiveOptions {
  /** `WAYSIDE_…` of the controller. */
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: Log;
  /** Gets the lines of that log, too. */
  readonly tail?: LogTail;
}

export interface JoinedAgent extends RunningAgent {
  readonly dataDir: string;
  /** Its certificate and key, as a client shows them. */
  readonly certificate: { readonly chain: readonly string[]; readonly privateKey: string };
}

export class Live {
  readonly dir: string;
  readonly controller: RunningController;
  readonly caPem: string;
  readonly token: string;
  readonly admin: ApiClient;
  private readonly closing: (() => unknown)[] = [];

  private constructor(dir: string, controller: RunningController) {
    this.dir = dir;
    this.controller = controller;
    this.caPem = readFileSync(controller.caFile, 'utf8');
    this.token = readFileSync(controller.tokenFile, 'utf8').trim();
    this.admin = this.client({ token: this.token });
  }

  static async start(options: LiveOptions = {}): Promise<Live> {
    const dir = mkdtempSync(join(tmpdir(), 'wayside-live-'));
    const env = {
      WAYSIDE_DATA_DIR: join(dir, 'controller'),
      WAYSIDE_API__LISTEN: '127.0.0.1:0',
      WAYSIDE_HTTP__LISTEN: '127.0.0.1:0',
      ...options.env,
    };
    const config = loadConfig('controller', { env, file: undefined }).values;
    const { log = silentLog, tail } = options;
    return new Live(dir, await startController(config, log, { tail, passwordCost: CHEAP }));
  }

  /** Neither token nor certificate unless given. */
  client(options: Partial<ApiClientOptions> = {}): ApiClient {
    const client = createClient({
      ...{ address: this.controller.address, clock: systemClock, ca: [this.caPem] },
      ...options,
    });
    this.closing.push(() => client.close());
    return client;
  }

  /** A client that shows an agent's certificate. */
  as(agent: Pick<JoinedAgent, 'certificate'>): ApiClient {
    return this.client({ certificate: agent.certificate, serverName: CONTROLLER_TLS_NAME });
  }

  async addSite(site: string): Promise<void> {
    const create = { kind: 'site', id: site, fields: structToWire({ name: site }) };
    await this.admin.unary('InventoryService.WriteRecords', { operations: [{ create }] });
  }

  /** A switch and its source for each device of the campus, ids as its hostnames. */
  async addCampus(site: string, campus: RunningCampus): Promise<void> {
    const operations = [...campus.switches].flatMap(([name, { host, port }]) => {
      const id = name.toLowerCase();
      const source = { name, driver: 'switch', address: host, port, credential: CREDENTIAL };
      return [
        { create: { site, kind: 'switch', id, fields: structToWire({ name }) } },
        { create: { site, kind: 'source', id, fields: structToWire(source) } },
      ];
    });
    await this.admin.unary('InventoryService.WriteRecords', { operations });
  }

  /** Joins with a token and holds the campus's credential; it does not run yet. */
  async joinAgent(site: string, name: string): Promise<Pick<JoinedAgent, 'dataDir' | 'certificate'>> {
    const dataDir = join(this.dir, name);
    const config = agentConfig(dataDir);
    const { keys, identityDir, vault } = await openAgentFolders(config);
    vault.set(CREDENTIAL, { username: 'admin', password: 'lab-password' }, ['127.0.0.0/8']);
    const { token } = await this.admin.unary('AgentService.CreateJoinToken', { site });
    const transport = createEnrolTransport(systemClock);
    await enrol(new Secret(token), { keys, dir: identityDir, name, transport });
    const chain = [loadEnrolment(identityDir)?.chainPem ?? ''];
    return { dataDir, certificate: { chain, privateKey: keys.certificateKey.reveal() } };
  }

  /** Keys and folders of an agent that has not joined. */
  newFolders(name: string): Promise<AgentFolders> {
    return openAgentFolders(agentConfig(join(this.dir, name)));
  }

  /** Joins again with the bound key, as after its certificate has ended. */
  async rejoinAgent(name: string): Promise<void> {
    const { keys, identityDir: dir } = await this.newFolders(name);
    const former = loadEnrolment(dir);
    if (!former) throw new Error(`${name} has not joined`);
    await rejoin(former, { keys, dir, transport: createEnrolTransport(systemClock) });
  }

  /** Joined, running, and online at the controller. */
  async startAgent(
    site: string,
    name: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<JoinedAgent> {
    const joined = await this.joinAgent(site, name);
    const agent = await startAgent(agentConfig(joined.dataDir, env), silentLog);
    this.closing.push(() => agent.stop());
    await this.online(agent.agentId);
    return { ...agent, ...joined };
  }

  /** Resolves once the agent has a session: its record tells of its hello. */
  async online(agentId: string): Promise<void> {
    for await (const { record } of this.admin.stream('InventoryService.WatchRecords', { kinds: ['agent'] })) {
      if (record?.ref?.id === agentId && record.fields?.fields['version']) return;
    }
  }

  async stop(): Promise<void> {
    for (let close = this.closing.pop(); close; close = this.closing.pop()) await close();
    await this.controller.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Tests connect to one switch again and again, and those of the lab take it; and the host is as busy as it is. */
const PATIENT_SWITCHES = {
  WAYSIDE_GUARD__ENABLED: 'false',
  WAYSIDE_SSH__PER_DEVICE__CONNECTS_PER_MINUTE: '600',
  WAYSIDE_SSH__LOGINS_PER_SECOND: '1000',
};

function agentConfig(dataDir: string, env: Readonly<Record<string, string>> = {}) {
  const all = { WAYSIDE_DATA_DIR: dataDir, WAYSIDE_HTTP__LISTEN: '127.0.0.1:0', ...PATIENT_SWITCHES, ...env };
  return loadConfig('agent', { env: all, file: undefined }).values;
}
