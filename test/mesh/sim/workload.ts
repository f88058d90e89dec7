/** What people and switches do while things go wrong: everything changes, and somebody always wants something. */
import type { SubmitRequest } from '../../../controller/jobs/index.ts';
import { WaysideError } from '../../../shared/errors.ts';
import { type Random, randomInt } from '../../../shared/runtime/index.ts';
import { ADMIN } from '../../contract/support/controller.ts';
import { type AgentProcess, between } from './agent.ts';
import type { Checker } from './checker.ts';
import type { ControllerProcess } from './controller.ts';
import { type Device, LET_GO_MAX_MS } from './device.ts';
import { Scheduler } from './schedules.ts';
import { AGENTS, SITES } from './stage.ts';
import type { VirtualTime } from './time.ts';

const ACT_EVERY_MAX_MS = 3_000;
/** By then somebody has connected. */
const FIRST_READING_MS = 1_000;
/** Jobs that are asked for while an agent stops. */
const OFFERS_AT_STOP = 3;
const JOB_MS = 1_200_000;
const ONE_BYTE = new Uint8Array([1]);
/** Comes in pieces. */
const LARGE_BYTES = 300_000;
const LARGE_SHARE = 0.3;
/** A drain, and a maintenance, is over so soon. */
const OUT_OF_WORK_MAX_MS = 60_000;

export interface WorkloadDeps {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly checker: Checker;
  readonly devices: ReadonlyMap<string, Device>;
  readonly agents: ReadonlyMap<string, AgentProcess>;
  readonly controller: () => ControllerProcess;
  readonly stopAgent: (agent: AgentProcess) => void;
  readonly stopController: () => void;
  /** The store of now is kept. */
  readonly backUp: () => void;
  /** The controller dies, and starts again over the store that was kept. */
  readonly restore: () => void;
}

export class Workload {
  /** Asked for and taken. */
  jobIds: string[] = [];
  readonly scheduler: Scheduler;
  private readonly deps: WorkloadDeps;
  private serial = 0;
  private isOver = false;
  private readonly actions: readonly (readonly [weight: number, act: () => void])[] = [
    [30, () => this.changeDevices()],
    [30, () => this.submit('collect')],
    [8, () => this.submit('probe')],
    [6, () => this.submit('lookup')],
    [14, () => this.cancel()],
    [10, () => this.write()],
    [5, () => this.askLogLevel()],
    [5, () => this.askHostKeys()],
    [3, () => this.changeTrust()],
    [5, () => this.orderCredential()],
    [5, () => this.stopAgent()],
    [1, () => this.deps.stopController()],
    [8, () => this.scheduler.act()],
    [2, () => this.takeOut()],
    [3, () => this.putBack(this.pick(AGENTS).id)],
    [3, () => this.deps.backUp()],
    [1, () => this.deps.restore()],
  ];

  constructor(deps: WorkloadDeps) {
    this.deps = deps;
    this.scheduler = new Scheduler(deps);
  }

  /** All is read once, and then something happens every now and then, until `end`. */
  begin(): void {
    this.deps.time.after(FIRST_READING_MS, () => this.guarded(() => this.readAll()));
    this.goOn();
  }

  private goOn(): void {
    const { time, random } = this.deps;
    time.after(1 + randomInt(random, ACT_EVERY_MAX_MS), () => {
      if (this.isOver) return;
      this.guarded(() => this.act());
      this.goOn();
    });
  }

  end(): void {
    this.isOver = true;
  }

  /** A store of earlier came back. */
  wentBack(jobIds: readonly string[]): void {
    this.jobIds = this.jobIds.filter((id) => jobIds.includes(id));
  }

  /** Everybody may work again. */
  putAllBack(): void {
    for (const { id } of AGENTS) this.putBack(id);
  }

  /** A collect of every switch of every site. */
  readAll(): void {
    for (const [site, names] of SITES) this.ask('collect', site, names);
  }

  private act(): void {
    const { random } = this.deps;
    const weights = this.actions.reduce((sum, [weight]) => sum + weight, 0);
    let at = randomInt(random, weights);
    for (const [weight, act] of this.actions) {
      at -= weight;
      if (at < 0) return act();
    }
  }

