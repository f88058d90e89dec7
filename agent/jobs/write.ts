/**
 * One attempt at a job that writes: its steps, one after the other, each sent once at most. What is not known is read back.
 * Steps at one target go together where its driver takes several: then all are on disk as sent before any is.
 *
 * No further step is begun once somebody cancelled the job, the agent stops, the time is over, a later epoch of the site
 * counts, or nothing was heard of the controller for as long as the lease: a controller that hears nothing gives the job up
 * at last, and what is planned then must not meet us. A lease that lapsed once stays so, for what is heard after a pause may have
 * been said before it.
 *
 * A step that is not done ends the job, too, unless it is of a plan, which says what needs it, and is known to be refused for good:
 * then those go on that can do without it, and the others stay `planned`. Otherwise each refusal would cost a job of its own.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type Failure, formatRef, type StepResult, type TargetResult } from '../../shared/model/index.ts';
import type { Clock, Log, Timer } from '../../shared/runtime/index.ts';
import type { JobEnded, JobProgressed, JobTarget } from '../../shared/wire/index.ts';
import type { WriteGuard, WritePermit } from './approval.ts';
import { LEASE_RENEWAL_MIN_MS, PROGRESS_EVERY_MS } from './attempt.ts';
import type { CredentialPort, HostKeyPort, Step } from './driver.ts';
import type { StepEnd, WriteJournal, WriteOffer } from './journal.ts';
import { type Done, type LearnedDeps, tellLearned } from './learned.ts';
import { Pace } from './pace.ts';
import { placeOf } from './proven-plan.ts';
import { toFailure } from './results.ts';
import type { TargetSlots } from './slots.ts';
import { Transcripts } from './transcripts.ts';
import { bySource, judgeWrite, targetResult } from './write-end.ts';
import { FOUND_BYTES_MAX, StepCaller, type WritingDriver } from './write-step.ts';
import { Written } from './written.ts';

export interface WriteDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly driver: WritingDriver;
  readonly journal: WriteJournal;
  readonly credentials: CredentialPort;
  readonly hostKeys: HostKeyPort;
  readonly slots: TargetSlots;
  /** How fast steps may follow each other. */
  readonly guard: Pick<WriteGuard, 'turn'>;
  /** Asked before each step; absent: nothing more of it is sent, and it is only read back. */
  readonly permit?: WritePermit;
  /** The epoch of the site now. */
  readonly epoch: () => number;
  readonly report: (progress: JobProgressed) => void;
  /** Where what steps made known is told; absent: the next scan tells it. */
  readonly learned?: LearnedDeps;
}

/** A step that is under way when the agent stops gets so long to end by itself. */
export const STEP_FINISH_MAX_MS = 5000;

/** Steps that a driver is shown at once; it says how many of them it takes. */
export const BATCH_STEPS_MAX = 64;

export class WriteRun {
  readonly offer: WriteOffer;
  private readonly deps: WriteDeps;
  /** No further step is begun. */
  private readonly halt = new AbortController();
  /** Ends what is under way too: the agent is stopping. */
  private readonly leave = new AbortController();
  private leaveTimer: Timer | undefined;
  private readonly caller: StepCaller;
  private readonly pace: Pace;
  private readonly targets: ReadonlyMap<string, JobTarget>;
  private readonly steps: StepResult[];
  private readonly untold = new Set<number>();
  /** Steps that were done in this process. */
  private readonly done: Done[] = [];
  private readonly written = new Written<JobTarget>();
  private readonly transcripts = new Transcripts<JobTarget>();
  /** Of what steps that were not done tell, as JSON. */
  private foundBytes = 0;
  private heardMs: number;
  private heardAt: number;
  private cancelled = false;
  private latest = { target: '', status: '' };

  /** The attempt is in the journal. */
  constructor(offer: WriteOffer, deps: WriteDeps) {
    const { clock, log, driver, credentials, hostKeys } = deps;
    this.offer = offer;
    this.deps = deps;
    this.targets = new Map(offer.targets.map((target) => [formatRef(target.source), target]));
    this.steps = [...deps.journal.steps(offer.jobId)];
    this.heardMs = clock.monotonic();
    this.heardAt = clock.now();
    this.pace = new Pace({ clock, everyMs: PROGRESS_EVERY_MS, tell: () => this.tell() });
    this.caller = new StepCaller({
      ...{ clock, driver, credentials, hostKeys, leave: this.leave.signal },
      log: log.with({ job: offer.jobId }),
      progress: (target, status) => this.progress(target, status),
      wrote: (target, line) => this.written.add(target, line),
      transcript: offer.transcript ? (target) => this.transcripts.of(target) : undefined,
    });
  }

  /** The step that is under way ends as it ends. */
  cancel(why: string): void {
    this.cancelled = true;
    this.halt.abort(new WaysideError('CANCELLED', why === '' ? 'cancelled' : `cancelled: ${why}`));
  }

  /** The agent is stopping: a step that does not end in time stays `sent`, and is read back at the next start. */
  interrupt(): void {
    const reason = new WaysideError('INTERRUPTED', 'the agent is stopping');
    this.halt.abort(reason);
    this.leaveTimer ??= this.deps.clock.after(STEP_FINISH_MAX_MS, () => this.leave.abort(reason));
  }

