/** Jobs, their targets' results, and failures as data. */
import type { Job__Output } from '../../proto/gen/wayside/v1/Job.ts';
import type { JobError__Output } from '../../proto/gen/wayside/v1/JobError.ts';
import type { JobLine__Output } from '../../proto/gen/wayside/v1/JobLine.ts';
import type { JobPlan__Output } from '../../proto/gen/wayside/v1/JobPlan.ts';
import type { Progress__Output } from '../../proto/gen/wayside/v1/Progress.ts';
import type { StepResult__Output } from '../../proto/gen/wayside/v1/StepResult.ts';
import type { TargetResult__Output } from '../../proto/gen/wayside/v1/TargetResult.ts';
import { isErrorCode } from '../errors.ts';
import {
  type Failure,
  type JobKind,
  type JobLine,
  type JobPlan,
  type JobProgress,
  type JobView,
  jobKinds,
  jobRanks,
  type StepView,
  type TargetResult,
} from '../model/index.ts';
import { jobState, stepState } from './enums.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import { textFromWire, timeFromWire, timestampFromWire, timestampToWire } from './scalar.ts';
import { structFromWire, structToWire, valueFromWire, valueToWire } from './struct.ts';

export function failureToWire(failure: Failure | undefined): JobError__Output | null {
  if (!failure) return null;
  return { code: failure.code, message: failure.message, hint: failure.hint ?? '' };
}

/** `undefined` when there is none. A code that this version does not know becomes INTERNAL and stays in the message. */
export function failureFromWire(error: JobError__Output | null | undefined): Failure | undefined {
  if (!error || error.code === '') return undefined;
  const hint = textFromWire(error.hint);
  if (isErrorCode(error.code)) return { code: error.code, message: error.message, hint };
  return { code: 'INTERNAL', message: `${error.code.slice(0, 80)}: ${error.message}`, hint };
}

export function targetResultToWire(result: TargetResult): TargetResult__Output {
  return {
    source: recordRefToWire(result.source),
    name: result.name,
    error: failureToWire(result.error),
    data: valueToWire(result.data),
    timingsMs: { ...result.timingsMs },
  };
}

export function targetResultFromWire(result: TargetResult__Output): TargetResult {
  return {
    source: recordRefFromWire(result.source, 'source'),
    name: result.name,
    error: failureFromWire(result.error),
    data: valueFromWire(result.data) ?? null,
    timingsMs: { ...result.timingsMs },
  };
}

export function jobToWire(job: JobView): Job__Output {
  return {
    id: job.id,
    kind: job.kind,
    state: jobState.toWire(job.state),
    site: job.site,
    agentId: job.agentId ?? '',
    attempt: job.attempt,
    progress: { ...job.progress },
    createTime: timestampToWire(job.createdAt),
    startTime: timestampToWire(job.startedAt),
    endTime: timestampToWire(job.endedAt),
    createdBy: job.createdBy,
    error: failureToWire(job.error),
    results: job.results.map(targetResultToWire),
    targets: job.targets.map(recordRefToWire),
    queuePosition: job.queuePosition,
    parentId: job.parentId ?? '',
    input: structToWire(job.input),
    plan: planToWire(job.plan),
    rank: job.rank ?? '',
    shares: job.shares ?? '',
    steps: (job.steps ?? []).map(stepToWire),
  };
}

/** A state that this version does not know reads as `unknown`, a kind as `collect`: both are shown, never run. */
export function jobFromWire(job: Job__Output): JobView {
  return {
    id: job.id,
    kind: jobKindFromWire(job.kind) ?? 'collect',
    state: jobState.fromWire(job.state) ?? 'unknown',
    site: job.site,
    agentId: textFromWire(job.agentId),
    attempt: job.attempt,
    progress: progressFromWire(job.progress),
    createdAt: timeFromWire(job.createTime),
    startedAt: timestampFromWire(job.startTime),
    endedAt: timestampFromWire(job.endTime),
    createdBy: job.createdBy,
    error: failureFromWire(job.error),
    results: job.results.map(targetResultFromWire),
    targets: job.targets.map((ref, at) => recordRefFromWire(ref, `targets[${at}]`)),
    queuePosition: job.queuePosition,
    parentId: textFromWire(job.parentId),
    input: structFromWire(job.input),
    plan: planFromWire(job.plan),
    rank: jobRanks.find((rank) => rank === job.rank),
    ...(job.shares !== '' && { shares: job.shares }),
    ...(job.steps.length > 0 && { steps: job.steps.map(stepFromWire) }),
  };
}

function stepToWire(step: StepView): StepResult__Output {
  return {
    id: step.id,
    source: recordRefToWire(step.source),
    action: structToWire(step.action),
    state: stepState.toWire(step.state),
    error: failureToWire(step.error),
    data: valueToWire(step.data),
    stateTime: timestampToWire(step.at),
  };
}

/** A state that this version does not know is `unknown`. */
function stepFromWire(step: StepResult__Output, at: number): StepView {
  return {
    id: step.id,
    source: recordRefFromWire(step.source, `steps[${at}].source`),
    action: structFromWire(step.action),
    state: stepState.fromWire(step.state) ?? 'unknown',
    error: failureFromWire(step.error),
    data: valueFromWire(step.data) ?? null,
    at: timestampFromWire(step.stateTime),
  };
}

function planToWire(plan: JobPlan | undefined): JobPlan__Output | null {
  if (!plan) return null;
  const { timers, retry } = plan;
  return {
    startTimeoutMs: timers.toStartMs,
    closeTimeoutMs: timers.toCloseMs,
    timeoutMs: timers.overallMs,
    leaseMs: timers.leaseMs,
    ...retry,
    codes: [...retry.codes],
  };
}

/** Codes that this version does not know are left out. */
function planFromWire(plan: JobPlan__Output | null): JobPlan | undefined {
  if (!plan) return undefined;
  const { attempts, firstDelayMs, nextDelayMs, factor, delayMaxMs, jitter } = plan;
  return {
    timers: {
      ...{ toStartMs: plan.startTimeoutMs, toCloseMs: plan.closeTimeoutMs },
      ...{ overallMs: plan.timeoutMs, leaseMs: plan.leaseMs },
    },
    retry: {
      ...{ attempts, firstDelayMs, nextDelayMs, factor, delayMaxMs, jitter },
      codes: plan.codes.filter(isErrorCode),
    },
  };
}

export function jobLineToWire({ attempt, no, at, target, line }: JobLine): JobLine__Output {
  return { attempt, number: no, time: timestampToWire(at), target, line };
}

export function jobLineFromWire({ attempt, number, time, target, line }: JobLine__Output): JobLine {
  return { attempt, no: number, at: timeFromWire(time), target, line };
}

/** `undefined` for a kind that this version does not know. */
export function jobKindFromWire(text: string): JobKind | undefined {
  return jobKinds.find((kind) => kind === text);
}

function progressFromWire(progress: Progress__Output | null): JobProgress {
  return {
    current: progress?.current ?? 0,
    total: progress?.total ?? 0,
    target: progress?.target ?? '',
    status: progress?.status ?? '',
  };
}
