/** One attempt at one job: its targets through the driver, under the limits, with progress, deltas and an end. */
import { setMaxListeners } from 'node:events';
import { WaysideError } from '../../shared/errors.ts';
import {
  canonicalJson,
  type Failure,
  formatRef,
  type Json,
  type TargetResult,
} from '../../shared/model/index.ts';
import { type Clock, delay, type Log, withDeadline } from '../../shared/runtime/index.ts';
import type { JobEnded, JobOffered, JobProgressed, JobTarget } from '../../shared/wire/index.ts';
import type { Outbox, ScanArrived, Snapshots, SpooledScan } from '../store/index.ts';
import type {
  Completeness,
  CredentialPort,
  Driver,
  HostKeyPort,
  Scan,
  TargetOutcome,
  Task,
} from './driver.ts';
import { judgeAttempt } from './outcome.ts';
import { Pace } from './pace.ts';
import { ResultList, toFailure } from './results.ts';
import type { TargetSlots } from './slots.ts';
import { Transcripts } from './transcripts.ts';

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
  readonly slots: TargetSlots;
  /** The epoch of the site now: what is observed is told under it. */
  readonly epoch: () => number;
  readonly report: (progress: JobProgressed) => void;
}

/** Deltas of an ended attempt are given this long to be acknowledged before the result is sent without them. */
export const SETTLE_MAX_MS = 60_000;
/** Drivers close their channels at once when they are told to stop; a stuck one holds the end no longer than this. */
export const UNWIND_MAX_MS = 5000;
/** A lease is renewed three times in its length, but not more often than this. */
export const LEASE_RENEWAL_MIN_MS = 250;
/** Hundreds of targets end within a moment, and each message is sent on to all who watch. */
export const PROGRESS_EVERY_MS = 50;

export class AttemptRun {
  readonly offer: JobOffered;
  private readonly deps: AttemptDeps;
  /** Ends the work. */
  private readonly stop = new AbortController();
  /** Ends the wait for acknowledgements too. */
  private readonly leave = new AbortController();
  private readonly results = new ResultList();
  private readonly pace: Pace;
  /** By target: the credential that was opened for it, to be told with its result. */
  private readonly opened = new Map<JobTarget, string>();
  private readonly transcripts = new Transcripts<JobTarget>();
  private latest = { target: '', status: '' };
  private cancelled = false;
  private ended = false;
  private spooled: SpooledScan | undefined;

  constructor(offer: JobOffered, deps: AttemptDeps) {
    this.offer = offer;
    this.deps = deps;
    this.pace = new Pace({ clock: deps.clock, everyMs: PROGRESS_EVERY_MS, tell: () => this.tell() });
  }

  cancel(why: string): void {
    this.cancelled = true;
    this.stop.abort(new WaysideError('CANCELLED', why === '' ? 'cancelled' : `cancelled: ${why}`));
  }

  /** Ends like a failure that may be tried again. */
  interrupt(why = 'the agent is stopping'): void {
    const reason = new WaysideError('INTERRUPTED', why);
    this.stop.abort(reason);
    this.leave.abort(reason);
  }

  async run(): Promise<JobEnded> {
    const { jobId, attempt, leaseMs, targets } = this.offer;
    const everyMs = Math.max(LEASE_RENEWAL_MIN_MS, leaseMs / 3);
    const renewal = this.deps.clock.every(everyMs, () => this.progress('', 'working'));
    try {
      const stopped = await this.work();
      this.pace.flush();
      await this.settle();
      const results = this.results.all;
      const cancelled = this.cancelled && results.length < targets.length;
      const end = judgeAttempt(results, { targets: targets.length, cancelled, stopped });
      return { type: 'jobEnded', jobId, attempt, ...end, targets: results };
    } finally {
      this.ended = true;
      this.pace.stop();
      renewal.cancel();
    }
  }

  /** Works until every target has ended, or says why the whole was stopped before. */
  private async work(): Promise<Failure | undefined> {
    const { jobId, timeoutMs, targets } = this.offer;
    let work: Promise<unknown> = Promise.resolve();
    try {
      await withDeadline(
        this.deps.clock,
        { ms: timeoutMs, what: `job ${jobId}`, signal: this.stop.signal },
        async (signal) => {
          // Every target listens, and so does whoever waits for a slot.
          setMaxListeners(0, signal);
          work = Promise.all(targets.map((target) => this.runTarget(target, signal)));
          await work;
          signal.throwIfAborted();
        },
      );
      return undefined;
    } catch (error) {
      this.stop.abort(error);
      // Stopped means stopped: the end is told once every channel has let go.
      await this.within(UNWIND_MAX_MS, work);
      return toFailure(error);
    }
  }

  /** Ends when the driver has let go of the target; never throws. */
  private async runTarget(target: JobTarget, signal: AbortSignal): Promise<void> {
    const startedAtMs = this.deps.clock.now();
    try {
      const { slots, task } = this.deps;
      const outcome = await slots.run(task.kind, () => this.ask(target, signal), {
        signal,
        rank: this.offer.rank,
      });
      if (this.ended) return;
      if (outcome.scan?.completeness.state === 'failed') throw failedScan(outcome.scan.completeness);
      const data = outcome.scan ? this.spool(target, outcome.scan, outcome.data) : outcome.data;
      const error = outcome.scan && partialFailure(outcome.scan.completeness);
      this.done(target, { data, timingsMs: outcome.timings, error });
    } catch (error) {
      // The end of the attempt says why it was stopped; the target has no result of its own.
      if (signal.aborted || this.ended) return;
      const failure = toFailure(error);
      if (this.deps.task.kind === 'collect') this.spoolFailure(target, failure, startedAtMs);
      this.done(target, { data: null, timingsMs: {}, error: failure });
    }
  }