  /** The controller said something. */
  heard(): void {
    this.checkLease();
    this.heardMs = this.deps.clock.monotonic();
    this.heardAt = this.deps.clock.now();
  }

  /** `undefined`: it was left with a step of which nothing is known yet. */
  async run(): Promise<JobEnded | undefined> {
    const { jobId, timeoutMs } = this.offer;
    const late = new WaysideError('TIMEOUT', `job ${jobId} took longer than ${timeoutMs} ms`);
    const deadline = this.deps.clock.after(timeoutMs, () => this.halt.abort(late));
    const end = await this.working(() => this.sendAll());
    deadline.cancel();
    return end;
  }

  /** After a start: nothing is sent any more, and what was sent is read back. */
  readBackAll(): Promise<JobEnded | undefined> {
    this.halt.abort(new WaysideError('INTERRUPTED', 'the agent restarted while the attempt ran'));
    const why = toFailure(new WaysideError('INTERRUPTED', 'the agent stopped before an answer came'));
    return this.working(async () => {
      for (const [no, { state }] of this.steps.entries()) {
        if (state !== 'sent') continue;
        const { step, target } = this.at(no);
        this.settle(no, await this.caller.readBack(step, target, why));
      }
    });
  }

  private async working(work: () => Promise<void>): Promise<JobEnded | undefined> {
    const everyMs = Math.max(LEASE_RENEWAL_MIN_MS, this.offer.leaseMs / 3);
    const renewal = this.deps.clock.every(everyMs, () => this.pace.changed());
    try {
      await work();
    } catch (error) {
      // Cancelled and the like, or the journal takes no more; then what it says is what counts after a crash.
      if (!this.halt.signal.aborted) this.deps.log.error('write.halted', { job: this.offer.jobId, error });
      this.halt.abort(error);
    } finally {
      const { learned, driver } = this.deps;
      if (learned) await tellLearned(learned, { driver, done: this.done, signal: this.halt.signal });
      this.pace.flush();
      this.pace.stop();
      renewal.cancel();
      this.leaveTimer?.cancel();
    }
    const isLeft = this.leave.signal.aborted && this.steps.some(({ state }) => state === 'sent');
    return isLeft ? undefined : this.end();
  }

  private async sendAll(): Promise<void> {
    const { guard, slots, permit } = this.deps;
    // By their numbers in the plan: not done, or left out for one that is not.
    const missing = new Set<number>();
    for (let next = 0; next < this.steps.length; ) {
      const batch = this.batchFrom(next);
      next += batch.length;
      const able = batch.filter((no) => !permit?.planned(no)?.needs.some((need) => missing.has(need)));
      for (const _ of able) await guard.turn(this.halt.signal);
      if (able.length > 0) await slots.run('apply', () => this.sendBatch(able), { signal: this.halt.signal });
      for (const no of batch) {
        if (this.steps[no]?.state === 'acknowledged') continue;
        const planned = permit?.planned(no);
        if (able.includes(no) && (!planned || !this.isRefused(no))) return;
        if (planned) missing.add(planned.no);
      }
    }
  }

  /** Steps that follow each other at one target and go in one call of the driver: one, unless it takes more. */
  private batchFrom(first: number): readonly number[] {
    const { driver } = this.deps;
    if (!driver.batchOf || !driver.changeMany) return [first];
    const { target } = this.at(first);
    let end = first + 1;
    while (end < this.steps.length && end - first < BATCH_STEPS_MAX && this.at(end).target === target)
      end += 1;
    const steps = this.offer.steps.slice(first, end);
    const count = Math.min(Math.max(1, driver.batchOf(steps)), steps.length);
    return Array.from({ length: count }, (_, at) => first + at);
  }

