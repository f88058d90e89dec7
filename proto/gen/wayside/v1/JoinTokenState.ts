// Original file: proto/wayside/v1/agent.proto

export const JoinTokenState = {
  JOIN_TOKEN_STATE_UNSPECIFIED: 'JOIN_TOKEN_STATE_UNSPECIFIED',
  JOIN_TOKEN_STATE_OPEN: 'JOIN_TOKEN_STATE_OPEN',
  JOIN_TOKEN_STATE_USED: 'JOIN_TOKEN_STATE_USED',
  JOIN_TOKEN_STATE_EXPIRED: 'JOIN_TOKEN_STATE_EXPIRED',
  JOIN_TOKEN_STATE_REVOKED: 'JOIN_TOKEN_STATE_REVOKED',
} as const;

export type JoinTokenState =
  | 'JOIN_TOKEN_STATE_UNSPECIFIED'
  | 0
  | 'JOIN_TOKEN_STATE_OPEN'
  | 1
  | 'JOIN_TOKEN_STATE_USED'
  | 2
  | 'JOIN_TOKEN_STATE_EXPIRED'
  | 3
  | 'JOIN_TOKEN_STATE_REVOKED'
  | 4

export type JoinTokenState__Output = typeof JoinTokenState[keyof typeof JoinTokenState]
