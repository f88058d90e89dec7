/** An agent does not know an attempt that it was offered, or says that nothing was sent: what that says of the attempt. Pure. */
import type { Failure } from '../../shared/model/index.ts';
import { kindTable } from './kinds.ts';
import type { Job } from './repository.ts';

const UNKNOWN_THERE: Failure = {
  code: 'INTERRUPTED',
  message: 'the agent does not know the attempt',
  hint: undefined,
};

const NEVER_CAME: Failure = { ...UNKNOWN_THERE, code: 'NOTHING_SENT', message: 'the offer never came' };

const DISK_GONE: Failure = {
  code: 'OUTCOME_UNKNOWN',
  message: 'the agent took the job and does not know it any more: its disk is another one',
  hint: 'Look at the sources before anything is sent again.',
};

/** Taken it was on the agent's disk: then that disk is gone, and nobody knows what was written. */
export function judgeForgotten(job: Job): { readonly isLost: boolean; readonly error: Failure } {
  if (!kindTable[job.kind].writes) return { isLost: false, error: UNKNOWN_THERE };
  const isTaken = job.state !== 'offered' && job.startedAt !== undefined;
  return isTaken ? { isLost: true, error: DISK_GONE } : { isLost: false, error: NEVER_CAME };
}

/** Something of it was sent, whatever its agent knows of that by now. */
export function isBegun({ steps = [] }: Pick<Job, 'steps'>): boolean {
  return steps.some(({ state }) => state !== 'planned');
}

/** For what is begun: its agent says otherwise, so its disk went back. */
export function sentBefore({ message }: Failure): Failure {
  return { ...DISK_GONE, message: `steps of it were sent, and now its agent says: ${message}` };
}
