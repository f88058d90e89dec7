/** The one table of exit codes. Scripts rely on it: a code never changes its meaning. */
import { type ErrorCode, errorCodes, type GrpcStatus, type WaysideError } from '../../shared/errors.ts';

export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  forbidden: 4,
  partly: 5,
  jobFailed: 6,
  conflict: 7,
  limit: 8,
  timeout: 124,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What `wayside help exit-codes` prints. */
export const exitCodeDocs: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'done; a trace found the address',
  failed: 'failed',
  usage: 'wrong use: an option, argument, file or configuration is not valid',
  notFound: 'not found: nothing of that name; a trace asked every switch and none has the address',
  forbidden: 'not logged in, or not allowed',
  partly:
    'partly failed: some items or switches; a trace found nothing, or only what was known before, for switches did not answer',
  jobFailed: 'the job that was waited for did not succeed',
  conflict:
    'conflict: somebody else changed it meanwhile, a file is already there, a job has ended, or a plan is stale, expired or applied',
  limit: 'a safety limit was hit: a guard of a plan',
  timeout: 'the time of --timeout is over',
  interrupted: 'interrupted with Ctrl-C',
};

const byStatus: Readonly<Partial<Record<GrpcStatus, ExitCode>>> = {
  INVALID_ARGUMENT: exitCodes.usage,
  OUT_OF_RANGE: exitCodes.usage,
  NOT_FOUND: exitCodes.notFound,
  UNAUTHENTICATED: exitCodes.forbidden,
  PERMISSION_DENIED: exitCodes.forbidden,
  ABORTED: exitCodes.conflict,
  ALREADY_EXISTS: exitCodes.conflict,
  DEADLINE_EXCEEDED: exitCodes.timeout,
  CANCELLED: exitCodes.interrupted,
};

/** Codes whose status alone would mislead a script. */
const byCode: Readonly<Partial<Record<ErrorCode, ExitCode>>> = {
  AMBIGUOUS_NAME: exitCodes.usage,
  IN_USE: exitCodes.conflict,
  JOB_FINISHED: exitCodes.conflict,
  PLAN_EXPIRED: exitCodes.conflict,
  PLAN_STALE: exitCodes.conflict,
  PLAN_APPLIED: exitCodes.conflict,
  PLAN_FOREIGN: exitCodes.conflict,
  NOT_APPROVED: exitCodes.forbidden,
  GUARD_BLOCKED: exitCodes.limit,
};

export function exitCodeOf(error: WaysideError): ExitCode {
  return byCode[error.code] ?? byStatus[errorCodes[error.code].grpc] ?? exitCodes.failed;
}
