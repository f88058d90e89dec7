// Original file: proto/wayside/v1/system.proto

import type { Finding as _wayside_v1_Finding, Finding__Output as _wayside_v1_Finding__Output } from '../../wayside/v1/Finding.ts';

export interface RunDoctorResponse {
  'findings'?: (_wayside_v1_Finding)[];
}

export interface RunDoctorResponse__Output {
  'findings': (_wayside_v1_Finding__Output)[];
}
