/** The switch driver: the port of `agent/jobs`, over pooled SSH sessions. */
import { createHmac } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { unreachable, WaysideError } from '../../shared/errors.ts';
import { type Clock, type Log, type Random, systemRandom } from '../../shared/runtime/index.ts';
import type {
  Credential,
  Driver,
  DriverContext,
  DriverName,
  Target,
  TargetOutcome,
  Task,
} from '../jobs/driver.ts';
import { known, reasonOf } from './driver-errors.ts';
import { CONNECT_TIMEOUT_MS, SIGNAL_LISTENERS_MAX } from './limits.ts';
import type { Platform } from './platform.ts';
import { detectPlatform, findPlatform, platforms } from './platforms/index.ts';
import { type Crew, Flights } from './pool/flights.ts';
import { Gateways } from './pool/gateways.ts';
import type { Purpose, Weight } from './pool/line.ts';
import type { Loan } from './pool/loan.ts';
import { type ConnectLimits, metersOf } from './pool/meters.ts';
import { SessionPool } from './pool/pool.ts';
import type { CareStats, PoolLimits, PoolRequest, PoolStats } from './pool/pool-request.ts';
import { type AlgorithmMemory, type Asked, type Profile, Profiles } from './pool/profiles.ts';
import { loadOf } from './pool/zones.ts';
import { collect, type TaskOptions } from './read/collect.ts';
import { lookup } from './read/lookup.ts';
import { probe } from './read/probe.ts';
import { type CacheCounts, ReadCache, type ReadTimes } from './read/read-cache.ts';
import { readPort } from './read/read-port.ts';
import { resolve } from './read/resolve.ts';
import { openSession, type Session, type SessionRequest } from './ssh/session.ts';
import type { DetectPlatform } from './terminal/detect.ts';
import { createRedactor } from './terminal/redact.ts';
import { type Transcript, transcriptTo } from './terminal/transcript.ts';
import { deviceOf, type JudgedTarget, jumpOf } from './where.ts';
import { type Asked as AskedWrite, createWrites, type Writes, type WritesDeps } from './write/writes.ts';

export interface SwitchDriverOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: Random;
  /** TCP connect and key exchange, milliseconds; 15 s unless told (S1.20). */
  readonly connectTimeoutMs?: number;
  /** How long a switch may be silent within one command, milliseconds; 30 s unless told. */
  readonly commandQuietMs?: number;
  readonly pool?: PoolLimits;
  readonly connects?: ConnectLimits;
  /** How long answers are kept, milliseconds by class. */
  readonly cacheTimes?: Partial<ReadTimes>;
  /** Answers that are kept, of all switches together. */
  readonly cacheEntriesMax?: number;
  readonly memory?: AlgorithmMemory;
  /** Tests bring their own platforms and sessions. */
  readonly platforms?: PlatformCatalogue;
  readonly open?: (request: SessionRequest) => Promise<Session>;
  readonly ownMacs?: NonNullable<WritesDeps['ownMacs']>;
}

export interface PlatformCatalogue {
  readonly find: (id: string) => Platform | undefined;
  readonly detect: DetectPlatform;
}

export interface SwitchDriver extends Driver {
  /** For `wayside_ssh_sessions`. */
  stats(): PoolStats;
  /** How switches are treated, for the metrics. */
  care(): DriverCare;
  /** The switch was changed: what was read of it before is asked again. */
  forget(target: Target): void;
}

export interface DriverCare extends CareStats {
  readonly cache: CacheCounts;
  /** Reads that were spared, since somebody else had asked for the same. */
  readonly joined: number;
  /** Switches that are not dialled by everybody now, and those of them that somebody tries. */
  readonly breakers: { readonly open: number; readonly halfOpen: number };
}

export function createSwitchDriver(options: SwitchDriverOptions): SwitchDriver & Writes {
  const driver = new PooledSwitchDriver(options);
  const { ownMacs } = options;
  return Object.assign(
    driver,
    createWrites({
      lend: (asked, work) => driver.lendTo(asked, work),
      forget: (target) => driver.forget(target),
      ...(ownMacs && { ownMacs }),
    }),
  );
}

const SALT_BYTES = 32;

