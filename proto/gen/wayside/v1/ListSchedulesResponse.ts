// Original file: proto/wayside/v1/schedule.proto

import type { Schedule as _wayside_v1_Schedule, Schedule__Output as _wayside_v1_Schedule__Output } from '../../wayside/v1/Schedule.ts';

export interface ListSchedulesResponse {
  'schedules'?: (_wayside_v1_Schedule)[];
  'nextPageToken'?: (string);
}

export interface ListSchedulesResponse__Output {
  'schedules': (_wayside_v1_Schedule__Output)[];
  'nextPageToken': (string);
}
