/**
 * One run, from its seed: five agents at two sites and their controller work on switches that change, while messages are
 * lost, late, doubled and overtaken, ways are blocked, processes die, clocks jump and disks are full. Then all faults end,
 * and everything must be as if nothing had been.
 */
import { createHash } from 'node:crypto';
import { type Random, seededRandom } from '../../../shared/runtime/index.ts';
import { Absence } from './absence.ts';
import { Affliction } from './afflict.ts';
import { AgentProcess, between } from './agent.ts';
import {
  ackBeforeDurable,
  type BugName,
  DroppingOutbox,
  duplicateFiring,
  lostCancel,
  noFencing,
} from './bugs.ts';
import { Calm } from './calm.ts';
import { Checker, type Promises } from './checker.ts';
import { ControllerProcess } from './controller.ts';
import { Device } from './device.ts';
import { wordsOf } from './frames.ts';
import { LANE_FRAMES_MAX, Net, type Sent } from './net.ts';
import type { Coverage } from './plan.ts';
import { AGENTS, SITES, type Stage } from './stage.ts';
import { ProcessClock, VirtualTime } from './time.ts';
import { Workload } from './workload.ts';

export const WRITES_MIN = 200;
export const FAULTS_MIN = 20;
const CHAOS_MIN_MS = 60_000;
const CHAOS_MAX_MS = 3_600_000;
const SETTLE_MAX_MS = 3_600_000;
const STOP_MAX_MS = 60_000;
const AWAY_MAX_MS = 30_000;
/** In so many of the runs an agent is away for long at the end, and fires alone. */
const ABSENCE_SHARE = 0.3;
/** By these a job can end. */
const ENDING: readonly string[] = ['up hello', 'up jobRejected', 'up jobEnded'];

export interface RunResult {
  readonly problems: readonly string[];
  readonly coverage: Coverage;
  readonly faults: number;
  /** Versions that the controller accepted. */
  readonly writes: number;
  readonly jobs: number;
  /** Of all that happened, in its order. */
  readonly trace: string;
  readonly virtualMs: number;
}

export interface RunOptions {
  readonly bug?: BugName | undefined;
  /** Gets every line of the trace. */
  readonly tell?: ((line: string) => void) | undefined;
}

