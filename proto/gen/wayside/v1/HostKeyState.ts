// Original file: proto/wayside/v1/hostkey.proto

export const HostKeyState = {
  HOST_KEY_STATE_UNSPECIFIED: 'HOST_KEY_STATE_UNSPECIFIED',
  /**
   * The device shows the pinned key, as far as is known.
   */
  HOST_KEY_STATE_PINNED: 'HOST_KEY_STATE_PINNED',
  /**
   * The device showed another key, and was left alone since.
   */
  HOST_KEY_STATE_CHANGED: 'HOST_KEY_STATE_CHANGED',
  /**
   * The device showed a key where none is pinned, and no credential of the agent lists the place.
   */
  HOST_KEY_STATE_NOT_PINNED: 'HOST_KEY_STATE_NOT_PINNED',
} as const;

export type HostKeyState =
  | 'HOST_KEY_STATE_UNSPECIFIED'
  | 0
  /**
   * The device shows the pinned key, as far as is known.
   */
  | 'HOST_KEY_STATE_PINNED'
  | 1
  /**
   * The device showed another key, and was left alone since.
   */
  | 'HOST_KEY_STATE_CHANGED'
  | 2
  /**
   * The device showed a key where none is pinned, and no credential of the agent lists the place.
   */
  | 'HOST_KEY_STATE_NOT_PINNED'
  | 3

export type HostKeyState__Output = typeof HostKeyState[keyof typeof HostKeyState]
