/** A job that its agent began and of which this store does not know that: the attempt counts, whatever was under way here. */
import type { JobMover } from './deps.ts';
import { freshAttempt } from './offer.ts';
import type { Job } from './repository.ts';

/** The job is live. The agent tells its end, or that it still runs, after this. */
export function adoptJob(
  dispatcher: JobMover,
  job: Job,
  begun: {
    readonly agentId: string;
    readonly startedAt: number;
    readonly attempt: number;
    readonly why: string;
  },
): void {
  const { agentId, startedAt, attempt, why: status } = begun;
  const isThat = job.agentId === agentId && job.attempt === attempt && job.state !== 'queued';
  if (isThat || job.state === 'cancelling') return;
  if (job.state !== 'queued') dispatcher.move(job, 'requeue', { agentId: undefined });
  dispatcher.takeOut(job.id);
  dispatcher.move(job, 'offer', freshAttempt(job, { agentId, attempt, status }));
  dispatcher.move(job, 'accept', { startedAt });
  dispatcher.renewLease(job);
}
