// Original file: proto/wayside/v1/schedule.proto

import type { Firing as _wayside_v1_Firing, Firing__Output as _wayside_v1_Firing__Output } from '../../wayside/v1/Firing.ts';

export interface RunScheduleResponse {
  'firing'?: (_wayside_v1_Firing | null);
}

export interface RunScheduleResponse__Output {
  'firing': (_wayside_v1_Firing__Output | null);
}
