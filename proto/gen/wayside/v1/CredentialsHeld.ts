// Original file: proto/wayside/v1/session.proto

import type { HeldCredential as _wayside_v1_HeldCredential, HeldCredential__Output as _wayside_v1_HeldCredential__Output } from '../../wayside/v1/HeldCredential.ts';

/**
 * All credentials that the agent holds, without their secrets. Told after the welcome and after each change.
 */
export interface CredentialsHeld {
  'credentials'?: (_wayside_v1_HeldCredential)[];
}

/**
 * All credentials that the agent holds, without their secrets. Told after the welcome and after each change.
 */
export interface CredentialsHeld__Output {
  'credentials': (_wayside_v1_HeldCredential__Output)[];
}
