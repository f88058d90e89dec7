// Original file: proto/wayside/v1/auth.proto

/**
 * What is shown of switches.
 */
export const SwitchView = {
  SWITCH_VIEW_UNSPECIFIED: 'SWITCH_VIEW_UNSPECIFIED',
  /**
   * Edge ports alone: no uplinks, no trunk VLANs, no names of switches.
   */
  SWITCH_VIEW_PORT: 'SWITCH_VIEW_PORT',
  /**
   * All of switches, but not how agents reach them.
   */
  SWITCH_VIEW_NETWORK: 'SWITCH_VIEW_NETWORK',
  /**
   * Everything.
   */
  SWITCH_VIEW_FULL: 'SWITCH_VIEW_FULL',
} as const;

/**
 * What is shown of switches.
 */
export type SwitchView =
  | 'SWITCH_VIEW_UNSPECIFIED'
  | 0
  /**
   * Edge ports alone: no uplinks, no trunk VLANs, no names of switches.
   */
  | 'SWITCH_VIEW_PORT'
  | 1
  /**
   * All of switches, but not how agents reach them.
   */
  | 'SWITCH_VIEW_NETWORK'
  | 2
  /**
   * Everything.
   */
  | 'SWITCH_VIEW_FULL'
  | 3

/**
 * What is shown of switches.
 */
export type SwitchView__Output = typeof SwitchView[keyof typeof SwitchView]
