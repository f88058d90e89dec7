/**
 * One agent of a load: the agent's own session, jobs and store, with a connection and a key of its own, and a scripted
 * source where its switches would be. Its store is in memory, or a file when its durability is part of the load.
 */
import { EventEmitter, once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Credential, Runner, type RunnerDeps } from '../../../agent/jobs/index.ts';
import {
  type AgentEnrolment,
  type AgentKeys,
  Connection,
  createEnrolTransport,
  enrol,
  loadOrCreateAgentKeys,
  Renewal,
} from '../../../agent/session/index.ts';
import {
  AgentMeta,
  Attempts,
  type Db,
  Outbox,
  openAgentDatabase,
  Snapshots,
} from '../../../agent/store/index.ts';
import { WaysideError } from '../../../shared/errors.ts';
import {
  type Clock,
  LogLevels,
  newId,
  type Random,
  silentLog,
  softwareVersion,
} from '../../../shared/runtime/index.ts';
import { Secret, signSealKey } from '../../../shared/seal/index.ts';
import { ScriptedDriver, type ScriptedSource } from './scripted-source.ts';

export interface LoadAgentOptions {
  readonly name: string;
  readonly site: string;
  /** Its own, of mode 0700; made when it is not there. */
  readonly dir: string;
  readonly isDurable: boolean;
  readonly source: ScriptedSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly latencyMs: number;
  readonly failureShare: number;
  /** Instead of the addresses in its join token. */
  readonly addresses?: readonly string[];
}

/** What it takes on at once. */
const TARGET_SLOTS = 8;
const OUTBOX_BYTES_MAX = 1_073_741_824;
/** No switch is ever asked with it. */
const NO_CREDENTIAL: Credential = {
  username: 'load',
  password: 'load',
  enablePassword: undefined,
  privateKey: undefined,
};

interface AgentEvents {
  /** A session is open. */
  up: [];
  /** A session ended, or could not be had, for this reason. */
  down: [code: string];
  /** A target was begun, at this time of the monotonic clock. */
  started: [atMs: number];
  /** The controller holds the end of this job on its disk. */
  answered: [job: string];
}

interface Life {
  readonly connection: Connection;
  readonly runner: Runner;
  readonly outbox: Outbox;
  readonly snapshots: Snapshots;
}

export class LoadAgent {
  readonly name: string;
  readonly site: string;
  readonly source: ScriptedSource;
  readonly events: EventEmitter<AgentEvents> = new EventEmitter();
  readonly db: Db;
  private readonly options: LoadAgentOptions;
  private readonly keys: AgentKeys;
  private enrolment: AgentEnrolment | undefined;
  private life: Life | undefined;
  private opened = 0;

  /** `ready()` of the seal room must have resolved. */
  constructor(options: LoadAgentOptions) {
    const { dir, name, site, source, random, isDurable } = options;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.options = options;
    this.name = name;
    this.site = site;
    this.source = source;
    this.keys = loadOrCreateAgentKeys(dir, random);
    this.db = openAgentDatabase(isDurable ? join(dir, 'agent.db') : ':memory:');
  }

  get id(): string {
    return this.keys.agentId;
  }

  get isUp(): boolean {
    return this.life !== undefined && this.life.connection.problem === undefined;
  }

  get isStopped(): boolean {
    return this.life === undefined;
  }

  /** Sessions that were opened so far. */
  get sessions(): number {
    return this.opened;
  }

  /** Deltas that the controller has not acknowledged. */
  get unacknowledged(): number {
    const { outbox } = this.living;
    return outbox.durableSeq - outbox.acknowledgedSeq;
  }

  async join(token: string): Promise<void> {
    const { dir, name, clock } = this.options;
    const transport = createEnrolTransport(clock);
    this.enrolment = await enrol(new Secret(token), { keys: this.keys, dir, name, transport });
  }

