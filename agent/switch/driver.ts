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
import { collect, type TaskOptions } from './collect.ts';
import { Flights } from './flights.ts';
import { CONNECT_TIMEOUT_MS, SIGNAL_LISTENERS_MAX } from './limits.ts';
import type { Loan } from './loan.ts';
import type { DetectPlatform } from './login.ts';
import { lookup } from './lookup.ts';
import type { Platform } from './platform.ts';
import { detectPlatform, findPlatform, platforms } from './platforms/index.ts';
import { type PoolLimits, type PoolRequest, type PoolStats, SessionPool } from './pool.ts';
import { probe } from './probe.ts';
import { type Asked, Profiles } from './profiles.ts';
import { createRedactor } from './redact.ts';
import { openSession, type Session, type SessionRequest } from './session.ts';
import { whereOf } from './where.ts';

export interface SwitchDriverOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: Random;
  /** TCP connect and key exchange, milliseconds; 15 s unless told (S1.20). */
  readonly connectTimeoutMs?: number;
  /** How long a switch may be silent within one command, milliseconds; 30 s unless told. */
  readonly commandQuietMs?: number;
  readonly pool?: PoolLimits;
  /** Tests bring their own platforms and sessions. */
  readonly platforms?: PlatformCatalogue;
  readonly open?: (request: SessionRequest) => Promise<Session>;
}

export interface PlatformCatalogue {
  readonly find: (id: string) => Platform | undefined;
  readonly detect: DetectPlatform;
}

export interface SwitchDriver extends Driver {
  /** For `wayside_ssh_sessions`. */
  stats(): PoolStats;
}

export function createSwitchDriver(options: SwitchDriverOptions): SwitchDriver {
  return new PooledSwitchDriver(options);
}

const SALT_BYTES = 32;

class PooledSwitchDriver implements SwitchDriver {
  readonly name: DriverName = 'switch';
  readonly capabilities: readonly string[] = ['switch.collect', 'switch.lookup', 'switch.probe'];
  private readonly options: SwitchDriverOptions;
  private readonly clock: Clock;
  private readonly pool: SessionPool;
  private readonly profiles: Profiles;
  private readonly lookups = new Flights<TargetOutcome>();
  private readonly salt: Uint8Array;

  constructor(options: SwitchDriverOptions) {
    this.options = options;
    this.clock = options.clock;
    this.pool = new SessionPool(options.clock, options.pool);
    this.profiles = new Profiles(options.clock);
    this.salt = (options.random ?? systemRandom).bytes(SALT_BYTES);
  }

  async run(task: Task, target: Target, context: DriverContext): Promise<TargetOutcome> {
    try {
      context.signal.throwIfAborted();
      // One job may read hundreds of switches under one signal; Node would take that for a leak.
      setMaxListeners(SIGNAL_LISTENERS_MAX, context.signal);
      // Opened for every run, also where a session is warm: a credential that was taken away works no more.
      const credential = context.credentials.open(target.credential, target);
      const askedMs = this.clock.monotonic();
      return await this.dispatch(task, {
        target,
        context,
        credential,
        askedMs,
        anyway: task.kind !== 'lookup',
      });
    } catch (error) {
      throw reasonOf(error, target, context.signal);
    }
  }

  stop(): Promise<void> {
    return this.pool.stop();
  }

  stats(): PoolStats {
    return this.pool.stats();
  }

  private dispatch(task: Task, job: Job): Promise<TargetOutcome> {
    const { signal } = job.context;
    switch (task.kind) {
      case 'collect':
        return this.lend(job, signal, collect);
      case 'probe':
        return this.lend({ ...job, fresh: true }, signal, probe);
      case 'lookup': {
        const device = deviceOf(job.target);
        // Not even in line: a collect may be dialling it just now.
        if (!this.pool.has(device)) this.profiles.checkOutage(device, outageOf(job));
        const key = `${device}|${this.identity(job)}|${task.mac}`;
        return this.lookups.share(key, signal, (shared, begun) =>
          this.lend(job, shared, (loan, options) => {
            begun();
            return lookup(loan, task.mac, options);
          }),
        );
      }
      default:
        return unreachable(task);
    }
  }

