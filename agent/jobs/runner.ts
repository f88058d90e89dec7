/**
 * Takes offered jobs, journals them, runs their drivers and keeps each result until the controller has it.
 *
 * Invariants
 *   an attempt is in the journal before its driver is called, and leaves it only on the controller's word
 *   an offer that is already known is answered from the journal, never run again
 *   an agent refuses a job of a lower site epoch than it has seen
 */
import { WaysideError } from '../../shared/errors.ts';
import type { AgentSlots } from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type {
  AgentMessage,
  AttemptState,
  JobCancelled,
  JobEnded,
  JobOffered,
} from '../../shared/wire/index.ts';
import type { Attempts, Outbox, Snapshots, WriteRows } from '../store/index.ts';
import { NO_WRITES, WriteGuard, type WriteRules } from './approval.ts';
import { AttemptRun, encodeEnd } from './attempt.ts';
import type { CredentialPort, Driver, HostKeyPort, Task } from './driver.ts';
import { WriteJournal } from './journal.ts';
import { TargetSlots } from './slots.ts';
import { taskOf } from './task.ts';
import { WriteRun } from './write.ts';
import { Writer } from './writer.ts';

export interface RunnerDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly drivers: readonly Driver[];
  readonly attempts: Attempts;
  readonly snapshots: Snapshots;
  readonly outbox: Outbox;
  readonly credentials: CredentialPort;
  readonly hostKeys: HostKeyPort;
  /** Targets worked on at once, over all jobs; lookups have as many beside them. */
  readonly targetSlots: number;
  /** The epoch of the site as last told by the controller. */
  readonly epoch: () => number;
  /** Sends now or drops: what must arrive is in the journal and is sent again at the next session. */
  readonly send: (message: AgentMessage) => void;
  /** Where changes are written down; absent: this agent changes nothing. */
  readonly writes?: WriteRows;
  /** What its host lets it change; absent: nothing. */
  readonly writeRules?: WriteRules;
  /** Of its controller: plans of others are not for it. Absent: not known. */
  readonly origin?: () => string | undefined;
  /** Who fires schedules while there is no controller: an offer of the same firing is known there. */
  readonly firings?: { refuses(jobId: string, attempt: number): boolean; offered(jobId: string): void };
}

/** Attempts at once; more are rejected, the controller keeps them queued. */
export const RUNNING_MAX = 64;

export class Runner {
  private readonly deps: RunnerDeps;
  private readonly slots: TargetSlots;
  private readonly running = new Map<string, AttemptRun | WriteRun>();
  private readonly writer: Writer | undefined;
  private readonly ends = new Set<Promise<void>>();
  /** Ends that the journal could not take, by attempt; told, and gone with the process. */
  private readonly unjournaled = new Map<string, JobEnded>();
  private stopping = false;
  /** There was a session: before the first one nothing can be sent. */
  private met = false;

  constructor(deps: RunnerDeps) {
    this.deps = deps;
    this.slots = new TargetSlots(deps.clock, deps.targetSlots);
    this.writer = deps.writes && this.createWriter(deps.writes);
    this.closeInterrupted();
  }

  get runningTargets(): number {
    return this.slots.active;
  }

  /** A part of the usual number of targets at once from now on: the host of this agent is busy, or no longer. */
  limitTargets(share: number): void {
    this.slots.limit(share);
  }

  /** How much is taken on at once. */
  get capacity(): AgentSlots {
    const { targetSlots } = this.deps;
    return { job: RUNNING_MAX, target: targetSlots, lookup: targetSlots };
  }

  get capabilities(): readonly string[] {
    const { drivers } = this.deps;
    return [...drivers.flatMap((driver) => driver.capabilities), ...(this.writer?.capabilities ?? [])];
  }

  /** What the controller is told at hello. */
  states(): AttemptState[] {
    return this.deps.attempts.all().map(({ job, attempt, state }) => ({
      jobId: job,
      attempt,
      state: this.unjournaled.has(keyOf(job, attempt)) ? 'ended' : state,
    }));
  }

