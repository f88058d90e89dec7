/** A piece of work as everyone sees it. */
import type { ErrorCode } from '../errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { RecordRef } from './ref.ts';

export const jobStates = [
  'queued',
  'offered',
  'running',
  'cancelling',
  'unknown',
  'succeeded',
  'partly',
  'failed',
  'cancelled',
  'expired',
  'lost',
] as const;
export type JobState = (typeof jobStates)[number];

const TERMINAL: ReadonlySet<JobState> = new Set([
  'succeeded',
  'partly',
  'failed',
  'cancelled',
  'expired',
  'lost',
]);

export function isTerminal(state: JobState): boolean {
  return TERMINAL.has(state);
}

export const jobKinds = ['collect', 'lookup', 'probe', 'trace', 'apply', 'resolve', 'port'] as const;
export type JobKind = (typeof jobKinds)[number];
/** Kinds that people may ask for by themselves: they only read, and an agent does them. */
export type ReadKind = Exclude<JobKind, 'trace' | 'apply'>;
/** Those that schedules may begin. */
export const scheduledKinds = ['collect', 'lookup', 'probe'] as const;
export type ScheduledKind = (typeof scheduledKinds)[number];

export function isReadKind(kind: JobKind): kind is ReadKind {
  return kind !== 'trace' && kind !== 'apply';
}

export function isScheduledKind(kind: string): kind is ScheduledKind {
  return (scheduledKinds as readonly string[]).includes(kind);
}

/** One change of one source, in the order in which the steps of a job stand. */
export interface JobStep {
  /** Unique within the job. */
  readonly id: string;
  readonly source: RecordRef;
  /** For the driver of the source alone. */
  readonly action: JsonObject;
}

/**
 * How far a step has come. `planned`: nothing of it was sent. `sent`: no answer yet, or none that is known. `acknowledged`: done, by
 * the source's word or by reading back. `not-done`: tried, and reading back shows that it is not there. `unknown`: sent,
 * and nobody can say.
 */
export const stepStates = ['planned', 'sent', 'acknowledged', 'not-done', 'unknown'] as const;
export type StepState = (typeof stepStates)[number];

/** What the agent's journal says of a step. */
export interface StepResult {
  readonly id: string;
  readonly state: StepState;
  /** Of `not-done` and `unknown`: why. */
  readonly error: Failure | undefined;
  /** What the source answered. */
  readonly data: Json;
  /** Since when it is in that state; `undefined`: it never left `planned`. */
  readonly at: number | undefined;
}

export type StepView = JobStep & StepResult;

/** An error as data: for results, journals and messages. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
}

export interface JobProgress {
  readonly current: number;
  readonly total: number;
  /** Name of the target being worked on. */
  readonly target: string;
  readonly status: string;
}

export interface TargetResult {
  readonly source: RecordRef;
  readonly name: string;
  /** `undefined`: the target succeeded. */
  readonly error: Failure | undefined;
  readonly data: Json;
  /** Milliseconds by phase. */
  readonly timingsMs: Readonly<Record<string, number>>;
  /** Name of the credential that the agent opened for it. */
  readonly credential?: string;
}

/** How long a job may take; all in milliseconds. */
export interface JobTimes {
  /** From its submission, or from being put back, until an agent has it. */
  readonly toStartMs: number;
  /** One attempt, from its offer to its end. */
  readonly toCloseMs: number;
  /** From the submission to the end, all attempts together. */
  readonly overallMs: number;
  /** How long its agent may say nothing of it. */
  readonly leaseMs: number;
}

/** How an attempt that ended without a result is made again. */
export interface JobRetry {
  /** In all, the first one included. */
  readonly attempts: number;
  /** Wait before the second attempt; before the third `nextDelayMs`, then `factor` times as long each, up to `delayMaxMs`. */
  readonly firstDelayMs: number;
  readonly nextDelayMs: number;
  readonly factor: number;
  readonly delayMaxMs: number;
  /** Each wait is drawn from so much around it: 0.2 is from 80 % to 120 %. */
  readonly jitter: number;
  readonly codes: readonly ErrorCode[];
}

export interface JobPlan {
  readonly timers: JobTimes;
  readonly retry: JobRetry;
}

/** Who waits for a job; what a person asked for is offered before what a schedule began. */
export const jobRanks = ['person', 'schedule'] as const;
export type JobRank = (typeof jobRanks)[number];

/** One line of what was said of an attempt. */
export interface JobLine {
  readonly attempt: number;
  /** Counts from 1 within the attempt; a step shows that lines between were dropped. */
  readonly no: number;
  readonly at: number;
  /** Name of a target; empty: of the job. */
  readonly target: string;
  readonly line: string;
}

/** Times are epoch milliseconds. */
export interface JobView {
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly site: string;
  readonly agentId: string | undefined;
  readonly attempt: number;
  readonly progress: JobProgress;
  readonly createdAt: number;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly createdBy: string;
  readonly error: Failure | undefined;
  readonly results: readonly TargetResult[];
  readonly targets: readonly RecordRef[];
  /** Jobs before it in the queue; 0 unless queued. */
  readonly queuePosition: number;
  readonly parentId: string | undefined;
  readonly input: JsonObject;
  /** Absent in lists. */
  readonly plan?: JobPlan | undefined;
  readonly rank?: JobRank | undefined;
  /** The job whose work serves this one too. */
  readonly shares?: string;
  /** Of a job that writes, in their order. Absent in lists. */
  readonly steps?: readonly StepView[];
}