  /** Lends a session to the work and adds where the time went. */
  private async lend(
    job: Job,
    signal: AbortSignal,
    work: (loan: Loan, options: TaskOptions) => Promise<TargetOutcome>,
  ): Promise<TargetOutcome> {
    const { target, context, credential } = job;
    const startedMs = this.clock.monotonic();
    const ask = { redactor: createRedactor(credential), signal };
    const progress = (status: string): void => context.progress(status);
    return this.pool.use(this.request(job, signal), async (loan) => {
      const readyMs = this.clock.monotonic();
      const { connectMs, loginMs } = loan.reused ? { connectMs: 0, loginMs: 0 } : loan.session.facts;
      const queueMs = Math.max(0, readyMs - startedMs - connectMs - loginMs);
      const outcome = await work(loan, { clock: this.clock, target, ask, progress });
      const commandMs = this.clock.monotonic() - readyMs;
      return { ...outcome, timings: { queueMs, connectMs, loginMs, commandMs, ...outcome.timings } };
    });
  }

  private request(job: Job, signal: AbortSignal): PoolRequest {
    return {
      device: deviceOf(job.target),
      identity: this.identity(job),
      signal,
      fresh: job.fresh === true,
      open: (openSignal) => this.open(job, openSignal),
    };
  }

  private async open(job: Job, signal: AbortSignal): Promise<Session> {
    const { target, context, credential } = job;
    const { clock, log, connectTimeoutMs = CONNECT_TIMEOUT_MS, open = openSession } = this.options;
    const { find, detect } = this.options.platforms ?? { find: findPlatform, detect: detectPlatform };
    const device = deviceOf(target);
    const profile = job.fresh ? undefined : this.profiles.get(device);
    const platform = target.platform ? known(target.platform, find) : profile?.platform;
    const identity = this.identity(job);
    if (!job.fresh) this.profiles.checkRefusal(device, identity);
    this.profiles.checkOutage(device, outageOf(job));
    const { hostKeys } = context;
    const knownMethod = profile?.authMethod;
    context.progress('connecting');
    try {
      this.profiles.trying(device);
      const request = { clock, log, target, credential, hostKeys, signal, connectTimeoutMs, detect };
      const { commandQuietMs } = this.options;
      const session = await open({ ...request, commandQuietMs, platform, knownMethod });
      const { authMethod, hostKey } = session.facts;
      this.profiles.learn(device, { platform: session.platform, authMethod });
      if (hostKey.verdict === 'pinned-now')
        log.info('switch.hostkey.pinned', { target: target.name, device, ...hostKey });
      return session;
    } catch (error) {
      const failure = WaysideError.from(error);
      this.profiles.failed(device, { identity, error: failure, calledOff: signal.aborted });
      throw failure;
    }
  }

  /** Who a session speaks as: a changed secret or platform never meets a session of the old one. */
  private identity({ target, credential }: Job): string {
    const { username, password, enablePassword, privateKey } = credential;
    const secrets = JSON.stringify([username, password, enablePassword, privateKey]);
    const digest = createHmac('sha256', this.salt).update(secrets).digest('hex');
    return `${target.credential}|${digest}|${target.platform ?? ''}`;
  }
}

interface Job {
  readonly target: Target;
  readonly context: DriverContext;
  readonly credential: Credential;
  /** When it came, in milliseconds of the monotonic clock. */
  readonly askedMs: number;
  /** Dials also a device that was dead a moment ago. */
  readonly anyway: boolean;
  readonly fresh?: boolean;
}

function outageOf({ askedMs, anyway }: Job): Asked {
  return { atMs: askedMs, anyway };
}

function deviceOf({ address, port }: Target): string {
  return `${address}:${port}`;
}

function known(id: string, find: PlatformCatalogue['find']): Platform {
  const platform = find(id);
  if (platform) return platform;
  throw new WaysideError('PLATFORM_UNKNOWN', `there is no platform "${id}"`, {
    hint: `Known are ${platforms.map((one) => one.id).join(', ')}; leave it empty to find out`,
  });
}

/** An aborted run ends with the reason of the abort, whatever fell over first. */
function reasonOf(error: unknown, target: Target, signal: AbortSignal): WaysideError {
  if (!signal.aborted) return WaysideError.from(error);
  const reason: unknown = signal.reason;
  if (reason instanceof WaysideError) return reason;
  return new WaysideError('CANCELLED', `the work on ${whereOf(target)} was cancelled`, { cause: reason });
}
