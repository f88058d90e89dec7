// Original file: proto/wayside/v1/trace.proto

import type { TraceProgress as _wayside_v1_TraceProgress, TraceProgress__Output as _wayside_v1_TraceProgress__Output } from '../../wayside/v1/TraceProgress.ts';
import type { TraceIpAnswer as _wayside_v1_TraceIpAnswer, TraceIpAnswer__Output as _wayside_v1_TraceIpAnswer__Output } from '../../wayside/v1/TraceIpAnswer.ts';

export interface TraceIpResponse {
  'progress'?: (_wayside_v1_TraceProgress | null);
  'answer'?: (_wayside_v1_TraceIpAnswer | null);
  'event'?: "progress"|"answer";
}

export interface TraceIpResponse__Output {
  'progress'?: (_wayside_v1_TraceProgress__Output | null);
  'answer'?: (_wayside_v1_TraceIpAnswer__Output | null);
  'event'?: "progress"|"answer";
}
