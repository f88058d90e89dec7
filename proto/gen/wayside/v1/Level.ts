// Original file: proto/wayside/v1/auth.proto

export const Level = {
  LEVEL_UNSPECIFIED: 'LEVEL_UNSPECIFIED',
  /**
   * Reads.
   */
  LEVEL_VIEWER: 'LEVEL_VIEWER',
  /**
   * Writes records and runs jobs too.
   */
  LEVEL_OPERATOR: 'LEVEL_OPERATOR',
  /**
   * Approves plans too.
   */
  LEVEL_APPROVER: 'LEVEL_APPROVER',
  /**
   * May everything.
   */
  LEVEL_ADMIN: 'LEVEL_ADMIN',
} as const;

export type Level =
  | 'LEVEL_UNSPECIFIED'
  | 0
  /**
   * Reads.
   */
  | 'LEVEL_VIEWER'
  | 1
  /**
   * Writes records and runs jobs too.
   */
  | 'LEVEL_OPERATOR'
  | 2
  /**
   * Approves plans too.
   */
  | 'LEVEL_APPROVER'
  | 3
  /**
   * May everything.
   */
  | 'LEVEL_ADMIN'
  | 4

export type Level__Output = typeof Level[keyof typeof Level]