  /** Begins to dial. */
  async start(): Promise<void> {
    const { clock, random, site, addresses = [], dir } = this.options;
    const { db, keys } = this;
    const outbox = new Outbox({ db, clock, random, maxBytes: OUTBOX_BYTES_MAX });
    const snapshots = new Snapshots({ db, outbox, clock, random });
    const meta = new AgentMeta(db);
    const runner = this.createRunner({ outbox, snapshots, epoch: () => meta.controller()?.epoch ?? 0 });
    const renewal = new Renewal({
      ...{ clock, keys, dir, log: silentLog, enrolment: this.joined },
      onRenewed: (next) => {
        this.enrolment = next;
      },
    });
    const connection = new Connection({
      ...{ clock, random, log: silentLog, keys, runner, outbox, snapshots, meta, renewal, addresses },
      logLevels: new LogLevels({ log: silentLog, clock, configured: 'info' }),
      credentials: { take: refuseCredential, held: () => [], mark: 'none' },
      sealKey: signSealKey(keys.identity, keys.sealing, 1),
      identity: {
        ...{ agentId: keys.agentId, site, bootId: newId(clock, random), targetSlots: TARGET_SLOTS },
        ...{ softwareVersion: softwareVersion(), nodeVersion: process.version, os: 'load' },
      },
      enrolment: () => this.joined,
      certificateExpired: () => renewal.expired,
      rejoin: () => renewal.rejoin(createEnrolTransport(clock)),
      onState: (state) => {
        if (!state.up) return void this.events.emit('down', state.code);
        this.opened += 1;
        this.events.emit('up');
      },
    });
    this.life = { connection, runner, outbox, snapshots };
    await connection.start();
  }

  /** Ends its process, as far as it has one: the store stays. */
  async stop(): Promise<void> {
    const { life } = this;
    this.life = undefined;
    await life?.runner.stop();
    await life?.connection.stop();
  }

  /** Stops for good. */
  async close(): Promise<void> {
    await this.stop();
    this.db.close();
  }

  /** Resolves when it has had this many sessions. */
  async sessionsReached(count: number, signal: AbortSignal): Promise<void> {
    while (this.opened < count) await once(this.events, 'up', { signal });
  }

  /** Reads its source and spools what is new; the number of changes. The epoch is known since its first session. */
  spool(): number {
    const { clock } = this.options;
    const { completeness: _complete, observations: seen, ...scan } = this.source.scan(clock.now());
    const epoch = new AgentMeta(this.db).controller()?.epoch ?? 0;
    const told = { source: this.source.ref, epoch, completeness: 'complete', code: '', reason: '' } as const;
    return this.living.snapshots.take({ ...scan, ...told, seen }).changes;
  }

  /** Resolves when the controller holds all that was spooled so far. */
  settled(signal: AbortSignal): Promise<void> {
    const { outbox } = this.living;
    return outbox.emptied(signal);
  }

  private get living(): Life {
    if (!this.life) throw new WaysideError('UNAVAILABLE', `agent ${this.name} of the load is stopped`);
    return this.life;
  }

  private get joined(): AgentEnrolment {
    if (!this.enrolment) throw new WaysideError('JOIN_TOKEN_MISSING', `agent ${this.name} has not joined`);
    return this.enrolment;
  }

  private createRunner(rest: Pick<RunnerDeps, 'outbox' | 'snapshots' | 'epoch'>): Runner {
    const { clock, random, source, latencyMs, failureShare } = this.options;
    const onStart = (): void => void this.events.emit('started', clock.monotonic());
    const driver = new ScriptedDriver(source, { random, latencyMs, failureShare, onStart });
    return new TellingRunner((job) => this.events.emit('answered', job), {
      ...{ clock, log: silentLog, drivers: [driver], attempts: new Attempts(this.db, clock), ...rest },
      ...{ credentials: { open: () => NO_CREDENTIAL }, hostKeys: { check: () => 'known' } },
      targetSlots: TARGET_SLOTS,
      send: (message) => this.life?.connection.send(message),
    });
  }
}

/** Says when the controller has the end of a job on its disk. */
class TellingRunner extends Runner {
  private readonly tell: (job: string) => void;

  constructor(tell: (job: string) => void, deps: RunnerDeps) {
    super(deps);
    this.tell = tell;
  }

  override endAcknowledged(job: string, attempt: number): void {
    super.endAcknowledged(job, attempt);
    this.tell(job);
  }
}

function refuseCredential(): { name: string; seenVersion: number; error: WaysideError } {
  const error = new WaysideError('NOT_PERMITTED', 'an agent of a load keeps no credentials');
  return { name: '', seenVersion: 0, error };
}
