/**
 * Moves jobs: from the queue to a capable agent under a lease, and through every state to an end.
 *
 * Invariants
 *   a job is on disk before anyone is told of it, and its end is on disk before the agent may forget it
 *   one attempt counts at a time
 *   a lapsed lease makes `unknown`, never `failed`: the work may still be running
 */
import { WaysideError } from '../../shared/errors.ts';
import { isTerminal, type JobState, parseMac, type TargetResult } from '../../shared/model/index.ts';
import type { Clock, Log, Timer } from '../../shared/runtime/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Store } from '../store/index.ts';
import { type JobEvent, nextState } from './machine.ts';
import type { Job, JobRepository } from './repository.ts';
import type { JobWatchers } from './watchers.ts';

export interface DispatcherDeps {
  readonly store: Store;
  readonly repository: JobRepository;
  readonly watchers: JobWatchers;
  readonly inventory: Inventory;
  readonly hub: AgentHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: JobSettings;
}

export interface JobSettings {
  readonly leaseMs: number;
  /** Jobs that wait; more are refused. */
  readonly queueMax: number;
  /** From `unknown` to `lost`. */
  readonly lostAfterMs: number;
}

/** Reading work is tried so often; all kinds of today only read. */
export const ATTEMPTS_MAX = 3;
/** Jobs that one agent holds at once; the others wait in the queue. */
const AGENT_JOBS_MAX = 32;

const UNENDED: readonly JobState[] = ['queued', 'offered', 'running', 'cancelling', 'unknown'];

export class Dispatcher {
  /** Every job that has not ended, by id; ended ones are read from the store. */
  readonly live: Map<string, Job> = new Map();
  private readonly deps: DispatcherDeps;
  private readonly queue: string[] = [];
  private readonly timers = new Map<string, Timer>();

  constructor(deps: DispatcherDeps) {
    this.deps = deps;
    this.recover();
  }

  get queued(): number {
    return this.queue.length;
  }

  /** Jobs before it; 0 when it does not wait. */
  queuePosition(job: Job): number {
    return Math.max(0, this.queue.indexOf(job.id));
  }

  /** A job that is on disk and waits. */
  enqueue(job: Job): void {
    this.live.set(job.id, job);
    this.wait(job);
    this.dispatch();
  }

  stop(): void {
    for (const timer of this.timers.values()) timer.cancel();
    this.timers.clear();
  }

  dispatch(): void {
    const waiting = this.queue.splice(0);
    for (const id of waiting) {
      const job = this.live.get(id);
      if (job?.state !== 'queued') continue;
      const agentId = this.pickAgent(job);
      if (agentId === undefined) this.queue.push(id);
      else this.offer(job, agentId);
    }
  }

  /** The capable agent with the fewest jobs. */
  private pickAgent(job: Job): string | undefined {
    const load = new Map(this.deps.hub.capable(job.site, `${job.driver}.${job.kind}`).map((id) => [id, 0]));
    for (const other of this.live.values()) {
      const count =
        other.agentId === undefined || other.state === 'queued' ? undefined : load.get(other.agentId);
      if (count !== undefined && other.agentId !== undefined) load.set(other.agentId, count + 1);
    }
    const [best] = [...load].filter(([, count]) => count < AGENT_JOBS_MAX).sort((a, b) => a[1] - b[1]);
    return best?.[0];
  }

  private offer(job: Job, agentId: string): void {
    job.agentId = agentId;
    job.attempt += 1;
    job.progress = { current: 0, total: job.targets.length, target: '', status: 'offered' };
    this.move(job, 'offer');
    this.renewLease(job);
    this.deps.hub
      .send(agentId, {
        type: 'jobOffered',
        jobId: job.id,
        attempt: job.attempt,
        idempotencyKey: job.id,
        leaseMs: this.deps.settings.leaseMs,
        timeoutMs: Math.max(1, job.deadlineAt - this.deps.clock.now()),
        kind: job.kind === 'trace' ? undefined : job.kind,
        driver: job.driver,
        targets: job.targets,
        mac: job.mac === undefined ? undefined : parseMac(job.mac),
        epoch: this.deps.inventory.homes.epochOf(job.site),
      })
      .catch((error: unknown) => this.tryAgain(job, { ...failureOf(error) }));
  }

