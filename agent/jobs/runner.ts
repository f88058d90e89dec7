/**
 * Takes offered jobs, journals them, runs their drivers and keeps each result until the controller has it.
 *
 * Invariants
 *   an attempt is in the journal before its driver is called, and leaves it only on the controller's word
 *   an offer that is already known is answered from the journal, never run again
 *   an agent refuses a job of a lower site epoch than it has seen
 */
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, Limiter, type Log } from '../../shared/runtime/index.ts';
import type {
  AgentMessage,
  AttemptState,
  JobCancelled,
  JobEnded,
  JobOffered,
} from '../../shared/wire/index.ts';
import type { Attempts, Outbox, Snapshots } from '../store/index.ts';
import { AttemptRun, encodeEnd } from './attempt.ts';
import type { CredentialPort, Driver, HostKeyPort, Task } from './driver.ts';

export interface RunnerDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly drivers: readonly Driver[];
  readonly attempts: Attempts;
  readonly snapshots: Snapshots;
  readonly outbox: Outbox;
  readonly credentials: CredentialPort;
  readonly hostKeys: HostKeyPort;
  /** Targets worked on at once, over all jobs. */
  readonly targetSlots: number;
  /** The epoch of the site as last told by the controller. */
  readonly epoch: () => number;
  /** Sends now or drops: what must arrive is in the journal and is sent again at the next session. */
  readonly send: (message: AgentMessage) => void;
}

/** Targets that wait for a slot, over all jobs. */
const TARGETS_WAITING_MAX = 20_000;
/** Attempts at once; more are rejected, the controller keeps them queued. */
const RUNNING_MAX = 64;

export class Runner {
  private readonly deps: RunnerDeps;
  private readonly slots: Limiter;
  private readonly running = new Map<string, AttemptRun>();
  private readonly ends = new Set<Promise<void>>();
  private stopping = false;

  constructor(deps: RunnerDeps) {
    this.deps = deps;
    this.slots = new Limiter({
      name: 'target slots',
      max: deps.targetSlots,
      waitingMax: TARGETS_WAITING_MAX,
    });
    this.closeInterrupted();
  }

  get runningTargets(): number {
    return this.slots.active;
  }

  get capabilities(): readonly string[] {
    return this.deps.drivers.flatMap((driver) => driver.capabilities);
  }

  /** What the controller is told at hello. */
  states(): AttemptState[] {
    return this.deps.attempts.all().map(({ job, attempt, state }) => ({ jobId: job, attempt, state }));
  }

  /** After a welcome: results that the controller may not have. */
  resendEnds(): void {
    for (const row of this.deps.attempts.all()) if (row.state === 'ended') this.sendEnd(row.result);
  }

  offer(offer: JobOffered): void {
    const { jobId, attempt } = offer;
    const known = this.deps.attempts.get(jobId, attempt);
    if (known?.state === 'ended') return this.sendEnd(known.result);
    if (known) return this.deps.send({ type: 'jobAccepted', jobId, attempt });
    try {
      const { driver, task } = this.admit(offer);
      this.deps.attempts.begin(jobId, attempt, offer.idempotencyKey);
      this.deps.send({ type: 'jobAccepted', jobId, attempt });
      this.start(offer, driver, task);
    } catch (error) {
      const { code, message } = WaysideError.from(error);
      this.deps.log.warn('job.rejected', { job: jobId, attempt, code, message });
      this.deps.send({ type: 'jobRejected', jobId, attempt, code, message });
    }
  }

  cancel(message: JobCancelled): void {
    this.running.get(keyOf(message.jobId, message.attempt))?.cancel(message.why);
  }

  endAcknowledged(jobId: string, attempt: number): void {
    this.deps.attempts.forget(jobId, attempt);
  }

  /** Interrupts what runs, waits for its end to be journaled, closes the drivers. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const run of this.running.values()) run.interrupt();
    await Promise.all(this.ends);
    await Promise.all(this.deps.drivers.map((driver) => driver.stop()));
  }

  private admit(offer: JobOffered): { driver: Driver; task: Task } {
    if (this.stopping) throw new WaysideError('SHUTTING_DOWN', 'the agent is stopping');
    if (offer.epoch < this.deps.epoch()) {
      throw new WaysideError(
        'STALE_EPOCH',
        `the job is of epoch ${offer.epoch}, the site is at ${this.deps.epoch()}`,
      );
    }
    if (this.running.size >= RUNNING_MAX || this.deps.attempts.isFull()) {
      throw new WaysideError(
        'QUEUE_FULL',
        `the agent runs ${this.running.size} jobs and holds unsent results`,
      );
    }
    const driver = this.deps.drivers.find((candidate) => candidate.name === offer.driver);
    if (!driver || !offer.kind || !driver.capabilities.includes(`${offer.driver}.${offer.kind}`)) {
      throw new WaysideError(
        'NO_CAPABLE_AGENT',
        `this agent cannot do ${offer.driver}.${offer.kind ?? 'unknown'}`,
      );
    }
    if (offer.kind === 'lookup') {
      if (!offer.mac) throw new WaysideError('INVALID_INPUT', 'a lookup needs a MAC address');
      return { driver, task: { kind: 'lookup', driver: driver.name, mac: offer.mac } };
    }
    return { driver, task: { kind: offer.kind, driver: driver.name } };
  }

  private start(offer: JobOffered, driver: Driver, task: Task): void {
    const { clock, log, snapshots, outbox, credentials, hostKeys, send } = this.deps;
    const run = new AttemptRun(offer, {
      ...{ clock, log, driver, task, snapshots, outbox, credentials, hostKeys, report: send },
      slots: this.slots,
    });
    const key = keyOf(offer.jobId, offer.attempt);
    this.running.set(key, run);
    const ended = this.finish(run).finally(() => {
      this.running.delete(key);
      this.ends.delete(ended);
    });
    this.ends.add(ended);
  }

  private async finish(run: AttemptRun): Promise<void> {
    const { jobId, attempt } = run.offer;
    try {
      const end = await run.run();
      const text = encodeEnd(end);
      this.deps.attempts.end(jobId, attempt, text);
      this.deps.log.info('job.ended', { job: jobId, attempt, outcome: end.outcome, code: end.error?.code });
      this.sendEnd(text);
    } catch (error) {
      // The journal could not be written (disk full): the attempt stays `running` there and is told as
      // interrupted after a restart; the controller's lease ends it meanwhile.
      this.deps.log.error('job.end-not-journaled', { job: jobId, attempt, error });
    }
  }

  private sendEnd(result: string | null): void {
    if (result !== null) this.deps.send(JSON.parse(result) as JobEnded);
  }

  /** At start: what the journal calls running ran in a process that is gone. */
  private closeInterrupted(): void {
    for (const { job, attempt, state } of this.deps.attempts.all()) {
      if (state !== 'running') continue;
      const error = {
        code: 'INTERRUPTED',
        message: 'the agent restarted while the attempt ran',
        hint: undefined,
      } as const;
      const end: JobEnded = { type: 'jobEnded', jobId: job, attempt, outcome: 'failed', error, targets: [] };
      this.deps.attempts.end(job, attempt, encodeEnd(end));
    }
  }
}

function keyOf(jobId: string, attempt: number): string {
  return `${jobId}/${attempt}`;
}