  /** Results that the controller may not have: after a welcome, and when one could not be sent. */
  resendEnds(): void {
    this.met = true;
    for (const { job, attempt } of this.deps.attempts.all()) this.sendEnd(job, attempt);
  }

  /** The controller said something: the leases of changes go on. */
  heard(): void {
    for (const run of this.running.values()) if (run instanceof WriteRun) run.heard();
  }

  offer(offer: JobOffered): void {
    this.met = true;
    const { jobId, attempt } = offer;
    if (this.sendEnd(jobId, attempt)) return;
    try {
      if (!this.running.has(keyOf(jobId, attempt))) {
        const end = this.writer?.knownEnd(offer);
        if (end) return this.deps.send(end);
        this.begin(offer);
      }
      this.deps.send({ type: 'jobAccepted', jobId, attempt });
    } catch (error) {
      this.reject(jobId, attempt, WaysideError.from(error));
    }
  }

  /** An attempt that is not here has stopped: the controller is told, whatever became of it. */
  cancel({ jobId, attempt, why, interrupt }: JobCancelled): void {
    const run = this.running.get(keyOf(jobId, attempt));
    // A change that is under way is better brought to its end.
    if (run && interrupt) return run instanceof AttemptRun ? run.interrupt(why) : undefined;
    if (run) run.cancel(why);
    else if (!this.sendEnd(jobId, attempt))
      this.reject(jobId, attempt, new WaysideError('CANCELLED', 'the attempt is not known here'));
  }

  endAcknowledged(jobId: string, attempt: number): void {
    try {
      this.deps.attempts.forget(jobId, attempt);
      this.writer?.forget(jobId, attempt);
      this.unjournaled.delete(keyOf(jobId, attempt));
    } catch (error) {
      // The result is told once more at the next session and acknowledged again: nothing is lost by keeping it.
      this.deps.log.warn('job.end-not-forgotten', { job: jobId, attempt, error });
    }
  }

