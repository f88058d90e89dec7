/** A runner that changes a device, over a store in memory whose every commit is a moment at which it can be killed. */
import Database from 'better-sqlite3';
import { Runner, type WriteRules } from '../../../agent/jobs/index.ts';
import type { ChangeDevice, ChangeDriver } from '../../../agent/jobs/testing/change-device.ts';
import { KillSwitch } from '../../../agent/jobs/testing/kill-switch.ts';
import { offer, target } from '../../../agent/jobs/testing/rig.ts';
import { ALL_WRITES } from '../../../agent/jobs/testing/rules.ts';
import {
  Attempts,
  type Db,
  Outbox,
  openAgentDatabase,
  Snapshots,
  type StepMove,
  type WriteRow,
  WriteRows,
} from '../../../agent/store/index.ts';
import type { JobStep, StepResult } from '../../../shared/model/index.ts';
import { ManualClock, seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import type { AgentMessage, JobEnded, JobOffered } from '../../../shared/wire/index.ts';

export interface WriteRigOptions {
  readonly device: ChangeDevice;
  /** What a process before this one left on its disk. */
  readonly image?: Buffer | undefined;
  /** The moment at which it is killed. */
  readonly killAt?: number | undefined;
  /** Absent: one of its own, that begins anew. */
  readonly clock?: ManualClock;
  /** What its host allows; absent: everything. */
  readonly rules?: WriteRules;
  /** Instead of the usual rows. */
  readonly rows?: (db: Db, kill: KillSwitch) => WriteRows;
}

export class WriteRig {
  readonly db: Db;
  readonly clock: ManualClock;
  readonly kill: KillSwitch;
  readonly driver: ChangeDriver;
  readonly runner: Runner;
  readonly sent: AgentMessage[] = [];
  epoch = 1;
  /** Of its controller. */
  origin: string | undefined;

  constructor(options: WriteRigOptions) {
    const { device, image, killAt, rules = ALL_WRITES } = options;
    const { rows = (db, kill) => new KillableRows(db, kill) } = options;
    const { clock = new ManualClock() } = options;
    this.clock = clock;
    const db = image ? new Database(image) : openAgentDatabase(':memory:');
    const random = seededRandom(3);
    const outbox = new Outbox({ db, clock, random, maxBytes: 1e9 });
    this.db = db;
    this.kill = new KillSwitch(db, killAt);
    this.driver = device.driver(this.kill);
    this.runner = new Runner({
      ...{ clock, log: silentLog, drivers: [this.driver], outbox, epoch: () => this.epoch },
      attempts: new KillableAttempts(db, clock, this.kill),
      ...{ writes: rows(db, this.kill), writeRules: rules, origin: () => this.origin },
      snapshots: new Snapshots({ db, outbox, clock, random }),
      credentials: {
        open: () => ({ username: 'u', password: 'p', enablePassword: undefined, privateKey: undefined }),
      },
      hostKeys: { check: () => 'known' },
      targetSlots: 10,
      send: (message) => {
        if (!this.kill.isDead) this.sent.push(message);
      },
    });
  }

  /** The session stands: ends are told. */
  meet(): void {
    this.runner.resendEnds();
  }

  /** The last end that was told. */
  get end(): JobEnded | undefined {
    return this.sent.findLast((message) => message.type === 'jobEnded');
  }

  /** By id, as the last end told them. */
  get states(): Readonly<Record<string, StepResult['state']>> {
    return Object.fromEntries((this.end?.steps ?? []).map(({ id, state }) => [id, state]));
  }

  /** Lets everything happen, and the time go by that is waited for, until there is an end or the process is dead. */
  async finish(): Promise<void> {
    for (let turn = 0; turn < TURNS_MAX && !this.end && !this.kill.isDead; turn += 1) {
      await this.settle();
      if (!this.end && turn % TURNS_A_TICK === TURNS_A_TICK - 1) this.clock.advance(TICK_MS);
    }
  }

  /** How the offer ends: the code of what went wrong with it, else its outcome. */
  async outcomeOf(offered: JobOffered): Promise<string> {
    const from = this.sent.length;
    this.runner.offer(offered);
    await this.finish();
    for (let turn = 0; turn < 20; turn += 1) await this.settle();
    const said = this.sent.slice(from);
    const refused = said.find((message) => message.type === 'jobRejected');
    if (refused?.type === 'jobRejected') return refused.code;
    const end = said.findLast((message) => message.type === 'jobEnded');
    return end?.type === 'jobEnded' ? (end.error?.code ?? end.outcome) : 'nothing';
  }

  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

const TURNS_MAX = 5000;
const TURNS_A_TICK = 20;
const TICK_MS = 1000;

export class KillableRows extends WriteRows {
  private readonly kill: KillSwitch;

  constructor(db: Db, kill: KillSwitch) {
    super(db);
    this.kill = kill;
  }

  override begin(row: WriteRow, ids: readonly string[], also: () => void): void {
    this.kill.pass('before the plan');
    super.begin(row, ids, also);
    this.kill.pass('after the plan');
  }

  override move(job: string, no: number, move: StepMove): boolean {
    this.kill.pass(`before ${no} is ${move.to}`);
    const isMoved = super.move(job, no, move);
    this.kill.pass(`after ${no} is ${move.to}`);
    return isMoved;
  }
}

class KillableAttempts extends Attempts {
  private readonly kill: KillSwitch;

  constructor(db: Db, clock: ManualClock, kill: KillSwitch) {
    super(db, clock);
    this.kill = kill;
  }

  override end(job: string, attempt: number, result: string): void {
    this.kill.pass('before the end');
    super.end(job, attempt, result);
    this.kill.pass('after the end');
  }
}

/** Steps `s0`, `s1` and so on, of `sw1` and `sw2` in turns. */
export function writeOffer(count: number, more: Partial<JobOffered> = {}): JobOffered {
  const targets = [target('sw1'), target('sw2')];
  const steps = Array.from({ length: count }, (_, no): JobStep => {
    const source = targets[no % 2]?.source ?? target('sw1').source;
    return { id: `s${no}`, source, action: { port: `Gi0/${no}`, enabled: false } };
  });
  return offer({ kind: 'apply', timeoutMs: 3_600_000, targets, steps, ...more });
}
