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

export const jobKinds = ['collect', 'lookup', 'probe', 'trace'] as const;
export type JobKind = (typeof jobKinds)[number];

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
}
