// Original file: proto/wayside/v1/alert.proto

export const AlertState = {
  ALERT_STATE_UNSPECIFIED: 'ALERT_STATE_UNSPECIFIED',
  ALERT_STATE_OPEN: 'ALERT_STATE_OPEN',
  ALERT_STATE_ENDED: 'ALERT_STATE_ENDED',
} as const;

export type AlertState =
  | 'ALERT_STATE_UNSPECIFIED'
  | 0
  | 'ALERT_STATE_OPEN'
  | 1
  | 'ALERT_STATE_ENDED'
  | 2

export type AlertState__Output = typeof AlertState[keyof typeof AlertState]