/** What devices may ask before it is known what they are. */
const loginQuestions = platforms.flatMap((platform) => platform.loginQuestions ?? []);

class PooledSwitchDriver implements SwitchDriver {
  readonly name: DriverName = 'switch';
  readonly capabilities: readonly string[] = [
    'switch.collect',
    'switch.lookup',
    'switch.resolve',
    'switch.port',
    'switch.probe',
  ];
  private readonly options: SwitchDriverOptions;
  private readonly clock: Clock;
  private readonly pool: SessionPool;
  private readonly gateways: Gateways;
  private readonly profiles: Profiles;
  private readonly flights = new Flights<TargetOutcome>();
  private readonly cache: ReadCache;
  private readonly salt: Uint8Array;

  constructor(options: SwitchDriverOptions) {
    this.options = options;
    this.clock = options.clock;
    this.pool = new SessionPool(options.clock, options.pool);
    const { clock, log, cacheTimes: times, cacheEntriesMax: entriesMax, random = systemRandom } = options;
    this.profiles = new Profiles(clock, random, options.memory);
    this.gateways = new Gateways({ clock, log, profiles: this.profiles });
    this.cache = new ReadCache({ clock, ...(times && { times }), ...(entriesMax && { entriesMax }) });
    this.salt = random.bytes(SALT_BYTES);
  }

  async run(task: Task, target: Target, context: DriverContext): Promise<TargetOutcome> {
    try {
      // A person who asks just for that is not told what was so a moment ago.
      const anyway = context.rank !== 'schedule' && (task.kind === 'probe' || task.kind === 'collect');
      return await this.dispatch(task, this.jobOf({ target, context, anyway }));
    } catch (error) {
      throw reasonOf(error, target, context.signal);
    }
  }

  async stop(): Promise<void> {
    await this.pool.stop();
    await this.gateways.stop();
  }

  stats(): PoolStats {
    return this.pool.stats();
  }

  care(): DriverCare {
    const { cache, flights, pool, profiles } = this;
    return {
      ...pool.care(),
      ...{ cache: cache.counts(), joined: flights.joined, breakers: profiles.breakers() },
    };
  }

  forget(target: Target): void {
    this.cache.forget(deviceOf(target));
  }

  /** For changes: a session, and nothing kept. */
  async lendTo(asked: AskedWrite, work: Parameters<WritesDeps['lend']>[1]): Promise<void> {
    const { signal, rank = 'person', progress } = asked.context;
    const crew = { signal, rank: () => rank, tell: (status: string) => progress(status) };
    await this.lend({ ...this.jobOf(asked), noCache: true }, crew, async (loan, options) => {
      await work(loan, options);
      return { data: null, timings: {} };
    });
  }

  private jobOf<T extends Pick<Job, 'target' | 'context' | 'anyway'>>(asked: T): T & Job {
    const { target, context } = asked;
    context.signal.throwIfAborted();
    // One job may read hundreds of switches under one signal; Node would take that for a leak.
    setMaxListeners(SIGNAL_LISTENERS_MAX, context.signal);
    // Opened for every run, also where a session is warm: a credential that was taken away works no more.
    const by = jumpOf(target);
    const jump = by && { target: by, credential: context.credentials.open(by.credential, by) };
    const credential = context.credentials.open(target.credential, target);
    return { ...asked, credential, jump, askedMs: this.clock.monotonic() };
  }

  private dispatch(task: Task, job: Job): Promise<TargetOutcome> {
    switch (task.kind) {
      case 'collect':
        return this.alone({ ...job, weight: 'table' }, collect);
      case 'probe':
        return this.alone({ ...job, fresh: true }, probe);
      case 'lookup':
        return this.shared(job, ['lookup', task.mac], (loan, options) => lookup(loan, task.mac, options));
      case 'resolve': {
        const { address, noCache } = task;
        const key = ['resolve', address, String(noCache === true)];
        return this.shared({ ...job, noCache }, key, (loan, options) => resolve(loan, address, options));
      }
      case 'port': {
        const { port, noCache } = task;
        const key = ['port', port, String(noCache === true)];
        return this.shared({ ...job, noCache }, key, (loan, options) => readPort(loan, port, options));
      }
      default:
        return unreachable(task);
    }
  }

