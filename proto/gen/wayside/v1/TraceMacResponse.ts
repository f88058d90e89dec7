// Original file: proto/wayside/v1/trace.proto

import type { TraceProgress as _wayside_v1_TraceProgress, TraceProgress__Output as _wayside_v1_TraceProgress__Output } from '../../wayside/v1/TraceProgress.ts';
import type { TraceAnswer as _wayside_v1_TraceAnswer, TraceAnswer__Output as _wayside_v1_TraceAnswer__Output } from '../../wayside/v1/TraceAnswer.ts';

export interface TraceMacResponse {
  'progress'?: (_wayside_v1_TraceProgress | null);
  'answer'?: (_wayside_v1_TraceAnswer | null);
  'event'?: "progress"|"answer";
}

export interface TraceMacResponse__Output {
  'progress'?: (_wayside_v1_TraceProgress__Output | null);
  'answer'?: (_wayside_v1_TraceAnswer__Output | null);
  'event'?: "progress"|"answer";
}
