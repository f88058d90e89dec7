/** Why jobs end or are put back, where the controller is who says it. */
import { WaysideError } from '../../shared/errors.ts';
import type { Failure } from '../../shared/model/index.ts';

export const NO_TIME: Failure = {
  code: 'TIMEOUT',
  message: 'the job whose work it shared ran out of time',
  hint: undefined,
};

export const RESTARTED: Failure = {
  code: 'INTERRUPTED',
  message: 'the controller restarted',
  hint: 'Ask again.',
};

export function notTaken(site: string): Failure {
  const message = `no agent of site ${site} took the job in time`;
  return { code: 'NO_CAPABLE_AGENT', message, hint: 'See `wayside agent ls` for the agents of the site.' };
}

export function leaseLost(message: string): Failure {
  return { code: 'LEASE_LOST', message, hint: undefined };
}

export function failureOf(error: unknown): Failure {
  const { code, message, hint } = WaysideError.from(error);
  return { code, message, hint };
}