  private alone(job: Job, work: ReadWork): Promise<TargetOutcome> {
    this.requireNoOutage(job);
    const { signal, rank = 'person', progress } = job.context;
    return this.lend(job, { signal, rank: () => rank, tell: (status) => progress(status) }, work);
  }

  /** Those who ask the same while it waits get one answer. `key`: what is asked. */
  private shared(job: Job, key: readonly string[], work: ReadWork): Promise<TargetOutcome> {
    const { context } = job;
    // Whoever wants to read what is said gets a conversation of their own.
    if (context.transcript) return this.alone(job, work);
    this.requireNoOutage(job);
    const { signal, rank } = context;
    const rider = { signal, ...(rank && { rank }), tell: (status: string) => context.progress(status) };
    const whole = JSON.stringify([deviceOf(job.target), this.identity(job), ...key]);
    return this.flights.share(whole, rider, (crew) =>
      this.lend(job, crew, (loan, options) => {
        crew.begun();
        return work(loan, options);
      }),
    );
  }

  /** Not even in line: a collect may be dialling it just now. */
  private requireNoOutage(job: Job): void {
    const device = deviceOf(job.target);
    if (!job.anyway && !this.pool.has(device)) this.profiles.checkOutage(device, outageOf(job));
  }

  /** Lends a session to the work and adds where the time went. */
  private async lend(job: Job, crew: Asker, work: ReadWork): Promise<TargetOutcome> {
    const { target, credential } = job;
    const startedMs = this.clock.monotonic();
    const ask = { redactor: createRedactor(credential), signal: crew.signal, ...transcriptOf(job) };
    const kept = this.keptFor(job);
    return this.pool.use(this.request(job, crew), async (loan) => {
      const readyMs = this.clock.monotonic();
      const { connectMs, loginMs } = loan.reused ? { connectMs: 0, loginMs: 0 } : loan.session.facts;
      const queueMs = Math.max(0, readyMs - startedMs - connectMs - loginMs);
      const outcome = await work(loan, { clock: this.clock, target, ask, progress: crew.tell, kept });
      const commandMs = this.clock.monotonic() - readyMs;
      return { ...outcome, timings: { queueMs, connectMs, loginMs, commandMs, ...outcome.timings } };
    });
  }

  private keptFor(job: Job): TaskOptions['kept'] {
    const { noCache, target } = job;
    const whose = { device: deviceOf(target), identity: this.identity(job), noCache };
    return (read, ask) => this.cache.rows({ ...read, ...whose }, ask);
  }

  private request(job: Job, { signal, rank, tell }: Asker): PoolRequest {
    const { target, credential, weight = 'single', fresh = false, purpose = 'read' } = job;
    const [device, identity] = [deviceOf(target), this.identity(job)];
    const known = (): Platform | undefined => this.platformOf(target);
    return {
      ...{ device, name: target.name, identity, signal, rank, tell, weight, fresh, purpose },
      sessionsMax: known()?.limits?.sessionsMax,
      mayDial: () => {
        if (!fresh || !job.anyway) this.profiles.checkRefusal(device, identity);
        this.profiles.checkOutage(device, outageOf(job));
      },
      meters: () => metersOf(target, device, { known: known()?.limits, limits: this.options.connects }),
      open: (openSignal, redial) => this.open(job, { signal: openSignal, tell, redial }),
      askLoad: async (session) => {
        const [command] = session.platform.commands.cpu ?? [];
        // Its own wait bounds it; whoever had the session may have left.
        const signal = new AbortController().signal;
        const options = { signal, redactor: createRedactor(credential) };
        return command && loadOf((await session.ask(command, options)).rows);
      },
    };
  }

  /** As the source says, or as it was found; undefined: not yet known. */
  private platformOf(target: Target): Platform | undefined {
    const { find } = this.options.platforms ?? { find: findPlatform };
    return target.platform ? find(target.platform) : this.profiles.get(deviceOf(target))?.platform;
  }