  private guarded(act: () => void): void {
    try {
      if (this.deps.controller().isAlive) act();
    } catch (error) {
      // Refusals are answers, too. Anything else is not.
      if (!(error instanceof WaysideError) || error.code === 'INTERNAL')
        this.deps.checker.stray('action', error);
    }
  }

  private changeDevices(): void {
    const devices = [...this.deps.devices.values()];
    for (let n = between(this.deps.random, 10, 40); n > 0; n -= 1) this.pick(devices).change();
  }

  private submit(kind: SubmitRequest['kind'], at?: string): void {
    const [site, names] = this.pick([...SITES].filter(([one]) => one === (at ?? one)));
    const chosen = names.filter(() => this.deps.random.float() < 0.4);
    this.ask(kind, site, chosen.length > 0 ? chosen : [this.pick(names)]);
  }

  private ask(kind: SubmitRequest['kind'], site: string, names: readonly string[]): void {
    const targets = names.map((id) => ({ site, kind: 'source', id }) as const);
    const mac = kind === 'lookup' ? '02:00:00:00:00:01' : '';
    const rest = { site: '', mac, requestId: '', validateOnly: false, timeoutMs: JOB_MS };
    const { id } = this.deps.controller().rooms.jobs.submit({ kind, targets, ...rest }, ADMIN);
    this.jobIds.push(id);
    this.deps.checker.took(id);
  }

  private cancel(): void {
    const [id] = this.jobIds.slice(-between(this.deps.random, 1, 8));
    if (id !== undefined) this.deps.controller().rooms.jobs.cancel(id, 'not needed', 'simulation');
  }

  private write(): void {
    const [site] = this.pick([...SITES]);
    this.serial += 1;
    const name = `${site} ${this.serial}`;
    const ref = { site, kind: 'site', id: site } as const;
    const operations = [{ type: 'update', ref, fields: { name }, ifEtag: '' } as const];
    const { inventory } = this.deps.controller().rooms;
    inventory.write({ operations, why: 'test', requestId: '', validateOnly: false }, ADMIN);
    this.deps.checker.wrote(site, name);
  }

  private askLogLevel(): void {
    const { id } = this.pick(AGENTS);
    const change = this.deps.random.float() < 0.5 ? undefined : ({ level: 'debug', forMs: 60_000 } as const);
    // Whoever asked is told when the agent is not there.
    this.deps
      .controller()
      .logLevels.ask(id, change)
      .catch(() => undefined);
  }

  private askHostKeys(): void {
    const { id } = this.pick(AGENTS);
    this.deps
      .controller()
      .hostKeys.ask(id, { place: undefined, accept: undefined })
      .catch(() => undefined);
  }

  private changeTrust(): void {
    const membership = this.deps.random.float() < LARGE_SHARE ? new Uint8Array(LARGE_BYTES) : ONE_BYTE;
    const message = { type: 'trustChanged', caCertificates: [], membership } as const;
    this.deps.controller().rooms.hub.broadcast(message);
  }

  private orderCredential(): void {
    this.serial += 1;
    const order = { type: 'credentialOrdered', orderId: String(this.serial), sealed: ONE_BYTE } as const;
    const { hub } = this.deps.controller().rooms;
    hub.send(this.pick(AGENTS).id, order).catch(() => undefined);
  }

  private takeOut(): void {
    const { random, controller } = this.deps;
    const { clock, rooms } = controller();
    const kind = random.float() < 0.5 ? 'drain' : 'maintenance';
    const until = clock.now() + randomInt(random, OUT_OF_WORK_MAX_MS);
    const about = { by: 'user:ann', why: 'new disk', since: clock.now() };
    rooms.hub.takeOut(this.pick(AGENTS).id, { kind, until, ...about });
  }

  private putBack(agentId: string): void {
    this.deps.controller().rooms.hub.putBack(agentId);
  }

  private stopAgent(): void {
    const { time, random, agents } = this.deps;
    const agent = this.pick([...agents.values()]);
    if (!agent.isAlive) return;
    // Somebody wants something of it meanwhile.
    for (let n = 0; n < OFFERS_AT_STOP; n += 1)
      time.after(randomInt(random, LET_GO_MAX_MS), () =>
        this.guarded(() => {
          if (!this.isOver) this.submit('probe', agent.facts.site);
        }),
      );
    this.deps.stopAgent(agent);
  }

  private pick<T>(list: readonly T[]): T {
    const item = list[randomInt(this.deps.random, list.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}
