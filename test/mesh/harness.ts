/**
 * One controller, one agent and a small campus, as real processes on loopback in a folder of their own.
 *
 *   const rig = await startRig({ seed: 7 });
 *   rig.change();                                       // hosts have moved
 *   await rig.agent.arm({ point: 'outbox.append:after' });
 *   const job = await rig.submit('collect');
 *   await rig.agent.crashed();
 *   await rig.startAgent();                             // resolves once its session is open
 *   expect((await rig.ended(job)).state).toBe('succeeded');
 *   expect(await rig.problems()).toEqual([]);           // both stores, record by record
 *   await rig.stop();
 *
 * The controller keeps its port over restarts, for agents have it stored. It is taken from below the range that the
 * kernel gives to outgoing connections, so that nobody takes it while the controller is down.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEnrolTransport, enrol, readJoinTokenFile } from '../../agent/session/index.ts';
import { openAgentFolders } from '../../agent/start.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { isTerminal, type JobView } from '../../shared/model/index.ts';
import { delay, systemClock } from '../../shared/runtime/index.ts';
import { CONTROLLER_TLS_NAME } from '../../shared/seal/index.ts';
import { type ApiClient, createClient } from '../../shared/transport/index.ts';
import {
  type Campus,
  generateCampus,
  type LinkProxy,
  type RunningCampus,
  type SwitchOptions,
  startCampus,
  startProxy,
} from '../lab/index.ts';
import { Apart } from './apart.ts';
import { addCampus, CREDENTIAL, jobWhen, SITE, submitJob, traceEdges, uuid } from './calls.ts';
import { freePort } from './free-port.ts';
import { type CrashPoint, Program, type ProgramName } from './processes.ts';
import { differences, type Unsettled, unsettled } from './stores.ts';

export interface RigOptions {
  readonly seed: number;
  /** Agents wait as long as users' agents do before they dial again; else a moment. */
  readonly patient?: boolean;
  /** The agent's session goes through `rig.proxy`. */
  readonly proxied?: boolean;
  /** The controller has a network of its own, and its agents a cable to it: `rig.apart`; or their session a proxy. */
  readonly apart?: boolean;
  /** From the very first start on: how far ahead of the host's the controller's clock is. */
  readonly controllerClockMs?: number;
  /** What comes round seldom comes round often, in all programs. */
  readonly brisk?: boolean;
  /** Of every switch of the campus. */
  readonly switches?: SwitchOptions;
  /** More keys of the configuration files, YAML in flow style. */
  readonly controllerConfig?: Readonly<Record<string, unknown>>;
  readonly agentConfig?: Readonly<Record<string, unknown>>;
}

/** Short, so that a dead peer and a lost lease show within a test. */
const CONTROLLER_CONFIG = {
  http: { listen: '127.0.0.1:0' },
  agents: { heartbeat: '1s' },
  jobs: { lease: '5s' },
};
const AGENT_CONFIG = {
  ...{ name: 'beside', http: { listen: '127.0.0.1:0' } },
  // Tests connect to one switch again and again, and those of the lab take it; and the host is as busy as it is.
  guard: { enabled: false },
  ssh: { connectTimeout: '5s', perDevice: { connectsPerMinute: 600 }, loginsPerSecond: 1_000 },
};

/** From the end of a job to the last acknowledgement of what it left behind. */
const SETTLE_MAX_MS = 20_000;
const SETTLE_LOOK_MS = 10;
const SWITCHES = 3;
const DESK_PORTS = 6;

/** With a session open and nothing collected yet. */
export async function startRig(options: RigOptions): Promise<Rig> {
  const rig = await createRig(options);
  return whole(rig, async () => {
    await rig.joinQuickly();
    await rig.startAgent();
  });
}

/** A controller with its sources; no agent has joined. */
export async function createRig(options: RigOptions): Promise<Rig> {
  const rig = new Rig(options, await freePort());
  return whole(rig, () => rig.begin());
}

/** A rig that cannot be set up leaves nothing behind. */
async function whole(rig: Rig, setUp: () => Promise<void>): Promise<Rig> {
  try {
    await setUp();
    return rig;
  } catch (error) {
    await rig.stop();
    throw error;
  }
}

export class Rig {
  readonly dir: string;
  /** Every process that was started, newest last. */
  readonly programs: Program[] = [];
  controllerDir: string;
  agentDir: string;
  readonly port: number;
  /** How far ahead of the host's the clocks of programs are that are started from now on. */
  readonly clocks: Record<ProgramName, number> = { agent: 0, controller: 0 };
  /** `undefined`: it was not asked for, or cannot be had here. */
  apart: Apart | undefined;
  private readonly options: RigOptions;
  private readonly campuses: readonly Campus[];
  private running: RunningCampus | undefined;
  private link: LinkProxy | undefined;
  private changes = 0;
  private nowClient: ApiClient | undefined;
  private nowController: Program | undefined;
  private nowAgent: Program | undefined;
  /** In the agent's log, where the controller was started. */
  private agentMark = 0;

