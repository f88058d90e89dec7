/** What agents say of their attempts. Results of an attempt that no longer counts are kept and change nothing. */
import type { WaysideError } from '../../shared/errors.ts';
import type { TargetResult } from '../../shared/model/index.ts';
import type { AgentMessage, Hello, JobEnded, JobProgressed } from '../../shared/wire/index.ts';
import type { AgentListener } from '../agents/index.ts';
import { ATTEMPTS_MAX, type Dispatcher, type DispatcherDeps } from './dispatcher.ts';
import type { Job } from './repository.ts';

const EVENT_OF = { succeeded: 'succeed', partly: 'partly', failed: 'fail', cancelled: 'cancelled' } as const;

export class JobReports implements AgentListener {
  private readonly deps: DispatcherDeps;
  private readonly dispatcher: Dispatcher;

  constructor(deps: DispatcherDeps, dispatcher: Dispatcher) {
    this.deps = deps;
    this.dispatcher = dispatcher;
  }

  online(agentId: string, hello: Hello): void {
    for (const job of this.dispatcher.live.values()) {
      if (job.agentId !== agentId || job.state === 'queued') continue;
      const theirs = hello.attempts.find((a) => a.jobId === job.id && a.attempt === job.attempt);
      if (!theirs)
        this.dispatcher.tryAgain(job, {
          code: 'INTERRUPTED',
          message: 'the agent does not know the attempt',
          hint: undefined,
        });
      else if (theirs.state === 'running') this.dispatcher.resume(job);
    }
    this.dispatcher.dispatch();
  }

  offline(agentId: string, reason: WaysideError): void {
    for (const job of this.dispatcher.live.values()) {
      if (job.agentId === agentId)
        this.deps.log.debug('job.agent-away', { job: job.id, agent: agentId, reason: reason.code });
    }
  }

  message(agentId: string, message: AgentMessage): void {
    if (message.type === 'jobAccepted') this.onAccepted(agentId, message);
    else if (message.type === 'jobRejected') this.onRejected(agentId, message);
    else if (message.type === 'jobProgressed') this.onProgressed(agentId, message);
    else if (message.type === 'jobEnded') this.onEnded(agentId, message);
  }

  private onAccepted(agentId: string, message: { jobId: string; attempt: number }): void {
    const job = this.current(agentId, message);
    if (!job) return;
    job.startedAt ??= this.deps.clock.now();
    if (this.dispatcher.move(job, 'accept')) this.dispatcher.renewLease(job);
  }

  private onRejected(agentId: string, message: AgentMessage & { type: 'jobRejected' }): void {
    const job = this.current(agentId, message);
    if (job) this.dispatcher.tryAgain(job, { code: message.code, message: message.message, hint: undefined });
  }

  private onProgressed(agentId: string, message: JobProgressed): void {
    const job = this.current(agentId, message);
    if (!job) return;
    const { current, total, target, status, targets } = message;
    job.progress = { current, total, target: target === '' ? job.progress.target : target, status };
    if (targets.length > 0)
      this.deps.store.write(() => this.deps.repository.addResults(job, message.attempt, targets));
    if (job.state === 'unknown') this.dispatcher.resume(job);
    this.dispatcher.renewLease(job);
    this.deps.watchers.changed(job.id);
  }

  private onEnded(agentId: string, message: JobEnded): void {
    const { jobId, attempt, outcome, error, targets } = message;
    const job = this.current(agentId, message);
    if (job && outcome === 'failed' && error?.code === 'INTERRUPTED' && job.attempt < ATTEMPTS_MAX)
      this.dispatcher.tryAgain(job, error);
    else if (job) this.dispatcher.end(job, EVENT_OF[outcome], error, targets);
    else this.keepLate(jobId, attempt, targets);
    void this.deps.hub
      .send(agentId, { type: 'jobEndAcknowledged', jobId, attempt })
      .catch((failure: unknown) => {
        // The agent keeps the result and sends it again at its next session; it is known then and acknowledged anew.
        this.deps.log.debug('job.end-not-acknowledged', { job: jobId, error: failure });
      });
    this.dispatcher.dispatch();
  }

  /** The result of an attempt that no longer counts: kept beside the others, changes nothing. */
  private keepLate(jobId: string, attempt: number, targets: readonly TargetResult[]): void {
    const known = this.deps.repository.find(jobId);
    if (!known) return;
    this.deps.log.warn('job.late-result', { job: jobId, attempt, counts: known.attempt });
    if (attempt !== known.attempt)
      this.deps.store.write(() => this.deps.repository.addResults(known, attempt, targets));
  }

  private current(agentId: string, message: { jobId: string; attempt: number }): Job | undefined {
    const job = this.dispatcher.live.get(message.jobId);
    return job && job.agentId === agentId && job.attempt === message.attempt ? job : undefined;
  }
}
