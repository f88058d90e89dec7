/** One process of an agent: the real session, runner and store over a disk, a clock and a network of the run. */
import { Runner, ScheduleKeeper } from '../../../agent/jobs/index.ts';
import { type AgentEnrolment, type AgentKeys, Connection } from '../../../agent/session/index.ts';
import {
  AgentMeta,
  Attempts,
  KeptSchedules,
  Outbox,
  openAgentDatabase,
  Snapshots,
} from '../../../agent/store/index.ts';
import { LogLevels, newId, type Random, randomInt } from '../../../shared/runtime/index.ts';
import { createIdentityKeys, createSealingKeys, Secret } from '../../../shared/seal/index.ts';
import type { AgentLink } from '../../../shared/transport/index.ts';
import { SimDriver, type SimDriverDeps } from './device.ts';
import { SimDisk } from './disk.ts';
import { type LogLine, SimLog } from './log.ts';
import type { ProcessClock } from './time.ts';

/** So little that an absence fills it: then deltas are dropped, and both sides compare what they know. */
const OUTBOX_BYTES_MAX = 6_000;
const TARGET_SLOTS = 4;
const RENEW_AFTER_MS = 60_000;
/** Some requests are so large that they come in pieces. */
const LARGE_REQUEST_SHARE = 0.1;
const LARGE_REQUEST_BYTES = 300_000;

export interface AgentFacts {
  readonly id: string;
  readonly site: string;
  readonly keys: AgentKeys;
}

export interface AgentBase {
  readonly facts: AgentFacts;
  readonly clock: ProcessClock;
  readonly random: Random;
  readonly line: LogLine;
  readonly dial: (agentId: string) => { session(): AgentLink; close(): void };
  readonly driver: Omit<SimDriverDeps, 'agentId' | 'isAlive' | 'random'>;
  /** Instead of the usual outbox. */
  readonly outbox?: typeof Outbox | undefined;
}

export function agentKeys(agentId: string, random: Random): AgentKeys {
  const certificateKey = new Secret('');
  return {
    ...{ agentId, certificateKey },
    identity: createIdentityKeys(random),
    sealing: createSealingKeys(random),
  };
}

/** What the disk of an agent holds before its first start. */
export function emptyAgentDisk(): Uint8Array {
  const db = openAgentDatabase(':memory:');
  const image = db.serialize();
  db.close();
  return image;
}

export class AgentProcess {
  readonly facts: AgentFacts;
  readonly clock: ProcessClock;
  readonly disk: SimDisk;
  readonly outbox: Outbox;
  /** Its copy of the schedules, and what it decided alone. */
  readonly kept: KeptSchedules;
  isAlive = true;
  private readonly keeper: ScheduleKeeper;
  private readonly connection: Connection;
  private readonly runner: Runner;
  private readonly logLevels: LogLevels;

  constructor(base: AgentBase, image: Uint8Array) {
    const { facts, clock, random, line } = base;
    const isAlive = (): boolean => this.isAlive;
    const log = new SimLog((level, event, fields) => {
      if (this.isAlive) line(level, event, fields);
    });
    const disk = new SimDisk(image);
    const { db } = disk;
    const OutboxOf = base.outbox ?? Outbox;
    const outbox = new OutboxOf({ db, clock, random, maxBytes: OUTBOX_BYTES_MAX });
    const snapshots = new Snapshots({ db, outbox, clock, random });
    const meta = new AgentMeta(db);
    this.facts = facts;
    this.clock = clock;
    this.disk = disk;
    this.outbox = outbox;
    this.kept = new KeptSchedules({ db, random, keys: facts.keys.sealing });
    this.logLevels = new LogLevels({ log, clock, configured: 'info' });
    const attempts = new Attempts(db, clock);
    const epoch = (): number => meta.controller()?.epoch ?? 0;
    this.keeper = new ScheduleKeeper({
      ...{ clock, log, kept: this.kept, attempts, epoch, runner: () => this.runner },
      send: (message) => this.connection.send(message),
    });
    this.runner = new Runner({
      ...{ clock, log, snapshots, outbox, attempts, epoch, targetSlots: TARGET_SLOTS },
      firings: this.keeper,
      drivers: [new SimDriver({ ...base.driver, agentId: facts.id, isAlive, random })],
      credentials: {
        open: () => ({ username: 'u', password: 'p', enablePassword: undefined, privateKey: undefined }),
      },
      hostKeys: { check: () => 'known' },
      send: (message) => this.connection.send(message),
    });
    const enrolment: AgentEnrolment = {
      ...{ agentId: facts.id, name: facts.id, site: facts.site, addresses: ['controller:7443'] },
      ...{ caPem: '', chainPem: '', rootPin: '', membership: '' },
    };
    this.connection = new Connection({
      ...{ clock, random, log, keys: facts.keys, runner: this.runner, logLevels: this.logLevels },
      ...{ outbox, snapshots, meta, renewal: new SimRenewal(clock, random), credentials: new SimVault() },
      schedules: this.keeper,
      // No key is held in this world: it is the question that travels.
      hostKeys: ({ questionId }) => ({
        ...{ type: 'hostKeysTold', questionId, keys: [], count: 0, refusal: undefined },
      }),
      sealKey: { number: 1, key: new Uint8Array([1]), signature: new Uint8Array([2]) },
      identity: {
        ...{ agentId: facts.id, site: facts.site, bootId: newId(clock, random), softwareVersion: '1.0.0' },
        ...{ nodeVersion: 'v20', os: 'linux', targetSlots: TARGET_SLOTS },
        bootNumber: meta.nextBoot(clock.now()),
      },
      ...{ enrolment: () => enrolment, addresses: [], certificateExpired: () => false },
      rejoin: () => Promise.reject(new Error('certificates do not end in this world')),
      dial: () => base.dial(facts.id),
    });
  }

  get isUp(): boolean {
    return this.isAlive && this.connection.problem === undefined;
  }

  /** The controller has all that this agent knows. */
  get isSettled(): boolean {
    return this.outbox.acknowledgedSeq === this.outbox.durableSeq && this.keeper.untold.length === 0;
  }

  start(): Promise<void> {
    this.keeper.start();
    return this.connection.start();
  }

  /** In order, as at SIGTERM. */
  async stop(): Promise<void> {
    await this.runner.stop();
    await this.connection.stop();
    this.keeper.stop();
    this.logLevels.stop();
  }
}

/** Wants another certificate every now and then. */
class SimRenewal {
  private readonly clock: ProcessClock;
  private readonly random: Random;
  private askedMs = 0;

  constructor(clock: ProcessClock, random: Random) {
    this.clock = clock;
    this.random = random;
  }

  async due(): Promise<Uint8Array | undefined> {
    const nowMs = this.clock.monotonic();
    if (nowMs - this.askedMs < RENEW_AFTER_MS) return undefined;
    this.askedMs = nowMs;
    return new Uint8Array(this.random.float() < LARGE_REQUEST_SHARE ? LARGE_REQUEST_BYTES : 1);
  }

  issued(): void {
    // The next one is asked for as time goes by.
  }

  trustChanged(): void {
    // There is one CA.
  }
}

/** Remembers the names that it was told. */
class SimVault {
  private count = 0;

  get mark(): string {
    return String(this.count);
  }

  take(): { name: string; seenVersion: number; error: undefined } {
    this.count += 1;
    return { name: 'core', seenVersion: this.count, error: undefined };
  }

  held(): [] {
    return [];
  }
}

/** A whole number from `least` on, below `least + more`. */
export function between(random: Random, least: number, more: number): number {
  return least + randomInt(random, more);
}
