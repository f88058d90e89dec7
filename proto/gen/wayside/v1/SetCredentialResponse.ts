// Original file: proto/wayside/v1/credential.proto

import type { Credential as _wayside_v1_Credential, Credential__Output as _wayside_v1_Credential__Output } from '../../wayside/v1/Credential.ts';

export interface SetCredentialResponse {
  'credential'?: (_wayside_v1_Credential | null);
}

export interface SetCredentialResponse__Output {
  'credential': (_wayside_v1_Credential__Output | null);
}
