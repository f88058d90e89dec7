/** A controller and an agent as the processes that users run, beside a campus in a third one. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../shared/runtime/index.ts';
import { type ApiClient, createClient } from '../../shared/transport/index.ts';
import { structToWire } from '../../shared/wire/index.ts';
import { type Campus, generateCampus, type Truth } from '../lab/index.ts';
import type { CampusOrder, Place } from './campus-child.ts';
import { type Child, Program, startChild } from './program.ts';

const SITE = 'bench';
const USERNAME = 'admin';
const PASSWORD = 'lab-password';

export interface TraceWish {
  /** Every switch is asked. */
  readonly allHits?: boolean;
}

export interface MeshOptions extends CampusOrder {
  /** Both programs write a CPU profile into it when they stop. */
  readonly profileDir?: string | undefined;
}

/** Enrolled and connected; nothing is collected yet. */
export async function startMesh(options: MeshOptions): Promise<Mesh> {
  const mesh = new Mesh(options);
  try {
    await mesh.start();
    return mesh;
  } catch (error) {
    await mesh.stop();
    throw error;
  }
}

export class Mesh {
  readonly campus: Campus;
  private readonly options: MeshOptions;
  private readonly dir: string = mkdtempSync(join(tmpdir(), 'wayside-bench-'));
  private switches: Child<readonly Place[]> | undefined;
  private controller: Program | undefined;
  private client: ApiClient | undefined;
  private nowAgent: Program | undefined;

  constructor(options: MeshOptions) {
    this.options = options;
    this.campus = generateCampus(options);
    mkdirSync(join(this.dir, 'agent'), { mode: 0o700 });
  }

  get agent(): Program {
    if (!this.nowAgent) throw new Error('there is no agent now');
    return this.nowAgent;
  }

  /** Where the switches answer. */
  get places(): readonly Place[] {
    return this.switches?.answer ?? [];
  }

  async start(): Promise<void> {
    const campus = startChild<readonly Place[]>('campus-child', this.options);
    this.controller = this.run('controller', [], this.profiling('controller'));
    const ready = await this.controller.event('controller.ready');
    this.client = createClient({
      address: String(ready['address']),
      clock: systemClock,
      ca: [readFileSync(String(ready['caFile']), 'utf8')],
      token: readFileSync(String(ready['tokenFile']), 'utf8').trim(),
    });
    this.switches = await campus;
    await this.client.unary('InventoryService.WriteRecords', {
      operations: recordsOf(this.places),
      why: 'the bench',
    });
    const { token } = await this.client.unary('AgentService.CreateJoinToken', {
      site: SITE,
      ttlSeconds: 600,
    });
    await this.run('agent', ['enrol'], { stdin: token }).finished();
    const credential = `credential set bench --targets 127.0.0.1 --username ${USERNAME} --stdin`.split(' ');
    await this.run('agent', credential, { stdin: `${PASSWORD}\n` }).finished();
    await this.startAgent();
  }

  /** How long the agent took from its spawn to its open session, in milliseconds. */
  async startAgent(): Promise<number> {
    const startMs = systemClock.monotonic();
    this.nowAgent = this.run('agent', [], this.profiling('agent'));
    await this.nowAgent.event('session.opened');
    return systemClock.monotonic() - startMs;
  }

  async stopAgent(): Promise<void> {
    await this.nowAgent?.stop();
    this.nowAgent = undefined;
  }

  /** Reads all switches; throws unless every one was read to its end. */
  async collect(): Promise<void> {
    const { job } = await this.api.unary('JobService.SubmitJob', { kind: 'collect', site: SITE });
    const watch = this.api.stream('JobService.WatchJob', { id: job?.id ?? '' });
    let state = '';
    for await (const change of watch) state = String(change.job?.state);
    if (state !== 'JOB_STATE_SUCCEEDED') throw new Error(`the collect ended as ${state}`);
  }

  /** Milliseconds from the question to the answer, at the caller; throws when the answer is not the truth. */
  async trace(truth: Truth, wish: TraceWish = {}): Promise<number> {
    return (await this.traced(truth, wish)).elapsedMs;
  }

  /** As `trace`, with the number of switches that were read for it. */
  async traced(truth: Truth, wish: TraceWish = {}): Promise<{ elapsedMs: number; reads: number }> {
    const startMs = systemClock.monotonic();
    let found = 'nothing';
    let reads = 0;
    const request = { mac: truth.mac, site: SITE, ...wish };
    for await (const { answer } of this.api.stream('TraceService.TraceMac', request)) {
      if (!answer) continue;
      const [edge] = answer.edges;
      const { asked = 0, answered = 0 } = answer.totals ?? {};
      reads = asked;
      found = `${edge?.switchName} ${edge?.port} (${answer.verdict}, ${asked - answered} silent)`;
    }
    const elapsedMs = systemClock.monotonic() - startMs;
    const right = `${truth.switch} ${truth.port} (TRACE_VERDICT_FOUND, 0 silent)`;
    if (found !== right) throw new Error(`the trace of ${truth.mac} said ${found}, the truth is ${right}`);
    return { elapsedMs, reads };
  }

  async stop(): Promise<void> {
    this.client?.close();
    await this.stopAgent();
    await this.controller?.stop();
    await this.switches?.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  private get api(): ApiClient {
    if (!this.client) throw new Error('the mesh is not up');
    return this.client;
  }

  private run(name: 'agent' | 'controller', args: readonly string[], rest: object = {}): Program {
    const file = join(this.dir, `${name}.yaml`);
    const listen = {
      http: { listen: '127.0.0.1:0' },
      ...(name === 'controller' && { api: { listen: '127.0.0.1:0' } }),
      // Its host is busy with the switches, too, which no host of an agent is.
      ...(name === 'agent' && { guard: { enabled: false } }),
    };
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ dataDir: join(this.dir, name), ...listen }), { mode: 0o600 });
    return new Program({ file: `${name}/main.js`, args: [...args, '--config', file], ...rest });
  }

  private profiling(name: string): object {
    const { profileDir } = this.options;
    if (profileDir === undefined) return {};
    return { nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, `--cpu-prof-name=${name}.cpuprofile`] };
  }
}

function recordsOf(places: readonly Place[]): { create: object }[] {
  const create = (kind: string, id: string, fields: Parameters<typeof structToWire>[0]) => ({
    create: { site: kind === 'site' ? '' : SITE, kind, id, fields: structToWire(fields) },
  });
  return [
    create('site', SITE, { name: 'Bench' }),
    ...places.flatMap(({ hostname: name, host: address, port, platform }, at) => [
      create('switch', `switch${at}`, { name }),
      create('source', `switch${at}`, {
        name,
        driver: 'switch',
        address,
        port,
        platform,
        credential: 'bench',
      }),
    ]),
  ];
}
