/** A controller and agents that change a device between them; every process of it can be killed, and every line cut. */
import Database from 'better-sqlite3';
import { Runner, type WriteRules } from '../../../agent/jobs/index.ts';
import type { ChangeDevice, ChangeDriver } from '../../../agent/jobs/testing/change-device.ts';
import { ALL_WRITES } from '../../../agent/jobs/testing/rules.ts';
import { AgentSession } from '../../../agent/session/index.ts';
import {
  AgentMeta,
  Attempts,
  type Db,
  Outbox,
  openAgentDatabase,
  Snapshots,
  WriteRows,
} from '../../../agent/store/index.ts';
import type { AgentHub } from '../../../controller/agents/index.ts';
import type { SubmitRequest } from '../../../controller/jobs/index.ts';
import type { JobStep, JobView, RecordRef } from '../../../shared/model/index.ts';
import { LogLevels, seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import { type MemorySession, memorySession } from '../../../shared/transport/index.ts';
import { ADMIN, addSite, enrol, HEARTBEAT_MS, openRooms, settle, type TestRooms } from './controller.ts';
import { type Gate, HostClock, throughGate } from './stand-still.ts';
import { NO_VAULT } from './sync-agent.ts';

/** One agent; its disk outlives its processes. */
export class WriteAgent {
  readonly id: string;
  readonly clock: HostClock = new HostClock();
  /** Called before it says that it takes a job. */
  onAccepted: () => void = () => undefined;
  private readonly gate: Gate = { shut: undefined };
  driver: ChangeDriver;
  private db: Db = openAgentDatabase(':memory:');
  private runner: Runner;
  private readonly device: ChangeDevice;
  private readonly rules: WriteRules;
  private session: AgentSession | undefined;
  private link: MemorySession | undefined;
  private served: Promise<unknown> = Promise.resolve();
  private sessions = 0;
  private lives = 1;

  constructor(id: string, device: ChangeDevice, rules: WriteRules) {
    this.id = id;
    this.device = device;
    this.rules = rules;
    this.driver = device.driver();
    this.runner = this.start();
  }

  connect(hub: AgentHub): void {
    const link = memorySession();
    this.cut();
    this.link = link;
    this.sessions += 1;
    const { clock, db, runner } = this;
    const outbox = new Outbox({ db, clock, random: seededRandom(2), maxBytes: 1e9 });
    this.session = new AgentSession(
      {
        ...{ clock, log: silentLog, runner, outbox, meta: new AgentMeta(db), ...NO_VAULT },
        identity: {
          ...{ agentId: this.id, site: 'ams1', bootId: `boot ${this.lives}`, softwareVersion: '1' },
          ...{ nodeVersion: 'v', os: 'l', targetSlots: 4 },
        },
        snapshots: new Snapshots({ db, outbox, clock, random: seededRandom(2) }),
        logLevels: new LogLevels({ log: silentLog, clock, configured: 'info' }),
        renewal: { due: async () => undefined, issued: () => undefined, trustChanged: () => undefined },
      },
      throughGate(link.agent, this.gate),
    );
    const run = this.session.run({ number: this.sessions, granted: 0 });
    this.served = Promise.all([this.served, hub.serve(this.id, link.controller), run]);
  }

  /** Pulls the cable. */
  cut(): void {
    this.link?.cut();
    this.link = undefined;
    this.session = undefined;
  }

  /** kill -9 and a start over what was on disk, or over `image`. */
  kill(image: Buffer = this.db.serialize()): void {
    this.cut();
    this.driver.unplug();
    this.lives += 1;
    this.db = new Database(image);
    this.driver = this.device.driver();
    this.runner = this.start();
  }

  /** As it is on disk now. */
  disk(): Buffer {
    return this.db.serialize();
  }

  /** Stops the process: it reads nothing, and no timer of it fires. Returns how it goes on, so much later. */
  freeze(): (afterMs: number) => void {
    return this.standStill((ms) => this.clock.standStill(ms));
  }

  /** Suspends the host, on which the monotonic clock then stands still. Returns how it goes on, so much later. */
  suspend(): (afterMs: number) => void {
    return this.standStill((ms) => this.clock.jump(ms));
  }

  private standStill(passed: (ms: number) => void): (afterMs: number) => void {
    let open = (): void => undefined;
    this.gate.shut = new Promise((resolve) => {
      open = resolve;
    });
    return (afterMs) => {
      passed(afterMs);
      this.gate.shut = undefined;
      open();
    };
  }

  private start(): Runner {
    const { db, clock, driver } = this;
    const life = this.lives;
    const outbox = new Outbox({ db, clock, random: seededRandom(1), maxBytes: 1e9 });
    return new Runner({
      ...{ clock, log: silentLog, drivers: [driver], outbox, targetSlots: 4, epoch: () => 1 },
      ...{ attempts: new Attempts(db, clock), writes: new WriteRows(db), writeRules: this.rules },
      origin: () => new AgentMeta(db).controller()?.incarnation,
      snapshots: new Snapshots({ db, outbox, clock, random: seededRandom(1) }),
      credentials: {
        open: () => ({ username: 'u', password: 'p', enablePassword: undefined, privateKey: undefined }),
      },
      hostKeys: { check: () => 'known' },
      // What a process says that was killed goes nowhere.
      send: (message) => {
        if (message.type === 'jobAccepted') this.onAccepted();
        return life === this.lives && this.session?.send(message);
      },
    });
  }
}

export class WriteSite {
  rooms: TestRooms;
  readonly agents: readonly WriteAgent[];

  /** Sources `sw1` and `sw2` at site ams1, whose agents are all online. */
  constructor(device: ChangeDevice, agents = 1, rules: WriteRules = ALL_WRITES) {
    this.rooms = openRooms();
    addSite(this.rooms, 'ams1', ['sw1', 'sw2']);
    this.agents = Array.from({ length: agents }, (_, at) => new WriteAgent(`a${at + 1}`, device, rules));
    for (const { id } of this.agents) enrol(this.rooms, id, 'ams1');
  }

  get agent(): WriteAgent {
    const [first] = this.agents;
    if (!first) throw new Error('the site has no agent');
    return first;
  }

  async connect(...agents: readonly WriteAgent[]): Promise<void> {
    for (const agent of agents) agent.connect(this.rooms.hub);
    await this.turns();
  }

  /** kill -9 of the controller, and a start over its store; nobody is connected. */
  async restart(): Promise<void> {
    for (const agent of this.agents) agent.cut();
    await this.turns();
    this.rooms = openRooms({ after: this.rooms });
  }

  /** Time goes by for everybody, and with it the heartbeats of those who are connected. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= HEARTBEAT_MS / 2) {
      const part = Math.min(left, HEARTBEAT_MS / 2);
      this.rooms.clock.advance(part);
      for (const { clock } of this.agents) clock.advance(part);
      await this.turns();
    }
  }

  /** Lets everything happen that needs no time. */
  async turns(): Promise<void> {
    for (let turn = 0; turn < 12; turn += 1) await settle();
  }

  async submit(count: number, more: Partial<SubmitRequest> = {}): Promise<JobView> {
    const job = this.rooms.jobs.submit(writeRequest(count, more), ADMIN);
    await this.turns();
    return job;
  }

  get({ id }: Pick<JobView, 'id'>): JobView {
    return this.rooms.jobs.get(id);
  }

  /** By step id. */
  steps(job: Pick<JobView, 'id'>): Readonly<Record<string, string>> {
    return Object.fromEntries((this.get(job).steps ?? []).map(({ id, state }) => [id, state]));
  }
}

/** Steps `s0`, `s1` and so on, of `sw1` and `sw2` in turns. */
export function writeRequest(count: number, more: Partial<SubmitRequest> = {}): SubmitRequest {
  const targets = ['sw1', 'sw2'].map((id): RecordRef => ({ site: 'ams1', kind: 'source', id }));
  const steps = Array.from({ length: count }, (_, no): JobStep => {
    const [first, second] = targets;
    const source = (no % 2 === 0 ? first : second) ?? { site: 'ams1', kind: 'source', id: 'sw1' };
    return { id: `s${no}`, source, action: { port: `Gi0/${no}`, enabled: false } };
  });
  return {
    ...{ kind: 'apply', targets, site: '', mac: '', requestId: '', validateOnly: false, timeoutMs: 0, steps },
    ...more,
  };
}