  private ask(target: JobTarget, signal: AbortSignal): Promise<TargetOutcome> {
    const { driver, task, clock, log, hostKeys } = this.deps;
    const credentials: CredentialPort = {
      open: (name, of) => {
        const credential = this.deps.credentials.open(name, of);
        this.opened.set(target, name);
        return credential;
      },
    };
    return driver.run(task, target, {
      ...{ clock, signal, credentials, hostKeys },
      log: log.with({ job: this.offer.jobId, device: target.name }),
      ...(this.offer.rank && { rank: this.offer.rank }),
      ...(this.offer.transcript && { transcript: this.transcripts.of(target) }),
      progress: (status) => this.progress(target.name, status),
    });
  }

  private spool(target: JobTarget, scan: Scan, data: Json): Json {
    const { completeness, coverage, observations: seen, startedAtMs, finishedAtMs } = scan;
    const { code, reason } = { code: '', reason: '', ...completeness };
    const { scanId, outboxId, seq, changes } = this.take({
      ...{ source: target.source, coverage, seen, startedAtMs, finishedAtMs },
      ...{ completeness: completeness.state, code, reason },
    });
    const partly = completeness.state === 'partial' ? { completeness: completeness.state } : {};
    const told = { ...partly, scan: scanId, outbox: outboxId, seq, changes };
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? { ...data, ...told }
      : { rows: data, ...told };
  }

  /** A source that gave nothing is told as a failed scan: it goes stale, nothing of it is lost. */
  private spoolFailure(target: JobTarget, failure: Failure, startedAtMs: number): void {
    const { source } = target;
    try {
      const nothing = { coverage: [], seen: [], startedAtMs, finishedAtMs: this.deps.clock.now() };
      this.take({
        ...{ source, ...nothing, completeness: 'failed' },
        ...{ code: failure.code, reason: failure.message },
      });
    } catch (error) {
      // The failure itself still reaches the controller with the job's result.
      this.deps.log.warn('scan.not-spooled', { source: formatRef(source), error });
    }
  }

  private take(scan: Omit<ScanArrived, 'epoch'>): SpooledScan {
    this.spooled = this.deps.snapshots.take({ ...scan, epoch: this.deps.epoch() });
    return this.spooled;
  }

  private done(target: JobTarget, end: Pick<TargetResult, 'data' | 'timingsMs' | 'error'>): void {
    const credential = this.opened.get(target);
    const data = this.transcripts.into(target, end.data);
    const told = { ...end, data, ...(credential !== undefined && { credential }) };
    this.results.add({ source: target.source, name: target.name, ...told });
    this.progress(target.name, end.error ? `failed: ${end.error.code}` : 'done');
  }

  private progress(target: string, status: string): void {
    if (this.ended) return;
    this.latest = { target, status };
    this.pace.changed();
  }

  private tell(): void {
    const { jobId, attempt, targets } = this.offer;
    this.deps.report({
      type: 'jobProgressed',
      ...{ jobId, attempt, current: this.results.all.length, total: targets.length },
      ...this.latest,
      targets: this.results.takeNew(),
    });
  }

  /** A collect has succeeded once the controller holds its deltas; a controller that is away must not hold the job for ever. */
  private async settle(): Promise<void> {
    const { spooled } = this;
    if (!spooled) return;
    const bound = { ms: SETTLE_MAX_MS, what: 'the acknowledgement', signal: this.leave.signal };
    await withDeadline(this.deps.clock, bound, (signal) =>
      this.deps.outbox.settled(spooled.outboxId, spooled.seq, signal),
    ).catch((error: unknown) => {
      // The deltas are on disk and arrive when the controller is back; the result need not wait for it.
      this.deps.log.info('job.deltas-not-acknowledged', { job: this.offer.jobId, error });
    });
  }

  /** Waits for the work to end either way, but no longer than `ms`. */
  private async within(ms: number, work: Promise<unknown>): Promise<void> {
    const timer = new AbortController();
    const quiet = (): undefined => undefined;
    await Promise.race([work.catch(quiet), delay(this.deps.clock, ms, timer.signal).catch(quiet)]);
    timer.abort();
  }
}

/** What was read counts; that something was not is told like a failure, or nobody would look. */
function partialFailure(completeness: Scan['completeness']): Failure | undefined {
  if (completeness.state !== 'partial') return undefined;
  const { code, reason } = completeness;
  return {
    code,
    message: `partly read: ${reason}`,
    hint: 'What was read is kept; nothing is taken for gone.',
  };
}

function failedScan({ code, reason }: Completeness & { state: 'failed' }): WaysideError {
  return new WaysideError(code, reason);
}

/** The stored form of an end message: plain JSON. */
export function encodeEnd(end: JobEnded): string {
  return canonicalJson(JSON.parse(JSON.stringify(end)) as Json);
}
