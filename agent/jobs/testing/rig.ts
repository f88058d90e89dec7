/** A runner over a store in memory, with a fake driver, a clock that stands still, and what it sends kept in order. */
import { WaysideError } from '../../../shared/errors.ts';
import { ManualClock, seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import type { AgentMessage, JobEnded, JobOffered, JobTarget } from '../../../shared/wire/index.ts';
import { Attempts, type Db, Outbox, openAgentDatabase, Snapshots } from '../../store/index.ts';
import type { Credential, Scan, TargetOutcome } from '../driver.ts';
import { Runner } from '../runner.ts';
import { FakeDriver } from './fake-driver.ts';

export interface RigOptions {
  /** Another process over the same store. */
  readonly db?: Db;
  readonly slots?: number;
  readonly outboxBytes?: number;
}

export class JobsRig {
  readonly db: Db;
  readonly clock: ManualClock = new ManualClock();
  readonly driver: FakeDriver = new FakeDriver();
  readonly outbox: Outbox;
  readonly runner: Runner;
  readonly sent: AgentMessage[] = [];
  /** Of the site, as the controller told it. */
  epoch = 1;
  private waiting: (() => void)[] = [];

  constructor(options: RigOptions = {}) {
    const { clock, driver } = this;
    const db = options.db ?? openAgentDatabase(':memory:');
    const random = seededRandom(3);
    const outbox = new Outbox({ db, clock, random, maxBytes: options.outboxBytes ?? 1e9 });
    this.db = db;
    this.outbox = outbox;
    this.runner = new Runner({
      ...{ clock, log: silentLog, drivers: [driver], outbox, epoch: () => this.epoch },
      attempts: new Attempts(db, clock),
      snapshots: new Snapshots({ db, outbox, clock, random }),
      credentials: { open: openCredential },
      hostKeys: { check: () => 'known' },
      targetSlots: options.slots ?? 10,
      send: (message) => {
        this.sent.push(message);
        for (const wake of this.waiting.splice(0)) wake();
      },
    });
  }

  /** What was sent of that type. */
  told(type: AgentMessage['type']): AgentMessage[] {
    return this.sent.filter((message) => message.type === type);
  }

  /** The next end that is told after what was told so far. */
  async nextEnd(from: number = this.sent.length): Promise<JobEnded> {
    for (;;) {
      const end = this.sent.slice(from).find((message) => message.type === 'jobEnded');
      if (end) return end;
      await this.nextMessage();
    }
  }

  nextMessage(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Lets everything happen that needs no time. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  acknowledgeAll(): void {
    this.outbox.acknowledge(this.outbox.id, this.outbox.durableSeq);
  }
}

/** The vault holds one credential, `held`. */
function openCredential(name: string): Credential {
  if (name === 'held')
    return { username: 'u', password: 'p', enablePassword: undefined, privateKey: undefined };
  throw new WaysideError('CREDENTIAL_MISSING', 'none here');
}

export function target(name: string): JobTarget {
  return {
    source: { site: 'ams1', kind: 'source', id: name },
    ...{ name, address: '192.0.2.1', port: 22, platform: undefined, credential: 'default' },
  };
}

export function offer(more: Partial<JobOffered> = {}): JobOffered {
  return {
    ...{ type: 'jobOffered', jobId: 'j1', attempt: 1, idempotencyKey: 'j1' },
    ...{ leaseMs: 30_000, timeoutMs: 60_000, kind: 'probe', driver: 'switch', mac: undefined, epoch: 1 },
    targets: [target('sw1')],
    ...more,
  };
}

export function scanOf(macs: readonly string[]): Scan {
  return {
    ...{ startedAtMs: 1, finishedAtMs: 2, completeness: { state: 'complete' }, coverage: ['sighting'] },
    observations: macs.map((mac) => ({ kind: 'sighting', nativeKey: mac, sections: { fdb: { mac } } })),
  };
}

/** The outcome of a collect that saw these addresses. */
export function collected(...macs: string[]): TargetOutcome {
  return { scan: scanOf(macs), data: { rows: 1 }, timings: {} };
}
