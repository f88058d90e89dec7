// Original file: proto/wayside/v1/system.proto


// Original file: proto/wayside/v1/system.proto

export const _wayside_v1_Finding_Level = {
  LEVEL_UNSPECIFIED: 'LEVEL_UNSPECIFIED',
  LEVEL_OK: 'LEVEL_OK',
  LEVEL_WARNING: 'LEVEL_WARNING',
  LEVEL_PROBLEM: 'LEVEL_PROBLEM',
} as const;

export type _wayside_v1_Finding_Level =
  | 'LEVEL_UNSPECIFIED'
  | 0
  | 'LEVEL_OK'
  | 1
  | 'LEVEL_WARNING'
  | 2
  | 'LEVEL_PROBLEM'
  | 3

export type _wayside_v1_Finding_Level__Output = typeof _wayside_v1_Finding_Level[keyof typeof _wayside_v1_Finding_Level]

export interface Finding {
  'level'?: (_wayside_v1_Finding_Level);
  /**
   * The room that checked, such as `store`.
   */
  'check'?: (string);
  'message'?: (string);
  'hint'?: (string);
}

export interface Finding__Output {
  'level': (_wayside_v1_Finding_Level__Output);
  /**
   * The room that checked, such as `store`.
   */
  'check': (string);
  'message': (string);
  'hint': (string);
}