  askCancel(job: Job, why: string): void {
    this.move(job, 'cancel');
    if (job.agentId === undefined) return;
    const message = { type: 'jobCancelled', jobId: job.id, attempt: job.attempt, why } as const;
    this.deps.hub.send(job.agentId, message).catch((error: unknown) => {
      // The agent is away: it is asked again when it is back, see `resume`.
      this.deps.log.debug('job.cancel-not-sent', { job: job.id, error });
    });
  }

  /** The agent is back and still runs it. */
  resume(job: Job): void {
    if (job.state === 'cancelling') return this.askCancel(job, 'asked before the agent was back');
    if (job.state === 'offered') this.move(job, 'accept');
    else this.move(job, 'resume');
    this.renewLease(job);
  }

  /** Back into the queue while attempts are left; else it has failed. */
  tryAgain(job: Job, error: NonNullable<Job['error']>): void {
    if (isTerminal(job.state) || job.state === 'queued') return;
    if (job.state === 'cancelling') return this.end(job, 'cancelled', error);
    const retryable = error.code === 'INTERRUPTED' || new WaysideError(error.code, '').retryable;
    if (!retryable || job.attempt >= ATTEMPTS_MAX) return this.end(job, 'fail', error);
    this.deps.log.info('job.requeued', { job: job.id, attempt: job.attempt, code: error.code });
    job.agentId = undefined;
    this.move(job, 'requeue');
    this.wait(job);
    queueMicrotask(() => this.dispatch());
  }

  private wait(job: Job): void {
    this.queue.push(job.id);
    this.arm(job, Math.max(0, job.deadlineAt - this.deps.clock.now()), () => this.expire(job));
  }

  renewLease(job: Job): void {
    this.arm(job, this.deps.settings.leaseMs, () => {
      if (!this.move(job, 'lapse')) return;
      this.deps.log.warn('job.lease-lapsed', { job: job.id, agent: job.agentId, attempt: job.attempt });
      this.arm(job, this.deps.settings.lostAfterMs, () => {
        const message = `agent ${job.agentId} did not come back to say how the job ended`;
        this.end(job, job.state === 'cancelling' ? 'cancelled' : 'lose', {
          code: 'LEASE_LOST',
          message,
          hint: undefined,
        });
      });
    });
  }

  private expire(job: Job): void {
    const message = `no agent of site ${job.site} took the job in time`;
    this.end(job, 'expire', {
      code: 'NO_CAPABLE_AGENT',
      message,
      hint: 'See `wayside agent ls` for the agents of the site.',
    });
  }

  private arm(job: Job, ms: number, fn: () => void): void {
    this.timers.get(job.id)?.cancel();
    this.timers.set(job.id, this.deps.clock.after(ms, fn));
  }

  move(job: Job, event: JobEvent): boolean {
    const next = nextState(job.state, event);
    if (!next) return false;
    job.state = next;
    this.deps.store.write(() => this.deps.repository.save(job));
    this.deps.watchers.changed(job.id);
    return true;
  }

  end(job: Job, event: JobEvent, error: Job['error'], results: readonly TargetResult[] = []): void {
    const next = nextState(job.state, event);
    if (!next) return;
    job.state = next;
    job.error = error;
    job.endedAt = this.deps.clock.now();
    if (results.length > 0)
      job.progress = { ...job.progress, current: results.length, total: job.targets.length, status: next };
    this.deps.store.write(() => {
      this.deps.repository.addResults(job, job.attempt, results);
      this.deps.repository.save(job);
    });
    this.timers.get(job.id)?.cancel();
    this.timers.delete(job.id);
    this.live.delete(job.id);
    const queued = this.queue.indexOf(job.id);
    if (queued >= 0) this.queue.splice(queued, 1);
    this.deps.log.info('job.ended', { job: job.id, kind: job.kind, state: next, code: error?.code });
    this.deps.watchers.changed(job.id);
  }

  /** At start: what was queued waits on, what ran is unknown until its agent is back, what we did ourselves is over. */
  private recover(): void {
    for (const state of UNENDED) {
      for (const job of this.deps.repository.byState(state, this.deps.settings.queueMax)) {
        this.live.set(job.id, job);
        if (job.kind === 'trace') {
          this.end(job, 'fail', {
            code: 'INTERRUPTED',
            message: 'the controller restarted',
            hint: 'Ask again.',
          });
        } else if (job.state === 'queued') {
          this.wait(job);
        } else {
          this.renewLease(job);
        }
      }
    }
  }
}

export function failureOf(error: unknown): NonNullable<Job['error']> {
  const { code, message, hint } = WaysideError.from(error);
  return { code, message, hint };
}
