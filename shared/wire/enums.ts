/**
 * Proto enums and our string unions, one table each. The builder does not compile when either side has a value that
 * the table lacks, so a new state cannot be forgotten. What a newer peer may send and we do not know reads as `undefined`.
 */

import type { AgentState__Output } from '../../proto/gen/wayside/v1/AgentState.ts';
import type { AlertLevel__Output } from '../../proto/gen/wayside/v1/AlertLevel.ts';
import type { AlertState__Output } from '../../proto/gen/wayside/v1/AlertState.ts';
import type { CredentialState__Output } from '../../proto/gen/wayside/v1/CredentialState.ts';
import type { _wayside_v1_Finding_Level__Output } from '../../proto/gen/wayside/v1/Finding.ts';
import type { JobState__Output } from '../../proto/gen/wayside/v1/JobState.ts';
import type { JoinTokenState__Output } from '../../proto/gen/wayside/v1/JoinTokenState.ts';
import type { LogLevel__Output } from '../../proto/gen/wayside/v1/LogLevel.ts';
import type { MatchRank__Output } from '../../proto/gen/wayside/v1/MatchRank.ts';
import type { StepState__Output } from '../../proto/gen/wayside/v1/StepState.ts';
import type { TraceVerdict__Output } from '../../proto/gen/wayside/v1/TraceVerdict.ts';
import type { _wayside_v1_WatchRecordsResponse_EventType__Output } from '../../proto/gen/wayside/v1/WatchRecordsResponse.ts';
import type {
  AgentState,
  AlertState,
  CredentialState,
  FindingLevel,
  JobState,
  JoinTokenState,
  MatchRank,
  StepState,
  TraceVerdict,
} from '../model/index.ts';
import type { LogLevel } from '../runtime/index.ts';

export interface EnumCodec<Ours extends string, Theirs extends string> {
  toWire(value: Ours): Theirs;
  /** `undefined` for the zero value and for values that this version does not know (names or numbers). */
  fromWire(value: Theirs | string | number | undefined): Ours | undefined;
}

type Unspecified = `${string}UNSPECIFIED`;

/** The table itself, or, when it lacks values of the proto enum, a type that names them and that no table has. */
type Complete<Table extends Readonly<Record<string, string>>, Theirs extends string> = [
  Exclude<Theirs, Table[keyof Table] | Unspecified>,
] extends [never]
  ? Table
  : { readonly missingInTable: Exclude<Theirs, Table[keyof Table] | Unspecified> };

/** `enumCodec<Ours, Theirs>()({ ours: 'THEIRS', … })`; the table is complete both ways or it does not compile. */
export function enumCodec<Ours extends string, Theirs extends string>(): <
  const Table extends Readonly<Record<Ours, Theirs>>,
>(
  table: Complete<Table, Theirs>,
) => EnumCodec<Ours, Theirs> {
  return (table) => {
    const toWire = table as Readonly<Record<Ours, Theirs>>;
    const pairs = Object.entries<Theirs>(toWire) as [Ours, Theirs][];
    const fromWire = new Map<unknown, Ours>(pairs.map(([ours, theirs]) => [theirs, ours]));
    return {
      toWire: (value) => toWire[value],
      fromWire: (value) => fromWire.get(value),
    };
  };
}

export const stepState: EnumCodec<StepState, StepState__Output> = enumCodec<StepState, StepState__Output>()({
  planned: 'STEP_STATE_PLANNED',
  sent: 'STEP_STATE_SENT',
  acknowledged: 'STEP_STATE_ACKNOWLEDGED',
  'not-done': 'STEP_STATE_NOT_DONE',
  unknown: 'STEP_STATE_UNKNOWN',
});

export const jobState: EnumCodec<JobState, JobState__Output> = enumCodec<JobState, JobState__Output>()({
  queued: 'JOB_STATE_QUEUED',
  offered: 'JOB_STATE_OFFERED',
  running: 'JOB_STATE_RUNNING',
  cancelling: 'JOB_STATE_CANCELLING',
  unknown: 'JOB_STATE_UNKNOWN',
  succeeded: 'JOB_STATE_SUCCEEDED',
  partly: 'JOB_STATE_PARTLY',
  failed: 'JOB_STATE_FAILED',
  cancelled: 'JOB_STATE_CANCELLED',
  expired: 'JOB_STATE_EXPIRED',
  lost: 'JOB_STATE_LOST',
});

