// Original file: proto/wayside/v1/auth.proto

import type { Level as _wayside_v1_Level, Level__Output as _wayside_v1_Level__Output } from '../../wayside/v1/Level.ts';
import type { SwitchView as _wayside_v1_SwitchView, SwitchView__Output as _wayside_v1_SwitchView__Output } from '../../wayside/v1/SwitchView.ts';
import type { Scope as _wayside_v1_Scope, Scope__Output as _wayside_v1_Scope__Output } from '../../wayside/v1/Scope.ts';

export interface Grant {
  'level'?: (_wayside_v1_Level);
  'switchView'?: (_wayside_v1_SwitchView);
  'scopes'?: (_wayside_v1_Scope)[];
}

export interface Grant__Output {
  'level': (_wayside_v1_Level__Output);
  'switchView': (_wayside_v1_SwitchView__Output);
  'scopes': (_wayside_v1_Scope__Output)[];
}
