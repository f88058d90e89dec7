// Original file: proto/wayside/v1/schedule.proto

import type { ScheduleSpec as _wayside_v1_ScheduleSpec, ScheduleSpec__Output as _wayside_v1_ScheduleSpec__Output } from '../../wayside/v1/ScheduleSpec.ts';

export interface CreateScheduleRequest {
  'spec'?: (_wayside_v1_ScheduleSpec | null);
  'validateOnly'?: (boolean);
}

export interface CreateScheduleRequest__Output {
  'spec': (_wayside_v1_ScheduleSpec__Output | null);
  'validateOnly': (boolean);
}