export const agentState: EnumCodec<AgentState, AgentState__Output> = enumCodec<
  AgentState,
  AgentState__Output
>()({
  online: 'AGENT_STATE_ONLINE',
  unreachable: 'AGENT_STATE_UNREACHABLE',
  'never-seen': 'AGENT_STATE_NEVER_SEEN',
  banned: 'AGENT_STATE_BANNED',
  draining: 'AGENT_STATE_DRAINING',
  drained: 'AGENT_STATE_DRAINED',
});

export const joinTokenState: EnumCodec<JoinTokenState, JoinTokenState__Output> = enumCodec<
  JoinTokenState,
  JoinTokenState__Output
>()({
  open: 'JOIN_TOKEN_STATE_OPEN',
  used: 'JOIN_TOKEN_STATE_USED',
  expired: 'JOIN_TOKEN_STATE_EXPIRED',
  revoked: 'JOIN_TOKEN_STATE_REVOKED',
});

export const credentialState: EnumCodec<CredentialState, CredentialState__Output> = enumCodec<
  CredentialState,
  CredentialState__Output
>()({
  stored: 'CREDENTIAL_STATE_STORED',
  parked: 'CREDENTIAL_STATE_PARKED',
  removing: 'CREDENTIAL_STATE_REMOVING',
  refused: 'CREDENTIAL_STATE_REFUSED',
  expired: 'CREDENTIAL_STATE_EXPIRED',
  removed: 'CREDENTIAL_STATE_REMOVED',
});

export const traceVerdict: EnumCodec<TraceVerdict, TraceVerdict__Output> = enumCodec<
  TraceVerdict,
  TraceVerdict__Output
>()({
  found: 'TRACE_VERDICT_FOUND',
  'not-found': 'TRACE_VERDICT_NOT_FOUND',
  'not-all-answered': 'TRACE_VERDICT_NOT_ALL_ANSWERED',
  'not-an-endpoint': 'TRACE_VERDICT_NOT_AN_ENDPOINT',
  several: 'TRACE_VERDICT_SEVERAL',
});

export const logLevel: EnumCodec<LogLevel, LogLevel__Output> = enumCodec<LogLevel, LogLevel__Output>()({
  debug: 'LOG_LEVEL_DEBUG',
  info: 'LOG_LEVEL_INFO',
  warn: 'LOG_LEVEL_WARN',
  error: 'LOG_LEVEL_ERROR',
});

export type AlertLevel = Exclude<FindingLevel, 'ok'>;

export const alertLevel: EnumCodec<AlertLevel, AlertLevel__Output> = enumCodec<
  AlertLevel,
  AlertLevel__Output
>()({
  warning: 'ALERT_LEVEL_WARNING',
  problem: 'ALERT_LEVEL_PROBLEM',
});

export const alertState: EnumCodec<AlertState, AlertState__Output> = enumCodec<
  AlertState,
  AlertState__Output
>()({
  open: 'ALERT_STATE_OPEN',
  ended: 'ALERT_STATE_ENDED',
});

export type WatchEventType = 'record' | 'synced' | 'heartbeat';

export const watchEventType: EnumCodec<WatchEventType, _wayside_v1_WatchRecordsResponse_EventType__Output> =
  enumCodec<WatchEventType, _wayside_v1_WatchRecordsResponse_EventType__Output>()({
    record: 'EVENT_TYPE_RECORD',
    synced: 'EVENT_TYPE_SYNCED',
    heartbeat: 'EVENT_TYPE_HEARTBEAT',
  });

export const findingLevel: EnumCodec<FindingLevel, _wayside_v1_Finding_Level__Output> = enumCodec<
  FindingLevel,
  _wayside_v1_Finding_Level__Output
>()({
  ok: 'LEVEL_OK',
  warning: 'LEVEL_WARNING',
  problem: 'LEVEL_PROBLEM',
});

export const matchRank: EnumCodec<MatchRank, MatchRank__Output> = enumCodec<MatchRank, MatchRank__Output>()({
  exact: 'MATCH_RANK_EXACT',
  prefix: 'MATCH_RANK_PREFIX',
  word: 'MATCH_RANK_WORD',
  inside: 'MATCH_RANK_INSIDE',
});