export async function runSeed(seed: number, stage: Stage, options: RunOptions = {}): Promise<RunResult> {
  const world = new World(seed, stage, options);
  const onRejection = (error: unknown): void => world.checker.stray('unhandled rejection', error);
  process.on('unhandledRejection', onRejection);
  try {
    return await world.run();
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

class World {
  readonly checker: Checker = new Checker();
  private readonly seed: number;
  private readonly stage: Stage;
  private readonly options: RunOptions;
  private readonly time = new VirtualTime();
  private readonly random: Random;
  private readonly net: Net;
  private readonly hash = createHash('sha256');
  private readonly devices = new Map<string, Device>();
  private readonly agents = new Map<string, AgentProcess>();
  private readonly workload: Workload;
  private readonly affliction: Affliction;
  private controller: ControllerProcess;
  private readonly firstPos: number;
  private boots = 0;
  private isCalm = false;
  /** The controller was told something that can end a job. */
  private isHeard = false;
  /** A store of earlier, with what was promised then. */
  private backup: { readonly image: Uint8Array; readonly promises: Promises } | undefined;

  constructor(seed: number, stage: Stage, options: RunOptions) {
    this.seed = seed;
    this.stage = stage;
    this.options = options;
    this.random = seededRandom(seed);
    const { time, random, checker, devices, agents } = this;
    const controller = (): ControllerProcess => this.controller;
    this.affliction = new Affliction({
      ...{ time, random, controller, net: () => this.net, agent: (id) => agents.get(id) },
      killAgent: (agent) => this.killAgent(agent),
      killController: (process) => this.killController(process),
      tell: (line) => this.tell(line),
    });
    this.workload = new Workload({
      ...{ time, random, checker, devices, agents, controller },
      stopAgent: (agent) => this.unattended(() => this.stopAgent(agent)),
      stopController: () => this.unattended(() => this.stopController()),
      backUp: () => {
        this.backup = { image: this.controller.disk.image(), promises: checker.promises() };
      },
      restore: () => this.restore(),
    });
    this.net = new Net({
      ...{ time, random: seededRandom(seed + 0x10000) },
      hooks: {
        fateOf: (sent) => this.affliction.fateOf(sent),
        accept: (agentId, link) => this.controller.serve(agentId, link),
        delivered: (sent, frame) => this.delivered(sent, frame),
      },
    });
    for (const [site, names] of SITES)
      for (const name of names) devices.set(name, new Device(site, name, random));
    this.controller = this.bootController(stage.controllerDisk);
    this.firstPos = this.controller.rooms.inventory.position;
    for (const { id } of AGENTS) this.bootAgent(id, stage.agentDisk);
  }

  async run(): Promise<RunResult> {
    this.workload.begin();
    await this.during(CHAOS_MAX_MS, () => this.time.nowMs >= CHAOS_MIN_MS && this.isEnough());
    if (!this.isEnough()) this.checker.problem(`only ${this.faults} faults and ${this.writes} writes`);
    this.workload.end();
    this.affliction.end();
    // Schedules go on: with devices that take minutes there would always be somebody at work.
    this.isCalm = true;
    await this.settle('the faults');
    if (this.isWell && this.random.float() < ABSENCE_SHARE) await this.absence();
    if (this.isWell) await this.readAnew();
    if (this.isWell) await this.stopAll();
    const { faults, writes } = this;
    return {
      ...{ problems: this.checker.problems, coverage: this.affliction.coverage, faults, writes },
      ...{
        jobs: this.workload.jobIds.length,
        trace: this.hash.copy().digest('hex'),
        virtualMs: this.time.nowMs,
      },
    };
  }

  private get faults(): number {
    return this.affliction.coverage.total;
  }

  private get writes(): number {
    return this.controller.rooms.inventory.position - this.firstPos;
  }

  private get isWell(): boolean {
    return this.checker.problems.length === 0;
  }

  private isEnough(): boolean {
    return this.faults >= FAULTS_MIN && this.writes >= WRITES_MIN;
  }

  /** One event after the other, each with all that follows from it at once. False when the time is over before it is done. */
  private async during(ms: number, isDone: () => boolean): Promise<boolean> {
    const endMs = this.time.nowMs + ms;
    while (this.isWell && !isDone()) {
      try {
        if (this.time.nowMs > endMs || !this.time.step()) return false;
      } catch (error) {
        this.checker.stray('uncaught', error);
      }
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isHeard && this.controller.isAlive) this.checker.whileRunning(this.controller);
      this.isHeard = false;
      this.checker.bounds(this.controller);
    }
    for (const agent of this.agents.values()) this.checker.bounds(agent);
    return this.isWell;
  }

  // Processes

  private bootAgent(id: string, image: Uint8Array, skewMs = 0): void {
    this.tell(`${id} starts`);
    const agent = new AgentProcess(
      {
        ...{
          facts: this.stage.agent(id),
          clock: new ProcessClock(this.time, skewMs),
          random: this.newRandom(),
        },
        line: (...line) => this.line(id, ...line),
        dial: (agentId) => this.net.dial(agentId),
        driver: {
          device: (name) => this.device(name),
          began: (run) => this.checker.began(run, this.controller),
          isCalm: () => this.isCalm,
        },
        outbox: this.options.bug === 'coalescing that drops' ? DroppingOutbox : undefined,
      },
      image,
    );
    this.agents.set(id, agent);
    this.unattended(() => agent.start());
  }

  private bootController(image: Uint8Array, skewMs = 0): ControllerProcess {
    const { bug } = this.options;
    const clock = new ProcessClock(this.time, skewMs);
    this.tell('the controller starts');
    const made: ControllerProcess = new ControllerProcess(
      {
        ...{ clock, random: this.newRandom(), line: (...line) => this.line('controller', ...line) },
        between: {
          ...(bug === 'ack before durable' && {
            hubAndInventory: (inventory) => ackBeforeDurable(inventory, clock),
          }),
          jobsAndHub: (hub) => {
            if (bug === 'no fencing') return this.checker.watched(noFencing(hub, () => made.rooms.jobs));
            return this.checker.watched(bug === 'lost cancel' ? lostCancel(hub) : hub);
          },
        },
        schedulesHub: bug === 'duplicate firing' ? duplicateFiring : undefined,
      },
      image,
    );
    return made;
  }

  private killAgent(agent: AgentProcess, next = { awayMs: this.awayMs(), skewMs: 0 }): void {
    if (!agent.isAlive) return;
    const { disk, facts } = agent;
    if (disk.db.inTransaction) return disk.crashInNextTransaction(() => this.killAgent(agent, next));
    this.tell(`${facts.id} dies`);
    agent.isAlive = false;
    agent.clock.die();
    this.net.agentDied(facts.id);
    const image = disk.image();
    this.time.after(next.awayMs, () => this.bootAgent(facts.id, image, next.skewMs));
  }

  /** `older`: it starts again over this store, not its own. */
  private killController(dying: ControllerProcess, older?: Uint8Array): void {
    if (!dying.isAlive) return;
    const { disk, clock } = dying;
    if (disk.db.inTransaction) return disk.crashInNextTransaction(() => this.killController(dying, older));
    this.tell('the controller dies');
    dying.isAlive = false;
    clock.die();
    this.net.controllerDied();
    const image = older ?? disk.image();
    const skewMs = this.isCalm ? clock.skewMs : 0;
    this.time.after(this.awayMs(), () => {
      this.controller = this.bootController(image, skewMs);
    });
  }

  private awayMs(): number {
    return between(this.random, 100, AWAY_MAX_MS);
  }

  private restore(): void {
    const { backup, controller, checker, workload } = this;
    if (!backup || !controller.isAlive || controller.disk.db.inTransaction) return;
    this.tell('an older store of the controller is put back');
    this.killController(controller, backup.image);
    checker.wentBack(backup.promises, controller);
    workload.wentBack(backup.promises.jobs);
  }

  private async stopAgent(agent: AgentProcess): Promise<void> {
    this.tell(`${agent.facts.id} stops`);
    await agent.stop();
    this.killAgent(agent);
  }

  private async stopController(): Promise<void> {
    const { controller } = this;
    this.tell('the controller stops');
    await controller.stop();
    this.killController(controller);
  }

  /** Nobody waits for it: what goes wrong is a problem of its own. */
  private unattended(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.checker.stray('unattended', error));
  }

  /** Of its own for each process, so that what a dead one still draws changes nothing. */
  private newRandom(): Random {
    this.boots += 1;
    return seededRandom(this.seed * 1_000 + this.boots);
  }

  private agent(id: string): AgentProcess {
    const agent = this.agents.get(id);
    if (!agent) throw new Error(`there is no agent ${id}`);
    return agent;
  }

  private device(name: string): Device {
    const device = this.devices.get(name);
    if (!device) throw new Error(`there is no device ${name}`);
    return device;
  }

  // Afterwards

  private async settle(after: string): Promise<void> {
    const { net, time, checker, workload } = this;
    const agents = [...this.agents.values()];
    for (const { disk } of [this.controller, ...agents]) disk.heal();
    net.unblockAll();
    const calm = new Calm({
      ...{ time, checker, workload, controller: () => this.controller },
      agents: () => [...this.agents.values()],
    });
    const fromMs = time.nowMs;
    if (await this.during(SETTLE_MAX_MS, () => calm.hasCome()))
      checker.settled(this.controller, [...this.agents.values()]);
    else if (this.isWell)
      checker.problem(`${Math.round(time.nowMs - fromMs)} ms after ${after} it is still not settled`);
  }

  private async absence(): Promise<void> {
    const { time, random, checker, workload } = this;
    const absence = new Absence({
      ...{ time, random, checker, scheduler: workload.scheduler, controller: () => this.controller },
      agent: (id) => this.agent(id),
      block: (agentId, ms) => this.net.block(agentId, ms),
      killAgent: (agent, next) => this.killAgent(agent, next),
      killController: (controller) => this.killController(controller),
      during: (ms, isDone) => this.during(ms, isDone),
    });
    await absence.run();
    if (this.isWell) await this.settle('an absence');
  }

  /** Every switch once more, without any fault. */
  private async readAnew(): Promise<void> {
    this.workload.readAll();
    await this.settle('the last reading');
    this.checker.truth(this.controller, this.devices.values());
  }

  private async stopAll(): Promise<void> {
    const all = [...this.agents.values(), this.controller];
    let left = all.length;
    for (const one of all)
      this.unattended(async () => {
        await one.stop();
        left -= 1;
      });
    const timers = (): number => all.reduce((sum, { clock }) => sum + clock.timers, 0);
    await this.during(STOP_MAX_MS, () => left === 0 && timers() === 0);
    if (left > 0) this.checker.problem(`${left} processes do not stop`);
    else if (timers() > 0) this.checker.problem(`${timers()} timers are left after the stop`);
    if (this.net.framesMax > LANE_FRAMES_MAX + 1)
      this.checker.problem(`${this.net.framesMax} frames were on their way in one direction`);
  }

  // What happened

  private delivered({ agentId, kind }: Sent, frame: Uint8Array): void {
    this.hash.update(frame);
    this.isHeard ||= ENDING.includes(kind);
    this.tell(`${agentId} ${kind}`);
    if (this.options.tell && kind.includes('job')) this.options.tell(`  ${wordsOf(kind, frame)}`);
  }

  private line(who: string, level: string, event: string, fields: object): void {
    this.tell(`${who} ${level} ${event}`);
    const plain = (_key: string, value: unknown): unknown => (value instanceof Error ? String(value) : value);
    this.options.tell?.(`  ${JSON.stringify(fields, plain)}`);
  }

  private tell(text: string): void {
    const line = `${this.time.nowMs} ${text}`;
    this.hash.update(line);
    this.options.tell?.(line);
  }
}