  constructor(options: RigOptions, port: number) {
    this.options = options;
    this.port = port;
    this.clocks.controller = options.controllerClockMs ?? 0;
    this.dir = mkdtempSync(join(tmpdir(), 'wayside-mesh-'));
    this.controllerDir = this.folder('controller');
    this.agentDir = this.folder('agent');
    this.campuses = [0, 1, 2].map((more) =>
      generateCampus({ seed: options.seed + more, switches: SWITCHES, deskPorts: DESK_PORTS }),
    );
  }

  get controller(): Program {
    return present(this.nowController, 'controller');
  }

  get agent(): Program {
    return present(this.nowAgent, 'agent');
  }

  get client(): ApiClient {
    return present(this.nowClient, 'client');
  }

  get campus(): RunningCampus {
    return present(this.running, 'campus');
  }

  /** Between the agent and the controller. */
  get proxy(): LinkProxy {
    return present(this.link, 'proxy');
  }

  async begin(): Promise<void> {
    const { proxied, apart } = this.options;
    if (apart) this.apart = await Apart.open();
    if (proxied || (apart && !this.apart)) this.link = await startProxy({ target: { port: this.port } });
    this.running = await startCampus(present(this.campuses[0], 'campus'), this.options.switches);
    await this.startController();
    await addCampus(this.client, this.campus);
  }

  /** Where people find the controller. */
  get address(): string {
    return `${this.apart?.people ?? '127.0.0.1'}:${this.port}`;
  }

  /** Without waiting until it is ready; `crash` arms it from its first moment on. */
  launchController(crash?: CrashPoint): Program {
    this.nowController = this.start('controller', [], { config: this.controllerConfig(), crash });
    return this.controller;
  }

  async startController(): Promise<void> {
    this.agentMark = this.nowAgent?.mark() ?? 0;
    const ready = await this.launchController().event('controller.ready');
    this.nowClient?.close();
    this.nowClient = createClient({
      address: this.address,
      serverName: CONTROLLER_TLS_NAME,
      clock: systemClock,
      ca: [readFileSync(String(ready['caFile']), 'utf8')],
      token: readFileSync(String(ready['tokenFile']), 'utf8').trim(),
    });
  }

  /** Without waiting for its session; `crash` arms it from its first moment on. */
  launchAgent(crash?: CrashPoint): Program {
    this.nowAgent = this.start('agent', [], { config: this.agentConfig(), crash });
    return this.agent;
  }

  /** Another agent in the folder that `agentDir` names now; `agent` stays the one that it was. */
  startBeside(): Program {
    return this.start('agent', [], { config: this.agentConfig() });
  }

  /** Resolves once its session is open on both sides. */
  async startAgent(): Promise<void> {
    const from = this.controller.mark();
    this.launchAgent();
    await this.agent.event('session.opened');
    await this.controller.event('session.opened', from);
  }

  /** The agent, which lives, has a session with the controller that was started anew. */
  async reunited(): Promise<void> {
    await this.controller.event('session.opened');
    await this.agent.event('session.opened', this.agentMark);
  }

  /** A command of the agent's program in its folder; its configuration is the agent's. */
  agentCommand(
    args: readonly string[],
    options: { stdin?: string; crash?: CrashPoint | undefined } = {},
  ): Program {
    const { stdin, crash } = options;
    return this.start('agent', args, {
      config: this.agentConfig(),
      crash,
      ...(stdin !== undefined && { stdin }),
    });
  }

  /** A command of the controller's program in its folder, such as `restore FILE`. */
  controllerCommand(args: readonly string[], crash?: CrashPoint): Program {
    return this.start('controller', args, { config: this.controllerConfig(), crash });
  }

  async joinToken(): Promise<string> {
    const request = { site: SITE, ttlSeconds: 3600 };
    const { token } = await this.client.unary('AgentService.CreateJoinToken', request);
    const file = join(this.dir, `join-${this.programs.length}.token`);
    writeFileSync(file, token, { mode: 0o600 });
    return file;
  }

  /** What the commands `enrol` and `credential set` do, without a process for each. */
  async joinQuickly(): Promise<void> {
    const file = this.configFile('agent', this.agentConfig());
    const { keys, identityDir, vault } = await openAgentFolders(
      loadConfig('agent', { env: {}, file }).values,
    );
    vault.set(CREDENTIAL, { username: 'admin', password: 'lab-password' }, ['127.0.0.0/8']);
    const options = { keys, dir: identityDir, name: 'beside', transport: createEnrolTransport(systemClock) };
    await enrol(readJoinTokenFile(await this.joinToken()), options);
  }

