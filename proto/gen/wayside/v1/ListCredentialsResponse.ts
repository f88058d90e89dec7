// Original file: proto/wayside/v1/credential.proto

import type { Credential as _wayside_v1_Credential, Credential__Output as _wayside_v1_Credential__Output } from '../../wayside/v1/Credential.ts';

export interface ListCredentialsResponse {
  'credentials'?: (_wayside_v1_Credential)[];
  'nextPageToken'?: (string);
}

export interface ListCredentialsResponse__Output {
  'credentials': (_wayside_v1_Credential__Output)[];
  'nextPageToken': (string);
}
