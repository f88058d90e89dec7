// Original file: proto/wayside/v1/schedule.proto

import type { ScheduleSpec as _wayside_v1_ScheduleSpec, ScheduleSpec__Output as _wayside_v1_ScheduleSpec__Output } from '../../wayside/v1/ScheduleSpec.ts';

export interface UpdateScheduleRequest {
  'id'?: (string);
  /**
   * Name and site stay as they are.
   */
  'spec'?: (_wayside_v1_ScheduleSpec | null);
  /**
   * Of the schedule as it was read; empty: whatever it is now.
   */
  'ifEtag'?: (string);
  'validateOnly'?: (boolean);
}

export interface UpdateScheduleRequest__Output {
  'id': (string);
  /**
   * Name and site stay as they are.
   */
  'spec': (_wayside_v1_ScheduleSpec__Output | null);
  /**
   * Of the schedule as it was read; empty: whatever it is now.
   */
  'ifEtag': (string);
  'validateOnly': (boolean);
}