  launchEnrol(tokenFile: string, crash?: CrashPoint): Program {
    return this.agentCommand(['enrol', '--token-file', tokenFile], { crash });
  }

  async enrolAgent(tokenFile: string): Promise<void> {
    await this.launchEnrol(tokenFile).finished();
  }

  async setCredential(): Promise<void> {
    const args = ['credential', 'set', CREDENTIAL, '--targets', '127.0.0.0/8', '--username', 'admin'];
    await this.agentCommand(args, { stdin: 'lab-password\n' }).finished();
  }

  /** The same switches, but nearly everything that they say of hosts is another: rows come and rows go. */
  change(): void {
    this.changes += 1;
    this.campus.load(this.lookOfCampus);
  }

  /** What the switches show now, with the truth about each address. */
  get lookOfCampus(): Campus {
    return present(this.campuses[this.changes % this.campuses.length], 'campus');
  }

  /** The id of the job. A repeat with the same request id finds the same job, also after a crash. */
  submit(kind: 'collect' | 'lookup' = 'collect', requestId: string = uuid()): Promise<string> {
    const [mac = ''] = this.lookOfCampus.truth.keys();
    return submitJob(this.client, { kind, requestId, ...(kind === 'lookup' && { mac }) });
  }

  /** The job as soon as it is so. */
  reached(id: string, isSo: (job: JobView) => boolean): Promise<JobView> {
    return jobWhen(this.client, id, isSo);
  }

  /** The job once it has ended. */
  ended(id: string): Promise<JobView> {
    return this.reached(id, ({ state }) => isTerminal(state));
  }

  /** Where the tracer finds an address: `switch port` of each edge. */
  trace(mac: string): Promise<readonly string[]> {
    return traceEdges(this.client, mac);
  }

  async collect(): Promise<JobView> {
    return this.ended(await this.submit('collect'));
  }

  /** What the stores do not agree on, once the agent has nothing more to tell. */
  async problems(): Promise<readonly string[]> {
    const left = await this.settled();
    if (left.deltas > 0 || left.attempts > 0) return [`never settled: ${JSON.stringify(left)}`];
    return differences(this.controllerDir, this.agentDir);
  }

  /** No event tells of the last acknowledgement, so its trace in the store is looked for. */
  async settled(): Promise<Unsettled> {
    const untilMs = systemClock.monotonic() + SETTLE_MAX_MS;
    for (;;) {
      const left = unsettled(this.agentDir);
      if ((left.deltas === 0 && left.attempts === 0) || systemClock.monotonic() > untilMs) return left;
      await delay(systemClock, SETTLE_LOOK_MS);
    }
  }

  async stop(): Promise<void> {
    this.nowClient?.close();
    await Promise.all(this.programs.map((program) => program.kill()));
    await Promise.all([this.running?.stop(), this.link?.stop(), this.apart?.close()]);
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** A folder of mode 0700 in the rig's own. */
  folder(name: string): string {
    const dir = join(this.dir, name);
    mkdirSync(dir, { mode: 0o700 });
    return dir;
  }

  private start(
    name: 'agent' | 'controller',
    args: readonly string[],
    options: { config: object; crash?: CrashPoint | undefined; stdin?: string },
  ): Program {
    const { config, ...rest } = options;
    const { patient, brisk } = this.options;
    const program = new Program(name, [...args, '--config', this.configFile(name, config)], {
      ...{ patient, brisk, clockMs: this.clocks[name] },
      ...(name === 'controller' && { within: this.apart?.within }),
      ...rest,
    });
    this.programs.push(program);
    return program;
  }

  private configFile(name: string, config: object): string {
    const file = join(this.dir, `${name}-${this.programs.length}.yaml`);
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(config));
    return file;
  }

  private controllerConfig(): object {
    return {
      dataDir: this.controllerDir,
      api: this.apart
        ? { listen: `0.0.0.0:${this.port}`, names: [this.apart.agents, this.apart.people] }
        : { listen: `127.0.0.1:${this.port}` },
      ...CONTROLLER_CONFIG,
      ...this.options.controllerConfig,
    };
  }

  private agentConfig(): object {
    const line = this.link
      ? `127.0.0.1:${this.link.port}`
      : this.apart && `${this.apart.agents}:${this.port}`;
    const addresses = line === undefined ? [] : [line];
    return {
      dataDir: this.agentDir,
      controller: { addresses },
      ...AGENT_CONFIG,
      ...this.options.agentConfig,
    };
  }
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new WaysideError('INTERNAL', `the rig has no ${what} now`);
  return value;
}
