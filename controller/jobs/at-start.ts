/** Jobs as the store has them when the controller starts: each is live again, and shares what it shared. */
import type { JobState } from '../../shared/model/index.ts';
import { isOwnApply, isParent, type Job, type JobRepository } from './repository.ts';
import type { Sharing } from './sharing.ts';

const UNENDED: readonly JobState[] = ['queued', 'offered', 'running', 'cancelling', 'unknown'];

/** Puts them into `live`; returns those that wait although who asked for them is gone, such as a trace. */
export function jobsAtStart(
  repository: JobRepository,
  live: Map<string, Job>,
  sharing: Sharing,
): readonly Job[] {
  const jobs = UNENDED.flatMap((state) => repository.byState(state));
  for (const job of jobs) live.set(job.id, job);
  // Those that were there first lead.
  for (const job of jobs.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)))
    if (!isParent(job)) sharing.add(job);
  return jobs.filter(({ state, parentId }) => {
    const parent = parentId === undefined ? undefined : live.get(parentId);
    return (
      state === 'queued' && parentId !== undefined && !(parent && (isParent(parent) || isOwnApply(parent)))
    );
  });
}