  private async sendBatch(batch: readonly number[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    if (batch.length === 1 && !this.deps.driver.changeMany) await this.send(first);
    else await this.sendMany(batch);
  }

  /** All of them are on disk as sent before the first byte of any is. Throws as `send`. */
  private async sendMany(batch: readonly number[]): Promise<void> {
    const { journal } = this.deps;
    this.requireMaySend();
    const allowed = batch.filter((no) => this.isPermitted(no, this.at(no).target));
    for (const no of allowed) {
      journal.sent(this.offer.jobId, no, placeOf(this.offer, no));
      this.moved(no, { state: 'sent', error: undefined, data: null });
    }
    this.checkLease();
    if (this.halt.signal.aborted) {
      const error = toFailure(this.halt.signal.reason);
      for (const no of allowed) this.settle(no, { state: 'not-done', error, data: null });
      return;
    }
    const [first] = allowed;
    if (first === undefined) return;
    const steps = allowed.map((no) => this.at(no).step);
    const ends = await this.caller.changeMany(steps, this.at(first).target);
    for (const [at, no] of allowed.entries()) this.settle(no, ends[at]);
  }

  /** It is known to be not done, will not be by trying again, and there is room to tell what was found in the place of others. */
  private isRefused(no: number): boolean {
    const { state, error, data } = this.steps[no] ?? { state: 'unknown', error: undefined, data: null };
    this.foundBytes += Buffer.byteLength(JSON.stringify(data));
    if (state !== 'not-done' || this.halt.signal.aborted || this.foundBytes > FOUND_BYTES_MAX) return false;
    return error !== undefined && !new WaysideError(error.code, '').retryable;
  }

  private requireMaySend(): void {
    const { epoch } = this.deps;
    this.checkLease();
    if (epoch() > this.offer.epoch)
      this.halt.abort(new WaysideError('STALE_EPOCH', `the site is at epoch ${epoch()} now`));
    this.halt.signal.throwIfAborted();
  }

  /** Throws when it was not begun, or when the journal takes no more. */
  private async send(no: number): Promise<void> {
    const { journal } = this.deps;
    this.requireMaySend();
    const { step, target } = this.at(no);
    if (!this.isPermitted(no, target)) return;
    journal.sent(this.offer.jobId, no, placeOf(this.offer, no));
    this.moved(no, { state: 'sent', error: undefined, data: null });
    // The disk may have kept us waiting for long.
    this.checkLease();
    if (this.halt.signal.aborted) {
      this.settle(no, { state: 'not-done', error: toFailure(this.halt.signal.reason), data: null });
      return;
    }
    this.settle(no, await this.caller.change(step, target));
  }

  /** Asked at the last moment: what held when the job came may not hold any more. */
  private isPermitted(no: number, target: JobTarget): boolean {
    const { journal, permit, log } = this.deps;
    try {
      if (!permit) throw new WaysideError('INTERNAL', 'nothing is sent by an attempt that is only read back');
      permit.requireStep(no, target);
      return true;
    } catch (refused) {
      const error = toFailure(refused);
      log.warn('write.refused', { job: this.offer.jobId, step: this.at(no).step.id, code: error.code });
      journal.refuse(this.offer.jobId, no, error);
      this.moved(no, { state: 'not-done', error, data: null });
      return false;
    }
  }

  /** What is known is told even when the disk does not take it; then no further step is sent. */
  private settle(no: number, end: StepEnd | undefined): void {
    if (!end) return;
    try {
      this.deps.journal.settle(this.offer.jobId, no, { ...end, place: placeOf(this.offer, no) });
    } finally {
      this.moved(no, end);
    }
  }

  private moved(no: number, to: Pick<StepResult, 'state' | 'error' | 'data'>): void {
    const { step, target } = this.at(no);
    const { state, error, data } = to;
    this.steps[no] = { id: step.id, state, error, data, at: this.deps.clock.now() };
    this.untold.add(no);
    if (state === 'acknowledged') this.done.push({ source: target.source, step });
    this.progress(target, `step ${step.id}: ${state}`);
  }

  private at(no: number): { readonly step: Step; readonly target: JobTarget } {
    const step = this.offer.steps[no];
    const target = step && this.targets.get(formatRef(step.source));
    if (!target) throw new WaysideError('INTERNAL', `step ${no} of the job has no target`);
    return { step, target };
  }

  private checkLease(): void {
    const { leaseMs } = this.offer;
    const { clock } = this.deps;
    // On a host that is suspended the monotonic clock stands still, and the one on the wall goes on.
    if (Math.max(clock.monotonic() - this.heardMs, clock.now() - this.heardAt) <= leaseMs) return;
    const message = `nothing was heard of the controller for ${leaseMs} ms`;
    this.halt.abort(new WaysideError('LEASE_LOST', message));
  }

  private progress(target: JobTarget, status: string): void {
    this.latest = { target: target.name, status };
    this.pace.changed();
  }

  private tell(): void {
    const { jobId, attempt } = this.offer;
    const steps = [...this.untold].sort((a, b) => a - b).flatMap((no) => this.steps[no] ?? []);
    this.untold.clear();
    this.deps.report({
      ...{ type: 'jobProgressed', jobId, attempt, targets: [], ...this.latest },
      current: this.steps.filter(({ state }) => state !== 'planned' && state !== 'sent').length,
      total: this.steps.length,
      ...(steps.length > 0 && { steps }),
    });
  }

  /** As the steps stand. */
  end(): JobEnded {
    const { jobId, attempt, targets, steps } = this.offer;
    const { signal } = this.halt;
    const stopped: Failure | undefined = signal.aborted ? toFailure(signal.reason) : undefined;
    const places = bySource(steps, this.steps);
    const results = targets.map((target): TargetResult => {
      const credential = this.caller.credentialOf(target);
      const result = targetResult(target, places.get(formatRef(target.source)) ?? []);
      const data = this.written.into(target, result.data);
      return {
        ...result,
        data: this.transcripts.into(target, data),
        timingsMs: this.caller.timingsOf(target),
        ...(credential !== undefined && { credential }),
      };
    });
    const end = judgeWrite(this.steps, { stopped, cancelled: this.cancelled });
    return { type: 'jobEnded', jobId, attempt, ...end, targets: results, steps: [...this.steps] };
  }
}
