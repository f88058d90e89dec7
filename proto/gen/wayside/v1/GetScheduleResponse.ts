// Original file: proto/wayside/v1/schedule.proto

import type { Schedule as _wayside_v1_Schedule, Schedule__Output as _wayside_v1_Schedule__Output } from '../../wayside/v1/Schedule.ts';

export interface GetScheduleResponse {
  'schedule'?: (_wayside_v1_Schedule | null);
}

export interface GetScheduleResponse__Output {
  'schedule': (_wayside_v1_Schedule__Output | null);
}
