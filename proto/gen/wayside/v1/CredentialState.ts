// Original file: proto/wayside/v1/credential.proto

export const CredentialState = {
  CREDENTIAL_STATE_UNSPECIFIED: 'CREDENTIAL_STATE_UNSPECIFIED',
  /**
   * The agent holds it.
   */
  CREDENTIAL_STATE_STORED: 'CREDENTIAL_STATE_STORED',
  /**
   * On its way; the agent has not answered yet.
   */
  CREDENTIAL_STATE_PARKED: 'CREDENTIAL_STATE_PARKED',
  /**
   * The order to forget it is on its way.
   */
  CREDENTIAL_STATE_REMOVING: 'CREDENTIAL_STATE_REMOVING',
  /**
   * The agent refused the last order; what it held before stays.
   */
  CREDENTIAL_STATE_REFUSED: 'CREDENTIAL_STATE_REFUSED',
  /**
   * The agent did not come for the last order within its seven days.
   */
  CREDENTIAL_STATE_EXPIRED: 'CREDENTIAL_STATE_EXPIRED',
  /**
   * The agent has forgotten it.
   */
  CREDENTIAL_STATE_REMOVED: 'CREDENTIAL_STATE_REMOVED',
} as const;

export type CredentialState =
  | 'CREDENTIAL_STATE_UNSPECIFIED'
  | 0
  /**
   * The agent holds it.
   */
  | 'CREDENTIAL_STATE_STORED'
  | 1
  /**
   * On its way; the agent has not answered yet.
   */
  | 'CREDENTIAL_STATE_PARKED'
  | 2
  /**
   * The order to forget it is on its way.
   */
  | 'CREDENTIAL_STATE_REMOVING'
  | 3
  /**
   * The agent refused the last order; what it held before stays.
   */
  | 'CREDENTIAL_STATE_REFUSED'
  | 4
  /**
   * The agent did not come for the last order within its seven days.
   */
  | 'CREDENTIAL_STATE_EXPIRED'
  | 5
  /**
   * The agent has forgotten it.
   */
  | 'CREDENTIAL_STATE_REMOVED'
  | 6

export type CredentialState__Output = typeof CredentialState[keyof typeof CredentialState]
