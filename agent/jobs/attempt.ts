/** One attempt at one job: its targets through the driver, under the limits, with progress, deltas and an end. */
import { WaysideError } from '../../shared/errors.ts';
import {
  canonicalJson,
  type Failure,
  formatRef,
  type Json,
  type TargetResult,
} from '../../shared/model/index.ts';
import { type Clock, delay, type Limiter, type Log, withDeadline } from '../../shared/runtime/index.ts';
import type { JobEnded, JobOffered, JobProgressed, JobTarget } from '../../shared/wire/index.ts';
import type { Outbox, Snapshots } from '../store/index.ts';
import type { CredentialPort, Driver, HostKeyPort, Scan, Target, Task } from './driver.ts';
import { judgeAttempt } from './outcome.ts';

export interface AttemptDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly driver: Driver;
  readonly task: Task;
  readonly snapshots: Snapshots;
  readonly outbox: Outbox;
  readonly credentials: CredentialPort;
  readonly hostKeys: HostKeyPort;
  /** Targets of all attempts at once. */
  readonly slots: Limiter;
  readonly report: (progress: JobProgressed) => void;
}

/** Deltas of an ended attempt are given this long to be acknowledged before the result is sent without them. */
export const SETTLE_MAX_MS = 60_000;
/** Drivers close their channels at once when they are told to stop; a stuck one holds the end no longer than this. */
const UNWIND_MAX_MS = 5000;
/** A lease is renewed three times in its length, but not more often than this. */
const LEASE_RENEWAL_MIN_MS = 250;
/** Characters of an error message that travel. */
const MESSAGE_CHARS_MAX = 1000;

export class AttemptRun {
  readonly offer: JobOffered;
  private readonly deps: AttemptDeps;
  private readonly stop = new AbortController();
  private readonly results: TargetResult[] = [];
  private unreported: TargetResult[] = [];
  private cancelWhy: string | undefined;
  private spooled: { outboxId: string; seq: number } | undefined;

  constructor(offer: JobOffered, deps: AttemptDeps) {
    this.offer = offer;
    this.deps = deps;
  }

  cancel(why: string): void {
    this.cancelWhy = why;
    this.stop.abort(new WaysideError('CANCELLED', why === '' ? 'cancelled' : `cancelled: ${why}`));
  }

  /** The agent is stopping: ends like a failure that may be tried again. */
  interrupt(): void {
    this.stop.abort(new WaysideError('INTERRUPTED', 'the agent is stopping'));
  }

  async run(): Promise<JobEnded> {
    const { clock } = this.deps;
    const { offer } = this;
    const renewal = clock.every(Math.max(LEASE_RENEWAL_MIN_MS, offer.leaseMs / 3), () =>
      this.progress('', 'working'),
    );
    let stopped: Failure | undefined;
    let work: Promise<void> = Promise.resolve();
    try {
      await withDeadline(
        clock,
        { ms: offer.timeoutMs, what: `job ${offer.jobId}`, signal: this.stop.signal },
        (signal) => {
          work = this.runTargets(signal);
          return work;
        },
      );
    } catch (error) {
      stopped = toFailure(error);
      this.stop.abort(error);
      // Cancelled means stopped: the end is told once every channel has let go.
      await this.within(UNWIND_MAX_MS, work);
    }
    await this.settle();
    renewal.cancel();
    const end = judgeAttempt(this.results, {
      targets: offer.targets.length,
      cancelled: this.cancelWhy !== undefined && this.results.length < offer.targets.length,
      stopped,
    });
    return { type: 'jobEnded', jobId: offer.jobId, attempt: offer.attempt, ...end, targets: this.results };
  }

  private async runTargets(signal: AbortSignal): Promise<void> {
    const all = this.offer.targets.map((target) =>
      this.deps.slots.run(() => this.runTarget(target, signal), signal),
    );
    const settled = await Promise.allSettled(all);
    signal.throwIfAborted();
    const refused = settled.find((one) => one.status === 'rejected');
    if (refused) throw refused.reason;
  }

