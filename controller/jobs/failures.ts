/** Why jobs end or are put back, where the controller is who says it. */
import { type ErrorCode, WaysideError } from '../../shared/errors.ts';
import type { Failure } from '../../shared/model/index.ts';

export const NO_TIME: Failure = {
  code: 'TIMEOUT',
  message: 'the job whose work it shared ran out of time',
  hint: undefined,
};

/** Told to the agent of a lost job. */
export const GIVEN_UP = 'the controller has given it up';

export const RESTARTED: Failure = {
  code: 'INTERRUPTED',
  message: 'the controller restarted',
  hint: 'Ask again.',
};

export const WENT_BACK: Failure = {
  code: 'OUTCOME_UNKNOWN',
  message: 'the store of the controller went back, and what was sent since is not known',
  hint: 'Look at the sources before anything is sent again.',
};

/** Of messages that our own link did not take: nothing of them has left. */
export const REFUSED_HERE: readonly ErrorCode[] = ['QUEUE_FULL', 'MESSAGE_TOO_LARGE'];

export function notTaken(site: string): Failure {
  const message = `no agent of site ${site} took the job in time`;
  return { code: 'NO_CAPABLE_AGENT', message, hint: 'See `wayside agent ls` for the agents of the site.' };
}

/** A reading whose time is over, and nobody has said how it ended. */
export function silentAgent({ agentId }: { readonly agentId: string | undefined }): Failure {
  const message = `its time is over, and agent ${agentId} has not said how it ended`;
  return { code: 'TIMEOUT', message, hint: '`wayside agent ls` says whether the agent is online.' };
}

export function leaseLost(message: string): Failure {
  return { code: 'LEASE_LOST', message, hint: undefined };
}

export function failureOf(error: unknown): Failure {
  const { code, message, hint } = WaysideError.from(error);
  return { code, message, hint };
}
