// Original file: proto/wayside/v1/job.proto

import type { JobState as _wayside_v1_JobState, JobState__Output as _wayside_v1_JobState__Output } from '../../wayside/v1/JobState.ts';
import type { Progress as _wayside_v1_Progress, Progress__Output as _wayside_v1_Progress__Output } from '../../wayside/v1/Progress.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { JobError as _wayside_v1_JobError, JobError__Output as _wayside_v1_JobError__Output } from '../../wayside/v1/JobError.ts';
import type { TargetResult as _wayside_v1_TargetResult, TargetResult__Output as _wayside_v1_TargetResult__Output } from '../../wayside/v1/TargetResult.ts';
import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { JobPlan as _wayside_v1_JobPlan, JobPlan__Output as _wayside_v1_JobPlan__Output } from '../../wayside/v1/JobPlan.ts';
import type { StepResult as _wayside_v1_StepResult, StepResult__Output as _wayside_v1_StepResult__Output } from '../../wayside/v1/StepResult.ts';

export interface Job {
  'id'?: (string);
  /**
   * `collect`, `lookup`, `resolve`, `port`, `probe`, `trace` or `apply`, which alone changes something.
   */
  'kind'?: (string);
  'state'?: (_wayside_v1_JobState);
  'site'?: (string);
  /**
   * Agent of the current or last attempt; empty before the first.
   */
  'agentId'?: (string);
  /**
   * Counts from 1.
   */
  'attempt'?: (number);
  'progress'?: (_wayside_v1_Progress | null);
  'createTime'?: (_google_protobuf_Timestamp | null);
  'startTime'?: (_google_protobuf_Timestamp | null);
  'endTime'?: (_google_protobuf_Timestamp | null);
  'createdBy'?: (string);
  /**
   * Why it failed, was refused or is unknown.
   */
  'error'?: (_wayside_v1_JobError | null);
  /**
   * One for each target, in the order of their end. Empty in lists.
   */
  'results'?: (_wayside_v1_TargetResult)[];
  'targets'?: (_wayside_v1_RecordRef)[];
  /**
   * Jobs before it in the queue; 0 unless queued.
   */
  'queuePosition'?: (number);
  /**
   * The job that made this one, such as a trace, or one over several sites or agents; else empty.
   */
  'parentId'?: (string);
  'input'?: (_google_protobuf_Struct | null);
  /**
   * Absent in lists.
   */
  'plan'?: (_wayside_v1_JobPlan | null);
  /**
   * `person` or `schedule`: what people asked for is offered before what a schedule began.
   */
  'rank'?: (string);
  /**
   * The job whose work serves this one too, for an equal reading was on its way; else empty.
   */
  'shares'?: (string);
  /**
   * Of an `apply` job, in their order. Absent in lists; between the first and the last message of WatchJob only those that came
   * further since the message before.
   */
  'steps'?: (_wayside_v1_StepResult)[];
}

export interface Job__Output {
  'id': (string);
  /**
   * `collect`, `lookup`, `resolve`, `port`, `probe`, `trace` or `apply`, which alone changes something.
   */
  'kind': (string);
  'state': (_wayside_v1_JobState__Output);
  'site': (string);
  /**
   * Agent of the current or last attempt; empty before the first.
   */
  'agentId': (string);
  /**
   * Counts from 1.
   */
  'attempt': (number);
  'progress': (_wayside_v1_Progress__Output | null);
  'createTime': (_google_protobuf_Timestamp__Output | null);
  'startTime': (_google_protobuf_Timestamp__Output | null);
  'endTime': (_google_protobuf_Timestamp__Output | null);
  'createdBy': (string);
  /**
   * Why it failed, was refused or is unknown.
   */
  'error': (_wayside_v1_JobError__Output | null);
  /**
   * One for each target, in the order of their end. Empty in lists.
   */
  'results': (_wayside_v1_TargetResult__Output)[];
  'targets': (_wayside_v1_RecordRef__Output)[];
  /**
   * Jobs before it in the queue; 0 unless queued.
   */
  'queuePosition': (number);
  /**
   * The job that made this one, such as a trace, or one over several sites or agents; else empty.
   */
  'parentId': (string);
  'input': (_google_protobuf_Struct__Output | null);
  /**
   * Absent in lists.
   */
  'plan': (_wayside_v1_JobPlan__Output | null);
  /**
   * `person` or `schedule`: what people asked for is offered before what a schedule began.
   */
  'rank': (string);
  /**
   * The job whose work serves this one too, for an equal reading was on its way; else empty.
   */
  'shares': (string);
  /**
   * Of an `apply` job, in their order. Absent in lists; between the first and the last message of WatchJob only those that came
   * further since the message before.
   */
  'steps': (_wayside_v1_StepResult__Output)[];
}