  private async open(job: Job, { signal, tell, redial }: Dialling): Promise<Session> {
    const { target, context, credential } = job;
    const { clock, log, connectTimeoutMs = CONNECT_TIMEOUT_MS, open = openSession } = this.options;
    const { find, detect } = this.options.platforms ?? { find: findPlatform, detect: detectPlatform };
    const device = deviceOf(target);
    const profile = job.fresh && job.anyway ? undefined : this.profiles.get(device);
    const platform = target.platform ? known(target.platform, find) : profile?.platform;
    const identity = this.identity(job);
    const { hostKeys } = context;
    const knownMethod = profile?.authMethod;
    const knownLegacy = profile?.legacy;
    tell('connecting');
    try {
      this.profiles.trying(device);
      const request = { clock, log, target, credential, hostKeys, signal, connectTimeoutMs, detect };
      const { commandQuietMs } = this.options;
      const known = { platform, knownMethod, knownLegacy, questions: loginQuestions };
      const way = { by: this.wayTo(job), redial, ...transcriptOf(job) };
      const session = await open({ ...request, commandQuietMs, ...known, ...way });
      this.learn(job, session, profile);
      const { hostKey } = session.facts;
      if (hostKey.verdict === 'pinned-now')
        log.info('switch.hostkey.pinned', { target: target.name, device, ...hostKey });
      return session;
    } catch (error) {
      const failure = WaysideError.from(error);
      this.profiles.failed(device, { identity, error: failure, calledOff: signal.aborted });
      throw failure;
    }
  }

  private wayTo({ target, context, jump, anyway, fresh, ...job }: Job): SessionRequest['by'] {
    if (!jump) return undefined;
    const { connectTimeoutMs = CONNECT_TIMEOUT_MS } = this.options;
    const { address, port } = target;
    const { hostKeys } = context;
    return (signal) =>
      this.gateways.dial({
        ...{ jump: jump.target, credential: jump.credential, hostKeys, connectTimeoutMs, signal },
        identity: this.speaker(jump.target.credential, jump.credential),
        anew: fresh === true && anyway,
        asked: { atMs: job.askedMs, anyway },
        ...{ address, port },
      });
  }

  /** Keeps what the way in has shown; that it needed outdated algorithms is told once, not at each connection. */
  private learn({ target }: Job, { platform, facts }: Session, before: Profile | undefined): void {
    const { authMethod, legacy = [], raw } = facts;
    const device = deviceOf(target);
    this.profiles.learn(device, { platform: raw ? undefined : platform, authMethod, legacy });
    if (legacy.length > 0 && before?.legacy?.join() !== legacy.join())
      this.options.log.warn('switch.algorithms.outdated', { target: target.name, device, legacy });
  }

  /** Who a session speaks as: a changed secret, platform or way never meets a session of the old one. */
  private identity({ target, credential, jump }: Pick<Job, 'target' | 'credential' | 'jump'>): string {
    const way = jump ? this.speaker(jump.target.credential, jump.credential) : '';
    return `${this.speaker(target.credential, credential)}|${target.platform ?? ''}|${way}`;
  }

  private speaker(name: string, { username, password, enablePassword, privateKey }: Credential): string {
    const secrets = JSON.stringify([username, password, enablePassword, privateKey]);
    return `${name}|${createHmac('sha256', this.salt).update(secrets).digest('hex')}`;
  }
}

interface Job {
  readonly target: Target;
  readonly context: DriverContext;
  readonly credential: Credential;
  /** Opened for every run, as the credential of the target is. */
  readonly jump: { readonly target: JudgedTarget; readonly credential: Credential } | undefined;
  /** When it came, in milliseconds of the monotonic clock. */
  readonly askedMs: number;
  /** Dials also a device that was dead a moment ago. */
  readonly anyway: boolean;
  readonly fresh?: boolean;
  readonly weight?: Weight;
  readonly purpose?: Purpose;
  readonly noCache?: true | undefined;
}

/** For whom it is done. */
type Asker = Omit<Crew, 'begun'>;

interface Dialling extends Pick<Asker, 'signal' | 'tell'> {
  /** Waits until the device may be dialled once more. */
  readonly redial: () => Promise<void>;
}

type ReadWork = (loan: Loan, options: TaskOptions) => Promise<TargetOutcome>;

function transcriptOf({ context }: Job): { readonly transcript?: Transcript } {
  return context.transcript ? { transcript: transcriptTo(context.transcript) } : {};
}

function outageOf({ askedMs, anyway }: Job): Asked {
  return { atMs: askedMs, anyway };
}