  /** Interrupts what runs, waits for its end to be journaled, closes the drivers. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const run of this.running.values()) run.interrupt();
    await Promise.all(this.ends);
    await Promise.all(this.deps.drivers.map((driver) => driver.stop()));
  }

  private begin(offer: JobOffered): void {
    const { jobId, attempt, idempotencyKey } = offer;
    this.requireRoom(offer);
    if (this.writer && offer.kind === 'apply') {
      for (const run of this.running.values()) {
        if (run.offer.jobId === jobId)
          throw new WaysideError('UNAVAILABLE', `attempt ${run.offer.attempt} of the job still runs here`);
      }
      const run = this.writer.begin(offer);
      return this.start(run, run.run());
    }
    const { driver, task } = this.taskOf(offer);
    this.deps.firings?.offered(jobId);
    this.deps.attempts.begin(jobId, attempt, idempotencyKey);
    const { clock, log, snapshots, outbox, credentials, hostKeys, epoch, send } = this.deps;
    const run = new AttemptRun(offer, {
      ...{ clock, log, driver, task, snapshots, outbox, credentials, hostKeys, epoch, report: send },
      slots: this.slots,
    });
    this.start(run, run.run());
  }

  private requireRoom(offer: JobOffered): void {
    if (this.stopping) throw new WaysideError('SHUTTING_DOWN', 'the agent is stopping');
    if (this.deps.firings?.refuses(offer.jobId, offer.attempt))
      throw new WaysideError('UNAVAILABLE', 'the attempt that was begun alone has not been taken yet');
    const epoch = this.deps.epoch();
    if (offer.epoch < epoch) {
      throw new WaysideError('STALE_EPOCH', `the job is of epoch ${offer.epoch}, the site is at ${epoch}`);
    }
    if (this.running.size >= RUNNING_MAX || this.deps.attempts.isFull()) {
      throw new WaysideError(
        'QUEUE_FULL',
        `the agent runs ${this.running.size} jobs or holds unsent results`,
      );
    }
  }

  private taskOf(offer: JobOffered): { driver: Driver; task: Task } {
    const driver = this.deps.drivers.find((candidate) => candidate.name === offer.driver);
    if (
      !driver ||
      !offer.kind ||
      offer.kind === 'apply' ||
      !driver.capabilities.includes(`${offer.driver}.${offer.kind}`)
    ) {
      const capability = `${offer.driver}.${offer.kind ?? 'unknown'}`;
      throw new WaysideError('NO_CAPABLE_AGENT', `this agent cannot do ${capability}`);
    }
    return { driver, task: taskOf(offer.kind, driver.name, offer) };
  }

  private start(run: AttemptRun | WriteRun, work: Promise<JobEnded | undefined>): void {
    const { jobId, attempt } = run.offer;
    this.running.set(keyOf(jobId, attempt), run);
    const ended = this.finish(run, work).finally(() => this.ends.delete(ended));
    this.ends.add(ended);
  }

  private async finish(
    { offer: { jobId, attempt } }: AttemptRun | WriteRun,
    work: Promise<JobEnded | undefined>,
  ): Promise<void> {
    const end = await work;
    this.running.delete(keyOf(jobId, attempt));
    // What is not known is found out at the next start.
    if (!end) return;
    const { outcome, error } = end;
    this.deps.log.info('job.ended', { job: jobId, attempt, outcome, code: error?.code });
    this.journal(end);
    this.sendEnd(jobId, attempt);
  }

  private journal(end: JobEnded): void {
    const { jobId: job, attempt } = end;
    try {
      this.deps.attempts.end(job, attempt, encodeEnd(end));
    } catch (error) {
      // The disk is full. The journal goes on saying that it runs; after a restart that is told as interrupted.
      this.deps.log.error('job.end-not-journaled', { job, attempt, error });
      this.unjournaled.set(keyOf(job, attempt), end);
    }
  }

  /** False when no end of the attempt is known. */
  private sendEnd(job: string, attempt: number): boolean {
    const text = this.deps.attempts.get(job, attempt)?.result;
    const end =
      this.unjournaled.get(keyOf(job, attempt)) ?? (text ? (JSON.parse(text) as JobEnded) : undefined);
    if (end && this.met) this.deps.send(end);
    return end !== undefined;
  }

  private reject(jobId: string, attempt: number, { code, message }: WaysideError): void {
    this.deps.log.warn('job.rejected', { job: jobId, attempt, code, message });
    this.deps.send({ type: 'jobRejected', jobId, attempt, code, message });
  }

  /** At start: what the journal calls running ran in a process that is gone. */
  private closeInterrupted(): void {
    for (const { job, attempt, state } of this.deps.attempts.all()) {
      if (state !== 'running') continue;
      const run = this.writer?.resume(job, attempt);
      if (run) {
        this.start(run, run.readBackAll());
        continue;
      }
      const message = 'the agent restarted while the attempt ran';
      const error = { code: 'INTERRUPTED', message, hint: undefined } as const;
      this.journal({ type: 'jobEnded', jobId: job, attempt, outcome: 'failed', error, targets: [] });
    }
  }

  private createWriter(rows: WriteRows): Writer {
    const { clock, log, drivers, attempts, credentials, hostKeys, epoch, send } = this.deps;
    const { writeRules: rules = NO_WRITES, origin = () => undefined, snapshots, outbox } = this.deps;
    return new Writer({
      learned: { clock, log, snapshots, outbox, epoch },
      ...{ clock, log, drivers, credentials, hostKeys, epoch, slots: this.slots },
      guard: new WriteGuard({ clock, log, rules, origin, planSteps: rows.planSteps, markMs: rows.lastAt() }),
      journal: new WriteJournal({ rows, attempts, clock }),
      report: (progress) => {
        if (this.met) send(progress);
      },
    });
  }
}

function keyOf(jobId: string, attempt: number): string {
  return `${jobId}/${attempt}`;
}
