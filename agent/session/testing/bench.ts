/** An agent's session over a store in memory, with a clock that stands still; the controller's end is spoken by hand. */
import type { HealthItem } from '../../../shared/model/index.ts';
import { LogLevels, ManualClock, seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import { type MemorySession, memorySession } from '../../../shared/transport/index.ts';
import type {
  AgentMessage,
  ControllerMessage,
  Position,
  SealKeyTold,
  Welcome,
} from '../../../shared/wire/index.ts';
import { AgentMeta, type Db, Outbox, openAgentDatabase, Snapshots } from '../../store/index.ts';
import { AgentSession, type SessionCredentials, type SessionEnd, type SessionRunner } from '../session.ts';

export const HEARTBEAT_MS = 1000;
export const WINDOW_BYTES = 2000;
export const CONTROLLER = 'origin.1';

export const SEAL_KEY: SealKeyTold = { number: 1, key: new Uint8Array([1]), signature: new Uint8Array([2]) };

/** Lets everything happen that needs no time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export class SessionBench {
  readonly db: Db = openAgentDatabase(':memory:');
  readonly clock: ManualClock = new ManualClock();
  readonly outbox: Outbox;
  readonly snapshots: Snapshots;
  readonly meta: AgentMeta;
  readonly runner: FakeRunner = new FakeRunner();
  readonly credentials: FakeCredentials = new FakeCredentials();
  /** What is wrong on the host. */
  health: readonly HealthItem[] = [];
  readonly logLevels: LogLevels = new LogLevels({
    ...{ log: silentLog, clock: this.clock, configured: 'info' },
  });
  /** The certificate request that is due. */
  due: Uint8Array | undefined;
  /** Certificates that came. */
  readonly issued: unknown[] = [];
  /** Changes of trust that came; each makes this request due. */
  readonly trusts: unknown[] = [];
  dueAfterTrust: Uint8Array | undefined;

  constructor(options: { readonly outboxBytes?: number } = {}) {
    const { db, clock } = this;
    const random = seededRandom(5);
    this.outbox = new Outbox({ db, clock, random, maxBytes: options.outboxBytes ?? 1e9 });
    this.snapshots = new Snapshots({ db, clock, random, outbox: this.outbox });
    this.meta = new AgentMeta(db);
  }

  scan(...macs: string[]): void {
    this.scanOf('sw1', macs);
  }

  scanOf(source: string, macs: readonly string[]): void {
    this.snapshots.take({
      ...{ source: { site: 'ams1', kind: 'source', id: source }, epoch: 1, completeness: 'complete' },
      ...{ code: '', reason: '', coverage: ['sighting'], startedAtMs: 1, finishedAtMs: 2 },
      seen: macs.map((mac) => ({ kind: 'sighting', nativeKey: mac, sections: { fdb: { mac } } })),
    });
  }

  /** A scan of ten addresses that do not compress. */
  bigScan(source = 'sw1'): void {
    const random = seededRandom(this.outbox.durableSeq + 1);
    const macs = Array.from({ length: 10 }, () => Buffer.from(random.bytes(30)).toString('hex'));
    this.scanOf(source, macs);
  }
}

export class FakeCredentials implements SessionCredentials {
  readonly taken: Uint8Array[] = [];
  names: readonly string[] = [];
  end: ReturnType<SessionCredentials['take']> = { name: 'core', seenVersion: 1, error: undefined };
  /** Thrown by `held`. */
  damage: Error | undefined;

  get mark(): string {
    return this.names.join();
  }

  take(sealed: Uint8Array): ReturnType<SessionCredentials['take']> {
    this.taken.push(sealed);
    return this.end;
  }

  held(): ReturnType<SessionCredentials['held']> {
    if (this.damage) throw this.damage;
    return this.names.map((name) => ({ name, version: 1, targets: ['*'], targetCount: 1, isCentral: false }));
  }
}

export class FakeRunner implements SessionRunner {
  readonly capabilities: readonly string[] = ['switch.collect'];
  readonly runningTargets = 3;
  readonly calls: unknown[] = [];
  /** How often ends were told again. */
  resent = 0;
  onResend: () => void = () => undefined;

  states(): ReturnType<SessionRunner['states']> {
    return [{ jobId: 'j1', attempt: 1, state: 'ended' }];
  }

  resendEnds(): void {
    this.resent += 1;
    this.onResend();
  }

  offer(message: unknown): void {
    this.calls.push(message);
  }

  cancel(message: unknown): void {
    this.calls.push(message);
  }

  endAcknowledged(jobId: string, attempt: number): void {
    this.calls.push([jobId, attempt]);
  }
}

/** One session. */
export class Talk {
  readonly link: MemorySession = memorySession();
  readonly heard: AgentMessage[] = [];
  readonly session: AgentSession;
  readonly end: Promise<SessionEnd>;

  constructor(bench: SessionBench, options: { readonly reads?: boolean; readonly granted?: number } = {}) {
    const { clock, runner, outbox, snapshots, meta } = bench;
    const identity = {
      ...{
        agentId: 'a1',
        site: 'ams1',
        bootId: 'boot',
        softwareVersion: '1',
        nodeVersion: 'v20',
        os: 'linux',
      },
      targetSlots: 50,
    };
    const renewal = {
      due: async () => bench.due,
      issued: (message: unknown) => void bench.issued.push(message),
      trustChanged: (message: unknown) => {
        bench.trusts.push(message);
        bench.due = bench.dueAfterTrust;
      },
    };
    const { logLevels } = bench;
    const health = (): readonly HealthItem[] => bench.health;
    const deps = {
      identity,
      clock,
      log: silentLog,
      runner,
      outbox,
      snapshots,
      meta,
      logLevels,
      health,
      renewal,
      credentials: bench.credentials,
      sealKey: SEAL_KEY,
    };
    this.session = new AgentSession(deps, this.link.agent);
    this.end = this.session.run({ number: 4, granted: options.granted ?? 0 });
    if (options.reads !== false) void this.read();
  }

  async welcome(position: Partial<Position> = {}, more: Partial<Welcome> = {}): Promise<void> {
    const held = { site: 'ams1', epoch: 1, incarnation: CONTROLLER, outboxId: undefined, seq: 0 };
    await this.say({
      ...{ type: 'welcome', controllerOrigin: CONTROLLER, sessionNumber: 4, protocolVersion: 1 },
      ...{ heartbeatMs: HEARTBEAT_MS, deltaWindowBytes: WINDOW_BYTES, time: 0, softwareVersion: '1' },
      positions: [{ ...held, ...position }],
      ...more,
    });
  }

  /** Resolves when the agent has handled it. */
  async say(message: ControllerMessage): Promise<void> {
    await this.link.controller.send(message);
    await settle();
  }

  /** What was heard of that type. */
  of<T extends AgentMessage['type']>(type: T): (AgentMessage & { readonly type: T })[] {
    return this.heard.filter((one): one is AgentMessage & { readonly type: T } => one.type === type);
  }

  async read(): Promise<void> {
    try {
      for await (const message of this.link.controller.receive()) this.heard.push(message);
    } catch {
      // The end of the link is looked at from the agent's side.
    }
  }
}