  private async runTarget(jobTarget: JobTarget, signal: AbortSignal): Promise<void> {
    const { driver, task, clock, log, credentials, hostKeys } = this.deps;
    const target: Target = jobTarget;
    const startedAtMs = clock.now();
    try {
      const outcome = await driver.run(task, target, {
        clock,
        log: log.with({ job: this.offer.jobId, device: target.name }),
        signal,
        credentials,
        hostKeys,
        progress: (status) => this.progress(target.name, status),
      });
      const data = outcome.scan ? this.spool(target, outcome.scan, outcome.data) : outcome.data;
      this.done(target, { data, timingsMs: outcome.timings, error: undefined });
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = toFailure(error);
      if (task.kind === 'collect') this.spoolFailure(target, failure, startedAtMs);
      this.done(target, { data: null, timingsMs: {}, error: failure });
    }
  }

  private spool(target: Target, scan: Scan, data: Json): Json {
    const { completeness } = scan;
    const spooled = this.deps.snapshots.take({
      source: target.source,
      epoch: this.offer.epoch,
      completeness: completeness.state,
      code: completeness.state === 'complete' ? '' : completeness.code,
      reason: completeness.state === 'complete' ? '' : completeness.reason,
      coverage: scan.coverage,
      seen: scan.observations,
      startedAtMs: scan.startedAtMs,
      finishedAtMs: scan.finishedAtMs,
    });
    this.spooled = spooled;
    const extra = {
      scan: spooled.scanId,
      outbox: spooled.outboxId,
      seq: spooled.seq,
      changes: spooled.changes,
    };
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? { ...data, ...extra }
      : { rows: data, ...extra };
  }

  /** A source that gave nothing is told as a failed scan: it goes stale, nothing of it is lost. */
  private spoolFailure(target: Target, failure: Failure, startedAtMs: number): void {
    try {
      this.spooled = this.deps.snapshots.take({
        source: target.source,
        epoch: this.offer.epoch,
        completeness: 'failed',
        code: failure.code,
        reason: failure.message,
        coverage: [],
        seen: [],
        startedAtMs,
        finishedAtMs: this.deps.clock.now(),
      });
    } catch (error) {
      // The failure itself still reaches the controller with the job's result.
      this.deps.log.warn('scan.not-spooled', { source: formatRef(target.source), error });
    }
  }

  private done(target: Target, end: Pick<TargetResult, 'data' | 'timingsMs' | 'error'>): void {
    const result: TargetResult = { source: target.source, name: target.name, ...end };
    this.results.push(result);
    this.unreported.push(result);
    this.progress(target.name, end.error ? `failed: ${end.error.code}` : 'done');
  }

  private progress(target: string, status: string): void {
    const targets = this.unreported;
    this.unreported = [];
    this.deps.report({
      type: 'jobProgressed',
      jobId: this.offer.jobId,
      attempt: this.offer.attempt,
      current: this.results.length,
      total: this.offer.targets.length,
      target,
      status,
      targets,
    });
  }

  /** A collect has succeeded once the controller holds its deltas; a controller that is away must not hold the job for ever. */
  private async settle(): Promise<void> {
    const { spooled } = this;
    if (!spooled) return;
    const done = new AbortController();
    await this.within(SETTLE_MAX_MS, this.deps.outbox.settled(spooled.outboxId, spooled.seq, done.signal));
    done.abort();
  }

  /** Waits for the work to end either way, but no longer than `ms`. */
  private async within(ms: number, work: Promise<void>): Promise<void> {
    const timer = new AbortController();
    const quiet = (): undefined => undefined;
    await Promise.race([work.catch(quiet), delay(this.deps.clock, ms, timer.signal).catch(quiet)]);
    timer.abort();
  }
}

export function toFailure(error: unknown): Failure {
  const { code, message, hint } = WaysideError.from(error);
  return { code, message: message.slice(0, MESSAGE_CHARS_MAX), hint };
}

/** The stored form of an end message: plain JSON. */
export function encodeEnd(end: JobEnded): string {
  return canonicalJson(JSON.parse(JSON.stringify(end)) as Json);
}
