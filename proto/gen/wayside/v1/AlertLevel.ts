// Original file: proto/wayside/v1/alert.proto

export const AlertLevel = {
  ALERT_LEVEL_UNSPECIFIED: 'ALERT_LEVEL_UNSPECIFIED',
  ALERT_LEVEL_WARNING: 'ALERT_LEVEL_WARNING',
  ALERT_LEVEL_PROBLEM: 'ALERT_LEVEL_PROBLEM',
} as const;

export type AlertLevel =
  | 'ALERT_LEVEL_UNSPECIFIED'
  | 0
  | 'ALERT_LEVEL_WARNING'
  | 1
  | 'ALERT_LEVEL_PROBLEM'
  | 2

export type AlertLevel__Output = typeof AlertLevel[keyof typeof AlertLevel]
