// Original file: proto/wayside/v1/alert.proto

import type { Silence as _wayside_v1_Silence, Silence__Output as _wayside_v1_Silence__Output } from '../../wayside/v1/Silence.ts';

export interface SilenceAlertResponse {
  'silences'?: (_wayside_v1_Silence)[];
}

export interface SilenceAlertResponse__Output {
  'silences': (_wayside_v1_Silence__Output)[];
}
