/** What agents say of their attempts. Results of an attempt that no longer counts are kept and change nothing. */
import type { ErrorCode, WaysideError } from '../../shared/errors.ts';
import type {
  AgentMessage,
  Hello,
  JobAccepted,
  JobEnded,
  JobProgressed,
  JobRejected,
} from '../../shared/wire/index.ts';
import type { AgentListener } from '../agents/index.ts';
import type { DispatcherDeps } from './deps.ts';
import type { Dispatcher } from './dispatcher.ts';
import { kindTable, mayRetry } from './kinds.ts';
import type { Job } from './repository.ts';
import { workOf } from './sharing.ts';

const EVENT_OF = { succeeded: 'succeed', partly: 'partly', failed: 'fail', cancelled: 'cancelled' } as const;

/** Characters of a line of progress. */
const STATUS_CHARS_MAX = 200;

/** Ends that say that there is no result. */
const BROKEN_OFF: readonly ErrorCode[] = ['INTERRUPTED', 'NOTHING_SENT'];

export class JobReports implements AgentListener {
  private readonly deps: DispatcherDeps;
  private readonly dispatcher: Dispatcher;

  constructor(deps: DispatcherDeps, dispatcher: Dispatcher) {
    this.deps = deps;
    this.dispatcher = dispatcher;
  }

  online(agentId: string, hello: Hello): void {
    this.dispatcher.wake(agentId);
    this.dispatcher.old.told(agentId, hello);
    for (const job of [...this.dispatcher.live.values()]) {
      if (job.agentId !== agentId || this.dispatcher.sharing.isFollower(job)) continue;
      if (this.dispatcher.old.has(job)) continue;
      const theirs = hello.attempts.find((a) => a.jobId === workOf(job) && a.attempt === job.attempt);
      if (!theirs) this.dispatcher.forgotten(job);
      else if (theirs.state === 'running') this.dispatcher.resume(job);
      // Its end is told next.
      else this.dispatcher.renewLease(job);
    }
    this.dispatcher.dispatch();
  }

  offline(agentId: string, reason: WaysideError): void {
    // An offer that it was not heard to take may have been begun all the same: it is waited for as what was taken.
    for (const job of this.dispatcher.live.values()) {
      if (job.agentId === agentId)
        this.deps.log.debug('job.agent-away', { job: job.id, agent: agentId, reason: reason.code });
    }
  }

  isBusy(agentId: string): boolean {
    for (const job of this.dispatcher.live.values())
      if (job.agentId === agentId && job.state !== 'queued') return true;
    return false;
  }

  changesUntil(agentId: string): number | undefined {
    const ends = [...this.dispatcher.live.values()]
      .filter((job) => job.agentId === agentId && job.state !== 'queued' && kindTable[job.kind].writes)
      .map(({ deadlineAt }) => deadlineAt);
    return ends.length > 0 ? Math.max(...ends) : undefined;
  }

  /** Its attempts of jobs that only read; they are made again elsewhere. A change goes on to its end. */
  interrupt(agentId: string, why: string): boolean {
    const { hub, log } = this.deps;
    let isAny = false;
    for (const job of this.dispatcher.live.values()) {
      const { agentId: at, attempt, state, kind } = job;
      const isUnderWay = state === 'offered' || state === 'running' || state === 'unknown';
      if (at !== agentId || !isUnderWay || kindTable[kind].writes) continue;
      if (this.dispatcher.sharing.isFollower(job)) continue;
      isAny = true;
      hub
        .send(agentId, { type: 'jobCancelled', jobId: workOf(job), attempt, why, interrupt: true })
        .catch((error: unknown) => log.debug('message.not-sent', { agent: agentId, error }));
    }
    return isAny;
  }

  backToWork(agentId: string): void {
    this.dispatcher.wake(agentId);
    this.dispatcher.dispatch();
  }

  /** What it says is on disk when the promise resolves. */
  async message(agentId: string, message: AgentMessage): Promise<void> {
    if (message.type === 'jobAccepted') await this.onAccepted(agentId, message);
    else if (message.type === 'jobRejected') this.onRejected(agentId, message);
    else if (message.type === 'jobProgressed') this.onProgressed(agentId, message);
    else if (message.type === 'jobEnded') await this.onEnded(agentId, message);
  }

  private async onAccepted(agentId: string, message: JobAccepted): Promise<void> {
    const job = this.current(agentId, message);
    if (job) await this.dispatcher.accepted(job, () => this.current(agentId, message) === job);
  }

  private onRejected(agentId: string, message: JobRejected): void {
    const job = this.current(agentId, message);
    if (!job) return;
    const { code, message: why } = message;
    this.dispatcher.rejected(job, { code, message: why, hint: undefined });
    this.dispatcher.dispatch();
  }

  private onProgressed(agentId: string, message: JobProgressed): void {
    const job = this.current(agentId, message);
    if (!job) return;
    const { current, total } = message;
    const target = (message.target || job.progress.target).slice(0, STATUS_CHARS_MAX);
    const status = message.status.slice(0, STATUS_CHARS_MAX);
    this.dispatcher.report(job, { current, total, target, status }, message.targets);
    if (job.state === 'offered' || job.state === 'unknown') this.dispatcher.resume(job);
    else this.dispatcher.renewLease(job);
  }

  private async onEnded(agentId: string, message: JobEnded): Promise<void> {
    const { jobId, attempt, outcome, error, targets: results } = message;
    const job = this.current(agentId, message);
    const isStill = (): boolean => this.current(agentId, message) !== undefined;
    const end = { event: EVENT_OF[outcome], error, results };
    const isBrokenOff = error && BROKEN_OFF.includes(error.code) && outcome !== 'cancelled';
    if (job && isBrokenOff && mayRetry(job, error.code)) this.dispatcher.tryAgain(job, error);
    else if (!job || !(await this.dispatcher.endSoon(job, () => (isStill() ? end : undefined))))
      this.keepLate(agentId, message);
    this.deps.hub.send(agentId, { type: 'jobEndAcknowledged', jobId, attempt }).catch((failure: unknown) => {
      // The agent keeps the result and sends it again at its next session; it is known then and acknowledged anew.
      this.deps.log.debug('job.end-not-acknowledged', { job: jobId, error: failure });
    });
    this.dispatcher.dispatch();
  }

  /** The result of an attempt that no longer counts: kept beside the others, changes nothing. */
  private keepLate(agentId: string, { jobId, attempt, targets }: JobEnded): void {
    const { repository, store, hub, log } = this.deps;
    const job = this.workOf(jobId) ?? repository.find(jobId);
    const isTheirs = job && hub.siteOf(agentId) === job.site && attempt >= 1 && attempt <= job.attempt;
    if (!isTheirs || (kindTable[job.kind].writes && job.agentId !== agentId)) return;
    log.warn('job.late-result', { job: jobId, attempt, counts: job.attempt, state: job.state });
    store.write(() => {
      const late = repository.addLateResults(job, attempt, targets);
      this.deps.onAttemptEnded?.({ ...job, agentId }, late);
    });
  }

  /** Agents know a work by the job that began it. */
  private workOf(jobId: string): Job | undefined {
    return this.dispatcher.sharing.lead(jobId) ?? this.dispatcher.live.get(jobId);
  }

  private current(agentId: string, message: { jobId: string; attempt: number }): Job | undefined {
    const job = this.workOf(message.jobId);
    return job && job.agentId === agentId && job.attempt === message.attempt ? job : undefined;
  }
}
