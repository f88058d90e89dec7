// Original file: proto/wayside/v1/trace.proto

import type { TraceProgress as _wayside_v1_TraceProgress, TraceProgress__Output as _wayside_v1_TraceProgress__Output } from '../../wayside/v1/TraceProgress.ts';
import type { TraceNameAnswer as _wayside_v1_TraceNameAnswer, TraceNameAnswer__Output as _wayside_v1_TraceNameAnswer__Output } from '../../wayside/v1/TraceNameAnswer.ts';

export interface TraceNameResponse {
  'progress'?: (_wayside_v1_TraceProgress | null);
  'answer'?: (_wayside_v1_TraceNameAnswer | null);
  'event'?: "progress"|"answer";
}

export interface TraceNameResponse__Output {
  'progress'?: (_wayside_v1_TraceProgress__Output | null);
  'answer'?: (_wayside_v1_TraceNameAnswer__Output | null);
  'event'?: "progress"|"answer";
}
