/** A job that its agent began alone, while it had no controller: that attempt counts, whatever was under way here. */
import type { Dispatcher } from './dispatcher.ts';
import type { Job } from './repository.ts';

/** The job is live. The agent tells its end, or that it still runs, after this. */
export function adoptJob(
  dispatcher: Dispatcher,
  job: Job,
  { agentId, startedAt }: { readonly agentId: string; readonly startedAt: number },
): void {
  const isThat = job.agentId === agentId && job.attempt === 1 && job.state !== 'queued';
  if (isThat || job.state === 'cancelling') return;
  if (job.state !== 'queued') dispatcher.move(job, 'requeue', { agentId: undefined });
  dispatcher.takeOut(job.id);
  const progress = { current: 0, total: job.targets.length, target: '', status: 'begun alone' };
  const fresh = { error: undefined, results: new Map(), savedResults: 0, readyAt: undefined };
  dispatcher.move(job, 'offer', { ...fresh, agentId, attempt: 1, progress });
  dispatcher.move(job, 'accept', { startedAt });
  dispatcher.renewLease(job);
}
